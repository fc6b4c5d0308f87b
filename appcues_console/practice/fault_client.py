"""Switches the faults of a practice server that may be another program's.

The window, the command line and a server alone are three programs that share one server; so a fault
is always switched over loopback HTTP, also where the server is the caller's own.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from .faults import BY_KEY, FAULT_PATH, Fault, InForce, Whom
from .loopback import ask
from .server import PracticeUnavailable

_PATIENCE: Final = 5.0
"""Seconds. The answer takes thousandths, unless the server just reads a very large body."""


async def faults_in_force(base_url: str) -> tuple[InForce, ...]:
    """Return what is switched on at the server, latest first. Raises `PracticeUnavailable`."""
    return _read(await _asked(base_url, "GET", None))


async def switch_fault(
    base_url: str, fault: Fault | None, requests: int | None = None, whom: Whom | None = None
) -> tuple[InForce, ...]:
    """Put `fault` in force as `Switchboard.switch` does, and return what then is. None switches
    off. Raises `PracticeUnavailable`, and then nothing is known to have changed."""
    wish: dict[str, object] = {"fault": fault.key if fault else None, "requests": requests}
    if whom is not None:
        wish |= {"account": whom.account, "user": whom.user}
    return _read(await _asked(base_url, "PUT", json.dumps(wish).encode()))


async def clear_faults(base_url: str) -> tuple[InForce, ...]:
    """Switch everything off, for everybody and for each user. Raises `PracticeUnavailable`."""
    return _read(await _asked(base_url, "DELETE", None))


async def _asked(base_url: str, method: str, body: bytes | None) -> Any:
    try:
        async with asyncio.timeout(_PATIENCE):
            status, answer = await ask(base_url, method, FAULT_PATH, body)
        if status == 200:
            return json.loads(answer)
    except (OSError, TimeoutError, ValueError):
        pass
    raise PracticeUnavailable(
        "The practice server could not be asked for a fault: it has ended, or is of another"
        " version. Send to Practice once, which starts one, and try again."
    )


def _read(state: Any) -> tuple[InForce, ...]:
    """Return the known faults of an answer; another version of the program may have more."""
    return tuple(
        InForce(
            BY_KEY[each["fault"]],
            each["requests"],
            None if each["user"] is None else Whom(each["account"], each["user"]),
        )
        for each in state["in_force"]
        if each["fault"] in BY_KEY
    )
