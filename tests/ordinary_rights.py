"""Tests that files' permissions hold, also where the tests run as root.

Root may read and write everything, so a folder without write permission proves nothing there.
Linux lets a thread lay that right down for a while; threads started meanwhile begin without it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION_3 = 0x20080522
_OVERRIDE_AND_SEARCH = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Rights(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextmanager
def ordinary_rights() -> Iterator[None]:
    """Run the block bound by the permissions of files, as everybody but root is."""
    if sys.platform != "linux" or os.geteuid() != 0:
        yield
        return
    system = ctypes.CDLL(None, use_errno=True)
    header, rights = _Header(_VERSION_3, 0), (_Rights * 2)()
    _checked(system.capget(ctypes.byref(header), rights))
    before = rights[0].effective
    rights[0].effective = before & ~_OVERRIDE_AND_SEARCH
    _checked(system.capset(ctypes.byref(header), rights))
    try:
        yield
    finally:
        rights[0].effective = before
        _checked(system.capset(ctypes.byref(header), rights))


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
