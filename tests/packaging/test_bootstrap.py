"""The first file that anybody runs must be understood by whatever Python they have."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest

SCRIPT = Path(bootstrap.__file__)


def test_an_old_python_can_read_it() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_python_that_is_too_old_hands_over_to_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "python3.12").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 8, 2, "final", 0))

    assert bootstrap.main(["--help"]) == 0
    said = capfd.readouterr()
    assert "Using python3.12: the program needs Python 3.11 or newer." in said.err
    assert "bootstrap.py run" in said.out


def test_without_a_newer_python_it_says_which_one_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A launcher that has no Python behind it is found by its name and refused by its answer.
    (tmp_path / "python3.12").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "python3.12").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 8, 2, "final", 0))

    assert bootstrap.main(["run"]) == 1
    assert "needs Python 3.11 or newer; this is Python 3.8" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "status"), [(["--help"], 0), ([], 2), (["walk"], 2)])
def test_it_explains_itself(arguments: list[str], status: int) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False
    )

    assert done.returncode == status
    said = done.stdout if status == 0 else done.stderr
    assert "bootstrap.py run" in said
    assert "bootstrap.py test" in said


@pytest.mark.only_on("linux")
def test_run_without_a_display_says_what_to_do_and_installs_nothing(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "packaging").mkdir(parents=True)
    for file in SCRIPT.parent.glob("*.py"):
        (project / "packaging" / file.name).write_bytes(file.read_bytes())
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }

    done = subprocess.run(
        [sys.executable, project / "packaging" / "bootstrap.py", "run"],
        env=plain,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "There is no display" in done.stderr
    assert "xvfb-run" in done.stderr
    assert not (project / ".venv").exists()
