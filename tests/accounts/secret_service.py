"""A real Secret Service for the tests of the vault: gnome-keyring on a private bus.

Everything it reads and writes lies in a folder of its own, and its bus starts no service by
itself: what is stopped here stays absent, and a prompt finds nobody to answer it, as if a person
had dismissed it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Self

TOOLS = ("dbus-daemon", "gnome-keyring-daemon")

SERVICE = "org.freedesktop.secrets"

PASSWORD = "only for tests"

# Unlike the bus of a desktop, it knows no services to start and has no limits to ask for.
_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def missing_tools() -> list[str]:
    """Return the programs that this machine lacks for it."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class SecretService:
    """A bus and the keyring daemon on it; a context manager that starts and stops both.

    `environment` is what a program needs in order to find them.
    """

    def __init__(self) -> None:
        # Not pytest's folder: the path of a socket may not be longer than some 100 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="secrets-"))
        self.socket = self.folder / "bus"
        self.address = f"unix:path={self.socket}"
        self.environment = {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
        }
        self._bus: subprocess.Popen[str] | None = None
        self._keyring: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        (self.folder / "run").mkdir(mode=0o700)
        (self.folder / "home").mkdir()
        (self.folder / "bus.conf").write_text(_BUS.format(socket=self.socket))
        try:
            self._bus = self._start(
                ["dbus-daemon", f"--config-file={self.folder}/bus.conf"],
                ["--nofork", "--print-address"],
            )
            self.start_keyring()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start_keyring(self, password: str = PASSWORD) -> None:
        """Start the daemon and unlock its keyring, which keeps what an earlier one stored."""
        self._keyring = self._start(
            ["gnome-keyring-daemon", f"--control-directory={self.folder}/run/keyring"],
            ["--foreground", "--unlock", "--components=secrets"],
            typed=password,
        )
        self._await_service(there=True)

    def stop_keyring(self) -> None:
        """End the daemon; its items stay on disk, and the bus stays without a Secret Service."""
        _end(self._keyring)
        self._keyring = None
        if self._bus is not None:
            self._await_service(there=False)

    def kill_keyring(self) -> None:
        """End the daemon as a crash would."""
        if self._keyring is not None:
            self._keyring.kill()
        self.stop_keyring()

    def hang(self) -> None:
        """Let the daemon answer nothing, as one whose prompt nobody answers."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let a daemon that hangs answer what it was asked."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._keyring is not None
        self._keyring.send_signal(number)

    def delete_all(self) -> None:
        """Delete every item, as a person may with the keyring's own program."""
        import secretstorage

        connection = secretstorage.dbus_init()
        try:
            for item in secretstorage.get_default_collection(connection).get_all_items():
                item.delete()
        finally:
            connection.close()

    def stop_bus(self) -> None:
        """End the bus, and with it everything on it."""
        _end(self._bus)
        self._bus = None
        self.stop_keyring()

    def lock(self) -> None:
        """Lock the keyring; nobody is there to answer a prompt to unlock it."""
        import secretstorage

        connection = secretstorage.dbus_init()
        try:
            secretstorage.get_default_collection(connection).lock()
        finally:
            connection.close()

    def close(self) -> None:
        """End both and remove what they wrote."""
        self.stop_bus()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _await_service(self, *, there: bool) -> None:
        """Wait until the bus knows a Secret Service, or knows that there is none."""
        from jeepney import MatchRule, message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        with open_dbus_connection(self.address) as connection:
            bus = Proxy(message_bus, connection, timeout=10)
            rule = MatchRule(
                type="signal", interface=message_bus.interface, path="/org/freedesktop/DBus"
            )
            rule.add_arg_condition(0, SERVICE)
            bus.AddMatch(rule)
            with connection.filter(rule) as changes:
                while bool(bus.NameHasOwner(SERVICE)[0]) is not there:
                    connection.recv_until_filtered(changes, timeout=10)

    def _start(
        self, command: list[str], options: list[str], typed: str = ""
    ) -> subprocess.Popen[str]:
        """Start a daemon, give it what would be typed, and wait for the line that it opens with."""
        home = self.folder / "home"
        own = {
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
        }
        process = subprocess.Popen(
            command + options,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ["PATH"], **self.environment, **own},
        )
        _stream(process.stdin).write(typed)
        _stream(process.stdin).close()
        if not _stream(process.stdout).readline():
            _end(process)
            raise RuntimeError(f"{command[0]} ended at once, status {process.returncode}")
        return process


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def _end(process: subprocess.Popen[str] | None) -> None:
    if process is None:
        return
    process.terminate()
    _stream(process.stdout).close()
    process.wait(timeout=10)
