"""`send --lines`: many requests from one stream, some of them at once.

Each goes the way of a single one. Results come in the order of completion, each with its line
number: a result that had to wait for an earlier line would have to be kept, and memory stays flat
however long the file is. Lines about the same user keep their order (`turns`).

All of it runs on the engine's loop, beside the sends: a thread of its own would have to be woken
for each line, which costs more than the line does. What must not hold up the sends, reading the
source and writing the results, is done by other threads (`line_stream`, `spool`).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from appcues_console.activity.exchange import Exchange, Outcome
from appcues_console.activity.known import Known
from appcues_console.engine.errors import MayCountTwice

from .exits import STATUS, Exit
from .failures import Failure, failure_of
from .line_report import LineReport
from .line_stream import LineStream, Numbered, Source
from .lines import Faulty, Line, Ready, read_line
from .progress import Progressing
from .spool import Spool
from .tally import Tally
from .turns import Turns

if TYPE_CHECKING:
    from appcues_console.accounts.account import Account
    from appcues_console.engine.sender import Sender

READ_AHEAD: Final = 4
"""Lines read for each that may be sent at once, so that a line which waits for another of the same
user does not hold up the rest."""

MOST_BYTES: Final = 64 * 1024 * 1024
"""Bytes of the lines that are under way together; a line that is longer goes alone."""

MANY: Final = 100
"""Lines that were sent after which it pays to prepare for more."""

IN_A_ROW: Final = 100
"""Lines that cannot be sent and are told in a row, before answers, Ctrl+C and whoever takes the
results have a turn. A file of another kind may have nothing else."""

BREATH: Final = 0.02
"""Seconds between two looks at results that nobody has taken yet."""


class Batch:
    """One run of `send --lines`, on the engine's loop. `known` is what was sent before it began:
    what its own lines teach does not count."""

    def __init__(
        self,
        spool: Spool,
        account: Account,
        known: Known | None,
        *,
        at_once: int,
        as_json: bool,
        stop_at_first: bool,
        again: bool = False,
    ) -> None:
        self._spool = spool
        self._account = account
        self._known = known
        self._at_once = at_once
        self._stop_at_first = stop_at_first
        self._again = again
        self._report = LineReport(spool, as_json=as_json)
        self._tally = Tally()
        self._turns = Turns()
        self._lines: LineStream | None = None
        self._unread: deque[Numbered] = deque()
        self._count = self._bytes = self._sent = 0
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._asked_for_more = self._at_end = False
        self._why_stopped = ""
        self._interrupted = False
        self._changed = asyncio.Event()
        self._started = time.monotonic()

    @property
    def unfinished(self) -> list[int]:
        """The numbers of the lines that are under way. May be asked from any thread."""
        return sorted(list(self._flying))  # noqa: C414 - copied at one stroke; the loop goes on

    async def run(self, source: Source, sender: Sender) -> Exit:
        """Send every line of `source` and return the exit status: the worst of all lines."""
        loop = asyncio.get_running_loop()

        def on_loop(call: Callable[[], None]) -> None:
            if not loop.is_closed():  # A reading thread may come back when all is over.
                loop.call_soon_threadsafe(call)

        self._sender = sender
        self._lines = LineStream(
            source,
            lambda lines: on_loop(lambda: self._take_in(lines)),
            lambda error: on_loop(lambda: self._end(error)),
            self._known,
        )
        self._lines.start()
        workers = [loop.create_task(self._work()) for _ in range(self._at_once)]
        try:
            await asyncio.wait(workers)
        finally:
            self._lines.stop()
        for worker in workers:
            worker.result()
        return self.conclude()

    def interrupt(self) -> None:
        """Begin nothing more, and cancel what is under way. To be called on the loop."""
        if self._interrupted:
            return
        self._interrupted = True
        self._stop(self._left(), "Interrupted.")
        if self._flying:
            self._spool.say("Cancelling.")
        for task in self._flying.values():
            task.cancel()

    def leave(self, why: str) -> None:
        """Begin nothing more, for a reason outside of the batch. To be called on the loop."""
        self._stop(self._left(), why)

    def conclude(self, given_up: Sequence[int] = ()) -> Exit:
        """Tell what came of it all, and return the exit status. The lines `given_up` are still
        under way and nobody waits for their end."""
        if given_up:
            numbers = ", ".join(map(str, given_up))
            self._tally.stopped(Exit.UNKNOWN)
            self._spool.say(
                f"Stopped waiting for the end. May have arrived: lines {numbers}. Look at their"
                " users before sending them again."
            )
        if self._why_stopped:
            self._spool.say(
                f"{self._why_stopped} Each line that was begun is told above; no other was sent."
            )
        for sentence in self._tally.sentences(time.monotonic() - self._started):
            self._spool.say(sentence)
        return self._tally.status

    async def _work(self) -> None:
        """Send one line after another, until there are no more."""
        try:
            while (line := await self._next()) is not None:
                await self._send(line)
                self._tell_others()
        except BaseException:
            # A fault of ours must not leave the others sending beside it.
            self._stop(Exit.BUG, "Stopped by a fault in the console.")
            raise

    async def _next(self) -> Ready | None:
        """Return the line whose turn it is, once there is one; None at the end."""
        while True:
            # Another thread writes what is kept there.
            while self._spool.full and not self._why_stopped:  # noqa: ASYNC110
                await asyncio.sleep(BREATH)
            # Several in a row cost half as much as one now and then.
            broken_off = False
            if self._count - len(self._flying) < self._at_once:
                broken_off = self._read_ahead()
            if self._why_stopped:
                return None
            line = self._turns.take()
            if line is not None:
                return line
            if self._at_end and not self._unread and not self._turns:
                return None
            if broken_off:
                await asyncio.sleep(0)
            else:
                await self._changed.wait()

    def _tell_others(self) -> None:
        """Let those look again that found nothing to do."""
        self._changed.set()
        self._changed = asyncio.Event()

    def _take_in(self, lines: list[Numbered]) -> None:
        self._unread.extend(lines)
        self._asked_for_more = False
        self._tell_others()

    def _end(self, error: Exception | None) -> None:
        """Note that there are no more lines to take in."""
        self._at_end = True
        if error is not None:
            failure = failure_of(error)
            self._stop(failure.status, failure.message)
        self._tell_others()

    def _read_ahead(self) -> bool:
        """Read the lines that are at hand, as far ahead as is good. Return whether there are some
        left only because of `IN_A_ROW`."""
        window = self._at_once * READ_AHEAD
        faulty = 0
        while self._unread and self._count < window and not self._why_stopped:
            if faulty == IN_A_ROW:
                return True
            number, line = self._unread[0]
            size = len(line) if isinstance(line, bytes) else line.size
            if self._count and self._bytes + size > MOST_BYTES:
                break
            del self._unread[0]
            if isinstance(line, bytes):
                line = read_line(number, line, known=self._known)
            faulty += isinstance(line, Faulty)
            self._take(line)
        if len(self._unread) < window and not (self._at_end or self._asked_for_more):
            self._asked_for_more = True
            if self._lines is not None:
                self._lines.more()
        return False

    def _take(self, line: Line) -> None:
        for problem in line.problems:
            if self._tally.is_first(problem):
                self._report.problem(line.number, problem)
        if isinstance(line, Ready):
            self._count += 1
            self._bytes += line.size
            self._turns.add(line)
            return
        self._tally.faulty(line.status)
        self._report.faulty(line)
        if self._stop_at_first:
            self._stop(line.status, f"Stopped at line {line.number}.")

    async def _send(self, line: Ready) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a line needs a task to be sent in")
        self._flying[line.number] = task
        progress = Progressing(self._spool, f"Line {line.number}: ")
        try:
            exchange = await self._sender.send(
                line.activity, self._account, progress, again=self._again
            )
        except MayCountTwice as error:
            failure = failure_of(error)
            self._tally.held_back(failure.status)
            self._failed(line, failure, stop=self._stop_at_first)
        except Exception as error:  # noqa: BLE001 - is told as what it is, with its line
            # A keyring or a history that fails once will fail for the next line as well.
            failure = failure_of(error)
            self._tally.failed(failure.status)
            self._failed(line, failure, stop=True)
        else:
            self._ended(line, exchange)
        finally:
            del self._flying[line.number]
            self._count -= 1
            self._bytes -= line.size
            self._turns.done(line)

    def _ended(self, line: Ready, exchange: Exchange) -> None:
        status = STATUS[exchange.outcome]
        self._tally.sent(exchange.outcome, status)
        self._report.ended(line, exchange, status)
        if self._stop_at_first and exchange.outcome is not Outcome.ACCEPTED:
            self._stop(status, f"Stopped at line {line.number}.")
        self._sent += 1
        if self._sent == MANY:
            self._sender.expect_many()

    def _failed(self, line: Ready, failure: Failure, *, stop: bool) -> None:
        self._report.failed(line, failure)
        if stop:
            self._stop(failure.status, f"Stopped at line {line.number}.")

    def _left(self) -> Exit:
        """Return the status of a batch that ends now because of something outside of it."""
        done = self._at_end and not self._unread and not self._turns
        return Exit.DONE if done else Exit.NOT_SENT

    def _stop(self, status: Exit, why: str) -> None:
        """Begin nothing more. What is under way is brought to its end."""
        if not self._why_stopped:
            self._why_stopped = why
            self._tally.stopped(status)
            if self._lines is not None:
                self._lines.stop()
            self._tell_others()
