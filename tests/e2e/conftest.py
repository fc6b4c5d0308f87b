"""The stage of the stories, and the skip that says what a machine lacks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from .driver import Driver, Gone, wait
from .stage import Console, Stage, missing

Start = Callable[[Console], Driver]


@pytest.fixture(scope="session")
def _equipped() -> None:
    lacking = missing()
    if lacking:
        pytest.skip(f"needs {', '.join(lacking)}")


@pytest.fixture
def stage(_equipped: None) -> Iterator[Stage]:
    """A screen, a bus, a keyring and homes of this test's own."""
    with Stage() as made:
        yield made


@pytest.fixture
def bare_stage(_equipped: None) -> Iterator[Stage]:
    """The same without a Secret Service."""
    with Stage(keyring=False) as made:
        yield made


@pytest.fixture
def start() -> Iterator[Start]:
    """Return a function that starts the program and waits for its window."""
    with ExitStack() as ending:

        def started(console: Console) -> Driver:
            pid = console.start()
            ending.callback(console.kill)
            driver = ending.enter_context(Driver(pid, console.stage.environment))
            wait(lambda: _has_window(driver) or not console.runs(), "the window")
            assert console.runs(), console.output.read_text()
            driver.take_focus()
            return driver

        yield started


def _has_window(driver: Driver) -> bool:
    try:
        return bool(driver.windows())
    except Gone:
        return False
