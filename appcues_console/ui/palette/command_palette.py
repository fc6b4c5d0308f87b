"""The command palette: a panel over the window in which any command is found by a few letters.

The keyboard stays in the field while the arrow keys move in the list below. As long as the palette
is open no shortcut of the window works: Ctrl+Enter must not send what a person does not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QKeyCombination, QModelIndex, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.fields import DataLine
from appcues_console.ui.theme.theme import Theme

from .command import Command
from .delegate import ROW_HEIGHT, CommandDelegate
from .matching import ranked
from .model import CommandModel, said

WIDTH = 560
MOST_ROWS = 9
MOST_RECENT = 8
SCRIM = {False: 44, True: 110}
"""How much the window behind is darkened, of 255, by whether the theme is dark."""
SHADOW = 24
"""Pixels by which the panel's shadow reaches beyond it."""
FLAT_FIELD = (
    "QLineEdit, QLineEdit:hover, QLineEdit:focus"
    "{ border: none; background: transparent; padding: 0 18px; max-height: 9999px; }"
)
"""The panel itself is the frame of its field."""
OPENING_KEYS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_K)

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - MOST_ROWS,
}


class CommandPalette(QWidget):
    """The palette of a window. `commands` is asked for its commands each time it opens."""

    def __init__(
        self, commands: Callable[[], Sequence[Command]], theme: Theme, window: QWidget
    ) -> None:
        super().__init__(window)
        self._commands, self._theme, self._window = commands, theme, window
        self._offered: tuple[Command, ...] = ()
        self._recent: list[str] = []
        self._before: tuple[QWidget, ...] = ()
        self._model = CommandModel(self)
        self.panel = QFrame(self)
        self.panel.setProperty("card", True)
        self.field = DataLine(self.panel)
        self.field.setAccessibleName("Command palette")
        self.field.setPlaceholderText("Find a command")
        self.field.setStyleSheet(FLAT_FIELD)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._find)
        self._line = QFrame(self.panel)
        self._line.setProperty("line", True)
        self._line.setFixedHeight(1)
        self.list = QListView(self.panel)
        self.list.setAccessibleName("Commands")
        self.list.setStyleSheet("QListView { background: transparent; }")
        self.list.setModel(self._model)
        self.list.setItemDelegate(CommandDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(self._run)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.nothing = PlainLabel("No command has these letters.", self.panel, role="quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part in (self.field, self._line, self.list, self.nothing):
            column.addWidget(part)
        window.installEventFilter(self)
        theme.changed.connect(self._place)
        self.hide()

    def open(self) -> None:
        """Show the palette, empty; where it is open, put it away."""
        if self.isVisible():
            self.dismiss()
            return
        self._offered = tuple(self._commands())
        self._before = tuple(_chain(self._window.focusWidget()))
        self.field.setText("")
        self._find("")
        self.raise_()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Put the palette away; the keyboard goes back to where it was."""
        self.hide()
        before, self._before = self._before, ()
        for widget in before:
            try:
                if widget.isVisible():
                    widget.setFocus(Qt.FocusReason.PopupFocusReason)
                    return
            except RuntimeError:
                # It went away meanwhile, for instance an editor of a cell: then to its table.
                continue

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._took(event)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, SCRIM[self._theme.tokens.dark]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 3))
        frame = QRectF(self.panel.geometry())
        for reach in range(1, SHADOW):
            grown = frame.adjusted(-reach, 4 - reach, reach, 4 + reach)
            painter.drawRoundedRect(grown, 6 + reach, 6 + reach)

    def _took(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape or event.keyCombination() == OPENING_KEYS:
            self.dismiss()
        # Tab has nowhere to go: there is one field.
        return key in {
            *_STEPS,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Escape,
            Qt.Key.Key_Tab,
            Qt.Key.Key_Backtab,
        }

    def _step(self, by: int) -> None:
        usable = [row for row, found in enumerate(self._model.found) if found.command.enabled]
        if not usable:
            return
        row = self.list.currentIndex().row()
        at = usable.index(row) if row in usable else 0
        # One step beyond an end goes round; a page stops there.
        to = (at + by) % len(usable) if abs(by) == 1 else max(0, min(at + by, len(usable) - 1))
        self.list.setCurrentIndex(self._model.index(usable[to], 0))

    def _find(self, text: str) -> None:
        self._model.show(ranked(self._offered, text, self._recent))
        rows = self._model.rowCount()
        self.list.setVisible(rows > 0)
        self.nothing.setVisible(rows == 0)
        if rows and self._model.found[0].command.enabled:
            self.list.setCurrentIndex(self._model.index(0, 0))
        self.list.scrollToTop()
        self._place()

    def _on_current(self, current: QModelIndex) -> None:
        # The keyboard is in the field: there a screen reader hears which command Enter would run.
        chosen = said(self._model.found[current.row()]) if current.isValid() else ""
        self.field.setAccessibleDescription(chosen)

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        command = self._model.found[index.row()].command
        if not command.enabled:
            return
        if command.name in self._recent:
            self._recent.remove(command.name)
        self._recent = [command.name, *self._recent][:MOST_RECENT]
        # First away, then run: the command may move the keyboard or open a dialog.
        self.dismiss()
        command.run()

    def _place(self) -> None:
        px = self._theme.px
        self.setGeometry(self._window.rect())
        self.field.setMinimumHeight(px(46))
        self.field.setMaximumHeight(px(46))
        row = px(ROW_HEIGHT)
        rows = max(1, min(self._model.rowCount(), MOST_ROWS))
        self.list.setFixedHeight(rows * row + 2 * px(6))
        self.list.setViewportMargins(0, px(6), 0, px(6))
        self.nothing.setFixedHeight(row + 2 * px(6))
        width = min(px(WIDTH), self.width() - 32)
        height = self.field.minimumHeight() + self.list.height() + 3
        top = max(16, round(0.14 * self.height()))
        left = (self.width() - width) // 2
        self.panel.setGeometry(QRect(left, top, width, min(height, self.height() - top - 16)))


def _chain(widget: QWidget | None) -> Iterator[QWidget]:
    """Yield `widget` and those it stands in that take the keyboard, from the inside out."""
    while widget is not None:
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus or widget.isWindow():
            yield widget
        widget = widget.parentWidget()
