"""The released shape of the tables, and that they hold together."""

from __future__ import annotations

import hashlib

from appcues_console.history.schema import MIGRATIONS
from appcues_console.storage.database import open_database

RELEASED = {
    1: "221246cbadd1e893",
    2: "b7d71850534e7ee2",
    3: "1ef3b66530befd7e",
    4: "73b34d726b95a7cf",
}
"""The fingerprint of the tables after each step. A step that was released is never changed: add
one, and its line here."""


def test_released_steps_lead_to_the_same_tables_for_ever() -> None:
    seen = {}
    for version in range(1, len(MIGRATIONS) + 1):
        connection = open_database(None, None, MIGRATIONS[:version])
        # Without the tables that belong to the index itself: SQLite may change those.
        tables = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'needle\\_%' ESCAPE '\\'"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        ).fetchall()
        connection.close()
        seen[version] = hashlib.sha256(repr(tables).encode()).hexdigest()[:16]

    assert seen == RELEASED


def test_removing_an_exchange_removes_all_of_it_and_its_id_is_not_given_again() -> None:
    connection = open_database(None, None, MIGRATIONS)
    insert = (
        "INSERT INTO exchange (started_at, outcome, account_key, label, safety, user_id, summary,"
        " event_count) VALUES (1, 'accepted', 'k', x'', 'test', x'', x'', 1)"
    )
    connection.execute(insert)
    connection.execute("INSERT INTO request VALUES (1, x'', x'', x'')")
    connection.execute("INSERT INTO answer VALUES (1, x'', x'', NULL, NULL)")
    connection.execute("INSERT INTO haystack VALUES (1, 'findable')")
    connection.execute("DELETE FROM exchange")
    left = {
        table: connection.execute(f"SELECT count(*) FROM {table}").get
        for table in ("request", "answer", "haystack")
    }
    found = connection.execute("SELECT rowid FROM needle WHERE needle MATCH 'findable'").fetchall()
    connection.execute("INSERT INTO needle (needle) VALUES ('integrity-check')")
    connection.execute(insert)
    next_id = connection.last_insert_rowid()
    connection.close()

    assert left == {"request": 0, "answer": 0, "haystack": 0}
    assert found == []
    assert next_id == 2
