"""Events of which nobody knows whether they arrived."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcues_console.activity.exchange import Outcome
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.database import open_database
from tests.history.exchanges import ending, opening

KEY = "a" * 32
SAME = b'{"request_id":"r","events":[{"name":"clicked widget","timestamp":7},{"name":"new"}]}'
OTHER = b'{"events":[{"name":"another"}]}'


def went(store: HistoryStore, *outcomes: Outcome, **more: object) -> int:
    """Send the usual event once for each of `outcomes`."""
    exchange_id = 0
    for outcome in outcomes:
        exchange_id = store.begin(opening(**more)).result()  # type: ignore[arg-type]
        store.complete(exchange_id, ending(outcome)).result()
    return exchange_id


def among(store: HistoryStore, user_id: str = "user-42", body: bytes = SAME) -> tuple[str, ...]:
    return store.doubts.among(KEY, user_id, body).result()


def test_after_an_unknown_its_events_are_in_doubt_and_no_others(store: HistoryStore) -> None:
    assert not store.doubts.any(KEY).result()
    went(store, Outcome.UNKNOWN)
    assert among(store) == ("clicked widget",)
    assert among(store, body=OTHER) == ()
    assert store.doubts.any(KEY).result()


def test_they_are_in_doubt_for_that_user_of_that_account(store: HistoryStore) -> None:
    went(store, Outcome.UNKNOWN)
    assert among(store, "User-42") == ()
    assert store.doubts.among("practice", "user-42", SAME).result() == ()
    assert not store.doubts.any("practice").result()


@pytest.mark.parametrize(
    ("then", "doubted"),
    [
        (Outcome.ACCEPTED, False),
        (Outcome.REJECTED, True),
        (Outcome.NOT_SENT, True),
        (Outcome.UNKNOWN, True),
    ],
)
def test_only_that_it_is_accepted_ends_a_doubt(
    then: Outcome, doubted: bool, store: HistoryStore
) -> None:
    went(store, Outcome.UNKNOWN, then)
    assert bool(among(store)) is doubted
    assert store.doubts.any(KEY).result() is doubted


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.REJECTED, Outcome.NOT_SENT])
def test_other_outcomes_leave_no_doubt(outcome: Outcome, store: HistoryStore) -> None:
    went(store, outcome)
    assert among(store) == ()


def test_a_body_without_events_is_never_in_doubt(store: HistoryStore) -> None:
    went(store, Outcome.UNKNOWN, event_count=0)
    assert not store.doubts.any(KEY).result()


def test_an_ending_that_takes_the_place_of_an_unknown_takes_its_doubt_away(
    store: HistoryStore,
) -> None:
    exchange_id = went(store, Outcome.UNKNOWN)
    store.complete(exchange_id, ending(Outcome.NOT_SENT)).result()
    assert among(store) == ()


def test_what_a_killed_program_left_in_flight_is_in_doubt(store: HistoryStore) -> None:
    gone = HistoryStore(store._worker, "a copy that is gone")
    gone.begin(opening()).result()
    assert among(store) == ()
    store.settle_interrupted(()).result()
    assert among(store) == ("clicked widget",)


def test_a_removed_exchange_takes_its_doubts_along(store: HistoryStore) -> None:
    went(store, Outcome.UNKNOWN)
    store._worker.write(lambda connection: connection.execute("DELETE FROM exchange")).result()
    assert not store.doubts.any(KEY).result()


def test_accepted_without_a_doubt_reads_no_body(store: HistoryStore) -> None:
    sent = opening(user_id="another")
    broken = replace(sent, activity=replace(sent.activity, body=b"\xff"))
    went(store, Outcome.UNKNOWN)
    store.complete(store.begin(broken).result(), ending()).result()
    assert among(store) == ("clicked widget",)


def test_a_history_from_before_learns_its_doubts() -> None:
    connection = open_database(None, None, MIGRATIONS[:3])
    for outcome in ("unknown", "accepted", "unknown"):
        connection.execute(
            "INSERT INTO exchange (started_at, outcome, account_key, label, safety, user_id,"
            " summary, event_count) VALUES (1, ?, ?, x'', 'test', x'75', x'', 1)",
            (outcome, KEY),
        )
        connection.execute(
            "INSERT INTO request VALUES (last_insert_rowid(), x'', x'', ?)",
            (OTHER if outcome == "accepted" else SAME,),
        )
    MIGRATIONS[3](connection)
    marked = connection.execute("SELECT user_id, exchange_id FROM doubt").fetchall()
    connection.close()
    assert marked == [(b"u", 3), (b"u", 3)]
