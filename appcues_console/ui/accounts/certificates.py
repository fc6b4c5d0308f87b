"""The certificate files of an account: few need them, so they are folded until one is set.

Paths may be typed, pasted or chosen. The passphrase of the client key is a secret: it can be typed
and never read.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from appcues_console.accounts.account import Account
from appcues_console.accounts.status import VaultState
from appcues_console.ui.controls.field_note import FieldNote
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.theme.theme import Theme

from . import wording
from .entries import Entries, Field

FILTERS = ("Certificates (*.pem *.crt *.cer *.der *.key)", "All files (*)")
NAMES = {
    Field.CA_FILE: "CA file",
    Field.CLIENT_CERTIFICATE: "Client certificate",
    Field.CLIENT_KEY: "Client key",
    Field.PASSPHRASE: "Key passphrase",
}


class Certificates(QWidget):
    """The section. `edited()`: something in it was changed."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.heading = QPushButton("Certificates", self)
        self.heading.setCheckable(True)
        self.heading.setProperty("kind", "quiet")
        self.heading.setAccessibleName("Certificates")
        self.heading.setAutoDefault(False)
        self._inside = QWidget(self)
        self.lines = {name: self._line(caption) for name, caption in NAMES.items()}
        self.passphrase = self.lines[Field.PASSPHRASE]
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.lines[Field.CLIENT_KEY].setPlaceholderText(wording.KEY_HINT)
        self.notes = {
            name: FieldNote(line, theme, self._inside) for name, line in self.lines.items()
        }
        self.choose: dict[Field, QPushButton] = {
            name: self._choose_button(name) for name in NAMES if name is not Field.PASSPHRASE
        }
        self.drop_passphrase = QCheckBox("Remove the stored passphrase", self._inside)
        self._lay_out()
        self.heading.toggled.connect(self._on_toggled)
        for line in self.lines.values():
            line.textChanged.connect(self.edited)
        self.drop_passphrase.toggled.connect(self.edited)
        theme.changed.connect(self._on_theme)
        self._on_toggled()

    def show_entries(self, entries: Entries, stored: Account | None) -> None:
        """Show what `entries` say of certificates; folded where they say nothing."""
        for name, text in (
            (Field.CA_FILE, entries.ca_file),
            (Field.CLIENT_CERTIFICATE, entries.client_certificate),
            (Field.CLIENT_KEY, entries.client_key),
            (Field.PASSPHRASE, entries.passphrase),
        ):
            # Not `clear()`: it could be undone, and a secret would come back.
            self.lines[name].setText(text)
        self.drop_passphrase.setChecked(entries.drop_passphrase)
        had = stored is not None and stored.has_passphrase
        self.heading.setChecked(had or any(line.text() for line in self.lines.values()))

    def show_vault(self, vault: VaultState, stored: Account | None) -> None:
        """Say in the empty field where the passphrase is."""
        had = stored is not None and stored.has_passphrase
        self.passphrase.setPlaceholderText(
            wording.placeholder(vault, stored=True) if had else "optional"
        )
        self.drop_passphrase.setVisible(had)

    def read(self, entries: Entries) -> Entries:
        """Return `entries` with what the fields hold."""
        return replace(
            entries,
            ca_file=self.lines[Field.CA_FILE].text(),
            client_certificate=self.lines[Field.CLIENT_CERTIFICATE].text(),
            client_key=self.lines[Field.CLIENT_KEY].text(),
            passphrase=self.lines[Field.PASSPHRASE].text(),
            drop_passphrase=self.drop_passphrase.isChecked(),
        )

    def unfold(self) -> None:
        """Show the fields."""
        self.heading.setChecked(True)

    def forget_secret(self) -> None:
        """Take the passphrase out of its field, so that not even undo brings it back."""
        self.passphrase.setText("")
        self.drop_passphrase.setChecked(False)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self._inside)
        line.setAccessibleName(name)
        line.setMaxLength(4_000)
        return line

    def _choose_button(self, name: Field) -> QPushButton:
        button = QPushButton("Choose…", self._inside)
        button.setAccessibleName(f"Choose {name}…")
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._choose, name))
        return button

    def _choose(self, name: Field) -> None:
        dialog = QFileDialog(self, f"Choose {name}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(FILTERS)
        path = self.lines[name].text().strip()
        dialog.setDirectory(str(Path(path).parent if path else Path.home()))
        dialog.fileSelected.connect(partial(self._on_chosen, name))
        dialog.open()

    def _on_chosen(self, name: Field, path: str) -> None:
        # As this system writes it: Qt puts slashes everywhere.
        self.lines[name].setText(str(Path(path)))
        self.lines[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_toggled(self) -> None:
        self._inside.setVisible(self.heading.isChecked())
        self._on_theme()

    def _on_theme(self) -> None:
        name = "chevron-down" if self.heading.isChecked() else "chevron-right"
        self.heading.setIcon(self._theme.icon(name, "accent_text"))
        self.heading.setIconSize(QSize(self._theme.px(14), self._theme.px(14)))

    def _lay_out(self) -> None:
        inside = QGridLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 16)
        inside.setHorizontalSpacing(8)
        inside.setVerticalSpacing(4)
        inside.setColumnStretch(0, 1)
        hint = PlainLabel(wording.CERTIFICATES, self._inside, role="small", wrap=True)
        inside.addWidget(hint, 0, 0, 1, 2)
        for row, (name, line) in enumerate(self.lines.items()):
            top = 1 + 4 * row
            inside.setRowMinimumHeight(top, 8)
            inside.addWidget(PlainLabel(NAMES[name], self._inside, role="caption"), top + 1, 0)
            button = self.choose.get(name)
            inside.addWidget(line, top + 2, 0, 1, 2 if button is None else 1)
            if button is not None:
                inside.addWidget(button, top + 2, 1)
            inside.addWidget(self.notes[name], top + 3, 0, 1, 2)
        inside.addWidget(self.drop_passphrase, 1 + 4 * len(self.lines), 0, 1, 2)
        self.drop_passphrase.setMinimumHeight(self._theme.px(32))
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._inside)
