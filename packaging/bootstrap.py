#!/usr/bin/env python3
"""From a fresh clone to the running program, or to its tests, in one command.

    python3 packaging/bootstrap.py run [arguments of appcues-console]
    python3 packaging/bootstrap.py test [arguments of pytest]
    python3 packaging/bootstrap.py lock [--upgrade]

`run` opens the window, or runs a subcommand when it is given one. `test` checks and tests
everything; with arguments it runs pytest alone, with those. `lock` chooses the versions that the
other two install, by the tool uv. All three keep to the folder of the project and its `.venv`.

This file is also read by Pythons that are too old for the program, in order to look for a newer
one or to say which is needed; so it uses nothing newer than Python 3.7, and what it imports from
beside it is imported late.
"""

import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)

# The versions that the program is tested with come first.
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3.14", "python3", "python")


def main(arguments: "list[str]") -> int:
    """Do what `arguments` ask for and return the exit status."""
    if sys.version_info < NEEDED:
        return in_newer_python(arguments)
    import commands

    return commands.main(arguments, usage=__doc__)


def in_newer_python(arguments: "list[str]") -> int:
    """Start again in a Python that is new enough, or say that there is none."""
    needed = ".".join(str(number) for number in NEEDED)
    for name in CANDIDATES:
        found = shutil.which(name)
        if found and is_new_enough(found):
            sys.stderr.write(f"Using {name}: the program needs Python {needed} or newer.\n")
            sys.stderr.flush()
            return subprocess.call([found, os.path.abspath(__file__), *arguments])  # noqa: PTH100 - pathlib is for the newer one
    here = ".".join(str(number) for number in sys.version_info[:2])
    sys.stderr.write(
        f"Appcues Console needs Python {needed} or newer; this is Python {here}, and no newer one "
        "is on the search path. Install one and run this command with it.\n"
    )
    return 1


def is_new_enough(python: str) -> bool:
    """Ask an interpreter for its version. What only looks like an interpreter is none."""
    question = f"import sys; sys.exit(sys.version_info < {NEEDED!r})"
    try:
        return (
            subprocess.call(
                [python, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            == 0
        )
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
