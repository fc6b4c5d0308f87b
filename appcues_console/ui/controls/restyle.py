"""Making a widget look like what its properties say now.

Qt reads the dynamic properties that a style sheet selects by only when a widget is polished.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def set_look(widget: QWidget, name: str, value: str | bool) -> None:
    """Set the dynamic property `name`, and let the style sheet see it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
