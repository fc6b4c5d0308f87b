"""What is said between the attempts of a send, so that a wait is never silent."""

from __future__ import annotations

import time

from appcues_console.activity.exchange import Attempt
from appcues_console.delivery.progress import AttemptEnded, Held, Progress, Waiting

from .output import Output


class Progressing:
    """Tells a person of each wait, for a server or for the keyring. Called on the engine's thread.
    `what` begins each sentence."""

    def __init__(self, output: Output, what: str = "") -> None:
        self._output = output
        self._what = what
        self._last: Attempt | None = None

    def __call__(self, progress: Progress) -> None:
        if isinstance(progress, Held):
            self._output.say(f"{self._what}{progress.sentence}")
        elif isinstance(progress, AttemptEnded):
            self._last = progress.attempt
        elif isinstance(progress, Waiting):
            seconds = max(0.0, progress.until - time.monotonic())
            ended = f"Attempt {self._last.number}: {self._last.result}. " if self._last else ""
            asked = ", as the server asked" if progress.asked else ""
            self._output.say(
                f"{self._what}{ended}Trying again in {seconds:.1f} s{asked}. Ctrl+C stops."
            )
