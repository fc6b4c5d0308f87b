"""A draft as a whole: problems in order, at places that exist, and fixes that come to an end."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity import fixes
from appcues_console.activity.compose import Moment, body_text, unwritten
from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode, with_item
from appcues_console.activity.jsontext import Number
from appcues_console.activity.known import Known
from appcues_console.activity.lint import LARGE_BODY, ahead, lint, sendable
from appcues_console.activity.problems import Basis, Severity
from appcues_console.activity.values import Kind, Value
from tests import effort
from tests.activity.linting.drafts import GOOD, NOW, codes, mended, only, problems, text
from tests.activity.linting.strategies import drafts, events, knowns


def test_the_example_is_flawless() -> None:
    assert problems(GOOD) == ()
    assert sendable(problems(GOOD))


@pytest.mark.parametrize(
    "value", [replace(GOOD, events=(), profile=(Pair(),)), Draft(user_id="u"), Draft("u", extra=())]
)
def test_a_body_with_nothing_in_it(value: Draft) -> None:
    problem = only(value, "body-empty")
    assert (problem.severity, problem.basis) == (Severity.ERROR, Basis.DOCUMENTED)
    assert not sendable((problem,))


def test_warnings_do_not_keep_a_draft_from_being_sent() -> None:
    value = replace(GOOD, user_id="u 1", profile=(Pair("_a", text("42")),))
    assert [each.severity for each in problems(value)] == [Severity.WARNING] * 3
    assert sendable(problems(value))
    assert not sendable(problems(replace(value, user_id="")))


def test_problems_stand_in_the_order_of_the_form() -> None:
    event = replace(GOOD.events[0], name="", attributes=(Pair("a"), Pair("", text("x"))))
    value = replace(
        GOOD,
        user_id=" u",
        events=(GOOD.events[0], event),
        profile=(Pair("b"),),
        request_id="\ud800",
        request_id_mode=RequestIdMode.GIVEN,
        extra=(("x", Number("1")),),
    )
    assert [problem.path for problem in problems(value)] == [
        ("user_id",),
        ("events", 1, "name"),
        ("events", 1, "attributes", 0, "value"),
        ("events", 1, "attributes", 1, "key"),
        ("profile", 0, "value"),
        ("request_id",),
        ("body",),
    ]


def test_a_given_request_id_is_looked_at() -> None:
    given = replace(GOOD, request_id="a\ud800", request_id_mode=RequestIdMode.GIVEN)
    problem = only(given, "text-surrogate")
    assert problem.basis is Basis.UNKNOWN
    assert mended(given, problem).request_id == "a"
    assert codes(replace(given, request_id_mode=RequestIdMode.MADE)) == []
    assert only(replace(given, request_id="\ud800"), "text-surrogate").fix is None


def test_a_very_large_body() -> None:
    large = replace(GOOD, profile=(Pair("a", text("x" * LARGE_BODY)),))
    problem = only(large, "body-large")
    assert (problem.severity, problem.basis) == (Severity.WARNING, Basis.UNKNOWN)
    assert "1.0 MB" in problem.message
    assert codes(replace(GOOD, profile=(Pair("a", text("x" * (LARGE_BODY - 1_000))),))) == []
    # Where the body is written already its own size counts, layout and all.
    assert [problem.code for problem in lint(GOOD, NOW, size=LARGE_BODY + 1)] == ["body-large"]
    assert lint(GOOD, NOW, size=LARGE_BODY) == ()


@given(drafts, st.none() | knowns(), st.integers(0, 4_000_000_000_000))
def test_every_problem_has_one_short_visible_sentence_and_a_place(
    value: Draft, known: Known | None, now: int
) -> None:
    for problem in lint(value, now, known):
        assert problem.message.isprintable()
        assert problem.message.endswith((".", "?"))
        assert len(problem.message) < 250
        assert fixes.content(value, problem.path) is not fixes.NOTHING
        if problem.fix is not None:
            assert problem.fix.label.isprintable()
            assert len(problem.fix.label) < 60
            assert fixes.content(value, problem.fix.path) == problem.fix.was
    hash(lint(value, now, known))


@given(drafts, st.none() | knowns(), st.data())
def test_a_fix_mends_its_problem_and_mending_comes_to_an_end(
    value: Draft, known: Known | None, data: st.DataObject
) -> None:
    for _ in range(200):
        fixable = [each for each in lint(value, NOW, known) if each.fix]
        if not fixable:
            return
        problem = data.draw(st.sampled_from(fixable))
        assert problem.fix is not None
        after = fixes.apply(value, problem.fix)
        assert after != value
        left = [each for each in lint(after, NOW, known) if each.code == problem.code]
        if fixes.content(after, problem.path) == problem.fix.put:
            assert problem.path not in [each.path for each in left]
        value = after
    pytest.fail("Mending goes round in circles.")


@given(drafts, st.lists(st.tuples(st.integers(0, 5), events), max_size=4), st.none() | knowns())
def test_what_was_found_before_changes_nothing(
    value: Draft, edits: list[tuple[int, Event]], known: Known | None
) -> None:
    for at, event in edits:
        lint(value, NOW, known)
        lint(value, NOW + 10**10)
        if value.events:
            value = replace(value, events=with_item(value.events, at % len(value.events), event))
            value = replace(value, events=(event, *value.events, *value.events[:1]))
    found = lint(value, NOW, known)
    # Copies share nothing with what was looked at before.
    assert lint(copy.deepcopy(value), NOW, copy.copy(known)) == found
    assert lint(value, NOW, known) == found


@given(drafts, st.none() | knowns())
def test_what_was_done_ahead_changes_nothing(value: Draft, known: Known | None) -> None:
    found = lint(copy.deepcopy(value), NOW, copy.copy(known))
    steps = sum(1 for _ in ahead(value, NOW, known))
    assert steps == len(value.events)
    assert unwritten(value.events) == []
    assert lint(value, NOW, known) == found


@given(drafts)
def test_a_draft_that_can_be_sent_can_be_written(value: Draft) -> None:
    if sendable(lint(value, NOW)):
        assert body_text(value, Moment(NOW, "id")).encode()


def test_messages_do_not_grow_with_the_data() -> None:
    key = "k" * 1_000_000
    rows = (Pair(key, Value(Kind.TEXT, "1" * 1_000_000, forced=True)),) * 2
    for problem in problems(replace(GOOD, profile=rows)):
        assert len(problem.message) < 250


def test_what_is_made_ready_for_another_account_does_not_push_out_what_is_in_use() -> None:
    class Counting(Known):
        """Counts how often events are compared."""

        asked: ClassVar[list[str]] = []

        def same_event(self, name: str) -> str | None:
            self.asked.append(name)
            return None

    shown, made_ready = Counting(), Counting()
    for known in (shown, made_ready):
        lint(GOOD, NOW, known)
    compared = len(Counting.asked)
    assert compared
    for known in (shown, made_ready, shown):
        lint(GOOD, NOW, known)
    assert len(Counting.asked) == compared


def test_ten_megabytes_in_a_value_are_looked_at_in_no_time() -> None:
    event = replace(GOOD.events[0], attributes=(Pair("a", text("x" * 10_000_000)),))
    value = replace(GOOD, events=(event,))
    with effort.at_most(20):
        assert [each.code for each in lint(value, NOW)] == ["body-large"]
