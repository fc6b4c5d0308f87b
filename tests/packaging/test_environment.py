"""The virtual environment is made once, brought up to date when needed, and mended when broken.

A small project with a package and a build backend of its own stands in for ours; Python's venv and
pip are the real ones, cut off from every index.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import environment as environment_module
import pytest
from environment import Environment
from messages import Stopped

# Each makes several environments, and whoever else is busy on the machine makes that slower.
pytestmark = pytest.mark.timeout(300)

PACKAGING = Path(environment_module.__file__).parent

BACKEND = """
import zipfile
from pathlib import Path

FILES = {
    "project.pth": str(Path.cwd()),
    "project-1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: project\\nVersion: 1\\n",
    "project-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nTag: py3-none-any\\n",
    "project-1.dist-info/RECORD": "",
}

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "project-1-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder) / name, "w") as wheel:
        for path, text in FILES.items():
            wheel.writestr(path, text or "".join(f"{path},,\\n" for path in FILES))
    return name
"""

PREPARE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from environment import Environment
Environment(Path(sys.argv[2])).prepare("requirements.txt")
"""


class Project:
    """A project in a folder of its own, and the packages that it can install."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        (self.root / "packaging").mkdir(parents=True)
        (self.root / "backend.py").write_text(BACKEND)
        (self.root / "ours.py").write_text("")
        self.configure("")
        self.lock()

    def configure(self, comment: str) -> None:
        (self.root / "pyproject.toml").write_text(
            f'[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
            f'[project]\nname = "project"\nversion = "1"\n# {comment}\n'
        )

    def lock(self, *names: str) -> None:
        """Write a lock file that lists packages of these names; each is made."""
        lines = [f"{name}==1 --hash=sha256:{self._wheel(name)}\n" for name in names]
        (self.root / "packaging" / "requirements.txt").write_text("".join(lines))

    def _wheel(self, name: str) -> str:
        """Make a wheel that holds one module, and return its hash."""
        file = self.wheels / f"{name}-1-py3-none-any.whl"
        info = f"{name}-1.dist-info"
        contents = {
            f"{name}.py": "",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = ""
        with zipfile.ZipFile(file, "w") as wheel:
            for path, text in contents.items():
                wheel.writestr(path, text)
                digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
                record += f"{path},sha256={digest.decode().rstrip('=')},{len(text)}\n"
            wheel.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")
        return hashlib.sha256(file.read_bytes()).hexdigest()

    def environment(self) -> Environment:
        return Environment(self.root)

    def prepare(self) -> None:
        self.environment().prepare("requirements.txt")

    def can_import(self, *names: str) -> bool:
        command = [str(self.environment().python), "-c", "\n".join(f"import {n}" for n in names)]
        # From elsewhere: the folder of the project would do for the project's own module.
        return subprocess.run(command, cwd="/", capture_output=True, check=False).returncode == 0

    def stamp(self) -> Path:
        return self.root / ".venv" / "installed.json"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = Project(tmp_path)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(made.wheels))
    return made


def test_two_at_once_make_it_once_and_later_changes_are_installed(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    project.lock("first")
    prepare = [sys.executable, "-c", PREPARE, str(PACKAGING), str(project.root)]
    both = [subprocess.Popen(prepare) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert capfd.readouterr().err.count("Making .venv") == 1
    assert project.can_import("first", "ours")

    # Nothing has changed: nothing is done, though nothing could be installed any more either.
    shutil.rmtree(project.wheels)
    before = project.stamp().stat()
    project.prepare()
    assert project.stamp().stat().st_mtime_ns == before.st_mtime_ns
    assert capfd.readouterr().err == ""

    project.wheels.mkdir()
    project.lock("first", "second")
    project.prepare()
    assert "Installing what packaging/requirements.txt lists" in capfd.readouterr().err
    assert project.can_import("first", "second")

    (project.root / "ours.py").rename(project.root / "also_ours.py")
    installed = json.loads(project.stamp().read_text())["project"]
    project.configure("changed")
    project.prepare()
    assert json.loads(project.stamp().read_text())["project"] != installed
    assert project.can_import("also_ours")


def test_what_was_interrupted_is_made_anew(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    project.lock("first")
    project.prepare()
    project.lock("first", "second")
    with (project.wheels / "second-1-py3-none-any.whl").open("ab") as wheel:
        wheel.write(b"something else than what was locked")

    with pytest.raises(Stopped, match="pip could not install"):
        project.prepare()
    assert json.loads(project.stamp().read_text())["finished"] is False

    project.lock("first", "second")
    left_behind = project.root / ".venv" / "half"
    left_behind.write_text("")
    capfd.readouterr()
    project.prepare()
    assert "An earlier installation was interrupted" in capfd.readouterr().err
    assert not left_behind.exists()
    assert project.can_import("first", "second", "ours")


def test_a_folder_that_was_moved_is_mended_and_a_python_that_is_gone_is_noticed(
    project: Project, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project.lock("first")
    project.prepare()

    project.root = project.root.rename(tmp_path / "moved")
    project.prepare()
    assert "has changed; making .venv anew" in capfd.readouterr().err
    assert project.can_import("first", "ours")

    project.environment().python.unlink()
    assert project.environment()._read_stamp() is None
    assert "The Python of .venv is gone" in capfd.readouterr().err


def test_an_environment_of_other_making_is_kept(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    subprocess.run([sys.executable, "-m", "venv", project.root / ".venv"], check=True)
    own = project.root / ".venv" / "own"
    own.write_text("")

    project.lock("first")
    project.prepare()

    assert "Making .venv" not in capfd.readouterr().err
    assert own.exists()
    assert project.can_import("first", "ours")
