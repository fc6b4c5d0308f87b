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
MOST_EDITED: Final = 400_000
LONGEST_EDITED: Final = 20_000
"""Characters of a line."""
MOST_CUT: Final = 20_000
"""Characters that are shown of a text that cannot be edited."""


def show_beginning(view: CodeView, text: str) -> bool:
    """Show `text` in `view`, or its first `MOST_SHOWN` characters; True where that is all of it."""
    shown = text[:MOST_SHOWN]
    long = max(map(len, shown.split("\n"))) > LONG_LINE
    wrap = QTextOption.WrapMode
    view.setPlainText("")
    view.setWordWrapMode(wrap.WrapAnywhere if long else wrap.WrapAtWordBoundaryOrAnywhere)
    view.setPlainText(shown)
    return len(text) <= MOST_SHOWN


def editable(text: str) -> bool:
    """True where each letter typed into `text` is shown at once."""
    if len(text) > MOST_EDITED:
        return False
    at = 0
    while len(text) - at > LONGEST_EDITED:
        end = text.rfind("\n", at, at + LONGEST_EDITED + 1)
        if end < 0:
            return False
        at = end + 1
    return True


def cut(text: str) -> str:
    """Return the beginning of `text` for reading: lines longer than `LONG_LINE`, and the end, are
    cut off with an ellipsis."""
    lines, at, room = [], 0, MOST_CUT
    while room > 0:
        found = text.find("\n", at)
        end = len(text) if found < 0 else found
        last = min(end, at + LONG_LINE)
        lines.append(text[at:last] + ("…" if last < end else ""))
        room -= last - at + 1
        at = end + 1
        if at > len(text):
            return "\n".join(lines)
    return "\n".join((*lines, "…"))
