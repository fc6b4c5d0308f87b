"""Shows every control in both themes, for the eye of a person.

``python tests/ui/gallery.py [light|dark]`` opens it; with ``--save FOLDER`` it writes a picture of
each theme and ends. `QT_SCALE_FACTOR=2` shows it as a screen of twice the density does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QStringListModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from appcues_console.accounts.account import COLOURS, Account
from appcues_console.activity.destination import Safety
from appcues_console.activity.exchange import Outcome
from appcues_console.ui.controls.account_band import AccountBand
from appcues_console.ui.controls.account_dot import dot_icon
from appcues_console.ui.controls.banner import Banner
from appcues_console.ui.controls.code_view import CodeView
from appcues_console.ui.controls.column_splitter import ColumnSplitter
from appcues_console.ui.controls.empty_state import EmptyState
from appcues_console.ui.controls.icon_button import IconButton
from appcues_console.ui.controls.outcome_mark import TOKENS, OutcomeMark
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.section_header import SectionHeader
from appcues_console.ui.controls.segmented_switch import SegmentedSwitch
from appcues_console.ui.controls.status_line import StatusLine
from appcues_console.ui.theme import icons
from appcues_console.ui.theme.theme import Mode, Theme

BODY = """{
  "events": [
    {
      "name": "clicked widget",
      "timestamp": "2016-01-13T13:05:22.000Z",
      "attributes": { "widget_color": "blue", "size": 12.50, "is_new": true }
    }
  ],
  "profile_update": {
    "team": "Product != \\"QA\\" -> https://",
    "manager": null
  }
}"""


class Gallery(QWidget):
    """All controls side by side."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(1400, 920)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for colour, safety in (("teal", Safety.PRACTICE), ("red", Safety.PRODUCTION)):
            band = AccountBand(theme, self)
            band.show_account(Account("k", "Shop", None, "https://api.appcues.com", safety, colour))
            column.addWidget(band)
        for look, sentence in (
            ("info", "No keyring was found. Account IDs are kept for this session only."),
            ("warn", "The history could not be opened. What you send is kept in memory."),
            ("bad", "Something failed inside the console. The draft is kept."),
        ):
            banner = Banner(theme, self)
            banner.show_message(look, sentence, "Retry" if look == "warn" else "")
            column.addWidget(banner)
        columns = ColumnSplitter(theme, self)
        columns.add_column(self._side(), 280, "History")
        columns.add_column(self._form(), 600, "Composer")
        columns.add_column(self._right(), 460, "Request", "unfold-right")
        column.addWidget(columns, 1)
        status = StatusLine(theme, self)
        status.show_message("Loaded the exchange of 14:02. Nothing was sent.")
        column.addWidget(status)

    def _side(self) -> QWidget:
        side = QWidget(self)
        side.setProperty("side", True)
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 12, 0, 12)
        search = QLineEdit(side)
        search.setPlaceholderText("Search history")
        search.addAction(
            self._theme.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition
        )
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(search)
        column.addLayout(row)
        self.list = QListView(side)
        names = [f"user-{number}  clicked widget" for number in range(30)]
        self.list.ensurePolished()
        self.list.setModel(QStringListModel(names, self.list))
        column.addWidget(self.list, 1)
        for outcome in Outcome:
            mark = OutcomeMark(self._theme, side, size=16)
            mark.show_outcome(outcome)
            row = QHBoxLayout()
            row.setContentsMargins(16, 0, 16, 0)
            row.setSpacing(6)
            row.addWidget(mark)
            row.addWidget(PlainLabel(outcome.word, side, role=TOKENS[outcome]), 1)
            column.addLayout(row)
        return side

    def _form(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        header = SectionHeader("Events", self._theme, page)
        header.add_icon("duplicate", "Duplicate event")
        header.add_icon("minus", "Remove event").setEnabled(False)
        header.add_button("Event", "Add event", "plus")
        column.addWidget(header)
        column.addWidget(PlainLabel("An event says what the user did.", page, role="quiet"))
        row = QHBoxLayout()
        combo = QComboBox(page)
        for colour, safety in zip(COLOURS, list(Safety) * 3, strict=False):
            combo.addItem(dot_icon(colour, self._theme, safety), f"{colour} account")
        combo.setMinimumWidth(160)
        self.combo = combo
        row.addWidget(combo)
        row.addWidget(IconButton("settings", "Manage accounts", self._theme, page))
        self.line = QLineEdit("user-42", page)
        row.addWidget(self.line, 1)
        column.addLayout(row)
        column.addWidget(self._table(page))
        column.addWidget(SectionHeader("Buttons", self._theme, page))
        column.addLayout(self._buttons(page))
        row = QHBoxLayout()
        for text, checked in (("Keep the history", True), ("Follow the system", False)):
            check = QCheckBox(text, page)
            check.setChecked(checked)
            row.addWidget(check)
        row.addStretch(1)
        column.addLayout(row)
        row = QHBoxLayout()
        for role in ("heading", "caption", "quiet", "mono", "ok", "warn", "bad", "info"):
            row.addWidget(PlainLabel(role, page, role=role))
        row.addStretch(1)
        column.addLayout(row)
        column.addLayout(self._icons(page))
        column.addStretch(1)
        return page

    def _table(self, page: QWidget) -> QTableView:
        table = QTableView(page)
        table.setProperty("pairs", True)
        table.setShowGrid(False)
        model = QStandardItemModel(0, 3, table)
        model.setHorizontalHeaderLabels(["key", "type", "value"])
        for row in (("widget_color", "text", "blue"), ("size", "number", "12.50")):
            model.appendRow([QStandardItem(text) for text in row])
        table.setModel(model)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setFixedHeight(self._theme.px(96))
        table.selectRow(1)
        return table

    def _buttons(self, page: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        kinds = (("", "Save"), ("primary", "Send to Practice"), ("danger", "Cancel"))
        for number, (kind, text) in enumerate((*kinds, ("quiet", "Show all"))):
            for enabled in (True, False):
                button = QPushButton(text, page)
                button.setProperty("kind", kind)
                button.setEnabled(enabled)
                grid.addWidget(button, 0 if enabled else 1, number)
        for number, colour in enumerate(COLOURS):
            button = QPushButton(f"Send to {colour}", page)
            button.setProperty("kind", "primary")
            button.setProperty("tone", colour)
            grid.addWidget(button, 2 + number // 4, number % 4)
        return grid

    def _icons(self, page: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(0)
        names = sorted(path.stem for path in icons.folder().glob("*.svg"))
        for number, name in enumerate(n for n in names if n != icons.APPLICATION):
            grid.addWidget(IconButton(name, name, self._theme, page), number // 15, number % 15)
        return grid

    def _right(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        row = QHBoxLayout()
        self.switch = SegmentedSwitch(("Request", "Response"), self._theme, page)
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(IconButton("copy", "Copy as cURL", self._theme, page))
        column.addLayout(row)
        url = "POST http://127.0.0.1:40123/v1/accounts/••••/users/user-42/activity?and=more&more"
        column.addWidget(PlainLabel(url, page, role="mono", elide=True, selectable=True))
        code = CodeView(self._theme, page, json=True)
        code.setPlainText(BODY)
        code.mark_error(BODY.index("12.50"))
        column.addWidget(code, 2)
        column.addWidget(
            EmptyState(
                "No answer yet",
                "Send the request and the server's answer stands here, word for word.",
                self._theme,
                page,
                action="Load the example",
                icon_name="send",
            ),
            1,
        )
        return page


def save(application: QApplication, theme: Theme, gallery: Gallery, folder: Path) -> None:
    """Write a picture of the gallery in each theme, and one with the focus in a field."""
    folder.mkdir(parents=True, exist_ok=True)
    for mode in (Mode.LIGHT, Mode.DARK):
        theme.choose(mode)
        for name, focus in (("", None), ("-focus", gallery.line), ("-list", gallery.list)):
            if focus is not None:
                focus.setFocus(Qt.FocusReason.TabFocusReason)
            gallery.list.setCurrentIndex(gallery.list.model().index(1, 0))
            application.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            gallery.grab().save(str(folder / f"gallery-{mode.value}{name}.png"))
        gallery.switch.setFocus(Qt.FocusReason.TabFocusReason)


def main() -> int:
    """Show the gallery, or save its pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", nargs="?", choices=[mode.value for mode in Mode], default="system")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--text", type=float, default=1.0, help="text size as a factor")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    theme = Theme(Mode(arguments.mode), arguments.text)
    theme.apply(application)
    gallery = Gallery(theme)
    gallery.show()
    gallery.activateWindow()
    QTest.qWaitForWindowActive(gallery, 1_000)
    if arguments.save is None:
        return application.exec()
    save(application, theme, gallery, arguments.save)
    return 0


if __name__ == "__main__":
    sys.exit(main())
