"""`practice`: the practice server alone, in the foreground, until somebody ends it.

It is announced under the home of the program, so that the window and `send` meet here.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass

from appcues_console.accounts.account import PRACTICE_ACCOUNT_ID
from appcues_console.paths import places
from appcues_console.practice import rendezvous
from appcues_console.practice.fault_client import clear_faults, switch_fault
from appcues_console.practice.faults import BY_KEY
from appcues_console.practice.server import PracticeServer, PracticeUnavailable
from appcues_console.storage.errors import StorageError

from .exits import Exit
from .failures import Failure
from .output import Output

OFF = "none"
"""The name that switches every fault off."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the server shall do wrong: the key of a fault or `OFF`, for so many requests, or until
    it is switched off."""

    key: str
    requests: int | None = None


def wish(key: str | None, requests: int | None) -> Wish | None:
    """Return what the options ask for. Raises `Failure` where they do not fit together."""
    if requests is not None and key in {None, OFF}:
        raise Failure("--requests says how often a fault is met: give --fault too.", Exit.USAGE)
    return None if key is None else Wish(key, requests)


def run(output: Output, port: int, wish: Wish | None = None) -> int:
    """Serve on `port`, 0 for any free one, until SIGINT or SIGTERM; where a server runs already,
    switch the faults of that one."""
    return asyncio.run(_serve(output, port, wish))


async def _serve(output: Output, port: int, wish: Wish | None) -> int:
    ended = asyncio.Event()
    _end_by_signals(ended)
    path = places().practice
    running = await rendezvous.find_running(path)
    if running is not None:
        return await _tell_of_other(output, running, port, wish)
    server = PracticeServer()
    try:
        ours = await server.start(port)
    except PracticeUnavailable as error:
        raise Failure(error.message, Exit.USAGE) from error
    if wish is not None and wish.key != OFF:
        server.switchboard.switch(BY_KEY[wish.key], wish.requests)
    try:
        running = await rendezvous.announce(path, ours, server.token)
        if running != ours:
            return await _tell_of_other(output, running, port, wish)
        _tell(output, ours)
        _tell_fault(output, wish)
        await ended.wait()
    finally:
        with suppress(StorageError):
            # A file that says too much is ignored by whoever finds it.
            await rendezvous.withdraw(path, server.token)
        await server.stop()
    output.say("The practice server has ended, and what it knew with it.")
    return Exit.DONE


def _tell(output: Output, base_url: str) -> None:
    output.line(base_url)
    output.flush()
    user = f"{base_url}/v2/accounts/{PRACTICE_ACCOUNT_ID}/users/USER"
    output.say(f"The practice server runs. Its account ID is {PRACTICE_ACCOUNT_ID}.")
    output.say("Send to it:        appcues-console send --account Practice --user USER FILE")
    output.say(f"Read a user back:  GET {user}/profile")
    output.say(f"                   GET {user}/events?limit=10")
    output.say(f"Look at it:        {base_url}/")
    output.say("Ctrl+C ends it.")


def _tell_fault(output: Output, wish: Wish | None) -> None:
    if wish is None:
        return
    if wish.key == OFF:
        output.say("It answers as documented; no fault is in force.")
        return
    fault = BY_KEY[wish.key]
    requests = wish.requests
    how_long = "until it is switched off" if requests is None else f"for {requests} requests"
    if requests == 1:
        how_long = "for 1 request"
    output.say(f"In force {how_long}: {fault.name}. {fault.sentence}")
    output.say("Switch it off:     appcues-console practice --fault none")


async def _tell_of_other(output: Output, base_url: str, port: int, wish: Wish | None) -> int:
    if port and not base_url.endswith(f":{port}"):
        raise Failure(
            f"A practice server runs already, at {base_url}. End that one to run one on port"
            f" {port}.",
            Exit.USAGE,
        )
    if wish is not None and wish.key == OFF:
        await clear_faults(base_url)
    elif wish is not None:
        await switch_fault(base_url, BY_KEY[wish.key], wish.requests)
    output.line(base_url)
    output.say("A practice server runs already. The window and send use that one.")
    _tell_fault(output, wish)
    return Exit.DONE


def _end_by_signals(ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, ended.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(ended.set))
