"""What the program and its tests need of the system, and how a Debian-like one gets it.

Qt's own message for a missing library is a riddle, followed by an abort. So each library that its
wheels leave to the system is tried here first, and named with the package that holds it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import display
from messages import Stopped, say

# Loaded by QtGui itself, whatever it draws on. Source: ldd of the libraries in the wheel.
QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}

# Loaded by the plugin with which Qt speaks to an X server.
XCB = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

_TRY_LIBRARIES = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""


@dataclass(frozen=True)
class Need:
    """One thing that the system lacks: its own name, and that of the package which brings it."""

    thing: str
    package: str
    optional: bool = False


def needed_for_python() -> list[Need]:
    """Return what is missing to make a virtual environment: Debian packs that part separately."""
    if sys.platform != "linux" or importlib.util.find_spec("ensurepip") is not None:
        return []
    version = ".".join(str(number) for number in sys.version_info[:2])
    return [Need("ensurepip", f"python{version}-venv")]


def needed_for_window(environment: Mapping[str, str] = os.environ) -> list[Need]:
    """Return what is missing to open a window on the display that `environment` names."""
    if sys.platform != "linux":
        return []
    libraries = dict(QT)
    if display.wants_x_or_wayland(environment):
        libraries |= XCB
        if environment.get("WAYLAND_DISPLAY"):
            libraries |= WAYLAND
    return needed_for_python() + missing_libraries(libraries)


def needed_for_tests() -> list[Need]:
    """Return what is missing to run every test.

    Where an optional one stays missing, the tests that need it are skipped and say so.
    """
    if sys.platform != "linux":
        return []
    lacking = [Need(thing, package, True) for thing, package, there in _TOOLS if not there()]
    on_screen = [Need(need.thing, need.package, True) for need in missing_libraries(XCB)]
    return needed_for_python() + missing_libraries(QT) + on_screen + lacking


def missing_libraries(libraries: Mapping[str, str]) -> list[Need]:
    """Return those of `libraries` (file name to package) that the loader does not find.

    They are tried in another process: a library that is loaded once stays loaded.
    """
    tried = subprocess.run(
        [sys.executable, "-c", _TRY_LIBRARIES, *libraries],
        capture_output=True,
        text=True,
        check=True,
    )
    return [Need(name, libraries[name]) for name in tried.stdout.split()]


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _has_accessibility_bus() -> bool:
    places = ("/usr/libexec", "/usr/lib/at-spi2-core", "/usr/lib/at-spi2")
    return any((Path(place) / "at-spi-bus-launcher").exists() for place in places)


def _has_pyatspi() -> bool:
    """Debian's own Python has it or not; it is on no package index."""
    try:
        asked = subprocess.run(
            ["/usr/bin/python3", "-c", "import pyatspi"], capture_output=True, check=False
        )
    except OSError:
        return False
    return asked.returncode == 0


_TOOLS = (
    ("Xvfb", "xvfb", _program("Xvfb")),
    ("xauth", "xauth", _program("xauth")),
    ("dbus-daemon", "dbus", _program("dbus-daemon")),
    ("gnome-keyring-daemon", "gnome-keyring", _program("gnome-keyring-daemon")),
    ("at-spi-bus-launcher", "at-spi2-core", _has_accessibility_bus),
    ("pyatspi", "python3-pyatspi", _has_pyatspi),
    # What runs the copied commands.
    ("curl", "curl", _program("curl")),
    ("node", "nodejs", _program("node")),
    ("http", "httpie", _program("http")),
)


def provide(needs: list[Need]) -> None:
    """Install what is missing, as root or after asking; otherwise say what to install, and how.

    Raises Stopped where something stays missing that is not optional.
    """
    if not needs or _install(needs):
        return
    required = [need for need in needs if not need.optional]
    things = ", ".join(need.thing for need in needs)
    packages = " ".join(dict.fromkeys(need.package for need in needs))
    sentence = f"Missing on this system: {things}.\n"
    if shutil.which("apt-get"):
        sentence += f"Install it with:\n    sudo apt-get install {packages}"
    else:
        sentence += f"On Debian the packages are: {packages}. Install what holds them here."
    if required:
        raise Stopped(f"{sentence}\nThen run the command again.")
    say(f"{sentence}\nThe tests that need it are skipped.")


def _install(needs: list[Need]) -> bool:
    """Return whether apt-get could be used and succeeded."""
    packages = list(dict.fromkeys(need.package for need in needs))
    if shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        become_root: list[str] = []
    elif shutil.which("sudo") and _agreed(packages):
        become_root = ["sudo"]
    else:
        return False
    say(f"Installing with apt-get: {' '.join(packages)}.")
    apt_get = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    # Another apt-get may be at work; it is waited for.
    install = [*apt_get, "--yes", "--quiet", "-o", "DPkg::Lock::Timeout=120"]
    install += ["install", "--no-install-recommends", *packages]
    first = _run(install)
    if first.returncode == 0:
        return True
    # The lists of packages may be absent or old.
    _run([*apt_get, "--quiet", "update"])
    second = _run(install)
    if second.returncode != 0:
        say((second.stdout + second.stderr).strip())
    return second.returncode == 0


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _agreed(packages: list[str]) -> bool:
    """Ask whether sudo may be used. Where nobody can answer the answer is no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    say(f"These packages of the system are missing: {' '.join(packages)}.")
    print("Install them with sudo apt-get? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
