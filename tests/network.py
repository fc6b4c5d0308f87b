"""No test speaks to anything but this machine: a hook refuses every other address.

The hook sits below every library, so it also sees what a dependency does on its own. A refusal is
remembered as well as raised, since the code under test turns network failures into values and
would hide it; the test then fails all the same (conftest.py).
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any

refused: list[str] = []
"""What was refused since the list was last emptied, in words."""

_WITH_ADDRESS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_WITH_NAME = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class ForeignAddress(RuntimeError):
    """A test tried to reach something that is not this machine."""


def forbid() -> None:
    """Refuse everything but loopback addresses and local sockets, until the process ends."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in _WITH_ADDRESS:
        connection, address = arguments[0], arguments[1]
        if connection.family in {socket.AF_INET, socket.AF_INET6} and address is not None:
            _check(event, str(address[0]))
    elif event in _WITH_NAME:
        host = arguments[0]
        if host is not None:
            name = host.decode() if isinstance(host, bytes) else str(host)
            if name.rstrip(".").endswith(".invalid"):
                # RFC 6761: such a name never exists. A resolver might still ask a server for it;
                # its answer is given here instead.
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            _check(event, name)


def _check(event: str, host: str) -> None:
    if not is_loopback(host):
        what = f"{event} {host!r}: tests may reach loopback addresses only"
        refused.append(what)
        raise ForeignAddress(what)


def is_loopback(host: str) -> bool:
    """Tell whether `host`, a name or an address, is this machine seen from within.

    An address that listens on every interface (`0.0.0.0`, `::`, the empty name) is not.
    """
    if host.rstrip(".") == "localhost" or host.rstrip(".").endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
