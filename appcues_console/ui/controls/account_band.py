"""The band across the window in the colour of the account.

A production account's band is higher and hatched as well, so that it is told from others without
colour.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity.destination import Safety
from appcues_console.ui.theme.theme import Theme

HEIGHT, PRODUCTION_HEIGHT = 4, 8
STRIPE = 8
"""Width of a stripe of the hatching and of the gap beside it, in pixels."""


class AccountBand(QWidget):
    """The band of one account."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._account = PRACTICE
        theme.changed.connect(self.update)
        self.show_account(PRACTICE)

    def show_account(self, account: Account) -> None:
        """Take the colour of `account`."""
        self._account = account
        production = account.safety is Safety.PRODUCTION
        self.setFixedHeight(PRODUCTION_HEIGHT if production else HEIGHT)
        self.setAccessibleName(f"Account band: {account.safety.value}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = self._theme.tokens.account(self._account.colour)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tone.fill))
        if self._account.safety is Safety.PRODUCTION:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(0, 0, 0, 0))
            painter.setBrush(QColor(tone.on_fill))
            high = self.height()
            for left in range(-high, self.width() + high, 2 * STRIPE):
                foot, head = QPointF(left, high), QPointF(left + high, 0)
                across = QPointF(STRIPE, 0)
                painter.drawPolygon(QPolygonF([foot, head, head + across, foot + across]))
        painter.end()
