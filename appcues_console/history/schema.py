"""The tables of the history, and the steps that led to them.

What lists show, what a request held and what the answer held are three tables: a list of a million
rows must not read a single body. Text that came from a person or a server is stored as bytes (see
`records.pack`), since it may hold what SQLite's text cannot: lone surrogates and NUL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import doubts

if TYPE_CHECKING:
    import apsw

_FIRST = """
CREATE TABLE exchange (
    -- AUTOINCREMENT: an id is never given twice, also after its row was removed.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at INTEGER NOT NULL,      -- milliseconds since the epoch, UTC
    outcome TEXT NOT NULL,
    status INTEGER,
    duration REAL,                    -- milliseconds of the last attempt
    account_key TEXT NOT NULL,
    label BLOB NOT NULL,
    safety TEXT NOT NULL,
    user_id BLOB NOT NULL,
    summary BLOB NOT NULL,
    event_count INTEGER NOT NULL,
    owner TEXT                        -- the running copy that is sending it; NULL once it ended
) STRICT;

CREATE INDEX exchange_unfinished ON exchange (id) WHERE owner IS NOT NULL;

CREATE TABLE request (
    id INTEGER PRIMARY KEY REFERENCES exchange ON DELETE CASCADE,
    base_url BLOB NOT NULL,
    masked_url BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE answer (
    id INTEGER PRIMARY KEY REFERENCES exchange ON DELETE CASCADE,
    explanation BLOB NOT NULL,
    attempts BLOB NOT NULL,           -- JSON
    head BLOB,                        -- JSON of the reply without its body; NULL without a reply
    body BLOB
) STRICT;

-- Who was reached through which account, for completion and for "known here".
CREATE TABLE person (
    account_key TEXT NOT NULL,
    user_id BLOB NOT NULL,
    folded BLOB NOT NULL,
    last_sent_at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (account_key, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_by_prefix ON person (account_key, folded);
CREATE INDEX person_by_time ON person (account_key, last_sent_at);

-- The folded words of each exchange that has ended; the index over them finds parts of words.
CREATE TABLE haystack (
    id INTEGER PRIMARY KEY REFERENCES exchange ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE needle USING fts5 (
    text, content='haystack', content_rowid='id', columnsize=0,
    tokenize='trigram case_sensitive 1'
);

CREATE TRIGGER haystack_insert AFTER INSERT ON haystack BEGIN
    INSERT INTO needle (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER haystack_delete AFTER DELETE ON haystack BEGIN
    INSERT INTO needle (needle, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER haystack_update AFTER UPDATE ON haystack BEGIN
    INSERT INTO needle (needle, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO needle (rowid, text) VALUES (new.id, new.text);
END;
"""


def _create(connection: apsw.Connection) -> None:
    connection.execute(_FIRST)


_SHELF = """
-- What is being composed: one row.
CREATE TABLE current_draft (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    record BLOB NOT NULL,             -- see activity/record.py
    saved_at INTEGER NOT NULL
) STRICT;

CREATE TABLE template (
    name BLOB PRIMARY KEY,
    record BLOB NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""


def _add_shelf(connection: apsw.Connection) -> None:
    connection.execute(_SHELF)


_PROPERTIES = """
-- Which properties were sent through which account; see properties.py.
CREATE TABLE property (
    account_key TEXT NOT NULL,
    scope BLOB NOT NULL,              -- the event's name; empty for the profile
    key BLOB NOT NULL,                -- empty for the event itself
    kinds INTEGER NOT NULL,           -- bits, as in properties.BITS
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (account_key, scope, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX property_by_time ON property (account_key, last_seen);
"""


def _add_properties(connection: apsw.Connection) -> None:
    connection.execute(_PROPERTIES)


_DOUBTS = """
-- Events of which nobody knows whether they arrived; see doubts.py.
CREATE TABLE doubt (
    account_key TEXT NOT NULL,
    user_id BLOB NOT NULL,
    mark BLOB NOT NULL,               -- of the event: activity/twice.py
    exchange_id INTEGER NOT NULL REFERENCES exchange ON DELETE CASCADE,
    PRIMARY KEY (account_key, user_id, mark)
) STRICT, WITHOUT ROWID;

CREATE INDEX doubt_by_exchange ON doubt (exchange_id);
"""


def _add_doubts(connection: apsw.Connection) -> None:
    connection.execute(_DOUBTS)
    doubts.note_all(connection)


MIGRATIONS = (_create, _add_shelf, _add_properties, _add_doubts)
"""In order. A step that was released is never changed; the next version is one more step."""
