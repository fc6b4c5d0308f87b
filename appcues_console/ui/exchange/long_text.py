"""Text of any length and shape, shown without holding up the window.

Qt breaks a line where words end, and tries each place of a line that has no end: a word of two
megabytes, as a server may well answer, would take it minutes. So such lines are broken anywhere,
and of a very long text only the beginning is shown.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QTextOption

from appcues_console.ui.controls.code_view import CodeView

MOST_SHOWN: Final = 64_000
"""Characters. Twice as many would take longer than a person feels."""
LONG_LINE: Final = 1_000


def show_beginning(view: CodeView, text: str) -> bool:
    """Show `text` in `view`, or its first `MOST_SHOWN` characters; True where that is all of it."""
    shown = text[:MOST_SHOWN]
    long = max(map(len, shown.split("\n"))) > LONG_LINE
    wrap = QTextOption.WrapMode
    view.setPlainText("")
    view.setWordWrapMode(wrap.WrapAnywhere if long else wrap.WrapAtWordBoundaryOrAnywhere)
    view.setPlainText(shown)
    return len(text) <= MOST_SHOWN
