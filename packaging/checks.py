"""What `test` does, in order: the quick checks first, then every test.

All are run even if an earlier one fails, so that one run tells everything. A check that passes
says so in one line; one that fails shows what it found.
"""

from __future__ import annotations

import os
import subprocess
import time

from environment import Environment
from messages import say

# What it is called here, its program, and what that is told.
CHECKS: tuple[tuple[str, str, list[str]], ...] = (
    ("format", "ruff", ["format", "--check", "--quiet"]),
    ("lint", "ruff", ["check", "--quiet"]),
    ("types", "mypy", ["--no-error-summary"]),
    ("layers", "lint-imports", []),
)

# On every processor at once. A file stays in one process, since its tests may share what is dear to
# make, and long ones begin first (tests/conftest.py). Groups that are made by the mark xdist_group
# are of no use: xdist 3.8 does not see them under pytest 9.2 (pytest-xdist issue 1386).
ALL_TESTS = ["-n", "auto", "--maxprocesses", "8", "--dist", "loadfile"]
ALL_TESTS += ["--no-loadscope-reorder", "-q", "--cov"]


def everything(environment: Environment) -> int:
    """Run the checks and all tests; return 0 if all of them passed."""
    failed = [check[0] for check in CHECKS if not _passes(environment, *check)]
    status = only_pytest(environment, ALL_TESTS)
    if failed:
        say(f"These checks failed before the tests: {', '.join(failed)}.")
    return status or int(bool(failed))


def only_pytest(environment: Environment, arguments: list[str]) -> int:
    """Run pytest with `arguments` and return its exit status."""
    return subprocess.call(
        [environment.python, "-m", "pytest", *arguments],
        cwd=environment.root,
        env=_variables(environment),
    )


def _passes(environment: Environment, name: str, program: str, arguments: list[str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        [environment.scripts / program, *arguments],
        cwd=environment.root,
        env=_variables(environment),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    passed = done.returncode == 0
    if not passed:
        say((done.stdout + done.stderr).strip())
    say(f"{name:<8}{'ok' if passed else 'FAILED':<8}{time.monotonic() - begun:.1f} s")
    return passed


def _variables(environment: Environment) -> dict[str, str]:
    """Return the environment with the programs of `.venv` first on the search path."""
    path = os.pathsep.join([str(environment.scripts), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "PYTHONUTF8": "1"}
