from __future__ import annotations

from appcues_console.activity.exchange import Outcome
from appcues_console.activity.problems import error, warning
from appcues_console.cli.exits import Exit
from appcues_console.cli.tally import Tally


def test_nothing_is_no_failure() -> None:
    tally = Tally()
    assert tally.status is Exit.DONE
    assert tally.sentences(0.04) == ["0 lines in 0.0 s: nothing to send."]


def test_everything_is_counted() -> None:
    tally = Tally()
    for _ in range(1200):
        tally.sent(Outcome.ACCEPTED, Exit.DONE)
    tally.sent(Outcome.NOT_SENT, Exit.NOT_SENT)
    seen = [tally.status]
    tally.faulty(Exit.USAGE)
    tally.sent(Outcome.REJECTED, Exit.REJECTED)
    seen.append(tally.status)
    tally.faulty(Exit.REJECTED)
    tally.sent(Outcome.UNKNOWN, Exit.UNKNOWN)
    tally.failed(Exit.NOT_KEPT)
    tally.stopped(Exit.NOT_SENT)
    seen.append(tally.status)
    assert seen == [Exit.NOT_SENT, Exit.REJECTED, Exit.NOT_KEPT]
    assert tally.sentences(61.26) == [
        "1,206 lines in 61.3 s: 1,200 accepted, 1 rejected, 1 unknown, 1 not sent,"
        " 1 with problems, 1 unreadable, 1 failed in the console."
    ]


def test_each_warning_is_shown_once_and_every_error() -> None:
    tally = Tally()
    doubt, wrong = warning("odd", ("body",), "Odd."), error("bad", ("body",), "Bad.")
    assert [tally.is_first(doubt) for _ in range(3)] == [True, False, False]
    assert [tally.is_first(wrong) for _ in range(2)] == [True, True]
    tally.sent(Outcome.ACCEPTED, Exit.DONE)
    assert tally.sentences(0) == [
        "The warning [odd] stands at 3 lines; only the first was shown.",
        "1 line in 0.0 s: 1 accepted.",
    ]
