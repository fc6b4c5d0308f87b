"""Instants as the clock on the wall shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def local_time(milliseconds: int) -> datetime:
    """Return an instant, in milliseconds since the epoch, in the time zone of this computer."""
    return (_EPOCH + timedelta(milliseconds=milliseconds)).astimezone()
