"""What is written of an exchange, on a bare connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import apsw
import pytest

from appcues_console.activity.exchange import Opening, Outcome
from appcues_console.activity.known import Property
from appcues_console.activity.values import Kind
from appcues_console.history.entries import Entries
from appcues_console.history.properties import latest
from appcues_console.history.schema import MIGRATIONS
from appcues_console.storage.database import open_database
from tests.history.exchanges import ending, opening

Kinds = Mapping[Property, frozenset[Kind]]
TEAM: Kinds = {("", "team"): frozenset({Kind.TEXT})}


@pytest.fixture
def connection() -> Iterator[apsw.Connection]:
    connection = open_database(None, None, MIGRATIONS)
    yield connection
    connection.close()


def setting(properties: Kinds | None) -> Opening:
    usual = opening()
    return replace(usual, activity=replace(usual.activity, body=b"{}", properties=properties))


def outcomes(connection: apsw.Connection) -> list[tuple[int, str]]:
    return list(connection.execute("SELECT id, outcome FROM exchange ORDER BY id"))


def learned(connection: apsw.Connection) -> Kinds:
    return dict(latest(connection, "a" * 32))


def test_an_exchange_is_sending_until_its_end(connection: apsw.Connection) -> None:
    entries = Entries("this copy")
    first, second = (entries.begin(connection, opening(f"u{n}")) for n in (1, 2))
    assert outcomes(connection) == [(first, "sending"), (second, "sending")]
    entries.ended(first, entries.end(connection, first, ending(Outcome.REJECTED, 404)))
    assert outcomes(connection) == [(first, "rejected"), (second, "sending")]
    assert entries.end(connection, 99, ending()) == {}, "one that was removed stays so"
    assert len(outcomes(connection)) == 2


def test_properties_that_are_known_need_no_body(connection: apsw.Connection) -> None:
    entries = Entries("this copy")
    exchange_id = entries.begin(connection, setting(TEAM))
    entries.ended(exchange_id, entries.end(connection, exchange_id, ending()))
    assert learned(connection) == TEAM


def test_a_beginning_that_was_taken_back_teaches_nothing(connection: apsw.Connection) -> None:
    entries = Entries("this copy")
    connection.execute("BEGIN")
    gone = entries.begin(connection, setting(TEAM))
    connection.execute("ROLLBACK")
    exchange_id = entries.begin(connection, setting(None))
    assert exchange_id == gone, "the number is given again"
    entries.ended(exchange_id, entries.end(connection, exchange_id, ending()))
    assert learned(connection) == {}


def test_what_an_ending_taught_counts_once_it_is_kept(connection: apsw.Connection) -> None:
    entries = Entries("this copy")
    first, second = (entries.begin(connection, setting(TEAM)) for _ in range(2))
    connection.execute("BEGIN")
    entries.end(connection, first, ending())
    connection.execute("ROLLBACK")
    taught = entries.end(connection, second, ending())
    assert taught
    assert learned(connection) == TEAM
    entries.ended(second, taught)
    assert entries.end(connection, first, ending()) == {}, "it is in the file by now"


def test_what_copies_that_are_gone_left_is_settled(connection: apsw.Connection) -> None:
    for owner in ("gone", "living", "this copy"):
        Entries(owner).begin(connection, opening(owner))
    assert Entries("this copy").settle(connection, {"living"}) == 1
    assert outcomes(connection) == [(1, "unknown"), (2, "sending"), (3, "sending")]
