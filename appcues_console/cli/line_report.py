"""What is written about each line of a batch: one result a line, and sentences beside it."""

from __future__ import annotations

from typing import Any

from appcues_console.activity.exchange import Exchange, Outcome
from appcues_console.activity.problems import Problem

from . import lint, report
from .exits import Exit
from .failures import Failure
from .lines import Faulty, Ready
from .output import Output


class LineReport:
    """Writes to `output`, with `as_json` one object a line."""

    def __init__(self, output: Output, *, as_json: bool) -> None:
        self._output = output
        self._as_json = as_json

    def problem(self, number: int, problem: Problem) -> None:
        """Tell the person of one problem of a line."""
        self._output.say(f"Line {number}: {lint.line(problem)}")

    def ended(self, line: Ready, exchange: Exchange, status: Exit) -> None:
        """Write the result of a line that was sent, or was about to be."""
        if self._as_json:
            record = report.exchange_record(exchange, line.request_id)
            self._record(line, status, {**record, "problems": _problems(line)})
            return
        ending = exchange.ending
        reply = ending.reply if ending else None
        parts = [f"{exchange.outcome.word} · line {line.number} · {line.activity.user_id}"]
        if reply is not None:
            parts.append(f"{reply.status} {reply.reason}".strip())
        if ending is not None and ending.attempts:
            parts.append(f"{ending.duration:.0f} ms")
        self._output.line(" · ".join(parts))
        if ending is not None and exchange.outcome is not Outcome.ACCEPTED:
            self._output.say(f"Line {line.number}: {ending.explanation}")

    def faulty(self, line: Faulty) -> None:
        """Write the result of a line that cannot be sent."""
        self._unsent(line, line.status, line.message, line.user_id, Outcome.NOT_SENT)

    def failed(self, line: Ready, failure: Failure) -> None:
        """Write the result of a line that the console failed at. Whether a line arrived that a
        fault of the console broke off is not known."""
        outcome = Outcome.UNKNOWN if failure.status is Exit.BUG else Outcome.NOT_SENT
        self._unsent(line, failure.status, failure.message, line.activity.user_id, outcome)

    def _unsent(
        self,
        line: Ready | Faulty,
        status: Exit,
        message: str,
        user_id: str | None,
        outcome: Outcome,
    ) -> None:
        if self._as_json:
            request_id = line.request_id if isinstance(line, Ready) else None
            record = report.unsent_record(outcome, message, user_id, request_id)
            self._record(line, status, {**record, "problems": _problems(line)})
            return
        whom = "" if user_id is None else f" · {user_id}"
        self._output.line(f"{outcome.word} · line {line.number}{whom}")
        self._output.say(f"Line {line.number}: {message}")

    def _record(self, line: Ready | Faulty, status: Exit, record: dict[str, Any]) -> None:
        self._output.record({"line": line.number, "exit_status": int(status), **record})


def _problems(line: Ready | Faulty) -> list[dict[str, Any]]:
    return [lint.record(problem) for problem in line.problems]
