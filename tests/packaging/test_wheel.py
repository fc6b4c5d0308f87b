"""What a person installs, who has no checkout: the wheel, in an environment with nothing else.

It is built as a release would be, installed from the lock file that a checkout uses, and started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# The packages may have to be fetched.
pytestmark = pytest.mark.timeout(240)

# Starts the program as its command does, waits until it shows a window, and closes that as a
# person would.
WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

run = QApplication.exec

def run_until_shown(*arguments):
    timer = QTimer(interval=10)

    def look():
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.windowTitle()]
        if shown:
            timer.stop()
            print("shown:", shown[0].windowTitle(), flush=True)
            QApplication.closeAllWindows()

    timer.timeout.connect(look)
    timer.start()
    return run()

QApplication.exec = run_until_shown
sys.argv = ["appcues-console"]
from appcues_console.__main__ import main
sys.exit(main())
"""


@dataclass(frozen=True)
class Installed:
    """The wheel, and the environment that it is installed in."""

    wheel: Path
    scripts: Path
    variables: dict[str, str]

    def run(self, *command: str, home: Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, from a folder that holds nothing."""
        home.mkdir(exist_ok=True)
        return subprocess.run(
            [self.scripts / command[0], *command[1:]],
            cwd=home,
            env={
                **self.variables,
                "APPCUES_CONSOLE_HOME": str(home / "files"),
                "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                "QT_QPA_PLATFORM": "offscreen",
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(
    tmp_path_factory: pytest.TempPathFactory, machine_environment: dict[str, str]
) -> Installed:
    """Build the wheel and install it, as the machine is configured to install."""
    folder = tmp_path_factory.mktemp("wheel")
    # Coverage follows subprocesses by these; the environment below has no coverage.
    variables = {k: v for k, v in machine_environment.items() if not k.startswith("COV")}
    variables.pop("PYTHONPATH", None)

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", folder / "venv")
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run(*pip, "--require-hashes", "--no-deps", "--requirement", "packaging/requirements.txt")
    run(*pip, "--no-deps", wheel)
    return Installed(wheel, scripts, variables)


def test_it_carries_the_program_and_its_resources_and_nothing_else(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = wheel.namelist()

    resources = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert resources
    for path in resources:
        assert f"appcues_console/{path.relative_to(ROOT).as_posix()}" in names
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"appcues_console"}


def test_the_program_finds_its_resources(installed: Installed, tmp_path: Path) -> None:
    ask = "from appcues_console.paths import resources; print(resources())"

    done = installed.run("python", "-c", ask, home=tmp_path / "home")

    assert done.returncode == 0, done.stderr
    found = Path(done.stdout.strip())
    assert found.parent.name == "appcues_console"
    assert (found / "openapi.yaml").is_file()


def test_the_command_explains_itself(installed: Installed, tmp_path: Path) -> None:
    done = installed.run("appcues-console", "--help", home=tmp_path / "home")

    assert done.returncode == 0, done.stderr
    assert "send" in done.stdout
    assert "practice" in done.stdout


def test_the_window_opens_and_closes(installed: Installed, tmp_path: Path) -> None:
    done = installed.run("python", "-c", WINDOW, home=tmp_path / "home")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("shown: ")
    assert done.stderr == ""
