"""`send --lines`: many requests from one stream, some of them at once.

Each goes the way of a single one. Results come in the order of completion, each with its line
number: a result that had to wait for an earlier line would have to be kept, and memory stays flat
however long the file is. Lines about the same user keep their order (`turns`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from appcues_console.activity.exchange import Exchange, Outcome
from appcues_console.activity.known import Known
from appcues_console.engine.errors import MayCountTwice

from .exits import STATUS, Exit
from .failures import Failure, failure_of
from .interruptions import Interruptions
from .line_report import LineReport
from .line_stream import LineStream, Source
from .lines import Line, Ready
from .output import Output
from .progress import Progressing
from .running import TURN
from .tally import Tally
from .turns import Turns

if TYPE_CHECKING:
    from appcues_console.accounts.account import Account
    from appcues_console.engine.engine import Engine
    from appcues_console.engine.sending import Sending

READ_AHEAD = 4
"""Lines read for each that may be sent at once, so that a line which waits for another of the same
user does not hold up the rest."""


class Batch:
    """One run of `send --lines`, on the main thread. `known` is what was sent before it began: what
    its own lines teach does not count."""

    def __init__(
        self,
        output: Output,
        engine: Engine,
        account: Account,
        known: Known | None,
        interruptions: Interruptions,
        *,
        at_once: int,
        as_json: bool,
        stop_at_first: bool,
        again: bool = False,
    ) -> None:
        self._output = output
        self._engine = engine
        self._account = account
        self._known = known
        self._interruptions = interruptions
        self._at_once = at_once
        self._stop_at_first = stop_at_first
        self._again = again
        self._report = LineReport(output, as_json=as_json)
        self._tally = Tally()
        self._turns = Turns()
        self._flying: dict[int, Sending] = {}
        self._at_end = False
        self._why_stopped = ""
        self._cancelled = False
        # What other threads have to say is acted on here, in the order in which it happened.
        self._events: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def run(self, source: Source) -> Exit:
        """Send every line of `source` and return the exit status: the worst of all lines."""
        started = time.monotonic()
        self._lines = LineStream(
            source,
            self._at_once * READ_AHEAD,
            lambda line: self._events.put(lambda: self._take(line)),
            lambda error: self._events.put(lambda: self._end(error)),
            self._known,
        )
        self._lines.start()
        given_up = False
        while self._flying or not (self._at_end or self._why_stopped):
            self._act()
            if given_up := self._interrupted():
                break
        self._lines.stop()
        self._conclude(time.monotonic() - started, given_up=given_up)
        return self._tally.status

    def _act(self) -> None:
        """Act on what happened, or wait for it one turn."""
        if self._events.empty():
            self._output.flush()  # Nothing to do: now a reader may see what was written.
        try:
            event = self._events.get(timeout=TURN)
        except Empty:
            return
        event()
        if self._output.gone:
            self._stop(self._left(), "Nobody reads the results any more.")

    def _take(self, line: Line) -> None:
        """Take in a line, and send it as soon as that is right."""
        if self._why_stopped:
            return
        for problem in line.problems:
            if self._tally.is_first(problem):
                self._report.problem(line.number, problem)
        if isinstance(line, Ready):
            self._turns.add(line)
            self._send_more()
            return
        self._lines.release(line)
        self._tally.faulty(line.status)
        self._report.faulty(line)
        if self._stop_at_first:
            self._stop(line.status, f"Stopped at line {line.number}.")

    def _send_more(self) -> None:
        while len(self._flying) < self._at_once and not self._why_stopped:
            line = self._turns.take()
            if line is None:
                return
            self._send(line)

    def _send(self, line: Ready) -> None:
        progress = Progressing(self._output, f"Line {line.number}: ")
        sending = self._engine.send(line.activity, self._account, progress, again=self._again)
        self._flying[line.number] = sending
        sending.future.add_done_callback(
            lambda future: self._events.put(lambda: self._ended(line, future))
        )

    def _ended(self, line: Ready, future: Future[Exchange]) -> None:
        del self._flying[line.number]
        self._lines.release(line)
        self._turns.done(line)
        error = future.exception()
        if isinstance(error, MayCountTwice):
            self._held_back(line, failure_of(error))
            return
        if isinstance(error, Exception):
            # A keyring or a history that fails once will fail for the next line as well.
            failure = failure_of(error)
            self._tally.failed(failure.status)
            self._report.failed(line, failure)
            self._stop(failure.status, f"Stopped at line {line.number}.")
            return
        exchange = future.result()
        status = STATUS[exchange.outcome]
        self._tally.sent(exchange.outcome, status)
        self._report.ended(line, exchange, status)
        if self._stop_at_first and exchange.outcome is not Outcome.ACCEPTED:
            self._stop(status, f"Stopped at line {line.number}.")
        self._send_more()

    def _held_back(self, line: Ready, failure: Failure) -> None:
        """Tell of a line whose events may have arrived before; the others go on."""
        self._tally.held_back(failure.status)
        self._report.failed(line, failure)
        if self._stop_at_first:
            self._stop(failure.status, f"Stopped at line {line.number}.")
        self._send_more()

    def _end(self, error: Exception | None) -> None:
        """Note that there are no more lines to read."""
        self._at_end = True
        if error is not None:
            failure = failure_of(error)
            self._stop(failure.status, failure.message)

    def _interrupted(self) -> bool:
        """Heed Ctrl+C. Return whether not even the ends of what is under way are waited for."""
        asked = self._interruptions.asked
        if asked and not self._cancelled:
            self._cancelled = True
            self._stop(self._left(), "Interrupted.")
            if self._flying:
                self._output.say("Cancelling.")
            for sending in self._flying.values():
                sending.cancel()
        return asked > 1

    def _left(self) -> Exit:
        """Return the status of a batch that ends now because of something outside of it."""
        return Exit.DONE if self._at_end and not self._turns else Exit.NOT_SENT

    def _stop(self, status: Exit, why: str) -> None:
        """Begin nothing more. What is under way is brought to its end."""
        if not self._why_stopped:
            self._why_stopped = why
            self._tally.stopped(status)
            self._lines.stop()

    def _conclude(self, seconds: float, *, given_up: bool) -> None:
        """Tell what came of it all."""
        if given_up and self._flying:
            numbers = ", ".join(map(str, sorted(self._flying)))
            self._tally.stopped(Exit.UNKNOWN)
            self._output.say(
                f"Stopped waiting for the end. May have arrived: lines {numbers}. Look at their"
                " users before sending them again."
            )
        if self._why_stopped:
            self._output.say(
                f"{self._why_stopped} Each line that was begun is told above; no other was sent."
            )
        for sentence in self._tally.sentences(seconds):
            self._output.say(sentence)
