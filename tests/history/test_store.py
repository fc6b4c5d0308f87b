"""An exchange is kept whole, found by its words, and never forgotten half-way."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcues_console.activity.exchange import Ending, Exchange, Opening, Outcome
from appcues_console.history.people import Person
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.history.wording import interrupted
from appcues_console.history.words import fold
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker
from tests.history.exchanges import (
    ANY_TEXT,
    ENDINGS,
    OPENINGS,
    START,
    ending,
    opening,
)

KEY = bytes(range(32))


def send(store: HistoryStore, opened: Opening, ended: Ending | None = None) -> int:
    exchange_id = store.begin(opened).result()
    store.complete(exchange_id, ended or ending()).result()
    return exchange_id


@given(OPENINGS, st.none() | ENDINGS)
def test_an_exchange_read_back_is_the_one_written(
    lasting_store: HistoryStore, opened: Opening, ended: Ending | None
) -> None:
    exchange_id = lasting_store.begin(opened).result()
    if ended is not None:
        lasting_store.complete(exchange_id, ended).result()

    kept = lasting_store.exchange(exchange_id).result()
    (summary,) = lasting_store.summaries([exchange_id]).result()
    assert kept == Exchange(exchange_id, opened, ended)
    assert summary.id == exchange_id
    assert summary.started_at == opened.started_at
    assert summary.outcome is kept.outcome
    assert summary.status == (ended.reply.status if ended and ended.reply else None)
    assert summary.user_id == opened.activity.user_id
    assert summary.text == opened.activity.summary
    assert summary.account_label == opened.destination.label
    assert summary.safety == opened.destination.safety
    assert summary.duration == (ended.duration if ended and ended.attempts else None)


def test_an_exchange_is_there_as_sending_before_its_end(store: HistoryStore) -> None:
    exchange_id = store.begin(opening()).result()
    kept = store.exchange(exchange_id).result()

    assert kept is not None
    assert kept.outcome is Outcome.SENDING
    assert kept.ending is None


def test_ids_come_newest_first_in_a_compact_array(store: HistoryStore) -> None:
    sent = [send(store, opening(started_at=START - n)) for n in range(5)]
    ids = store.ids().result()

    assert isinstance(ids, array)
    assert ids.typecode == "q"
    assert list(ids) == sent[::-1]


def test_an_empty_history_has_nothing(store: HistoryStore) -> None:
    assert list(store.ids().result()) == []
    assert list(store.ids("anything").result()) == []
    assert store.exchange(1).result() is None
    assert store.summaries([1, 2]).result() == ()
    assert store.people("k", "").result() == ()


def test_summaries_come_in_the_order_asked_without_the_missing(store: HistoryStore) -> None:
    sent = [send(store, opening(f"user-{n}")) for n in range(4)]
    rows = store.summaries([sent[2], 999, sent[0], sent[3]]).result()

    assert [row.user_id for row in rows] == ["user-2", "user-0", "user-3"]


def test_completing_what_was_removed_changes_nothing(store: HistoryStore) -> None:
    assert store.complete(7, ending()).result() is None
    assert list(store.ids().result()) == []


@pytest.fixture
def furnished(store: HistoryStore) -> HistoryStore:
    """Five exchanges with ids 1 to 5; the last is in flight."""
    send(store, opening("user-42", "clicked widget · profile: team", label="Acme"))
    send(store, opening("Müller", "upgraded plan", label="Trial"), ending(Outcome.REJECTED, 404))
    send(store, opening("user-7", "profile: tier", label="Acme"), ending(Outcome.NOT_SENT, None))
    send(store, opening('"quoted"*', "100% AND (nothing) NEAR/2", label="Practice"))
    store.begin(opening("user-42", "clicked nothing", label="Practice"))
    return store


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("user-42", [5, 1]),
        ("ser-4", [5, 1]),
        ("USER", [5, 3, 1]),
        ("muller", [2]),
        ("MÜLL", [2]),
        ("widget", [1]),
        ("dge", [1]),
        ("clicked user-42", [5, 1]),
        ("widget team acme", [1]),
        ("widget trial", []),
        ("acme", [3, 1]),
        ("rejected", [2]),
        ("404", [2]),
        ("not sent", [3]),
        ("accepted", [4, 1]),
        ("sending", [5]),
        ("sending practice", [5]),
        ("7", [3]),
        ("ü", [5, 3, 2, 1, 4]),
        ("42 cl", [5, 1]),
        ("user 7", [3]),
        ("zz", []),
        ('"quoted"*', [4]),
        ("AND", [4]),
        ("near/2", [4]),
        ("%", [4]),
        ("*", [4]),
        ('"', [4]),
        ('""""', []),
        ("text:user", []),
        ("-widget", []),
        ("(", [4]),
    ],
)
def test_every_word_is_found_anywhere(
    furnished: HistoryStore, search: str, found: list[int]
) -> None:
    assert list(furnished.ids(search).result()) == sorted(found, reverse=True)


@pytest.mark.parametrize("search", ["", "e", "user", "user e"])
@pytest.mark.parametrize("limit", [0, 1, 2, 9])
def test_the_newest_of_what_is_found_can_be_had_first(
    furnished: HistoryStore, search: str, limit: int
) -> None:
    everything = furnished.ids(search).result()

    assert len(everything) > 2
    assert furnished.ids(search, limit=limit).result() == everything[:limit]


def test_what_ended_is_found_by_its_end_and_no_longer_as_sending(furnished: HistoryStore) -> None:
    furnished.complete(5, ending(Outcome.UNKNOWN, None)).result()

    assert list(furnished.ids("sending").result()) == []
    assert list(furnished.ids("unknown").result()) == [5]


def test_a_later_ending_takes_the_place_of_an_earlier_one(store: HistoryStore) -> None:
    exchange_id = send(store, opening(), ending(Outcome.UNKNOWN, None))
    store.complete(exchange_id, ending(Outcome.REJECTED, 422)).result()
    kept = store.exchange(exchange_id).result()

    assert kept is not None
    assert kept.ending == ending(Outcome.REJECTED, 422)
    assert list(store.ids("unknown").result()) == []
    assert list(store.ids("rejected 422").result()) == [exchange_id]


TEXTS = [
    "clicked widget",
    "Ünïcode · 日本語",
    'a"b" OR c*',
    "user-42\0\ud800",
    "x",
    "NEAR(a b)",
    "ﬁle ﬁlé",
]


@pytest.fixture(scope="module")
def library() -> Iterator[HistoryStore]:
    worker = DatabaseWorker(lambda: open_database(None, None, MIGRATIONS))
    store = HistoryStore(worker, "this copy")
    for number, text in enumerate(TEXTS):
        opened = opening(text, TEXTS[-number], label=f"label {number}")
        if number % 3:
            send(store, opened, ending(Outcome.REJECTED, 400 + number))
        else:
            store.begin(opened).result()
    yield store
    worker.close()


PIECES = st.sampled_from(
    [text[start:end] for text in TEXTS for start in range(3) for end in (4, 9)]
)


@given(st.lists(ANY_TEXT | PIECES | st.sampled_from(['"', "AND", "NOT x", "*", "4"]), max_size=4))
def test_a_search_finds_what_holds_every_word_and_never_fails(
    library: HistoryStore, pieces: list[str]
) -> None:
    search = " ".join(pieces)
    words = [fold(word) for word in search.split()]
    expected = []
    for row in library.summaries(range(len(TEXTS), 0, -1)).result():
        parts = (row.user_id, row.text, row.account_label, row.outcome.value, str(row.status or ""))
        text = "\n".join(map(fold, parts))
        if all(word in text for word in words):
            expected.append(row.id)

    assert list(library.ids(search).result()) == expected


def test_a_person_is_known_once_a_send_may_have_arrived(store: HistoryStore) -> None:
    key = "a" * 32
    send(store, opening("user-1"), ending(Outcome.NOT_SENT, None))
    send(store, opening("user-1"), ending(Outcome.REJECTED, 404))
    assert store.person(key, "user-1").result() is None
    send(store, opening("user-1", started_at=START + 5))
    send(store, opening("user-1", started_at=START), ending(Outcome.UNKNOWN, None))

    assert store.person(key, "user-1").result() == Person("user-1", START + 5, 2)
    assert store.person(key, "USER-1").result() is None
    assert store.person("another account", "user-1").result() is None


def test_a_correction_of_the_outcome_corrects_the_person(store: HistoryStore) -> None:
    exchange_id = send(store, opening("user-1"), ending(Outcome.UNKNOWN, None))
    store.complete(exchange_id, ending(Outcome.ACCEPTED)).result()
    assert store.person("a" * 32, "user-1").result() == Person("user-1", START, 1)
    store.complete(exchange_id, ending(Outcome.REJECTED, 404)).result()

    assert store.person("a" * 32, "user-1").result() is None


def test_people_are_completed_latest_first_whatever_the_case(store: HistoryStore) -> None:
    for number, user_id in enumerate(["User-1", "user-2", "other", "USER-3", "Üser"]):
        send(store, opening(user_id, started_at=START + number))
    send(store, opening("user-9", account_key="b" * 32))
    key = "a" * 32

    def names(prefix: str, limit: int = 20) -> list[str]:
        return [person.user_id for person in store.people(key, prefix, limit).result()]

    assert names("") == ["Üser", "USER-3", "other", "user-2", "User-1"]
    assert names("user-") == ["USER-3", "user-2", "User-1"]
    assert names("USER", 2) == ["Üser", "USER-3"]
    assert names("user-9") == []
    assert names("%") == []


