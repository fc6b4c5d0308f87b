"""The fields of one account. They show a value and tell what was typed; they decide nothing.

The secrets can be typed and never read: they are password fields without a way to reveal them,
and what is stored never comes back into them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from appcues_console.accounts import account as rules
from appcues_console.accounts.account import COLOURS, Account
from appcues_console.accounts.status import VaultState
from appcues_console.activity.destination import Safety
from appcues_console.ui.controls.account_dot import dot_icon
from appcues_console.ui.controls.field_note import FieldNote
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.theme.theme import Theme

from . import wording
from .certificates import Certificates
from .entries import Entries, Field, with_safety

GAP = 8
SECTION_GAP = 16


class AccountForm(QWidget):
    """The form. `edited()`: the person changed something."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries = Entries()
        self._stored: Account | None = None
        self._showing = False
        self.label = self._field("Account name")
        self.account_id = self._field("Account ID", secret=True)
        self.bearer = self._field("Bearer value", secret=True)
        self.drop_bearer = QCheckBox("Remove the stored bearer value", self)
        self.region = self._combo("Region", [text for _, text in wording.REGIONS])
        self.base_url = self._field("Base URL")
        self.safety = self._combo("Safety level", [level.value.capitalize() for level in Safety])
        self.colour = self._combo("Colour", [name.capitalize() for name in COLOURS])
        self.certificates = Certificates(theme, self)
        self.region_note = PlainLabel(wording.UNVERIFIED, self, role="note-warn", wrap=True)
        self.safety_hint = PlainLabel("", self, role="small", wrap=True)
        self.notes = {
            Field.LABEL: FieldNote(self.label, theme, self),
            Field.ACCOUNT_ID: FieldNote(self.account_id, theme, self),
            Field.BEARER: FieldNote(self.bearer, theme, self),
            Field.BASE_URL: FieldNote(self.base_url, theme, self),
            **self.certificates.notes,
        }
        self._fields = {
            Field.LABEL: self.label,
            Field.ACCOUNT_ID: self.account_id,
            Field.BEARER: self.bearer,
            Field.BASE_URL: self.base_url,
            **self.certificates.lines,
        }
        self._lay_out()
        self._connect()
        self._on_theme()

    @property
    def entries(self) -> Entries:
        """What is typed now."""
        return self._entries

    def show_entries(self, entries: Entries, stored: Account | None, vault: VaultState) -> None:
        """Show `entries` of the account `stored`, or of a new one."""
        self._entries, self._stored = entries, stored
        with self._quietly():
            for field, text in (
                (self.label, entries.label),
                (self.account_id, entries.account_id),
                (self.bearer, entries.bearer),
            ):
                # Not `clear()`: it could be undone, and a secret would come back.
                field.setText(text)
            self.drop_bearer.setChecked(entries.drop_bearer)
            self.region.setCurrentIndex(_index_of_region(entries.region))
            self.safety.setCurrentIndex(list(Safety).index(entries.safety))
            self.colour.setCurrentIndex(COLOURS.index(entries.colour))
            self.certificates.show_entries(entries, stored)
        self.show_vault(vault)
        self.show_problems({})
        self._project()

    def show_vault(self, vault: VaultState) -> None:
        """Say in the empty fields where secrets are, or would be."""
        stored = self._stored
        had_bearer = stored is not None and stored.has_bearer
        here = wording.placeholder(vault, stored=stored is not None)
        self.account_id.setPlaceholderText(here)
        self.bearer.setPlaceholderText(
            wording.placeholder(vault, stored=True) if had_bearer else "optional"
        )
        self.drop_bearer.setVisible(had_bearer)
        self.certificates.show_vault(vault, stored)

    def show_problems(self, problems: Mapping[Field, str]) -> None:
        """Say at each field what is wrong with it; elsewhere what is only doubtful."""
        for name, note in self.notes.items():
            if name in problems:
                note.show_note(problems[name])
            else:
                note.show_note(self._doubt(name), bad=False)

    def go_to(self, name: Field) -> None:
        """Put the cursor into a field."""
        if name in self.certificates.lines:
            self.certificates.unfold()
        self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self._fields[name].selectAll()

    def forget_secrets(self) -> None:
        """Take the secrets out of the fields, so that not even undo brings them back."""
        self._entries = replace(
            self._entries,
            account_id="",
            bearer="",
            drop_bearer=False,
            passphrase="",
            drop_passphrase=False,
        )
        with self._quietly():
            self.account_id.setText("")
            self.bearer.setText("")
            self.drop_bearer.setChecked(False)
            self.certificates.forget_secret()

    def _on_edited(self) -> None:
        if self._showing:
            return
        trimmed = self._trim()
        safety = list(Safety)[self.safety.currentIndex()]
        region = wording.REGIONS[self.region.currentIndex()][0]
        entries = replace(
            self._entries,
            label=self.label.text(),
            region=region,
            account_id=self.account_id.text(),
            bearer=self.bearer.text(),
            drop_bearer=self.drop_bearer.isChecked(),
            colour=COLOURS[self.colour.currentIndex()],
        )
        entries = self.certificates.read(entries)
        if self._entries.region is None and region is None:
            entries = replace(entries, base_url=self.base_url.text())
        if safety is not entries.safety:
            entries = with_safety(entries, safety)
            with self._quietly():
                self.colour.setCurrentIndex(COLOURS.index(entries.colour))
        self._entries = entries
        self._project()
        self.show_problems({})
        for name in trimmed:
            doubt = self._doubt(name)
            self.notes[name].show_note(f"{wording.TRIMMED} {doubt}".strip(), bad=False)
        self.edited.emit()

    def _trim(self) -> list[Field]:
        """Take white space from around the secrets, and return those that had some."""
        trimmed = []
        for name in (Field.ACCOUNT_ID, Field.BEARER):
            field = self._fields[name]
            text = field.text()
            if text != text.strip():
                with self._quietly():
                    field.setText(text.strip())
                trimmed.append(name)
        return trimmed

    def _doubt(self, name: Field) -> str:
        if name is not Field.ACCOUNT_ID:
            return ""
        return rules.doubt_account_id(self._entries.account_id) or ""

    def _project(self) -> None:
        """Show what follows from the entries: the URL of a region, what a safety level does."""
        entries = self._entries
        custom = entries.region is None
        url = entries.base_url if entries.region is None else rules.REGIONS[entries.region]
        with self._quietly():
            if self.base_url.text() != url:
                self.base_url.setText(url)
        self.base_url.setReadOnly(not custom)
        self.base_url.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if custom else Qt.FocusPolicy.ClickFocus
        )
        self.base_url.setPlaceholderText("https://" if custom else "")
        # An address is told by its beginning; what nobody types in shows that.
        at = min(self.base_url.cursorPosition(), len(url)) if custom else 0
        self.base_url.setCursorPosition(at)
        unverified = entries.region in rules.UNVERIFIED_REGIONS
        self.region_note.setVisible(unverified)
        self.region.setAccessibleDescription(wording.UNVERIFIED if unverified else "")
        self._on_theme()
        self.safety_hint.setText(wording.SAFETY[entries.safety])
        self.safety.setAccessibleDescription(wording.SAFETY[entries.safety])

    def _field(self, name: str, *, secret: bool = False) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            )
        field.setMaxLength(4_000)
        return field

    def _combo(self, name: str, items: list[str]) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.addItems(items)
        return combo

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SECTION_GAP)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        row = 0
        rows: dict[QWidget, int] = {}
        for fields in (
            (("Name", self.label, Field.LABEL),),
            (("Account ID", self.account_id, Field.ACCOUNT_ID),),
            (("Bearer value", self.bearer, Field.BEARER),),
            (("Region", self.region, None), ("Base URL", self.base_url, Field.BASE_URL)),
            (("Safety level", self.safety, None), ("Colour", self.colour, None)),
        ):
            span = 2 // len(fields)
            for place, (text, field, _) in enumerate(fields):
                caption = PlainLabel(text, self, role="caption")
                grid.addWidget(caption, row, place * span, 1, span)
                grid.addWidget(field, row + 2, place * span, 1, span)
            grid.setRowMinimumHeight(row + 1, 4)
            for place, (_, _, name) in enumerate(fields):
                if name is not None:
                    self._add_note(self.notes[name], grid, row + 4, place * span, span)
            grid.setRowMinimumHeight(row + 5, SECTION_GAP)
            rows[fields[0][1]] = row
            row += 6
        grid.addWidget(self.drop_bearer, rows[self.bearer] + 3, 0, 1, 2)
        self.drop_bearer.setMinimumHeight(self._theme.px(32))
        self._add_note(self.region_note, grid, rows[self.region] + 3, 0, 2)
        self._add_note(self.safety_hint, grid, rows[self.safety] + 4, 0, 2)
        grid.addWidget(self.certificates, row, 0, 1, 2)
        grid.setRowStretch(row + 1, 1)

    def _add_note(self, note: QWidget, grid: QGridLayout, row: int, place: int, span: int) -> None:
        note.setContentsMargins(0, 4, 0, 0)
        grid.addWidget(note, row, place, 1, span)

    def _connect(self) -> None:
        for field in (self.label, self.account_id, self.bearer, self.base_url):
            field.textChanged.connect(self._on_edited)
        self.certificates.edited.connect(self._on_edited)
        for combo in (self.region, self.safety, self.colour):
            combo.currentIndexChanged.connect(self._on_edited)
        self.drop_bearer.toggled.connect(self._on_edited)
        self._theme.changed.connect(self._on_theme)

    def _on_theme(self) -> None:
        for place, name in enumerate(COLOURS):
            icon = dot_icon(name, self._theme, self._entries.safety)
            self.colour.setItemIcon(place, icon)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        before, self._showing = self._showing, True
        try:
            yield
        finally:
            self._showing = before


def _index_of_region(region: str | None) -> int:
    return next(place for place, (key, _) in enumerate(wording.REGIONS) if key == region)
