"""A program whose disk is full for a while: no file may grow, as the system's own limit has it."""

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
from appcues_console.paths import Places
from appcues_console.storage.errors import StorageError
from tests.accounts.memory_keyring import MemoryKeyring
from tests.engine.story import PATIENCE, quiet, saved
from tests.engine.wired import WiredServer

MOST = 200


def main(home: Path) -> None:
    keyring.set_keyring(MemoryKeyring())
    told: dict[str, object] = {}
    with WiredServer() as server, Engine(Places(home)) as engine:
        account = saved(engine, Account("a" * 32, "Acme", None, server.url, Safety.TEST, "blue"))

        def send(number: int) -> str:
            body = b'{"profile_update":{"a":"%s"}}' % (b"x" * 20_000)
            activity = Activity(f"u{number}", body, "profile: a", 0)
            return engine.send(activity, account, quiet).future.result(PATIENCE).outcome.value

        told["before"] = send(0)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        largest = max(path.stat().st_size for path in home.rglob("*") if path.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 100_000, hard))
        sent = 1
        for number in range(1, MOST):
            try:
                send(number)
            except StorageError as error:
                told["error"], told["message"] = type(error).__name__, error.message
                break
            sent += 1
        told["unrecorded"] = len(server.received) - sent
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        told["after"] = send(MOST)
        told["listed"] = len(engine.ids().result(PATIENCE)) - sent - 1
        told["durable"] = engine.condition().result(PATIENCE).history_durable
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
