"""A program whose disk is full for a while: no file may grow, as the system's own limit has it.

With a second argument, `many`, its sends are kept by a process of its own, which has the limit too.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

import keyring

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Safety
from appcues_console.activity.exchange import Activity
from appcues_console.engine.engine import Engine
from appcues_console.engine.history_process import HistoryProcess
from appcues_console.engine.rooms import Rooms
from appcues_console.paths import Places
from appcues_console.storage.errors import StorageError
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.story import PATIENCE, quiet, saved
from tests.engine.wired import WiredServer

MOST = 200


def main(home: Path, *, many: bool) -> None:
    keyring.set_keyring(MemoryKeyring())
    told: dict[str, object] = {}
    with WiredServer() as server, Engine(Places(home)) as engine:
        account = saved(engine, Account("a" * 32, "Acme", None, server.url, Safety.TEST, "blue"))

        def send(number: int) -> str:
            body = b'{"profile_update":{"a":"%s"}}' % (b"x" * 20_000)
            activity = Activity(f"u{number}", body, "profile: a", 0)
            return engine.send(activity, account, quiet).future.result(PATIENCE).outcome.value

        def limit(most: int) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
            if process is not None and process.pid is not None and not process.ended:
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, hard))

        process = engine._ask(process_expected).result(PATIENCE) if many else None
        told["before"] = send(0)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        largest = max(path.stat().st_size for path in home.rglob("*") if path.is_file())
        limit(largest + 100_000)
        sent = 1
        for number in range(1, MOST):
            try:
                send(number)
            except StorageError as error:
                told["error"], told["message"] = type(error).__name__, error.message
                break
            sent += 1
        told["unrecorded"] = len(server.received) - sent
        told["retired"] = process is not None and not process.ready
        limit(soft)
        told["after"] = send(MOST)
        told["listed"] = len(engine.ids().result(PATIENCE)) - sent - 1
        told["durable"] = engine.condition().result(PATIENCE).history_durable
    print(json.dumps(told))


async def process_expected(rooms: Rooms) -> HistoryProcess:
    """Expect many sends, and return the process that keeps them once it is ready."""
    rooms.sender.expect_many()
    store = await rooms.history.store()
    process = rooms.history._process
    assert process is not None
    await process.opened.wait()
    assert rooms.history.process(store) is process
    return process


if __name__ == "__main__":
    main(Path(sys.argv[1]), many=sys.argv[2:] == ["many"])
