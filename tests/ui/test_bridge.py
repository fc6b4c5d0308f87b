"""Results of other threads reach the GUI thread, and only there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from pytestqt.qtbot import QtBot

from appcues_console.ui.bridge import Bridge


@pytest.fixture
def bridge(qtbot: QtBot) -> Bridge:
    return Bridge()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


def test_a_result_arrives_on_the_gui_thread(
    bridge: Bridge, pool: ThreadPoolExecutor, qtbot: QtBot
) -> None:
    heard: list[tuple[object, threading.Thread]] = []
    bridge.follow(pool.submit(lambda: 7), lambda n: heard.append((n, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(7, threading.main_thread())]


def test_a_result_that_is_there_already_still_comes_later(bridge: Bridge, qtbot: QtBot) -> None:
    done: Future[int] = Future()
    done.set_result(1)
    heard: list[int] = []
    bridge.follow(done, heard.append)
    assert heard == []
    qtbot.waitUntil(lambda: heard == [1])


def test_results_come_in_the_order_in_which_they_ended(bridge: Bridge, qtbot: QtBot) -> None:
    futures: list[Future[int]] = [Future() for _ in range(50)]
    heard: list[int] = []
    for future in futures:
        bridge.follow(future, heard.append)
    for number, future in enumerate(reversed(futures)):
        future.set_result(number)
    qtbot.waitUntil(lambda: len(heard) == 50)
    assert heard == list(range(50))


def test_a_failure_goes_to_who_asked_and_otherwise_to_all(bridge: Bridge, qtbot: QtBot) -> None:
    mine: list[BaseException] = []
    everybodys: list[BaseException] = []
    bridge.failed.connect(everybodys.append)
    errors = ValueError("one"), ValueError("two")
    for error, failed in zip(errors, (mine.append, None), strict=True):
        future: Future[int] = Future()
        bridge.follow(future, lambda _: None, failed)
        future.set_exception(error)
    qtbot.waitUntil(lambda: bool(everybodys))
    assert mine == [errors[0]]
    assert everybodys == [errors[1]]


def test_a_cancelled_future_tells_nobody(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[object] = []
    future: Future[int] = Future()
    bridge.follow(future, heard.append, heard.append)
    bridge.failed.connect(heard.append)
    future.cancel()
    with qtbot.waitCallback() as passed:
        bridge.post(passed)
    assert heard == []


def test_a_message_of_another_thread_arrives(
    bridge: Bridge, pool: ThreadPoolExecutor, qtbot: QtBot
) -> None:
    heard: list[threading.Thread] = []
    pool.submit(bridge.post, lambda: heard.append(threading.current_thread()))
    qtbot.waitUntil(lambda: heard == [threading.main_thread()])


def test_after_the_end_nothing_arrives_not_even_what_was_under_way(
    bridge: Bridge, qtbot: QtBot
) -> None:
    heard: list[int] = []
    future: Future[int] = Future()
    bridge.follow(future, heard.append)
    bridge.post(lambda: heard.append(1))
    bridge.close()
    future.set_result(2)
    bridge.post(lambda: heard.append(3))
    other = Bridge()
    with qtbot.waitCallback() as passed:
        other.post(passed)
    assert heard == []
