"""Decides what a request came to, and says it in a sentence for a person.

Pure: from what happened on the wire to an outcome and a sentence. The console must never say
"sent" when it does not know, so the decision stands here alone, where all of it can be tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from appcues_console.activity.exchange import (
    Activity,
    Attempt,
    Ending,
    Outcome,
    Reached,
    Reply,
)
from appcues_console.delivery import wording
from appcues_console.delivery.answers import (
    leaves_open,
    read_answer,
    sent_request_id,
    status_phrase,
)
from appcues_console.delivery.faults import Fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one attempt and the sentences that explain it."""

    outcome: Outcome
    explanation: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt with its verdict, and the answer or the beginning of one."""

    attempt: Attempt
    verdict: Verdict
    reply: Reply | None


def decide(happened: Reply | Fault, activity: Activity) -> Verdict:
    """Return the outcome of one attempt at sending `activity`.

    2xx is accepted unless the body says otherwise: by `error: true` or `ok: false`, or in a shape
    of others that no `ok: true` contradicts. 3xx, 4xx and 5xx are rejected, and so is a status
    above 599, which RFC 9110 section 15 has treated as 5xx; anything else that left without a whole
    answer is unknown.
    """
    if isinstance(happened, Fault):
        return _decide_fault(happened, activity)
    answer = read_answer(happened)
    phrase = status_phrase(happened)
    echo = _echo_warning(answer.request_id, activity)
    if happened.status < 200:
        return Verdict(Outcome.UNKNOWN, wording.no_final_answer(phrase, activity))
    if happened.status < 300:
        if answer.failed:
            text = wording.failed_in_body(phrase, answer.said)
            return Verdict(Outcome.REJECTED, text + echo)
        if answer.foreign_failure and not answer.ok:
            text = wording.failed_in_foreign_body(phrase, answer.said, activity)
            return Verdict(Outcome.REJECTED, text + echo)
        text = wording.accepted(phrase, happened, answer)
        return Verdict(Outcome.ACCEPTED, text + echo)
    if happened.status < 400:
        return Verdict(Outcome.REJECTED, wording.redirected(phrase))
    return Verdict(Outcome.REJECTED, wording.refused(phrase, happened, answer, activity) + echo)


def result_phrase(happened: Reply | Fault) -> str:
    """Return the short phrase for a list of attempts: ``200 OK``, ``connection refused``."""
    return happened.kind.phrase if isinstance(happened, Fault) else status_phrase(happened)


def conclude(tried: Sequence[Tried], activity: Activity, stopped: str = "") -> Ending:
    """Return the ending of an exchange from all its attempts, of which none may be forgotten.

    An attempt that may have arrived makes the whole unknown, unless a later one was accepted; an
    answer of the server counts more than a later attempt that did not reach it. An earlier attempt
    that left open what was taken in (a 5xx, a 408) is told of where the last word would hide it.
    `stopped` is a sentence on why no further attempt was made, where there is more to say than
    their number.
    """
    attempts = tuple(each.attempt for each in tried)
    if not tried:
        return Ending(Outcome.NOT_SENT, wording.CANCELLED_AT_ONCE)
    last = tried[-1]
    decisive = _decisive(tried)
    sentences = [decisive.verdict.explanation]
    earlier = [each for each in tried[: tried.index(decisive)] if _left_open(each)]
    if earlier and not _left_open(decisive):
        accepted = decisive.verdict.outcome is Outcome.ACCEPTED
        sentences.append(
            wording.earlier_may_have_arrived(activity)
            if accepted
            else wording.earlier_may_be_taken_in(earlier[-1].attempt, activity)
        )
    if decisive is not last:
        sentences.append(wording.later_attempt(last.attempt, last.verdict.outcome))
    if stopped:
        sentences.append(stopped)
    elif len(tried) > 1:
        sentences.append(wording.attempts_made(len(tried)))
    reply = last.reply if last.attempt.reached is Reached.ANSWERED else decisive.reply
    return Ending(decisive.verdict.outcome, " ".join(sentences), attempts, reply)


def _decisive(tried: Sequence[Tried]) -> Tried:
    last = tried[-1]
    if last.verdict.outcome is Outcome.ACCEPTED:
        return last
    for outcome in (Outcome.UNKNOWN, Outcome.REJECTED):
        for each in reversed(tried):
            if each.verdict.outcome is outcome:
                return each
    return last


def _left_open(tried: Tried) -> bool:
    """Return whether the server may have taken the body in without saying so."""
    status = tried.attempt.status
    return tried.verdict.outcome is Outcome.UNKNOWN or (
        status is not None and tried.verdict.outcome is Outcome.REJECTED and leaves_open(status)
    )


def _decide_fault(fault: Fault, activity: Activity) -> Verdict:
    if fault.reached is Reached.NOT_SENT:
        return Verdict(Outcome.NOT_SENT, wording.not_sent(fault))
    return Verdict(Outcome.UNKNOWN, wording.unknown(fault, activity))


def _echo_warning(echo: str | None, activity: Activity) -> str:
    """Return a warning where the answer names another request ID than was sent. The echo is
    optional: the documented sample answer lacks it."""
    if echo is None:
        return ""
    sent = sent_request_id(activity.body)
    return wording.other_request_id(echo, sent) if sent is not None and sent != echo else ""
