"""`send`: one request, its outcome in words and in the exit status; or a batch of them (`batch`).

The body is the content of the file, byte for byte. It is read as a draft only to find its problems
and to know whether repeating it could count an event twice.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appcues_console.activity.compose import summary
from appcues_console.activity.destination import masked_activity_url
from appcues_console.activity.draft import Draft, RequestIdMode
from appcues_console.activity.exchange import Activity, Exchange
from appcues_console.activity.lint import sendable
from appcues_console.activity.problems import Problem
from appcues_console.paths import places
from appcues_console.practice import rendezvous

from . import lint, report
from .attending import attend
from .batch import Batch
from .exits import STATUS, Exit
from .failures import Failure
from .interruptions import Interruptions
from .line_stream import open_source
from .output import Output
from .progress import Progressing
from .reading import read_body
from .running import TURN, find_account, known_to, result, running
from .spool import Spool

if TYPE_CHECKING:
    from appcues_console.accounts.account import Account
    from appcues_console.engine.condition import Condition
    from appcues_console.engine.engine import Engine


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said yes to beforehand: to send `again` events that may have arrived, and to
    send to a real account `without_history`, with no lasting record."""

    again: bool = False
    without_history: bool = False


def run(
    output: Output,
    make_engine: Callable[[], Engine],
    *,
    label: str,
    user_id: str,
    file: str,
    as_json: bool,
    word: Word,
) -> int:
    """Send the body in `file` about `user_id` to the account called `label`."""
    with Interruptions() as interruptions:
        try:
            data = read_body(output, file)
            draft, problems = lint.examine(data, user_id)
            if not sendable(problems):
                _say_problems(output, problems, as_json=as_json)
                output.say("Nothing was sent: correct the errors above first.")
                return Exit.REJECTED
            with running(make_engine) as engine:
                account = find_account(output, engine, label)
                # The history adds warnings, and no errors.
                problems = lint.problems_of(draft, known_to(engine, account))
                _say_problems(output, problems, as_json=as_json)
                _announce(output, engine, account, user_id, word)
                activity = Activity(user_id, data, summary(draft), len(draft.events))
                interruptions.hold()
                exchange = _send(output, engine, account, activity, interruptions, word)
                if exchange is None:
                    return Exit.UNKNOWN
                _tell(output, exchange, _request_id(draft), as_json=as_json)
                return STATUS[exchange.outcome]
        except KeyboardInterrupt:
            output.say("Interrupted before anything was sent.")
            return Exit.NOT_SENT


def _say_problems(output: Output, problems: Iterable[Problem], *, as_json: bool) -> None:
    for problem in problems:
        output.say(json.dumps(lint.record(problem)) if as_json else lint.line(problem))


def run_lines(
    output: Output,
    make_engine: Callable[[], Engine],
    *,
    label: str,
    file: str,
    at_once: int,
    as_json: bool,
    stop_at_first: bool,
    word: Word,
) -> int:
    """Send each line of `file` to the account called `label`, `at_once` at a time."""
    with Interruptions() as interruptions:
        try:
            with open_source(output, file) as source, running(make_engine) as engine:
                account = find_account(output, engine, label)
                _announce(output, engine, account, "USER", word, f", {at_once} at once")
                interruptions.hold()
                spool = Spool(output)
                batch = Batch(
                    spool,
                    account,
                    known_to(engine, account),
                    at_once=at_once,
                    as_json=as_json,
                    stop_at_first=stop_at_first,
                    again=word.again,
                )
                return attend(batch, source, engine, spool, interruptions)
        except KeyboardInterrupt:
            output.say("Interrupted before anything was sent.")
            return Exit.NOT_SENT


def _announce(
    output: Output, engine: Engine, account: Account, user_id: str, word: Word, how: str = ""
) -> None:
    """Say where the request goes, and what of it will not be kept, before it does. Raises `Failure`
    where a real account would be sent to without a record and nobody said that this is right."""
    condition = result(engine.condition())
    if condition.history_note:
        output.say(condition.history_note)
    if not (condition.history_durable or account.is_practice or word.without_history):
        raise Failure(_unrecorded(condition), Exit.NOT_KEPT)
    met = account.is_practice and asyncio.run(rendezvous.find_running(places().practice))
    destination = result(engine.destination(account))
    if account.is_practice and not met:
        output.say(
            "No practice server runs, so one was started for this command alone and ends with it."
            " Run “appcues-console practice” to keep one."
        )
    url = masked_activity_url(destination.base_url, user_id)
    output.say(f"Sending to {account.label} ({account.safety}): POST {url}{how}")


def _unrecorded(condition: Condition) -> str:
    new = (
        " “appcues-console history --start-new” keeps the old history aside and begins a new one."
        if condition.may_start_new
        else ""
    )
    return (
        "Nothing was sent, because no lasting record of it could be kept."
        f"{new} Give --without-history to send all the same."
    )


def _send(
    output: Output,
    engine: Engine,
    account: Account,
    activity: Activity,
    interruptions: Interruptions,
    word: Word,
) -> Exchange | None:
    """Send and wait for the end, also where it was cancelled. None where a second interruption
    would not even wait for that."""
    sending = engine.send(activity, account, Progressing(output), again=word.again)
    cancelled = False
    while not sending.future.done():
        if interruptions.asked and not cancelled:
            cancelled = True
            output.say("Cancelling.")
            sending.cancel()
        if interruptions.asked > 1:
            output.say(
                "Stopped waiting for the end. The request may have arrived: look at the user before"
                " sending it again."
            )
            return None
        concurrent.futures.wait((sending.future,), timeout=TURN)
    return sending.future.result()


def _tell(output: Output, exchange: Exchange, request_id: str | None, *, as_json: bool) -> None:
    ending = exchange.ending
    reply = ending.reply if ending else None
    parts = [exchange.outcome.word]
    if reply is not None:
        parts.append(f"{reply.status} {reply.reason}".strip())
    if ending is not None and ending.attempts:
        parts.append(f"{ending.duration:.0f} ms")
    output.say(" · ".join(parts))
    if ending is not None:
        output.say(ending.explanation)
    if reply is not None and reply.redacted:
        output.say("The answer repeated the account ID; it is masked.")
    if as_json:
        output.record(report.exchange_record(exchange, request_id))
    elif reply is not None:
        output.raw(reply.body)


def _request_id(draft: Draft) -> str | None:
    return draft.request_id if draft.request_id_mode is RequestIdMode.GIVEN else None
