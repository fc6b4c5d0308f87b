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


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A send of `draft` that a person must confirm: to a production account, or of `events`, by
    their names, that may have arrived before. A word about it is one about nothing else."""

    account: Account
    draft: Draft
    events: tuple[str, ...] = ()


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
    if desk.sent != (shown.id, desk.session.draft) and not desk.take_up(shown):
        return
    if desk.session.can_send:
        desk.send()
    else:
        desk.notice.emit("Mend the errors of this body first; nothing was sent.")
