"""Whether a window can be opened here; Qt answers the same question by aborting the process.

On Linux alone, and only where Qt would look for an X server or Wayland. It costs a few
milliseconds: libraries are looked up in the loader's own list and tried only where they are not
there, and an X server on this machine is asked in one exchange.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

WHAT_TO_DO = "Start it in a graphical session; `appcues-console --help` names what needs none."

LOADER_LIST = Path("/etc/ld.so.cache")

# What a plain Debian lacks of Qt's own needs, and of those of its plugin for X.
QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
XCB = {
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def hindrance(environment: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Return why no window can be opened, in one sentence, and what to do; None where one can."""
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform != "linux" or chosen not in {"", "xcb", "wayland"}:
        return None
    display, wayland = environment.get("DISPLAY", ""), _has_wayland(environment)
    if not display and not environment.get("WAYLAND_DISPLAY"):
        return (
            "There is no display to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is "
            f"set. {WHAT_TO_DO}"
        )
    lacking = missing(QT if wayland else QT | XCB)
    if lacking:
        names, packages = ", ".join(lacking), " ".join(lacking.values())
        return f"Qt needs {names}, which this system lacks: on Debian, apt-get install {packages}."
    if not wayland and not _answers(display):
        return f"The display {display or 'of Wayland'} cannot be opened by this user. {WHAT_TO_DO}"
    return None


def missing(libraries: Mapping[str, str]) -> dict[str, str]:
    """Return those of `libraries` (file name to package) that the loader does not find."""
    return {name: libraries[name] for name in _unloadable(libraries)}


def _unloadable(names: Mapping[str, str]) -> Iterator[str]:
    try:
        known = LOADER_LIST.read_bytes()
    except OSError:
        known = b""
    for name in names:
        if name.encode() + b"\0" in known:
            continue
        import ctypes

        try:
            ctypes.CDLL(name)
        except OSError:
            yield name


def _has_wayland(environment: Mapping[str, str]) -> bool:
    """Tell whether there is a socket where Wayland's would be."""
    name = environment.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(environment.get("XDG_RUNTIME_DIR", "/")) / str(name)).is_socket()


def _answers(display: str) -> bool:
    """Tell whether an X server lets this user in; one on another machine is not waited for here."""
    if display and not display.startswith((":", "unix:")):
        return True
    import ctypes

    # libxcb finds the server and the permission to use it just as Qt does.
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode() or None, None))
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused
