"""How one exchange of the history is said: its time, its text on one line, its accessible name.

User IDs and event names are data. They may hold line breaks, changes of writing direction or half
characters: none of these may move another part of the row or hide a part of the ID.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

from appcues_console.activity.exchange import Outcome, Summary

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not from the system's language: the sentences around them are English."""

SIGNS = {"\t": "⇥", "\n": "↵", "\r": "␍"}
"""How the commonest unseen characters show. A letter behind a backslash would be the same as these
two characters typed."""

JOINER = "\u200d"
VARIATION = "\ufe0f"
"""Behind a sign that is an emoji by it, such as a heart."""

LONGEST_SHOWN = 300
"""Characters of a user ID or summary that are laid out; far more than a column is wide."""


def local_now() -> datetime:
    """Return the present in the zone of this computer."""
    return datetime.now().astimezone()


def one_line(text: str) -> str:
    """Return `text` for one line of a list: cut where nobody could see it anyway, and what cannot
    be seen, such as a line break or a change of writing direction, as a sign or its escape. What
    joins two emoji into one stays: it is seen in what it makes."""
    cut = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    if cut.isprintable():
        return cut
    around = zip(cut, f" {cut}", f"{cut[1:]} ", strict=False)
    return "".join(
        one if one == JOINER and _emoji(before) and _emoji(after) else _visible(one)
        for one, before, after in around
    )


def when(milliseconds: int, now: datetime) -> str:
    """Return an instant, in milliseconds since the epoch, as short as `now` allows and in its zone:
    ``14:02`` today, ``yesterday``, ``12 Nov``, ``12 Nov 2024``."""
    then = datetime.fromtimestamp(milliseconds / 1000, now.tzinfo)
    days = (now.date() - then.date()).days
    if days == 0:
        return f"{then:%H:%M}"
    if days == 1:
        return "yesterday"
    return _date(then, now)


def when_exactly(milliseconds: int, now: datetime) -> str:
    """Return an instant with day and time: ``14:02`` today, ``yesterday 14:02``,
    ``12 Nov 14:02``."""
    short = when(milliseconds, now)
    then = datetime.fromtimestamp(milliseconds / 1000, now.tzinfo)
    return short if ":" in short else f"{short} {then:%H:%M}"


def verdict(summary: Summary) -> str:
    """Return outcome and status of what was not accepted: ``Rejected 404``; empty for what was."""
    if summary.outcome is Outcome.ACCEPTED:
        return ""
    status = "" if summary.status is None else f" {summary.status}"
    return f"{summary.outcome.word}{status}"


def brief(summary: Summary) -> str:
    """Return the usual outcome in its shortest: its status, ``200``, or else its word."""
    return summary.outcome.word if summary.status is None else str(summary.status)


def told(summary: Summary, now: datetime) -> str:
    """Return a row in whole lines, for whoever points at it: what a narrow column cuts, the time
    exactly, and the status."""
    status = "" if summary.status is None else f" {summary.status}"
    lines = (
        f"{summary.outcome.word}{status}, {when_exactly(summary.started_at, now)}",
        one_line(summary.user_id),
        one_line(summary.text),
        one_line(summary.account_label),
    )
    return "\n".join(line for line in lines if line)


def spoken(summary: Summary, now: datetime) -> str:
    """Return the accessible name of a row: ``Accepted, 14:02, user-42, clicked widget, Practice``.

    The user ID stands as it is where it is printable, so that it can be searched for.
    """
    parts = (
        verdict(summary) or summary.outcome.word,
        when_exactly(summary.started_at, now),
        one_line(summary.user_id),
        one_line(summary.text),
        one_line(summary.account_label),
    )
    return ", ".join(part for part in parts if part)


def counted(found: int, of: int | None) -> str:
    """Return the size of the list: ``1,204 exchanges``, or ``3 of 1,204`` while searching."""
    if of is not None:
        return f"{found:,} of {of:,}"
    return f"{found:,} exchange{'' if found == 1 else 's'}"


def _date(then: datetime, now: datetime) -> str:
    day = f"{then.day} {MONTHS[then.month - 1]}"
    return day if then.year == now.year else f"{day} {then.year}"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return SIGNS.get(character) or (f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}")


def _emoji(character: str) -> bool:
    """True for a sign and for what changes the colour or the kind of one."""
    return character == VARIATION or unicodedata.category(character) in {"So", "Sk"}
