"""Sending again what may have arrived: the person's word, and the wish from the response column.

An exchange that ended as unknown is offered to be sent once more. It goes the way of every other
send, through the draft and the question, so that what goes out is what the person sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appcues_console.accounts.account import Account
from appcues_console.activity.draft import Draft

if TYPE_CHECKING:
    from .desk import Desk
    from .session import Session

TAKEN_UP = "load from history"
"""The label of the step that makes an exchange the draft."""
BECAME = "It became the draft; undo brings yours back."
ERRORS = "Mend its errors first; nothing was sent."


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A send of `draft` that a person must confirm: to a production account, or of `events`, by
    their names, that may have arrived before. A word about it is one about nothing else.

    `in_place`: it was put in the place of what the person composed for this send alone, so that a
    no gives that back."""

    account: Account
    draft: Draft
    events: tuple[str, ...] = ()
    in_place: bool = False


def send_again(desk: Desk) -> None:
    """Send the exchange that is shown once more. It becomes the draft, as one step, where it is
    not the draft already; the account stays the person's choice."""
    shown = desk.shown
    if shown is None or desk.sending:
        return
    source = shown.opening.destination
    if source.account_key != desk.account.key:
        desk.notice.emit(
            f"This went to {source.label}. Choose that account first; nothing was sent."
        )
        return
    session = desk.session
    if session.composition.loose is not None:
        desk.notice.emit(
            "The JSON text does not parse yet. Mend it or undo it first; nothing was sent."
        )
        return
    before = session.draft
    if desk.sent != (shown.id, before) and not desk.take_up(shown):
        return
    in_place = session.draft != before
    if session.can_send:
        if in_place:
            desk.notice.emit(BECAME)
        desk.send(in_place=in_place)
        return
    desk.notice.emit(f"{BECAME if in_place else ''} {ERRORS}".lstrip())
    desk.offer_fresh_times()


def give_back(session: Session, asked: Doubtful) -> bool:
    """After a no: take back the step that put `asked` in the place of what was composed, where it
    is still what stands there. False where there is no such step."""
    stands = session.draft == asked.draft and session.undo_label == TAKEN_UP
    if not asked.in_place or not stands:
        return False
    session.undo()
    return True
