"""Everything that can be done, once: what shortcuts, palette and the help's keys are made of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from appcues_console.activity.choices import TypeChoice
from appcues_console.activity.draft import Draft

from .copying import Copying
from .deed import Deed
from .dialogs import Dialogs
from .drafting import Drafting
from .palette.command import Command
from .palette.command_palette import CommandPalette
from .theme.theme import Mode
from .window import COMPOSER, EXCHANGE, HISTORY, REQUEST, RESPONSE, Window

PASTE, CANCEL = "Ctrl+V", "Esc"
# On macOS, Alt and a digit type a character; elsewhere, Ctrl+Alt does: it is AltGr on Windows.
TYPE_KEYS = "Ctrl+Alt" if sys.platform == "darwin" else "Alt"
ALT_CODE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
"""With these, digits spell a character on Windows, such as Alt+0233, and are no shortcut."""
TYPE = "Type: "
TYPES = (
    TypeChoice.TEXT,
    TypeChoice.NUMBER,
    TypeChoice.BOOLEAN,
    TypeChoice.DATE,
    TypeChoice.NULL,
    TypeChoice.JSON,
    TypeChoice.UNIX_DATE,
)
"""The types in the order of their keys, from 1 on."""


class Actions(QObject):
    """Builds the actions of a window, its palette and its help."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._palette = CommandPalette(self.commands, window.theme, window)
        self.copying = Copying(window)
        self.dialogs = Dialogs(window)
        self._drafting = Drafting(window)
        self.deeds = self._deeds()
        for deed in self.deeds:
            if deed.keys:
                action = QAction(deed.name, window)
                action.setShortcuts(deed.shortcuts)
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                action.setAutoRepeat(deed.repeats)
                action.triggered.connect(lambda _=False, deed=deed: self.do(deed))
                window.addAction(action)
        self._ours = {
            keys[0]  # type: ignore[index]
            for deed in self.deeds
            for keys in deed.shortcuts
            if deed.keys not in {PASTE, CANCEL}
        }
        window.command_bar.accounts_wanted.connect(self.dialogs.manage_accounts)
        window.account_wanted.connect(self.dialogs.add_account)
        window.request.copy_wanted.connect(self.copying.copy_as_curl)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
            self._on_focus(None, application.focusWidget())

    def commands(self) -> tuple[Command, ...]:
        """Return what the palette offers now: the deeds, and each account."""
        desk = self._window.desk
        deeds = tuple(
            Command(d.name, shown_keys(d.keys), d.hint, partial(self.do, d), d.possible())
            for d in self.deeds
            if d.name != "Command palette"
        )
        accounts = tuple(
            Command(
                f"Switch to {account.label}",
                "",
                f"account, {account.safety.value}",
                partial(desk.choose_account, account.key),
            )
            for account in desk.accounts
            if account != desk.account
        )
        samples = tuple(
            Command(f"Load sample: {name}", "", hint, partial(self._load_sample, name, draft))
            for name, hint, draft in desk.samples
        )
        choices, faults = self._window.notices.commands(), self._window.misbehaviour.commands()
        templates = self._drafting.commands()
        return deeds + choices + accounts + templates + samples + faults

    def do(self, deed: Deed) -> None:
        """Do one thing, in a column that is seen."""
        if deed.into is not None:
            self._window.columns.unfold(deed.into)
        deed.run()

    def paste_as_draft(self) -> None:
        """Take what is on the clipboard into the draft: JSON, a command, two columns."""
        self._window.take_in.text(QGuiApplication.clipboard().text())

    def _on_focus(self, _: QWidget | None, field: QWidget | None) -> None:
        # What has the keyboard is watched, and not the whole application: an event filter that sees
        # each event of each widget costs more than the widgets do.
        if field is not None and field.window() is self._window:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A field asks first whether a key is its own. Undo would be the field's, where there is one
        # undo history, the session's; and on some platforms Ctrl+K, Ctrl+D and Ctrl+E delete and
        # move in fields. Ctrl+V stays the field's, and so does Esc while nothing is sent.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self._palette.isVisible()
        ):
            if event.keyCombination() in self._ours or self._stops(event):
                event.ignore()
                return True
            if event.modifiers() == ALT_CODE:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _stops(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Cancel) and self._window.desk.sending

    def _load_sample(self, name: str, draft: Draft) -> None:
        session = self._window.session
        session.load(replace(draft, user_id=session.draft.user_id), f"load {name}")
        self._window.tell(f"Loaded the sample “{name}”. Nothing was sent.")

    def _cancel(self) -> None:
        window = self._window
        if window.desk.sending:
            window.desk.cancel()
        else:
            window.notices.dismiss()

    def _deeds(self) -> tuple[Deed, ...]:
        w = self._window
        keys = w.column_keys
        return (
            Deed("Send", "Ctrl+Return | Ctrl+Enter", "the draft to the chosen account", w.send),
            Deed(
                "Cancel send",
                CANCEL,
                "stop at once",
                self._cancel,
                possible=lambda: w.desk.sending,
            ),
            Deed(
                "Try now",
                "Ctrl+R",
                "end the wait before the next attempt",
                w.desk.try_now,
                possible=lambda: w.desk.waiting,
            ),
            Deed("Command palette", "Ctrl+K", "find any command", self._palette.open),
            Deed("Add event", "Ctrl+E", "", w.composer.add_event, into=COMPOSER),
            Deed("Add profile field", "Ctrl+P", "", w.composer.profile.add, into=COMPOSER),
            Deed(
                "Add attribute",
                "Ctrl+Shift+E",
                "to the selected event",
                w.composer.add_attribute,
                into=COMPOSER,
            ),
            Deed("Duplicate", "Ctrl+D", "the event or row", w.composer.duplicate, into=COMPOSER),
            Deed("Remove event", "", "the selected one", w.composer.remove_event, into=COMPOSER),
            *self._drafting.deeds(),
            *self._types(),
            Deed(
                "Undo",
                "Ctrl+Z",
                "",
                w.session.undo,
                repeats=True,
                possible=lambda: w.session.undo_label is not None,
            ),
            Deed(
                "Redo",
                "Ctrl+Shift+Z | Ctrl+Y",
                "",
                w.session.redo,
                repeats=True,
                possible=lambda: w.session.redo_label is not None,
            ),
            Deed("Search history", "Ctrl+F", "", w.history.focus_search, into=HISTORY),
            Deed("User ID", "Ctrl+L", "go to the field", w.focus_user_id),
            Deed("Go to history", "Ctrl+1", "", partial(w.go_to_column, HISTORY)),
            Deed("Go to composer", "Ctrl+2", "", partial(w.go_to_column, COMPOSER)),
            Deed(
                "Go to request",
                "Ctrl+3",
                "",
                lambda: w.go_to_page(REQUEST),
            ),
            Deed(
                "Go to response",
                "Ctrl+T",
                "",
                lambda: w.go_to_page(RESPONSE),
            ),
            self.copying.curl(),
            Deed(
                "Paste as draft",
                PASTE,
                "JSON from the clipboard, outside a field",
                self.paste_as_draft,
            ),
            Deed("Mend a problem", "Ctrl+.", "by the fix that the list names", w.mend),
            *self.copying.others(),
            Deed("Manage accounts", "", "add, change or remove", self.dialogs.manage_accounts),
            Deed("Fold history", "Ctrl+B", "or unfold it", partial(keys.toggle, HISTORY)),
            Deed(
                "Fold request and response",
                "Ctrl+Shift+B",
                "or unfold them",
                partial(keys.toggle, EXCHANGE),
            ),
            Deed("Fold composer", "", "or unfold it", partial(keys.toggle, COMPOSER)),
            Deed(
                "Widen column",
                "F8",
                "the one with the cursor",
                partial(keys.widen, 1),
                True,
            ),
            Deed("Narrow column", "Shift+F8", "", partial(keys.widen, -1), True),
            Deed("Larger text", "Ctrl++ | Ctrl+=", "", lambda: w.theme.zoom(1), repeats=True),
            Deed("Smaller text", "Ctrl+-", "", lambda: w.theme.zoom(-1), repeats=True),
            Deed("Normal text size", "Ctrl+0", "", lambda: w.theme.zoom(0)),
            Deed("Light or dark", "", "switch the theme", w.theme.toggle),
            Deed(
                "Light or dark as the system",
                "",
                "follow it, now and later",
                partial(w.theme.choose, Mode.SYSTEM),
            ),
            Deed("Keys and help", "F1", "", lambda: self.dialogs.show_help(self.commands())),
        )

    def _types(self) -> Iterator[Deed]:
        composer = self._window.composer
        for number, choice in enumerate(TYPES, 1):
            yield Deed(
                f"{TYPE}{choice}",
                f"{TYPE_KEYS}+{number}",
                "of the row's value",
                partial(composer.force_type, choice),
                possible=lambda: composer.in_row,
            )


def shown_keys(keys: str) -> str:
    """Return the first of several key combinations as this platform writes it. The key that Qt
    calls Return is Enter on most keyboards, and in every sentence of the console."""
    first = keys.split(" | ", maxsplit=1)[0]
    native = QKeySequence(first).toString(QKeySequence.SequenceFormat.NativeText) if first else ""
    return native.replace("Return", "Enter")
