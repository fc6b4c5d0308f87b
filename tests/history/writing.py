"""The process that keeps a series of sends, started by hand and spoken to over its pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from appcues_console.history.messages import READY, Answer, Hello, Message, Packets, packed
from appcues_console.history.schema import MIGRATIONS
from appcues_console.history.store import HistoryStore
from appcues_console.storage.aside import identity
from appcues_console.storage.database import open_database
from appcues_console.storage.worker import DatabaseWorker

ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))
OWNER = "this copy"
PATIENCE = 30


class OpenHistory:
    """A history in a file, as the program that starts the process has it open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.worker = DatabaseWorker(lambda: open_database(path, KEY, MIGRATIONS))
        self.worker.opened.result()
        self.store = HistoryStore(self.worker, OWNER)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.worker.close()

    @property
    def hello(self) -> Hello:
        return Hello(str(self.path), identity(self.path), KEY, OWNER)

    def users(self) -> list[str]:
        """Return whose exchanges are kept, oldest first."""
        rows = self.store.summaries(self.store.ids().result()).result()
        return [row.user_id for row in rows][::-1]


class Writer:
    """The process. Leaving the block ends its input and waits for its end."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "appcues_console", "history-writer"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._input, self._output = self.process.stdin, self.process.stdout
        self._packets = Packets()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()
        self.stop_listening()

    def tell(self, *messages: Hello | Message) -> None:
        """Write messages in one piece."""
        os.write(self._input.fileno(), b"".join(packed(each) for each in messages))

    def greet(self, hello: Hello) -> None:
        self.tell(hello)
        assert self.hear() == [Answer(READY, READY)]

    def hear(self) -> list[Answer]:
        """Return the answers to the next group, [] at the end."""
        while data := os.read(self._output.fileno(), 1 << 16):
            if groups := self._packets.take(data):
                (answers,) = groups
                return list(answers)
        return []

    def stop_listening(self) -> None:
        self._output.close()

    def end(self) -> int:
        """End its input, and return its status."""
        self._input.close()
        return self.process.wait(PATIENCE)
