"""What is wrong with a draft, by what is known of the API.

One pure function serves the window and the command line. The rules, in `linting/`, are those of the
product's documentation; what that leaves open is at most a warning. What was worked out for an
event is kept while that event is in the draft, since all of this is asked anew at each keystroke.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from . import compose
from .draft import BODY_KEYS, Draft, Pair, RequestIdMode
from .known import Known
from .linting.account_id import account_id_problems
from .linting.consistency import MOST_REPORTED, consistency_problems
from .linting.event import Findings, unknown_member
from .linting.familiarity import Familiarity, likeness_problems
from .linting.instant import STALE_AFTER, Tense, tense
from .linting.key import AUTOMATIC_KEYS
from .linting.name import MAX_EVENT_NAME, RESERVED_PREFIX, surrogate_problem
from .linting.rows import Part, ProfileFindings, in_order
from .linting.user_id import user_id_problems
from .problems import Basis, Fix, Problem, Severity, error, warning
from .reuse import Reuse
from .spelling import has_surrogate, without_surrogates

__all__ = (
    "AUTOMATIC_KEYS",
    "LARGE_BODY",
    "MAX_EVENT_NAME",
    "RESERVED_PREFIX",
    "STALE_AFTER",
    "account_id_problems",
    "ahead",
    "lint",
    "sendable",
)

LARGE_BODY: Final = 1_000_000
"""Bytes from which a body is called very large. No limit is documented."""

_EVENTS = Reuse(Findings)
_PROFILE: Reuse[tuple[Pair, ...], ProfileFindings] = Reuse(ProfileFindings)


def lint(
    draft: Draft, now: int, known: Known | None = None, size: int | None = None
) -> tuple[Problem, ...]:
    """Return the problems of `draft` if it were sent at `now` (milliseconds since the epoch), in
    the order of the form. With `known`, what differs from what was sent before is among them.
    `size` is that of the body in bytes, where it is written already."""
    return (
        *user_id_problems(draft.user_id, known),
        *_content(draft),
        *_parts(draft, now, known),
        *_request_id(draft),
        *(unknown_member(k, node, BODY_KEYS, ("body",), "the body") for k, node in draft.extra),
        *_size(compose.size(draft) if size is None else size),
    )


def ahead(draft: Draft, now: int, known: Known | None = None) -> Iterator[None]:
    """Do, event by event, what the next `body_text` and `lint` of the same draft then find done:
    where there is much of it, its caller can do something else in between."""
    for place, event in enumerate(draft.events):
        compose.write_ahead(event)
        found = _EVENTS.ready(event)
        found.placed(place, tense(event.time, now))
        if known is not None:
            _familiarities(known).ready(found)
        yield


def sendable(problems: Iterable[Problem]) -> bool:
    """True when nothing in `problems` keeps the draft from being sent."""
    return all(problem.severity is not Severity.ERROR for problem in problems)


def _content(draft: Draft) -> Iterator[Problem]:
    if not draft.events and all(pair.blank for pair in draft.profile):
        yield error("body-empty", ("body",), "Add at least one event or one profile field.")


def _parts(draft: Draft, now: int, known: Known | None) -> Iterator[Problem]:
    """Yield the problems of the events and the profile."""
    events, profile = _EVENTS.each(draft.events), _PROFILE.of(draft.profile)
    parts: Sequence[Part] = (*events, profile)
    more = consistency_problems(events, known)
    if known is not None:
        parts = familiar = _familiarities(known).each(parts)
        for place, problem in islice(likeness_problems(familiar, known), MOST_REPORTED):
            more.setdefault(place, []).append(problem)
    tenses = [*(tense(event.time, now) for event in draft.events), Tense.CLOSE]
    for place, (part, how) in enumerate(zip(parts, tenses, strict=True)):
        problems = part.placed(place, how)
        yield from in_order((*problems, *more[place])) if place in more else problems


class _Familiarities:
    """What was worked out in comparison with one `Known`."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.reuse: Reuse[Part, Familiarity] = Reuse(lambda part: Familiarity(part, known))


_latest: tuple[_Familiarities, ...] = ()
"""Two at most: what a draft is compared with now, and what is made ready beside it."""


def _familiarities(known: Known) -> Reuse[Part, Familiarity]:
    global _latest  # noqa: PLW0603 - a memory only; without it the result is the same
    latest = _latest
    for each in latest:
        if each.known is known:
            return each.reuse
    made = _Familiarities(known)
    _latest = (made, *latest[:1])
    return made.reuse


def _request_id(draft: Draft) -> Iterator[Problem]:
    text = draft.request_id
    if draft.request_id_mode is RequestIdMode.GIVEN and has_surrogate(text):
        put = without_surrogates(text)
        path = ("request_id",)
        yield surrogate_problem(path, Fix("Remove it", path, text, put) if put else None)


def _size(size: int) -> Iterator[Problem]:
    if size > LARGE_BODY:
        yield warning(
            "body-large",
            ("body",),
            f"The body has about {size / 1_000_000:.1f} MB. No limit is documented; a server may "
            "refuse it or cut it off. Send it in several parts.",
            Basis.UNKNOWN,
        )
