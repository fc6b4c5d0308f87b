"""The virtual environment `.venv` beside pyproject.toml, and what is installed in it.

A stamp inside it says what was installed last: the hash of each lock file and of pyproject.toml.
As long as they are the same nothing is done, so a second start costs no more than reading them.
The stamp says "unfinished" while an installation is under way; an environment that is found so,
that was moved, or whose Python is gone is made anew, for nobody can tell what it lacks.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from messages import Stopped, say

VERSION = ".".join(str(number) for number in sys.version_info[:2])

_ASK_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


class Environment:
    """The virtual environment of the project in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")
        self._stamp = self.folder / "installed.json"

    def prepare(self, lock: str) -> None:
        """Make sure that all of `packaging/<lock>` and the project itself are installed.

        Raises Stopped when that fails. One process works at a time; the others wait.
        """
        with self._alone():
            stamp = self._read_stamp()
            if stamp is None:
                self._make()
                stamp = self._new_stamp()
            if stamp["locks"].get(lock) != self._hash(f"packaging/{lock}"):
                self._begin(stamp)
                say(f"Installing what packaging/{lock} lists. The first time takes a minute.")
                # Only wheels: what building another package would need is not under our hashes.
                listed = ["--require-hashes", "--only-binary", ":all:", "--no-deps"]
                self._pip(*listed, "--requirement", f"packaging/{lock}")
                stamp["locks"][lock] = self._hash(f"packaging/{lock}")
                self._end(stamp)
            if stamp["project"] != self._hash("pyproject.toml"):
                self._begin(stamp)
                self._pip("--no-deps", "--no-build-isolation", "--editable", ".")
                stamp["project"] = self._hash("pyproject.toml")
                self._end(stamp)

    def _read_stamp(self) -> dict[str, Any] | None:
        """Return the stamp of an environment that can be used as it is, or None."""
        if not self.folder.exists():
            return None
        version = self._version()
        if version is None or version < (3, 11):
            say("The Python of .venv is gone or too old; making .venv anew.")
            return None
        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
        except FileNotFoundError:
            # Made by other means. What it holds is kept if it can install anything at all.
            return self._new_stamp() if self._has_pip() else None
        except (OSError, ValueError):
            return None
        if not isinstance(stamp, dict) or not stamp.get("finished"):
            say("An earlier installation was interrupted; making .venv anew.")
            return None
        if stamp.get("place") != str(self.folder) or stamp.get("python") != list(version):
            say("The folder or the Python of .venv has changed; making .venv anew.")
            return None
        return stamp

    def _new_stamp(self) -> dict[str, Any]:
        version = list(self._version() or ())
        return {"place": str(self.folder), "python": version, "locks": {}, "project": ""}

    def _begin(self, stamp: dict[str, Any]) -> None:
        self._write_stamp({**stamp, "finished": False})

    def _end(self, stamp: dict[str, Any]) -> None:
        self._write_stamp({**stamp, "finished": True})

    def _write_stamp(self, stamp: dict[str, Any]) -> None:
        unfinished = self._stamp.with_suffix(".new")
        unfinished.write_text(json.dumps(stamp, indent=2), encoding="utf-8")
        unfinished.replace(self._stamp)

    def _make(self) -> None:
        say(f"Making .venv with Python {VERSION}.")
        if self.folder.is_symlink() or self.folder.is_file():
            raise Stopped(f"{self.folder} is no folder. Remove it and run the command again.")
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise Stopped(f"{made.stdout}{made.stderr}Python could not make {self.folder}.")

    def _version(self) -> tuple[int, int] | None:
        """Return the version of the environment's Python, or None where it does not run."""
        try:
            answer = subprocess.run(
                [str(self.python), "-c", _ASK_VERSION], capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return None
        major, _, minor = answer.stdout.strip().partition(".")
        return int(major), int(minor)

    def _has_pip(self) -> bool:
        pip = [str(self.python), "-m", "pip", "--version"]
        return subprocess.run(pip, capture_output=True, check=False).returncode == 0

    def _pip(self, *arguments: str) -> None:
        """Install quietly. Where packages come from is the machine's own configuration of pip."""
        quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
        status = subprocess.call(
            [str(self.python), "-m", "pip", "install", *quiet, *arguments],
            cwd=self.root,
            # Of damage to the system's packages pip warns root in vain: .venv holds none of them.
            env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
            stdout=sys.stderr,
        )
        if status != 0:
            raise Stopped(
                "pip could not install the packages; its own message is above. If it tells of the "
                "network, check the connection to the package index and run the command again."
            )

    def _hash(self, name: str) -> str:
        return hashlib.sha256((self.root / name).read_bytes()).hexdigest()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the project's installation lock, which ends with the process at the latest."""
        with (self.root / ".venv.lock").open("a+b") as file:
            if not _try_lock(file.fileno()):
                say("Waiting for another installation in this folder to end.")
                _wait_lock(file.fileno())
            yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: int) -> bool:
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_lock(file: int) -> None:
        while True:
            os.lseek(file, 0, os.SEEK_SET)
            # Tries for ten seconds, then gives up with an error.
            with contextlib.suppress(OSError):
                msvcrt.locking(file, msvcrt.LK_LOCK, 1)
                return

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
