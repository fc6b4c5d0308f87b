"""Small files that exist in memory only, under names that Qt can open.

A style sheet can take a picture from a file alone, and Qt's own SVG icons, which are sharp at any
size, are loaded by file name too. Our icons are recoloured from the tokens when the program runs:
so the recoloured text is handed to Qt's resource system, and nothing is written to a disk.
"""

from __future__ import annotations

import struct

from PySide6.QtCore import qRegisterResourceData

FORMAT = 1
DIRECTORY, FILE = 2, 0
ANY_COUNTRY, ANY_LANGUAGE = 0, 1

_kept: dict[str, tuple[bytes, bytes, bytes]] = {}
"""Qt points into the registered bytes for as long as the program lives."""


def keep(path: str, data: bytes) -> str:
    """Make `data` readable as ``:/path`` and return that name. A path is kept once: it must name
    its content. `path` has one or more parts between slashes, and none is empty."""
    name = f":/{path}"
    if path not in _kept:
        tree, names = _tree(path.split("/"))
        _kept[path] = (tree, names, struct.pack(">I", len(data)) + data)
        qRegisterResourceData(FORMAT, *_kept[path])
    return name


def _tree(parts: list[str]) -> tuple[bytes, bytes]:
    """Return the tree and the name table of Qt's binary resource format for one file: the nameless
    root, then one node for each part, each the only child of the one before."""
    tree, names = struct.pack(">IHII", 0, DIRECTORY, 1, 1), b""
    for number, part in enumerate(parts, 1):
        if number < len(parts):
            tree += struct.pack(">IHII", len(names), DIRECTORY, 1, number + 1)
        else:
            tree += struct.pack(">IHHHI", len(names), FILE, ANY_COUNTRY, ANY_LANGUAGE, 0)
        names += struct.pack(">HI", len(part), _hash(part)) + part.encode("utf-16-be")
    return tree, names


def _hash(name: str) -> int:
    """Return the hash by which the resource system looks a name up."""
    value = 0
    for character in name:
        value = ((value << 4) + ord(character)) & 0xFFFFFFFF
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
