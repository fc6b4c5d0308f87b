"""What is pasted or dropped, on its way into the draft.

It is read off this thread, put into the draft as one step, and what was understood and mended is
said. An account ID in it chooses the account that has it, or is offered to become one: then it is
held by that offer, in memory, until the offer is taken or gone. It is shown nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from appcues_console.accounts.account import Account
from appcues_console.activity.draft import with_attributes, with_event
from appcues_console.intake.understood import NotUnderstood, Part, Understood, merged
from appcues_console.intake.whereabouts import sentence_about

from .desk import Desk
from .trouble import trouble_of

NO_ACCOUNT = "The account ID in it belongs to no account here and was not written down."
NOT_KNOWN = "Whether its account ID belongs to an account here is not known."

BY_NAME = frozenset({Part.BODY, Part.EVENTS, Part.PROFILE, Part.REQUEST_ID})
"""Parts that a person can only mean as such: they name a member of the body."""


class TakeIn(QObject):
    """Reads pastes and drops. `told(sentence)` says what became of one; `stranger(understood)`
    hands on what holds an account ID that belongs to no account here."""

    told = Signal(str)
    stranger = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def text(
        self,
        text: str,
        only: Collection[Part] = tuple(Part),
        otherwise: Callable[[], object] | None = None,
        event: int | None = None,
    ) -> None:
        """Take in pasted text where it is one of the parts `only`; where it is none, `otherwise` is
        called if it is given. Single fields become attributes of `event`, where that is given."""

        def then(read: Understood | NotUnderstood) -> None:
            understood = isinstance(read, Understood) and read.part in only
            if otherwise is not None and not understood:
                otherwise()
            else:
                self._on_read(read, event)

        self._desk.bridge.follow(self._desk.engine.understand(text), then)

    def file(self, path: Path) -> None:
        """Take in a dropped file."""
        self._desk.bridge.follow(self._desk.engine.understand_file(path), self._on_read)

    def _on_read(self, read: Understood | NotUnderstood, event: int | None = None) -> None:
        if isinstance(read, NotUnderstood):
            self.told.emit(read.sentence)
            return
        said = self._put(read, event)
        account_id = read.secrets.account_id
        if account_id is None:
            self._tell(said, self._about(read))
            return

        def recognised(account: Account | None) -> None:
            if account is None:
                self._tell(said, NO_ACCOUNT, self._about(read))
                self.stranger.emit(read)
                return
            self._desk.choose_account(account.key)
            self._tell(said, f"The account is {account.label}.", self._about(read, chosen=True))

        def failed(error: BaseException) -> None:
            self._tell(said, NOT_KNOWN, trouble_of(error).sentence, self._about(read))

        self._desk.bridge.follow(self._desk.engine.recognise(account_id), recognised, failed)

    def _put(self, read: Understood, event: int | None) -> str:
        """Put what was read into the draft, and return what was understood."""
        session = self._desk.session
        said = " ".join(read.sentences)
        events = session.draft.events
        if event is None or read.part is not Part.FIELDS or not event < len(events):
            session.load(read.into(session.draft), "paste")
            return said
        attributes = merged(events[event].attributes, read.draft.profile)
        changed = with_attributes(events[event], attributes)
        session.load(with_event(session.draft, event, changed), "paste")
        return f"{said} They became attributes of the selected event."

    def _about(self, read: Understood, *, chosen: bool = False) -> str:
        """Say where a command differs from the account that its draft will be sent to."""
        account, destination = self._desk.account, self._desk.destination
        return sentence_about(
            read, account.label, destination.base_url if destination else "", chosen=chosen
        )

    def _tell(self, *sentences: str) -> None:
        self.told.emit(" ".join(filter(None, sentences)))
