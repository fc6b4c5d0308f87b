"""Properties that were sent, with their kinds, account by account."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from appcues_console.activity import compose
from appcues_console.activity.compose import Moment
from appcues_console.activity.draft import example
from appcues_console.activity.exchange import Ending, Outcome
from appcues_console.activity.known import PROFILE, Known, Property
from appcues_console.activity.values import Kind
from appcues_console.history import properties
from appcues_console.history.properties import (
    FRESH,
    LARGEST_BODY,
    LONGEST_NAME,
    Lessons,
    set_by,
)
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from tests.history.exchanges import START, ending, opening

KEY = "a" * 32
TEXT, NUMBER, BOOLEAN, DATE = Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE


@pytest.fixture
def connection() -> Iterator[Any]:
    connection = open_database(None, None, MIGRATIONS)
    yield connection
    connection.close()


def known(connection: Any, limit: int = 100, account: str = KEY) -> dict[Property, set[Kind]]:
    return {name: set(kinds) for name, kinds in properties.latest(connection, account, limit)}


def test_each_property_with_all_kinds_it_had(connection: Any) -> None:
    for number, body in enumerate(
        (
            b'{"events": [{"name": "e", "attributes": {"a": 1, "b": null}}]}',
            b'{"events": [{"name": "e", "attributes": {"a": "x"}}, {"name": "f"}]}',
            b'{"profile_update": {"a": true, "d": "2025-01-31", "n": [1], "": 1}}',
            b'{"profile_update": {"a": 1.5}}',
        )
    ):
        Lessons().learn(connection, KEY, set_by(body), START + number)
    assert known(connection) == {
        ("e", ""): set(),
        ("e", "a"): {NUMBER, TEXT},
        ("e", "b"): set(),
        ("f", ""): set(),
        (PROFILE, "a"): {BOOLEAN, NUMBER},
        (PROFILE, "d"): {DATE},
        (PROFILE, "n"): set(),
    }
    assert known(connection, account="other") == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"events": 1}',
        b"[" * 100_000,
        b'{"profile_update": {"a": 1}' + b" " * LARGEST_BODY + b"}",
        b'{"profile_update": {"%s": 1}}' % (b"k" * (LONGEST_NAME + 1)),
        b'{"events": [{"name": "%s"}]}' % (b"k" * (LONGEST_NAME + 1)),
    ],
)
def test_what_teaches_nothing(connection: Any, body: bytes) -> None:
    Lessons().learn(connection, KEY, set_by(body), START)
    assert known(connection) == {}


def test_the_latest_come_first_and_no_more_than_asked_for(connection: Any) -> None:
    for number, key in enumerate(("old", "new", "newest", "old")):
        body = b'{"profile_update": {"%s": 1}}' % key.encode()
        Lessons().learn(connection, KEY, set_by(body), START + number * (FRESH + 1))
    assert list(known(connection)) == [(PROFILE, "old"), (PROFILE, "newest"), (PROFILE, "new")]
    assert list(known(connection, 1)) == [(PROFILE, "old")]


def test_what_says_nothing_new_is_not_written_again(connection: Any) -> None:
    def changes(body: bytes, at: int) -> int:
        before = connection.total_changes()
        Lessons().learn(connection, KEY, set_by(body), at)
        return int(connection.total_changes() - before)

    number, text = b'{"profile_update": {"a": 1}}', b'{"profile_update": {"a": "x"}}'
    assert changes(number, START) == 1
    assert changes(number, START + FRESH) == 0
    assert changes(number, START - FRESH * 5) == 0
    assert changes(text, START - FRESH * 5) == 1
    assert changes(text, START + FRESH + 1) == 1
    assert known(connection) == {(PROFILE, "a"): {NUMBER, TEXT}}


def test_a_series_that_says_the_same_is_not_written_again_and_again(connection: Any) -> None:
    lessons = Lessons()
    asked: list[str] = []
    connection.trace_v2(1, lambda event: asked.append(event["sql"]))
    number, text = (set_by(b'{"profile_update": {"a": %s}}' % each) for each in (b"1", b'"x"'))
    for found, at in ((number, START), (number, START + 1), (text, START + 2), (number, START + 3)):
        lessons.remember(lessons.learn(connection, KEY, found, at))
    connection.trace_v2(0, None)
    assert len(asked) == 2
    assert known(connection) == {(PROFILE, "a"): {NUMBER, TEXT}}
    # What was not committed is written again.
    connection.trace_v2(1, lambda event: asked.append(event["sql"]))
    lessons.learn(connection, KEY, set_by(b'{"profile_update": {"b": 1}}'), START)
    lessons.learn(connection, KEY, set_by(b'{"profile_update": {"b": 1}}'), START)
    connection.trace_v2(0, None)
    assert len(asked) == 4


def test_what_a_neighbours_failure_took_back_is_learned_all_the_same(store: HistoryStore) -> None:
    body = b'{"profile_update": {"a": 1}}'
    opened = opening()
    activity = replace(opened.activity, body=body)
    exchange_id = store.begin(replace(opened, activity=activity)).result()
    gate = threading.Event()

    def fail(_: Any) -> None:
        raise RuntimeError

    store._worker.submit(lambda _: gate.wait())
    ended = store.complete(exchange_id, ending())
    failed = store._worker.write(fail)
    gate.set()
    ended.result()
    assert isinstance(failed.exception(), RuntimeError)
    assert store.known(KEY).result().property_kinds == {(PROFILE, "a"): frozenset({NUMBER})}


def test_what_an_activity_says_of_itself_is_learned_without_its_body(store: HistoryStore) -> None:
    opened = opening()
    sets = {("signed up", "plan"): frozenset({TEXT})}
    activity = replace(opened.activity, body=b"no JSON", properties=sets)
    exchange_id = store.begin(replace(opened, activity=activity)).result()
    store.complete(exchange_id, ending()).result()
    assert store.known(KEY).result().property_kinds == sets


def test_any_name_comes_back_as_it_was(connection: Any) -> None:
    body = '{"events": [{"name": "é\\u0000", "attributes": {"\\ud800": 1}}]}'
    Lessons().learn(connection, KEY, set_by(body.encode()), START)
    assert known(connection) == {("é\0", ""): set(), ("é\0", "\ud800"): {NUMBER}}


def sent(store: HistoryStore, ended: Ending, account: str = KEY) -> int:
    body = compose.resolve(example(), Moment(START, "id")).body
    opened = opening(account_key=account)
    activity = replace(opened.activity, body=body)
    exchange_id = store.begin(replace(opened, activity=activity)).result()
    store.complete(exchange_id, ended).result()
    return exchange_id


EXAMPLE = {
    ("clicked widget", ""): frozenset[Kind](),
    ("clicked widget", "widget_color"): frozenset({TEXT}),
    ("clicked widget", "ab_group"): frozenset({TEXT}),
    (PROFILE, "team"): frozenset({TEXT}),
}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_may_have_arrived_is_known_from_then_on(store: HistoryStore, outcome: Outcome) -> None:
    if outcome is Outcome.SENDING:
        store.begin(opening()).result()
    else:
        sent(store, ending(outcome))
    arrived = outcome in {Outcome.ACCEPTED, Outcome.UNKNOWN}
    expected = Known(("user-42",), EXAMPLE) if arrived else Known()
    assert store.known(KEY).result() == expected
    assert store.known("b" * 32).result() == Known()


def test_what_is_known_finds_what_was_meant(store: HistoryStore) -> None:
    sent(store, ending())
    known = store.known(KEY).result()
    assert known.likeness is not None
    assert known.likeness.person("uesr-42") == "user-42"
    assert known.likeness.key("clicked widget", "widgetSize") is None
    assert known.likeness.key("clicked widget", "widgetColor") == "widget_color"
    assert known.same_event("Clicked Widget") == "clicked widget"


def test_interrupted_sends_may_have_arrived(store: HistoryStore) -> None:
    body = b'{"profile_update": {"a": 1}}'
    opened = opening()
    other = HistoryStore(store._worker, "a copy that is gone")
    other.begin(replace(opened, activity=replace(opened.activity, body=body))).result()
    assert store.known(KEY).result() == Known()
    store.settle_interrupted(()).result()
    assert store.known(KEY).result().property_kinds == {(PROFILE, "a"): frozenset({NUMBER})}
