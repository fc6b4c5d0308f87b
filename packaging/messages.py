"""How the bootstrap speaks: short sentences on standard error, so that standard output stays the
program's own."""

from __future__ import annotations

import sys


class Stopped(Exception):
    """The command cannot go on; its text says why and what to do."""


def say(sentence: str) -> None:
    """Tell the person at the terminal what happens now."""
    print(sentence, file=sys.stderr, flush=True)
