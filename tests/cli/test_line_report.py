"""One result a line, for people and for programs, with the same keys whatever came of it."""

from __future__ import annotations

import io
import json

import pytest

from appcues_console.activity.destination import Destination
from appcues_console.activity.exchange import Activity, Ending, Exchange, Opening, Outcome
from appcues_console.activity.problems import error, warning
from appcues_console.cli.exits import Exit
from appcues_console.cli.failures import Failure
from appcues_console.cli.line_report import LineReport
from appcues_console.cli.lines import Faulty, Ready
from appcues_console.cli.output import Output

ACTIVITY = Activity("u\u202e1", b"{}", "empty body", 0)
READY = Ready(3, 2, ACTIVITY, "r-1", (warning("odd", ("body",), "Odd."),))
EXCHANGE = Exchange(
    9,
    Opening(0, Destination("k", "Acme", "http://127.0.0.1"), "http://127.0.0.1/masked", ACTIVITY),
    Ending(Outcome.UNKNOWN, "Nobody knows."),
)
FAULTY = Faulty(4, 2, Exit.REJECTED, "Bad.", None, (error("bad", ("body",), "Bad."),))


class Reported:
    def __init__(self, *, as_json: bool) -> None:
        self._out, self._err = io.StringIO(), io.StringIO()
        self.report = LineReport(Output(io.StringIO(), self._out, self._err), as_json=as_json)

    @property
    def out(self) -> list[str]:
        return self._out.getvalue().splitlines()

    @property
    def err(self) -> list[str]:
        return self._err.getvalue().splitlines()


def test_for_people() -> None:
    reported = Reported(as_json=False)
    reported.report.ended(READY, EXCHANGE, Exit.UNKNOWN)
    reported.report.faulty(FAULTY)
    reported.report.failed(READY, Failure("The disk is full.", Exit.NOT_KEPT))
    reported.report.problem(4, FAULTY.problems[0])
    assert reported.out == [
        "Unknown · line 3 · u\\u202e1",
        "Not sent · line 4",
        "Not sent · line 3 · u\\u202e1",
    ]
    assert reported.err == [
        "Line 3: Nobody knows.",
        "Line 4: Bad.",
        "Line 3: The disk is full.",
        "Line 4: error: body: Bad. [bad]",
    ]


def test_for_programs() -> None:
    reported = Reported(as_json=True)
    reported.report.ended(READY, EXCHANGE, Exit.UNKNOWN)
    reported.report.faulty(FAULTY)
    reported.report.failed(READY, Failure("A bug.", Exit.BUG))
    records = [json.loads(line) for line in reported.out]
    assert [(each["line"], each["exit_status"], each["outcome"]) for each in records] == [
        (3, 3, "unknown"),
        (4, 1, "not sent"),
        (3, 70, "unknown"),
    ]
    assert len({frozenset(each) for each in records}) == 1
    assert [each["request_id"] for each in records] == ["r-1", None, "r-1"]
    assert [each["problems"][0]["code"] for each in records] == ["odd", "bad", "odd"]
    assert reported.err == []


@pytest.mark.parametrize("status", [Exit.NOT_KEPT, Exit.NOT_SENT])
def test_what_the_console_refused_was_not_sent(status: Exit) -> None:
    reported = Reported(as_json=True)
    reported.report.failed(READY, Failure("Locked.", status))
    assert json.loads(reported.out[0])["outcome"] == "not sent"
