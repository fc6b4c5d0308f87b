"""The machine that a story plays on: a screen, a desktop's buses, and homes, all of its own.

Nothing of the person who runs the tests is seen or touched: the display, the bus, the keyring and
every folder are made here, and ended and removed here, by the process IDs that were started.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from jeepney import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
from system import needed_for_tests

from tests.accounts.secret_service import SecretService

from .driver import ROOT, wait

_LAUNCHERS = ("/usr/libexec", "/usr/lib/at-spi2-core", "/usr/lib/at-spi2")
_ACCESSIBILITY = "org.a11y.Bus"
_TOOLS = {"Xvfb", "dbus-daemon", "gnome-keyring-daemon", "at-spi-bus-launcher", "pyatspi"}

# What a program may see of the environment of whoever runs the tests. Coverage measures the
# programs that it finds these in.
_KEPT = ("PATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")

SCREEN = "1400x1000x24"


def missing() -> list[str]:
    """Return what this machine lacks for a stage, each with the package that has it."""
    needs = [n for n in needed_for_tests() if n.thing in _TOOLS or n.thing.startswith("lib")]
    return [f"{need.thing} (package {need.package})" for need in needs]


class Stage:
    """A context manager. `environment` is what a program needs to play on it; `keyring` tells
    whether it finds a Secret Service, `screen` width, height and depth of its screen."""

    def __init__(self, *, keyring: bool = True, screen: str = SCREEN) -> None:
        self._keyring, self._screen = keyring, screen
        self._ending = ExitStack()
        self.folder = Path(tempfile.mkdtemp(prefix="stage-"))
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self._set_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _set_up(self) -> None:
        service = self._ending.enter_context(SecretService())
        if not self._keyring:
            service.stop_keyring()
        home = self.folder / "home"
        home.mkdir()
        self.environment = {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            **service.environment,
            "DISPLAY": self._start_screen(),
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self._start_accessibility()

    def _start_screen(self) -> str:
        """Start a virtual screen on a free display and return its name."""
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", self._screen]
        try:
            self._start([*command, "-nolisten", "tcp", "-noreset"], os.environ, keep=writing)
            os.close(writing)
            number = b""
            # Digits and line end come one after the other; who leaves between them stops it.
            while not number.endswith(b"\n") and select.select([reading], [], [], 20)[0]:
                piece = os.read(reading, 16)
                if not piece:
                    break
                number += piece
        finally:
            os.close(reading)
        if not number.endswith(b"\n"):
            raise RuntimeError(f"Xvfb did not start: {self.said('Xvfb')}")
        return f":{number.decode().strip()}"

    def _start_accessibility(self) -> None:
        launcher = next(p for p in map(Path, _LAUNCHERS) if (p / "at-spi-bus-launcher").exists())
        command = [str(launcher / "at-spi-bus-launcher"), "--launch-immediately"]
        self._start(command, self.environment)
        with open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            bus = Proxy(message_bus, connection, timeout=10)
            wait(lambda: bool(bus.NameHasOwner(_ACCESSIBILITY)[0]), "the accessibility bus")

    def said(self, program: str) -> str:
        """Return what a program of the stage wrote."""
        return (self.folder / f"{program}.log").read_text(errors="replace")

    def _start(
        self, command: list[str], environment: dict[str, str] | os._Environ[str], keep: int = 0
    ) -> None:
        log = self.folder / f"{Path(command[0]).name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                pass_fds=[keep] if keep else [],
            )
        self._ending.callback(_end, process)


class Console:
    """The real program in a home on a stage, started and quit as often as a story wants."""

    def __init__(self, stage: Stage, name: str = "console") -> None:
        self.stage = stage
        self.home = stage.folder / name
        self.output = stage.folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> int:
        """Start the window and return its process ID."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "appcues_console"],
                # Coverage puts what it measured where the program runs.
                cwd=ROOT,
                env={
                    **self.stage.environment,
                    "APPCUES_CONSOLE_HOME": str(self.home),
                    # Also where the checkout is not installed into the environment.
                    "PYTHONPATH": str(ROOT),
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return self.process.pid

    def runs(self) -> bool:
        """Tell whether it has been started and not ended."""
        return self.process is not None and self.process.poll() is None

    def wait_for_end(self) -> int:
        """Wait until it has ended by itself and return its exit status."""
        assert self.process is not None
        return self.process.wait(timeout=20)

    def kill(self) -> None:
        """End it, if it runs, without a word."""
        if self.process is not None and self.runs():
            self.process.kill()
            self.process.wait(timeout=10)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)
