"""What each command of the bootstrap does, in order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import checks
import display
import locking
import system
from environment import Environment
from messages import Stopped, say

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str], usage: str | None) -> int:
    """Run one command and return its exit status. `usage` is shown when it is not known."""
    commands = {"run": run, "test": test, "lock": lock}
    if not arguments or arguments[0] not in commands:
        asked_for = bool(arguments) and arguments[0] in {"-h", "--help", "help"}
        print(usage or "", file=sys.stdout if asked_for else sys.stderr)
        return 0 if asked_for else 2
    try:
        return commands[arguments[0]](arguments[1:])
    except Stopped as stopped:
        say(str(stopped))
        return 1
    except KeyboardInterrupt:
        say("Interrupted. Run the command again to go on.")
        return 130


def run(arguments: list[str]) -> int:
    """Open the window, or run a subcommand; those need neither a display nor Qt's libraries."""
    window = not arguments
    if window:
        display.require_any(os.environ)
    system.provide(system.needed_for_window() if window else system.needed_for_python())
    environment = Environment(ROOT)
    environment.prepare("requirements.txt")
    if window:
        display.require_reachable(os.environ)
    command = [str(environment.python), "-m", "appcues_console", *arguments]
    if os.name == "posix":
        # Signals, the terminal and the exit status are then the program's own.
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell is what we want
    return subprocess.call(command)


def test(arguments: list[str]) -> int:
    """Check and test everything, or run pytest alone with `arguments`."""
    system.provide(system.needed_for_tests())
    environment = Environment(ROOT)
    environment.prepare("requirements-test.txt")
    if arguments:
        return checks.only_pytest(environment, arguments)
    return checks.everything(environment)


def lock(arguments: list[str]) -> int:
    """Choose the versions of everything that `run` and `test` install."""
    return locking.write_locks(Environment(ROOT), arguments)
