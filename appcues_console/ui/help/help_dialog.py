"""What F1 shows: the keys, and in a few plain words outcomes, safety levels and secrets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from appcues_console.ui.accounts.wording import SAFETY
from appcues_console.ui.controls.outcome_mark import OutcomeMark
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.two_panes import TwoPaneDialog
from appcues_console.ui.palette.command import Command
from appcues_console.ui.palette.delegate import CommandDelegate
from appcues_console.ui.palette.matching import ranked
from appcues_console.ui.palette.model import CommandModel
from appcues_console.ui.theme.theme import Theme

from .topics import LOCAL_KEYS, OUTCOMES, REPEATS, SECRETS

SIZE = (880, 600)
SMALLEST = (640, 400)
KEYS_WIDTH = 408


class HelpDialog(TwoPaneDialog):
    """Keys and help. `commands` are those of the palette; the ones with keys are listed."""

    def __init__(
        self, commands: Sequence[Command], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Keys and help", theme, parent, size=SIZE, smallest=SMALLEST, side_width=KEYS_WIDTH
        )
        self._theme = theme
        self._commands = (
            # A key is told of wherever the cursor was, also where it would do nothing just now.
            *(replace(command, enabled=True) for command in commands if command.shortcut),
            *(Command(key.name, key.keys, "", _nothing) for key in LOCAL_KEYS),
        )
        self._model = CommandModel(self)
        self.search = QLineEdit(self)
        self.search.setAccessibleName("Search keys")
        self.search.setPlaceholderText("Search keys")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.keys = QListView(self)
        self.keys.setAccessibleName("Keys")
        self.keys.setModel(self._model)
        self.keys.setItemDelegate(CommandDelegate(theme, self.keys))
        self.keys.setUniformItemSizes(True)
        self.keys.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.keys.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self._find("")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self, text: str) -> None:
        self._model.show(ranked(self._commands, text, ()))

    def _lay_out(self) -> None:
        self.side.setContentsMargins(0, 16, 0, 8)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.search)
        self.side.addLayout(top)
        self.side.addWidget(self.keys, 1)
        self.put_beside(self._topics())

    def _topics(self) -> QScrollArea:
        page = QWidget(self)
        page.setProperty("page", True)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(8)
        column.addWidget(self._heading("What became of a send", page))
        column.addLayout(self._outcomes(page))
        column.addSpacing(8)
        column.addWidget(self._heading("Sending again", page))
        for paragraph in REPEATS:
            column.addWidget(PlainLabel(paragraph, page, role="quiet", wrap=True))
        column.addSpacing(8)
        column.addWidget(self._heading("Safety levels", page))
        for level, sentence in SAFETY.items():
            column.addLayout(self._entry(level.value.capitalize(), sentence, page))
        column.addSpacing(8)
        column.addWidget(self._heading("Secrets", page))
        for paragraph in SECRETS:
            column.addWidget(PlainLabel(paragraph, page, role="quiet", wrap=True))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setAccessibleName("Help")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _outcomes(self, page: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        for outcome, sentence in OUTCOMES:
            mark = OutcomeMark(self._theme, page, size=16)
            mark.show_outcome(outcome)
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(self._entry(outcome.word, sentence, page), 1)
            column.addLayout(row)
        return column

    def _entry(self, word: str, sentence: str, page: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(PlainLabel(word, page))
        column.addWidget(PlainLabel(sentence, page, role="quiet", wrap=True))
        return column

    def _heading(self, text: str, page: QWidget) -> PlainLabel:
        return PlainLabel(text, page, role="heading")


def _nothing() -> None:
    """A key of one place is shown, not run."""
