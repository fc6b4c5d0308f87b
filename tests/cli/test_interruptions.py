"""Ctrl+C ends a command at once until it is held back, and is counted from there on."""

from __future__ import annotations

import signal
import threading

import pytest

from appcues_console.cli import interruptions as interruptions_module
from appcues_console.cli.interruptions import Interruptions

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@pytest.mark.parametrize(
    "number", [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
)
def test_an_interruption_breaks_in_until_it_is_held(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interruptions_module, "ECHO", 0.0)
    with Interruptions() as interruptions:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        interruptions.hold()
        signal.raise_signal(number)
        signal.raise_signal(number)
        assert interruptions.asked == 2


@pytest.mark.parametrize(("echo", "asked"), [(3600.0, 1), (0.0, 2)])
def test_a_signal_that_comes_twice_at_one_stroke_counts_once(
    echo: float, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `timeout` sends it, to the program and to its group."""
    monkeypatch.setattr(interruptions_module, "ECHO", echo)
    with Interruptions() as interruptions:
        interruptions.hold()
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        assert interruptions.asked == asked
        signal.raise_signal(signal.SIGINT)
        assert interruptions.asked == asked + 1


def test_one_too_many_breaks_in_where_that_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interruptions_module, "ECHO", 0.0)
    with Interruptions() as interruptions:
        interruptions.hold()
        with interruptions.breaking_in(after=1):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt), interruptions.breaking_in(after=1):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt), interruptions.breaking_in(after=1):
            pytest.fail("it was too many before")
        signal.raise_signal(signal.SIGINT)
        assert interruptions.asked == 3


def test_what_was_in_force_before_is_so_again() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with Interruptions():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_what_a_shell_has_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interruptions() as interruptions:
            signal.raise_signal(signal.SIGINT)
            assert interruptions.asked == 0
    finally:
        signal.signal(signal.SIGINT, before)


def test_off_the_main_thread_nothing_is_touched() -> None:
    seen = []

    def enter() -> None:
        with Interruptions():
            seen.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert seen == [before]
