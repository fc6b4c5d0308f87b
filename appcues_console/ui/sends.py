"""What the window has in hand of a send, as one value at a time: nothing, a question, or the send.

A send is begun, asked about, recorded, looked at or left, waited for and ended. Said in flags, some
of these could be true together that never are; here each step makes the next value of the last one,
and what does not belong to it is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from appcues_console.activity.exchange import Exchange
from appcues_console.delivery.progress import Progress, Recorded, Waiting

if TYPE_CHECKING:
    from appcues_console.engine.sending import Sending


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is sent and nothing asked: a send may begin."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The history is asked what a send would count twice. Nothing is sent, and no other begins."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A draft is being sent, in the hands of `sending`. `exchange_id` is None until it is in the
    history. `looked_at`: nothing else was asked for since. `waiting`: for the next attempt."""

    sending: Sending
    exchange_id: int | None = None
    looked_at: bool = True
    waiting: bool = False

    def told(self, progress: Progress) -> UnderWay:
        """Return it after a word of the engine."""
        known = progress.exchange_id if isinstance(progress, Recorded) else self.exchange_id
        return replace(self, exchange_id=known, waiting=isinstance(progress, Waiting))

    def asked_for(self, exchange_id: int) -> UnderWay:
        """Return it after the person asked for an exchange: this one, or another."""
        return replace(self, looked_at=exchange_id == self.exchange_id)

    def ended(self, exchange: Exchange) -> UnderWay:
        """Return it as it is while its end is told. The history may have numbered it anew."""
        return replace(self, exchange_id=exchange.id, waiting=False)


Send: TypeAlias = Idle | Asking | UnderWay
