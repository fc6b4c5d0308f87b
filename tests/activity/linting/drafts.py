"""Drafts that differ from a flawless one in one place, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

from appcues_console.activity import draft, fixes
from appcues_console.activity.draft import Draft, Event, Pair
from appcues_console.activity.known import Known
from appcues_console.activity.lint import lint
from appcues_console.activity.problems import Problem
from appcues_console.activity.values import Kind, Value

NOW = 1_767_225_600_000  # 2026-01-01
GOOD = draft.example()


def with_event(**changes: object) -> Draft:
    """Return the flawless draft with another event."""
    return replace(GOOD, events=(replace(GOOD.events[0], **changes),))  # type: ignore[arg-type]


def with_events(*events: Event) -> Draft:
    """Return the flawless draft with these events."""
    return replace(GOOD, events=events)


def event(name: str, **attributes: Value) -> Event:
    """Return an event at send."""
    return Event(name, attributes=tuple(Pair(key, value) for key, value in attributes.items()))


def with_fields(*keys: str) -> Draft:
    """Return the flawless draft with profile fields of these keys."""
    return replace(GOOD, profile=tuple(Pair(key, Value(text="x")) for key in keys))


def with_value(value: Value) -> Draft:
    """Return the flawless draft with one profile field of this value."""
    return replace(GOOD, profile=(Pair("field", value),))


def text(spelled: str) -> Value:
    """Return a text by a person's choice."""
    return Value(Kind.TEXT, spelled, forced=True)


def number(spelled: str) -> Value:
    return Value(Kind.NUMBER, spelled)


def problems(value: Draft, known: Known | None = None) -> tuple[Problem, ...]:
    return lint(value, NOW, known)


def codes(value: Draft, known: Known | None = None) -> list[str]:
    return [problem.code for problem in problems(value, known)]


def only(value: Draft, code: str, known: Known | None = None) -> Problem:
    """Return the one problem of `value`, which is `code`."""
    (problem,) = problems(value, known)
    assert problem.code == code
    return problem


def mended(value: Draft, problem: Problem, known: Known | None = None) -> Draft:
    """Return `value` after the fix of `problem`, and prove that the problem is gone from there."""
    assert problem.fix is not None
    after = fixes.apply(value, problem.fix)
    assert after != value
    left = [(each.code, each.path) for each in problems(after, known)]
    assert (problem.code, problem.path) not in left
    return after


def label(problem: Problem) -> str | None:
    return problem.fix.label if problem.fix else None
