"""Icons drawn in one stroke style, recoloured from the tokens.

An SVG file draws with ``currentColor``; here that becomes the colour asked for. Each file is read
once, when its icon is first asked for, and never while something is painted.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from appcues_console.paths import resources

from . import memory

APPLICATION = "appcues-console"
CURRENT = "currentColor"


def folder() -> Path:
    """Return the folder of the drawings."""
    return resources() / "icons"


@cache
def drawing(name: str) -> str:
    """Return the SVG text of an icon. Raises `OSError` when there is none of that name."""
    return (folder() / f"{name}.svg").read_text(encoding="utf-8")


@cache
def file_name(name: str, colour: str) -> str:
    """Return a name under which Qt, a style sheet too, can open the icon in `colour`
    (``#rrggbb``)."""
    text = drawing(name).replace(CURRENT, colour)
    return memory.keep(f"icons/{colour.lstrip('#')}/{name}.svg", text.encode())


@cache
def icon(name: str, colour: str, disabled: str | None = None) -> QIcon:
    """Return an icon in `colour`, sharp at any size and device pixel ratio; `disabled` is its
    colour where its button cannot be used."""
    made = QIcon(file_name(name, colour))
    # Qt would tint the icon of a selected row.
    made.addFile(file_name(name, colour), QSize(), QIcon.Mode.Selected)
    if disabled is not None:
        made.addFile(file_name(name, disabled), QSize(), QIcon.Mode.Disabled)
    return made


@cache
def app_icon() -> QIcon:
    """Return the program's own mark."""
    return QIcon(file_name(APPLICATION, "#000000"))


@cache
def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return an icon as a picture of `size` device-independent pixels for a screen of `ratio`."""
    side = round(size * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer(name, colour).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@cache
def renderer(name: str, colour: str) -> QSvgRenderer:
    """Return what draws an icon in `colour` into any painter."""
    return QSvgRenderer(drawing(name).replace(CURRENT, colour).encode())
