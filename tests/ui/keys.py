"""Keys and clicks as they reach the window: first shortcuts, then whatever has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def focused() -> QWidget:
    """Return the widget with the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def combination(keys: str) -> QKeyCombination:
    """Return one key combination as Qt names it, such as ``Ctrl+Shift+Z``."""
    pressed: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]
    return pressed


def press(*keys: str) -> None:
    """Press key combinations by their names where the keyboard is."""
    for each in keys:
        pressed = combination(each)
        QTest.keyClick(_window(), pressed.key(), pressed.keyboardModifiers())


def type_in(text: str) -> None:
    """Type `text` where the keyboard is."""
    QTest.keyClicks(focused(), text)


def double_click(widget: QWidget) -> None:
    """Press the mouse twice in a hurry at the middle of `widget`, whatever is there by then."""
    window = widget.window().windowHandle()
    assert window is not None
    at = widget.mapTo(widget.window(), widget.rect().center())
    QTest.mouseDClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def _window() -> QWindow:
    window = QApplication.focusWindow()
    assert window is not None, "no window has the keyboard"
    return window
