"""Where no window can be opened, one sentence says so before Qt aborts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from appcues_console import display
from tests.cli.calling import PROGRAM, ROOT

PATIENCE = 30
NOWHERE = ":59871"

on_linux = pytest.mark.only_on("linux")


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"QT_QPA_PLATFORM": "vnc:port=5901"}, "linux"),
        ({}, "darwin"),
        ({}, "win32"),
    ],
)
def test_nothing_is_asked_where_qt_looks_for_no_display(
    environment: dict[str, str], platform: str
) -> None:
    assert display.hindrance(environment, platform) is None


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}])
def test_no_display_is_named(environment: dict[str, str]) -> None:
    sentence = display.hindrance(environment, "linux")
    assert sentence is not None
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in sentence


@on_linux
def test_a_display_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "missing", lambda _: {})
    assert f"The display {NOWHERE} cannot be opened" in str(
        display.hindrance({"DISPLAY": NOWHERE}, "linux")
    )


def test_a_display_on_another_machine_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "missing", lambda _: {})
    assert display.hindrance({"DISPLAY": "192.0.2.1:0"}, "linux") is None


@on_linux
def test_a_display_that_answers_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb: install xvfb")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp", "-terminate"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        name = f":{number.readline().strip()}"
    try:
        assert display.hindrance({"DISPLAY": name}, "linux") is None
    finally:
        server.terminate()
        server.wait(timeout=10)


@on_linux
def test_a_wayland_socket_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(display, "missing", lambda _: {})
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("wayland-0")
        environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert display.hindrance(environment, "linux") is None


@on_linux
def test_libraries_are_missing_that_neither_the_list_nor_the_loader_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}
    assert display.missing(wanted) == {"libnowhere.so.9": "libnowhere9"}
    # Without a list, the loader alone is asked.
    monkeypatch.setattr(display, "LOADER_LIST", tmp_path / "none")
    assert display.missing(wanted) == {"libnowhere.so.9": "libnowhere9"}


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "XCB", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(display, "QT", {})
    sentence = display.hindrance({"DISPLAY": NOWHERE}, "linux")
    assert sentence == (
        "Qt needs libnowhere.so.9, which this system lacks: on Debian, apt-get install libnowhere9."
    )


@on_linux
@pytest.mark.parametrize("display_name", [None, NOWHERE])
def test_the_program_ends_with_a_sentence_instead_of_an_abort(display_name: str | None) -> None:
    left_out = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    if display_name is not None:
        environment["DISPLAY"] = display_name
    done = subprocess.run(
        PROGRAM, capture_output=True, cwd=ROOT, env=environment, timeout=PATIENCE, check=False
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.decode().splitlines()) == 1


def test_asking_loads_nothing_of_qt() -> None:
    child = (
        "import sys; from appcues_console.display import hindrance\n"
        "hindrance({}, 'linux'); sys.exit('PySide6' in sys.modules or 'ctypes' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", child], cwd=ROOT, timeout=PATIENCE, check=False)
    assert done.returncode == 0
