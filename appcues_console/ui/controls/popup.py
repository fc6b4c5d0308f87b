"""Lists that float above the window, such as the completions of a field, in the console's look."""

from __future__ import annotations

from PySide6.QtWidgets import QCompleter, QFrame

from .restyle import set_look


def dress_completer(completer: QCompleter) -> None:
    """Make the list of `completer` look like the lists of combo boxes. Call it after the completer
    was given to its field."""
    popup = completer.popup()
    if popup is None:
        return
    set_look(popup, "popup", True)
    popup.setFrameShape(QFrame.Shape.NoFrame)
