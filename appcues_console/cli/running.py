"""An engine for the life of one command, and waiting for it in a way that Ctrl+C can interrupt."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from appcues_console.activity.known import Known
from appcues_console.activity.problems import shown
from appcues_console.storage.errors import StorageError

from .exits import Exit
from .failures import Failure

if TYPE_CHECKING:
    from appcues_console.accounts.account import Account
    from appcues_console.engine.engine import Engine

    from .output import Output

T = TypeVar("T")

TURN = 0.1
"""Seconds of one wait. On Windows an endless wait for a lock does not notice Ctrl+C, and a held
interruption is seen between two turns only."""


@contextmanager
def running(make_engine: Callable[[], Engine]) -> Iterator[Engine]:
    """Make and start an engine, and close it at the end."""
    engine = make_engine()
    try:
        engine.start()
        yield engine
    finally:
        engine.close()


def result(future: concurrent.futures.Future[T]) -> T:
    """Wait for `future` and return its result or raise its exception."""
    while not future.done():
        concurrent.futures.wait((future,), timeout=TURN)
    return future.result()


def tell_notice(output: Output, engine: Engine) -> None:
    """Say what is wrong with the list of accounts that was read last, if anything is."""
    notice = result(engine.accounts_notice())
    if notice:
        output.say(notice)


def known_to(engine: Engine, account: Account) -> Known | None:
    """Return what was sent before to `account`, or None where its history cannot be read: a
    comparison less, and what is wrong the engine's condition says."""
    try:
        return result(engine.known(account.key))
    except StorageError:
        return None


def find_account(output: Output, engine: Engine, label: str) -> Account:
    """Return the account called `label`: exactly, or else the only one in another case."""
    accounts = result(engine.accounts())
    tell_notice(output, engine)
    exact = [account for account in accounts if account.label == label]
    folded = label.strip().casefold()
    found = exact or [account for account in accounts if account.label.casefold() == folded]
    if len(found) == 1:
        return found[0]
    known = ", ".join(account.label for account in accounts)
    if found:
        raise Failure(
            f"Several accounts are called that: write one as it is in {known}.", Exit.USAGE
        )
    if label.strip().isdigit():
        # More likely an account ID than a label, and that is not repeated.
        raise Failure(
            f"No account is called that. Give the label, never the account ID. Known are: {known}.",
            Exit.USAGE,
        )
    raise Failure(f"No account is called {shown(label)}. Known are: {known}.", Exit.USAGE)
