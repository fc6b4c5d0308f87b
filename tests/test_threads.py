"""A thread that outlives its test is found, and one that only takes its time is not."""

from __future__ import annotations

import threading

from tests import threads


def test_a_thread_that_stays_is_named() -> None:
    before = set(threading.enumerate())
    go = threading.Event()
    thread = threading.Thread(target=go.wait, name="stays", daemon=True)
    thread.start()
    try:
        assert threads.leaked(before, patience=0) == ["stays (daemon)"]
    finally:
        go.set()
        thread.join()
    assert threads.leaked(before, patience=0) == []


def test_a_thread_that_is_about_to_end_is_waited_for() -> None:
    before = set(threading.enumerate())
    go = threading.Event()
    thread = threading.Thread(target=go.wait, name="ends")
    thread.start()
    threading.Timer(0.05, go.set).start()

    assert threads.leaked(before) == []
    assert not thread.is_alive()


def test_threads_of_before_are_nobodys_fault() -> None:
    go = threading.Event()
    thread = threading.Thread(target=go.wait)
    thread.start()
    try:
        assert threads.leaked(set(threading.enumerate()), patience=0) == []
    finally:
        go.set()
        thread.join()
