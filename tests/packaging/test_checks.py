"""`test` runs every check and every test, and passes only if all of them do."""

from __future__ import annotations

from pathlib import Path

import checks
import pytest
from environment import Environment

# Its programs are shell scripts.
pytestmark = pytest.mark.only_on("linux", "darwin")


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """An environment whose programs all succeed and write down how they were called."""
    made = Environment(tmp_path)
    made.scripts.mkdir(parents=True)
    for name in ("ruff", "mypy", "lint-imports", "python"):
        program(made, name, "exit 0")
    return made


def program(environment: Environment, name: str, script: str) -> None:
    file = environment.scripts / name
    file.write_text(f'#!/bin/sh\necho "{name} $*" >> {environment.root}/record\n{script}\n')
    file.chmod(0o755)


def calls(environment: Environment) -> list[str]:
    return [call.strip() for call in (environment.root / "record").read_text().splitlines()]


def test_checks_and_tests_run_in_order(environment: Environment) -> None:
    assert checks.everything(environment) == 0

    assert [" ".join(call.split()[:3]) for call in calls(environment)] == [
        "ruff format --check",
        "ruff check --quiet",
        "mypy --no-error-summary",
        "lint-imports",
        "python -m pytest",
    ]


def test_a_failed_check_shows_what_it_found_and_the_tests_still_run(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    program(environment, "mypy", "echo 'error: a type is wrong'; exit 1")

    assert checks.everything(environment) == 1
    said = capsys.readouterr().err
    assert "error: a type is wrong" in said
    assert "These checks failed before the tests: types." in said
    assert calls(environment)[-1].startswith("python -m pytest")


def test_the_status_of_pytest_is_kept(environment: Environment) -> None:
    program(environment, "python", "exit 3")

    assert checks.everything(environment) == 3


def test_arguments_go_to_pytest_alone(environment: Environment) -> None:
    assert checks.only_pytest(environment, ["-k", "one or two"]) == 0

    assert calls(environment) == ["python -m pytest -k one or two"]
