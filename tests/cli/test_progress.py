from __future__ import annotations

import io
import time

from appcues_console.activity.exchange import Attempt, Reached
from appcues_console.cli.output import Output
from appcues_console.cli.progress import Progressing
from appcues_console.delivery.progress import AttemptEnded, AttemptStarted, Held, Recorded, Waiting


def test_each_wait_is_told_with_its_reason() -> None:
    err = io.StringIO()
    telling = Progressing(Output(io.StringIO(), io.StringIO(), err), "Line 3: ")
    telling(Recorded(1))
    telling(AttemptStarted(1, 3, 0))
    assert err.getvalue() == ""
    telling(AttemptEnded(Attempt(1, 0, 1.0, Reached.ANSWERED, "429 Too Many Requests", 429)))
    telling(Waiting(2, time.monotonic() + 2.04, asked=True))
    telling(Waiting(3, 0, asked=False))
    assert err.getvalue().splitlines() == [
        "Line 3: Attempt 1: 429 Too Many Requests. Trying again in 2.0 s, as the server asked."
        " Ctrl+C stops.",
        "Line 3: Attempt 1: 429 Too Many Requests. Trying again in 0.0 s. Ctrl+C stops.",
    ]


def test_a_keyring_that_keeps_everybody_waiting_is_told() -> None:
    err = io.StringIO()
    Progressing(Output(io.StringIO(), io.StringIO(), err))(Held("The keyring has not answered."))
    assert err.getvalue() == "The keyring has not answered.\n"
