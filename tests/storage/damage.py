"""Real damage to a database file: bytes changed in the pages of one of its tables."""

from __future__ import annotations

from pathlib import Path

import apsw

from appcues_console.storage.database import unlock


def damage_table(path: Path, key: bytes, *tables: str) -> int:
    """Change a byte in each page of `tables` of the closed or idle database at `path`, as a failing
    disk would, and return how many pages that were."""
    connection = apsw.Connection(str(path))
    unlock(connection, key)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    size: int = connection.execute("PRAGMA page_size").get
    pages = [
        page
        for table in tables
        for (page,) in connection.execute("SELECT pageno FROM dbstat WHERE name = ?", (table,))
    ]
    connection.close()
    with path.open("r+b") as file:
        for page in pages:
            place = (page - 1) * size + size // 2
            file.seek(place)
            old = file.read(1)
            file.seek(place)
            file.write(bytes([old[0] ^ 0xFF]))
    return len(pages)


def damage_start(path: Path) -> None:
    """Change bytes in the first page, without which no key can be told from another."""
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(200)
    path.write_bytes(content)
