"""What the system lacks is found and named, and installed only where that is allowed.

`apt-get` and `sudo` are stood in for by programs of the same name that write down how they were
called: the real ones would change the machine.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import system
from messages import Stopped

pytestmark = pytest.mark.only_on("linux")

NEED = system.Need("libexample.so.1", "libexample1")
OPTIONAL = system.Need("example", "example-tools", optional=True)


class Programs:
    """A search path that holds programs of our own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.record = folder / "record"
        self.record.write_text("")
        (folder / "env").symlink_to("/usr/bin/env")

    def add(self, name: str, script: str) -> None:
        file = self.folder / name
        file.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.record}\n{script}\n')
        file.chmod(0o755)

    def calls(self) -> list[str]:
        return self.record.read_text().splitlines()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return Programs(folder)


def test_only_missing_libraries_are_named() -> None:
    found = system.missing_libraries({"libc.so.6": "libc6", "libexample.so.1": "libexample1"})

    assert found == [NEED]


def test_nothing_is_asked_for_when_nothing_is_missing(programs: Programs) -> None:
    programs.add("apt-get", "exit 1")

    system.provide([])

    assert programs.calls() == []


def test_root_installs_at_once(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    programs.add("apt-get", "exit 0")

    system.provide([NEED, OPTIONAL, NEED])

    (call,) = programs.calls()
    assert call.startswith("apt-get --yes ")
    assert call.endswith("install --no-install-recommends libexample1 example-tools")


def test_lists_of_packages_are_fetched_when_they_are_absent(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    fetched = programs.folder / "fetched"
    programs.add("apt-get", f'case "$*" in *update*) : > {fetched};; *) test -e {fetched};; esac')

    system.provide([NEED])

    assert [call.rpartition(" ")[2] for call in programs.calls()] == [
        "libexample1",
        "update",
        "libexample1",
    ]


def test_root_is_told_why_it_failed(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    programs.add("apt-get", "echo 'Unable to locate package libexample1' >&2; exit 100")

    with pytest.raises(Stopped, match=r"Missing on this system: libexample\.so\.1"):
        system.provide([NEED])
    assert "Unable to locate package libexample1" in capsys.readouterr().err


def test_without_a_terminal_sudo_is_not_used_but_its_command_is_told(programs: Programs) -> None:
    programs.add("apt-get", "exit 0")
    programs.add("sudo", "exit 0")

    with pytest.raises(Stopped, match="sudo apt-get install libexample1"):
        system.provide([NEED])
    assert programs.calls() == []


@pytest.mark.parametrize(("answer", "used"), [("y", True), ("", False), ("n", False)])
def test_at_a_terminal_sudo_is_used_after_asking(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, answer: str, used: bool
) -> None:
    programs.add("apt-get", "exit 0")
    programs.add("sudo", 'exec "$@"')
    terminal, other_end = os.openpty()
    os.write(terminal, f"{answer}\n".encode())
    with os.fdopen(other_end) as person:
        monkeypatch.setattr(sys, "stdin", person)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        if used:
            system.provide([NEED])
        else:
            with pytest.raises(Stopped):
                system.provide([NEED])
    os.close(terminal)

    assert bool(programs.calls()) is used


def test_what_is_optional_does_not_stop(
    programs: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    programs.add("apt-get", "exit 0")

    system.provide([OPTIONAL])

    said = capsys.readouterr().err
    assert "sudo apt-get install example-tools" in said
    assert "tests that need it are skipped" in said


def test_elsewhere_than_on_debian_the_libraries_are_named(programs: Programs) -> None:
    with pytest.raises(Stopped, match=r"libexample\.so\.1.*\n.*On Debian the packages are"):
        system.provide([NEED])


def test_the_libraries_of_x_are_needed_for_a_window_on_x_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system, "QT", {})
    monkeypatch.setattr(system, "XCB", {"libexample.so.1": "libexample1"})

    assert system.needed_for_window({"DISPLAY": ":0"}) == [NEED]
    assert system.needed_for_window({"QT_QPA_PLATFORM": "offscreen"}) == []
    assert system.Need("libexample.so.1", "libexample1", optional=True) in system.needed_for_tests()


def test_debian_packs_what_makes_environments_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert system.needed_for_python() == []

    # As it is where that package is missing: a module that cannot be found.
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    assert system.needed_for_python() == [system.Need("ensurepip", f"python{version}-venv")]
