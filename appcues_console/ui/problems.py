"""What is wrong or doubtful, as a list that leads to the fields.

The list is empty and small when all is well: it says so in one quiet line.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from appcues_console.activity.problems import Problem, Severity

from .controls.plain_label import PlainLabel
from .problems_delegate import ProblemsDelegate
from .problems_model import ProblemsModel
from .session import Session
from .theme.theme import Theme

MOST_HEIGHT = 168
MEASURED = 100
"""Problems up to which each row has its own height; beyond, all have that of the first."""

BEFORE_SENDING = " to mend before sending"


class ProblemsList(QListView):
    """The list, as high as its rows up to `MOST_HEIGHT`. `chosen(Problem)`: click or Enter."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Problems")
        self.setProperty("plain", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.problems_model = ProblemsModel(self)
        self._delegate = ProblemsDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setModel(self.problems_model)
        self.clicked.connect(self._on_index)
        theme.changed.connect(self.fit)

    def fit(self) -> None:
        """Take the height that the rows need."""
        model = self.problems_model
        self._delegate.set_width(self.viewport().width())
        self.setUniformItemSizes(model.rowCount() > MEASURED)
        self.scheduleDelayedItemsLayout()
        height = 0
        for row in range(model.rowCount()):
            height += self.sizeHintForIndex(model.index(row)).height()
            if height >= MOST_HEIGHT:
                break
        self.setFixedHeight(min(height, self._theme.px(MOST_HEIGHT)) + 2 * self.frameWidth())
        self.setVisible(height > 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._on_index(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _on_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.problems_model.problems[index.row()])


class ProblemsView(QWidget):
    """The problems of the draft. `chosen(path)`: the person wants to go to the field."""

    chosen = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", True)
        self.headline = PlainLabel("", self, role="quiet", elide=True)
        self.list = ProblemsList(theme, self)
        self.list.chosen.connect(lambda problem: self.chosen.emit(problem.path))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        self.headline.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self.headline)
        column.addWidget(self.list)
        session.problems_changed.connect(self.show_problems)
        self.show_problems(session.problems)

    def to_mend(self) -> Problem | None:
        """Return the problem that the mending key is for: the one that is current where the list
        has the focus, else the first that has a fix."""
        problems = self.list.problems_model.problems
        current = self.list.currentIndex()
        if self.list.hasFocus() and current.isValid():
            return problems[current.row()]
        return next((problem for problem in problems if problem.fix is not None), None)

    def step(self, by: int) -> bool:
        """Go to the field of the next problem, or with -1 of the one before; False without any."""
        rows = self.list.problems_model.rowCount()
        if not rows:
            return False
        row = self.list.currentIndex().row()
        to = (row + by) % rows if row >= 0 else min(0, by) % rows
        self.list.setCurrentIndex(self.list.problems_model.index(to))
        self.chosen.emit(self.list.problems_model.problems[to].path)
        return True

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show `problems`, errors first."""
        headline = _headline(problems)
        self.headline.setText(headline)
        shorter = (headline.replace(BEFORE_SENDING, less) for less in (" to mend", ""))
        self.headline.show_shorter(*shorter)
        self.list.problems_model.show(problems)
        self.list.fit()


def _headline(problems: tuple[Problem, ...]) -> str:
    errors = sum(problem.severity == Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    if not problems:
        return "No problems. Ready to send."
    parts = []
    if errors:
        parts.append(f"{errors} error{'s' if errors > 1 else ''}{BEFORE_SENDING}")
    if warnings:
        parts.append(f"{warnings} warning{'s' if warnings > 1 else ''}")
    return " · ".join(parts)