@given(st.lists(ANY_TEXT, min_size=1, max_size=6, unique=True), ANY_TEXT)
def test_completion_finds_exactly_what_begins_so(names: list[str], prefix: str) -> None:
    worker = DatabaseWorker(lambda: open_database(None, None, MIGRATIONS))
    store = HistoryStore(worker, "this copy")
    for name in names:
        send(store, opening(name))
    for asked in (prefix, names[0][:2]):
        found = {person.user_id for person in store.people("a" * 32, asked).result()}
        assert found == {name for name in names if fold(name).startswith(fold(asked))}
    worker.close()


def test_what_a_dead_copy_left_in_flight_becomes_unknown(tmp_path: Path) -> None:
    worker = DatabaseWorker(lambda: open_database(tmp_path / "history.db", KEY, MIGRATIONS))
    mine, living, dead = (HistoryStore(worker, name) for name in ("mine", "living", "dead"))
    own, other = mine.begin(opening()).result(), living.begin(opening()).result()
    lost = [dead.begin(opening(event_count=count)).result() for count in (0, 1, 3)]
    over = send(dead, opening())

    assert mine.settle_interrupted({"living"}).result() == 3
    assert mine.settle_interrupted({"living"}).result() == 0
    outcomes = {row.id: row.outcome for row in mine.summaries(mine.ids().result()).result()}
    assert outcomes == {
        own: Outcome.SENDING,
        other: Outcome.SENDING,
        over: Outcome.ACCEPTED,
        **dict.fromkeys(lost, Outcome.UNKNOWN),
    }
    for exchange_id, count in zip(lost, (0, 1, 3), strict=True):
        kept = mine.exchange(exchange_id).result()
        assert kept is not None
        assert kept.ending == Ending(Outcome.UNKNOWN, interrupted(count))
    assert list(mine.ids("unknown").result()) == lost[::-1]
    worker.close()


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "harmless"), (1, "count the event twice"), (3, "count the 3 events twice")],
)
def test_an_interruption_says_what_repeating_may_do(count: int, words: str) -> None:
    assert words in interrupted(count)
    assert "not known whether the request arrived" in interrupted(count)


def test_the_history_is_there_after_a_restart_and_seen_by_two_copies(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    workers = [DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS)) for _ in range(2)]
    window, command = (HistoryStore(w, name) for w, name in zip(workers, "ab", strict=True))
    send(window, opening("from the window"))
    send(command, opening("from the command line"))
    seen = [row.user_id for row in window.summaries(window.ids().result()).result()]
    for worker in workers:
        worker.close()
    again = DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS))
    kept = HistoryStore(again, "c").ids("window").result()
    again.close()

    assert seen == ["from the command line", "from the window"]
    assert list(kept) == [1]


def test_the_files_of_the_history_show_nothing_that_was_sent(tmp_path: Path) -> None:
    marked = "marked-user-4711"
    worker = DatabaseWorker(lambda: open_database(tmp_path / "history.db", KEY, MIGRATIONS))
    store = HistoryStore(worker, "a")
    opened = opening(marked, f"{marked} clicked", label=marked)
    activity = replace(opened.activity, body=marked.encode() * 1000)
    for _ in range(20):
        send(store, replace(opened, activity=activity))
    open_files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    worker.close()
    closed_files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    assert len(store_bytes := b"".join((*open_files.values(), *closed_files.values()))) > 100_000
    assert marked.encode() not in store_bytes
    assert os.fsencode("api.appcues.com") not in store_bytes


def test_the_version_is_another_once_another_copy_wrote(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    workers = [DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS)) for _ in range(2)]
    try:
        mine, other = (HistoryStore(worker, f"copy {n}") for n, worker in enumerate(workers))
        for worker in workers:
            worker.opened.result(10)
        before = mine.version().result(10)

        mine.begin(opening()).result(10)
        assert mine.version().result(10) == before

        other.begin(opening()).result(10)
        after = mine.version().result(10)
        assert after != before
        assert mine.version().result(10) == after
    finally:
        for worker in workers:
            worker.close()


def test_what_was_begun_for_nobody_is_withdrawn_and_nothing_else(store: HistoryStore) -> None:
    mine, ended, stray = (store.begin(opening(f"user-{n}")).result() for n in range(3))
    store.complete(ended, ending()).result()
    others = HistoryStore(store._worker, "another copy").begin(opening("other")).result()

    assert store.unfinished().result() == {mine, stray}
    store.withdraw([stray, ended, others]).result()
    assert store.unfinished().result() == {mine}
    assert list(store.ids().result()) == [others, ended, mine]
    assert store.exchange(stray).result() is None
