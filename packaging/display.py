"""Whether a window can be opened here; Qt answers the same question by aborting the process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from messages import Stopped

_WHAT_TO_DO = """\
Run this command in a terminal of a graphical session, or connect with `ssh -X`.
On a machine without a screen a virtual one will do:
    apt-get install xvfb xauth    (as root)
    xvfb-run -a python3 packaging/bootstrap.py run
Subcommands need no display: python3 packaging/bootstrap.py run --help"""

# libxcb finds the server and the permission to use it just as Qt does.
_TRY_X = """
import ctypes, sys
xcb = ctypes.CDLL("libxcb.so.1")
xcb.xcb_connect.restype = ctypes.c_void_p
connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
sys.exit(xcb.xcb_connection_has_error(connection))
"""


def wants_x_or_wayland(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Tell whether Qt will look for a display: on Linux, unless told to use none."""
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return platform == "linux" and chosen in {"", "xcb", "wayland"}


def require_any(environment: Mapping[str, str], platform: str = sys.platform) -> None:
    """Raise Stopped where no display is named, which is known before anything is installed."""
    if not wants_x_or_wayland(environment, platform):
        return
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        raise Stopped(
            "There is no display to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is "
            f"set.\n{_WHAT_TO_DO}"
        )


def require_reachable(environment: Mapping[str, str], platform: str = sys.platform) -> None:
    """Raise Stopped where the named display does not answer, or not to this user."""
    if not wants_x_or_wayland(environment, platform) or _has_wayland(environment):
        return
    name = environment.get("DISPLAY", "")
    try:
        reached = subprocess.run(
            [sys.executable, "-c", _TRY_X], env=environment, timeout=20, check=False
        )
    except subprocess.TimeoutExpired:
        pass
    else:
        if reached.returncode == 0:
            return
    raise Stopped(f"The display {name} cannot be opened by this user.\n{_WHAT_TO_DO}")


def _has_wayland(environment: Mapping[str, str]) -> bool:
    """Tell whether there is a socket where Wayland's would be."""
    name = environment.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(environment.get("XDG_RUNTIME_DIR", "/")) / str(name)).is_socket()
