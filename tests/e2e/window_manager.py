"""The little that a desktop does for a window and a virtual screen does not.

A fresh machine has no window manager for a virtual screen, and the stories need none of what it
draws; but somebody has to give a new window the keyboard, press the keys, and ask a window to
close. Runs under the system's Python as well as under that of the project: ctypes and libX11 only.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p

_VIEWABLE = 2
_POINTER_ROOT = 1
_REVERT_TO_PARENT = 2
_CLIENT_MESSAGE = 33
_CARDINAL = 6

# Keysyms of X11's keysymdef.h, by the names that the chords of our stories use.
_KEYS = {
    "Return": 0xFF0D,
    "Escape": 0xFF1B,
    "Tab": 0xFF09,
    "BackSpace": 0xFF08,
    "Delete": 0xFFFF,
    "Up": 0xFF52,
    "Down": 0xFF54,
    "Left": 0xFF51,
    "Right": 0xFF53,
    "Home": 0xFF50,
    "End": 0xFF57,
    "F1": 0xFFBE,
    "Ctrl": 0xFFE3,
    "Shift": 0xFFE1,
    "Alt": 0xFFE9,
}


class _Attributes(ctypes.Structure):
    # The fields of XWindowAttributes up to the last one that is read here, and room for the rest.
    _fields_ = (
        ("geometry", c_int * 5),
        ("depth", c_int),
        ("visual", c_void_p),
        ("root", c_ulong),
        ("kind", c_int),
        ("gravity", c_int * 2),
        ("backing_store", c_int),
        ("planes", c_ulong * 2),
        ("save_under", c_int),
        ("colormap", c_ulong),
        ("map_installed", c_int),
        ("map_state", c_int),
        ("event_masks", c_long * 3),
        ("override_redirect", c_int),
        ("screen", c_void_p),
        ("rest", c_long * 8),
    )


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("message_type", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
        ("rest", c_long * 24),
    )


_ErrorHandler = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)


class WindowManager:
    """The windows of one process on one display."""

    def __init__(self, display: str, pid: int) -> None:
        self._pid = pid
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = c_void_p
        self._x.XDefaultRootWindow.restype = c_ulong
        self._x.XInternAtom.restype = c_ulong
        opened = self._x.XOpenDisplay(c_char_p(display.encode()))
        if not opened:
            raise RuntimeError(f"the display {display} cannot be opened")
        self._display = c_void_p(opened)
        self._root = c_ulong(self._x.XDefaultRootWindow(self._display))
        # A window may go at any moment; libX11 would end this process over it.
        self._on_error = _ErrorHandler(lambda _display, _event: 0)
        self._x.XSetErrorHandler(self._on_error)

    def give_focus(self) -> bool:
        """Give the keyboard to the topmost window; return whether there is one.

        One that has it keeps it: a window may have handed it on to another of its own.
        """
        windows = self._windows()
        if not windows:
            return False
        focused, revert = c_ulong(), c_int()
        self._x.XGetInputFocus(self._display, byref(focused), byref(revert))
        if focused.value != windows[-1]:
            self._x.XSetInputFocus(
                self._display, c_ulong(windows[-1]), _REVERT_TO_PARENT, c_ulong(0)
            )
            self._x.XSync(self._display, 0)
        return True

    def press(self, chord: str) -> None:
        """Press and release a chord such as ``Ctrl+Shift+Z``, ``Tab`` or ``a``."""
        *modifiers, key = chord.split("+") if len(chord) > 1 else [chord]
        # In a chord the letter is the key's name, as people write it; alone it is a character.
        code, shifted = self._key(key.lower() if modifiers and len(key) == 1 else key)
        held = [self._key(name)[0] for name in modifiers]
        if shifted and "Shift" not in modifiers:
            held.append(self._key("Shift")[0])
        for each in held:
            self._test.XTestFakeKeyEvent(self._display, each, 1, c_ulong(0))
        self._test.XTestFakeKeyEvent(self._display, code, 1, c_ulong(0))
        self._test.XTestFakeKeyEvent(self._display, code, 0, c_ulong(0))
        for each in reversed(held):
            self._test.XTestFakeKeyEvent(self._display, each, 0, c_ulong(0))
        self._x.XSync(self._display, 0)

    def close_main_window(self) -> None:
        """Ask the lowest window to close, as pressing the cross on its frame does."""
        message = _ClientMessage(
            type=_CLIENT_MESSAGE,
            window=self._windows()[0],
            message_type=self._atom("WM_PROTOCOLS"),
            format=32,
        )
        message.data[0] = self._atom("WM_DELETE_WINDOW")
        self._x.XSendEvent(self._display, c_ulong(message.window), 0, c_long(0), byref(message))
        self._x.XSync(self._display, 0)

    def _windows(self) -> list[int]:
        """Return the visible windows of the process, topmost last, without menus and tips."""
        root, parent, children, count = c_ulong(), c_ulong(), POINTER(c_ulong)(), c_uint()
        self._x.XQueryTree(
            self._display,
            self._root,
            byref(root),
            byref(parent),
            byref(children),
            byref(count),
        )
        found = [window for window in children[: count.value] if self._is_ours(window)]
        if count.value:
            self._x.XFree(children)
        return found

    def _is_ours(self, window: int) -> bool:
        attributes = _Attributes()
        if not self._x.XGetWindowAttributes(self._display, c_ulong(window), byref(attributes)):
            return False
        visible = attributes.map_state == _VIEWABLE and not attributes.override_redirect
        return visible and self._pid_of(window) == self._pid

    def _pid_of(self, window: int) -> int | None:
        kind, size, count, rest = c_ulong(), c_int(), c_ulong(), c_ulong()
        value = POINTER(c_ulong)()
        self._x.XGetWindowProperty(
            self._display,
            c_ulong(window),
            c_ulong(self._atom("_NET_WM_PID")),
            c_long(0),
            c_long(1),
            0,
            c_ulong(_CARDINAL),
            byref(kind),
            byref(size),
            byref(count),
            byref(rest),
            byref(value),
        )
        if not count.value:
            return None
        pid = int(value[0])
        self._x.XFree(value)
        return pid

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, c_char_p(name.encode()), 0))

    def _key(self, name: str) -> tuple[int, bool]:
        """Return the key that makes a symbol, and whether Shift has to be held for it."""
        # The first 256 code points are their own keysyms.
        symbol = _KEYS.get(name) or ord(name)
        code = self._x.XKeysymToKeycode(self._display, c_ulong(symbol)) & 0xFF
        if not code:
            raise ValueError(f"no key of this keyboard makes {name!r}")
        self._x.XkbKeycodeToKeysym.restype = c_ulong
        plain = self._x.XkbKeycodeToKeysym(self._display, code, 0, 0)
        return code, plain != symbol
