"""`history`: what was sent, newest first, for reading or as one JSON object a line; or a new one in
the place of one that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from appcues_console.activity.exchange import Outcome, Summary

from . import report
from .exits import Exit
from .interruptions import Interruptions
from .output import Output
from .running import result, running

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

_BLOCK = 256
"""Rows asked for at once, so that the first lines come at once and memory does not grow."""

_SHAPE = {
    Outcome.SENDING: "…",
    Outcome.NOT_SENT: "○",
    Outcome.REJECTED: "▲",
    Outcome.ACCEPTED: "●",
    Outcome.UNKNOWN: "?",
}


def run(
    output: Output, make_engine: Callable[[], Engine], search: str, limit: int, *, as_json: bool
) -> int:
    """List at most `limit` exchanges that hold every word of `search`."""
    with Interruptions(), running(make_engine) as engine:
        condition = result(engine.condition())
        if condition.history_note:
            output.say(condition.history_note)
        if not condition.history_durable:
            return Exit.NOT_KEPT
        shown = 0
        for summary in _summaries(engine, search, limit):
            if as_json:
                output.record(report.summary_record(summary))
            else:
                output.line(line(summary))
            shown += 1
            if output.gone:
                break
        if not shown and not as_json:
            output.say("Nothing found." if search else "Nothing was sent yet.")
    return Exit.DONE


def start_new(output: Output, make_engine: Callable[[], Engine]) -> int:
    """Keep a history that cannot be opened aside and begin a new one. The option is the person's
    word; one that can be opened is left as it is."""
    with Interruptions(), running(make_engine) as engine:
        before = result(engine.condition())
        if before.history_durable:
            output.say(before.history_note or "The history is open: nothing was set aside.")
            return Exit.DONE
        output.say(before.history_note)
        if not before.may_start_new:
            output.say("A new history would not help here: nothing was set aside.")
            return Exit.NOT_KEPT
        after = result(engine.start_new_history())
        if after.history_note and after.history_note != before.history_note:
            output.say(after.history_note)
        if not after.history_durable:
            return Exit.NOT_KEPT
        if after.set_aside is not None:
            output.line(str(after.set_aside))
    return Exit.DONE


def line(summary: Summary) -> str:
    """Return one row as people read it, in local time."""
    at = datetime.fromtimestamp(summary.started_at / 1000).astimezone()
    status = f"{summary.status or ''}"
    return (
        f"{at:%Y-%m-%d %H:%M:%S}  {_SHAPE[summary.outcome]} {summary.outcome.word:<8}"
        f" {status:<3}  {summary.account_label}  {summary.user_id}  {summary.text}"
    )


def _summaries(engine: Engine, search: str, limit: int) -> Iterator[Summary]:
    ids = result(engine.ids(search))[:limit]
    for start in range(0, len(ids), _BLOCK):
        yield from result(engine.summaries(ids[start : start + _BLOCK]))
