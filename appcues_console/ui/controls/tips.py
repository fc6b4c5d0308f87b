"""Tool tips that show text letter by letter.

Qt guesses whether a tool tip is HTML. A user ID or a server's message must not be able to make it
render markup or load a picture, so the guess is never left to it.
"""

from __future__ import annotations

import html

from PySide6.QtWidgets import QWidget

LINE = 80
"""Characters of a line that is read without effort."""


def plain_tip(text: str) -> str:
    """Return `text` so that a tool tip shows exactly it, in lines of a readable length. For
    `QWidget.setToolTip` and for `Qt.ItemDataRole.ToolTipRole`."""
    if not text:
        return ""
    # Qt breaks rich text sooner than anybody would: what fits into one line stays in one.
    space = "pre" if max(map(len, text.splitlines())) <= LINE else "pre-wrap"
    return f"<qt style='white-space:{space}'>{html.escape(text)}</qt>"


def set_plain_tip(widget: QWidget, text: str) -> None:
    """Give `widget` a tool tip of plain text. Screen readers hear the text and not the wrapping,
    unless the widget has a description of its own."""
    before = widget.property("plainTip")
    if before == text:
        return
    widget.setToolTip(plain_tip(text))
    if widget.accessibleDescription() in {"", before}:
        widget.setAccessibleDescription("" if text == widget.accessibleName() else text)
    widget.setProperty("plainTip", text)
