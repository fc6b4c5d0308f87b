"""Where no window can be opened, a person is told so before Qt aborts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import display
import pytest
from messages import Stopped

pytestmark = pytest.mark.only_on("linux")


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({"DISPLAY": ":0"}, "linux"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"QT_QPA_PLATFORM": "vnc:port=5901"}, "linux"),
        ({}, "darwin"),
        ({}, "win32"),
    ],
)
def test_a_display_is_named_or_not_needed(environment: dict[str, str], platform: str) -> None:
    display.require_any(environment, platform)


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}])
def test_no_display_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(Stopped, match="neither DISPLAY nor WAYLAND_DISPLAY is set"):
        display.require_any(environment, "linux")


def test_a_display_that_does_not_answer_is_named() -> None:
    environment = {"PATH": os.environ["PATH"], "DISPLAY": ":59871"}

    with pytest.raises(Stopped, match="The display :59871 cannot be opened"):
        display.require_reachable(environment)


def test_a_display_that_answers_is_accepted() -> None:
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
        display.require_reachable({"PATH": os.environ["PATH"], "DISPLAY": name})
    finally:
        server.terminate()
        server.wait(timeout=10)


def test_a_wayland_socket_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("wayland-0")
        display.require_reachable(
            {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
        )
