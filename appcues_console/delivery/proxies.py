"""Which way the system sends requests: the proxy settings, and what they leave out.

The settings are those of the environment, or else on macOS and Windows the system's own. They are
asked again every few seconds, because a laptop changes its network while the console runs. The
library that sends honours the settings and `NO_PROXY`, but not the system's own list of hosts that
are reached directly, so that is asked here.
"""

from __future__ import annotations

import asyncio
import ipaddress
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias
from urllib.request import getproxies, proxy_bypass

Settings: TypeAlias = tuple[tuple[str, str], ...]

TRUSTED_FOR = 5.0
"""Seconds. Asking is a call into the system that a series of sends should not pay each time."""

MOST_HOSTS = 100
"""Hosts whose answer is remembered."""


class Proxies:
    """The system's proxy settings, as they are about now."""

    def __init__(
        self,
        ask: Callable[[], dict[str, str]] = getproxies,
        bypasses: Callable[[str], object] = proxy_bypass,
        now: Callable[[], float] = time.monotonic,
        *,
        lists_hosts: bool = sys.platform in {"darwin", "win32"},
    ) -> None:
        self._ask = ask
        self._bypasses = bypasses
        self._now = now
        self._lists_hosts = lists_hosts
        self._settings: Settings = ()
        self._until = float("-inf")
        self._direct: dict[str, bool] = {}

    async def settings_for(self, host: str) -> Settings | None:
        """Return the settings under which `host` is reached, or None where no proxy is asked: for
        this computer, and for hosts that the system's settings leave out."""
        if is_loopback(host):
            return None
        if self._now() >= self._until:
            settings = tuple(sorted(self._ask().items()))
            if settings != self._settings:
                self._settings = settings
                self._direct.clear()
            self._until = self._now() + TRUSTED_FOR
        if not self._settings or (self._lists_hosts and await self._is_direct(host)):
            return None
        return self._settings

    async def _is_direct(self, host: str) -> bool:
        if host not in self._direct:
            # On Windows this looks up names, which may take long.
            loop = asyncio.get_running_loop()
            direct = bool(await loop.run_in_executor(None, self._bypasses, host))
            if len(self._direct) >= MOST_HOSTS:
                self._direct.clear()
            self._direct[host] = direct
        return self._direct[host]


@lru_cache(MOST_HOSTS)
def is_loopback(host: str) -> bool:
    """Return whether `host` names this computer, as the base URL rules mean it."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
