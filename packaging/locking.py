"""Writes the two lock files: each package that `run` and `test` install, with its hashes.

One file serves every platform and Python (`--universal`): where they differ, the lines carry
markers. Nothing in them says where packages come from; that is the machine's own configuration.
`lock` keeps the versions that are locked already, as far as pyproject.toml allows them, and
`lock --upgrade` takes the newest.
"""

from __future__ import annotations

import shutil
import subprocess

from environment import Environment
from messages import Stopped

OLDEST_PYTHON = "3.11"

RUN = "packaging/requirements.txt"
TEST = "packaging/requirements-test.txt"


def write_locks(environment: Environment, options: list[str]) -> int:
    """Write both files; `options` go to uv. Raises Stopped where there is no uv."""
    uv = shutil.which("uv", path=str(environment.scripts)) or shutil.which("uv")
    if uv is None:
        raise Stopped("`lock` needs the program uv. Install it with `pip install uv`.")
    compile_ = [uv, "pip", "compile", "pyproject.toml", "--quiet", "--universal"]
    compile_ += ["--python-version", OLDEST_PYTHON, "--generate-hashes"]
    compile_ += ["--no-emit-index-url", "--no-emit-find-links"]
    compile_ += ["--custom-compile-command", "python3 packaging/bootstrap.py lock", *options]
    # What the program is tested with is what it runs with.
    for arguments in (
        ["--group", "build", "--output-file", RUN],
        ["--group", "test", "--constraints", RUN, "--output-file", TEST],
    ):
        status = subprocess.call([*compile_, *arguments], cwd=environment.root)
        if status != 0:
            return status
    return 0
