"""Where requests go and what carries them: an account's endpoint, the way there, the connections.

This is httpcore, and httpx for what addresses and proxy settings mean. The client that httpx itself
puts above both is left out: it keeps cookies, follows redirects and parses what a server says of
them, none of which a send may do, and it costs as much as the connection below.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import select
import ssl
import sys
from collections.abc import AsyncIterator, Iterable
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Final

import httpcore
import httpx

from appcues_console import __version__
from appcues_console.activity.destination import Credentials, activity_url, path_segment
from appcues_console.delivery.limits import Limits
from appcues_console.delivery.proxies import Settings
from appcues_console.delivery.redaction import Redaction


def silence_loggers() -> None:
    """Keep the logs of httpx and httpcore, which print whole URLs, from every handler."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())


silence_loggers()


def spare_searches() -> None:
    """Tell httpcore once that there is no sniffio. It asks anew at each lock that it takes, and
    where the package is missing, as beside asyncio it may be, each time searches the whole path:
    a third of what a request costs."""
    if "sniffio" not in sys.modules and importlib.util.find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment] # how Python notes an absence


spare_searches()


USER_AGENT = f"appcues-console/{__version__}"


class Endpoint:
    """The documented endpoint of one account: what all its requests have in common.

    Raises `InvalidURL` or `UnicodeError` where the address cannot be written.
    """

    SHORT = 4096
    """Characters of an address that is certainly not too long."""

    def __init__(self, base_url: str, credentials: Credentials) -> None:
        self._base_url = base_url
        self._credentials = credentials
        self.redaction = Redaction(credentials)
        self.url = self._address("u")
        self._length = len(activity_url(base_url, credentials.account_id, ""))
        path, end = self.url.raw_path, b"/u/activity"
        self._users = path.removesuffix(b"u/activity") if path.endswith(end) else None
        self._headers = [
            (b"Host", self.url.netloc),
            (b"User-Agent", USER_AGENT.encode()),
            (b"Accept", b"application/json"),
            (b"Accept-Encoding", b"identity"),
            (b"Content-Type", b"application/json"),
        ]
        bearer = credentials.bearer
        self._secret = [(b"Authorization", b"Bearer " + bearer.encode())] if bearer else []

    def belongs_to(self, base_url: str, credentials: Credentials) -> bool:
        return base_url == self._base_url and credentials == self._credentials

    def request(self, user_id: str, body: bytes) -> httpcore.Request:
        """Return the documented request: the address, the exact headers and the exact body."""
        url = self.url
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=self._target(user_id)
        )
        length = (b"Content-Length", b"%d" % len(body))
        headers = [*self._headers, length, *self._secret]
        return httpcore.Request(
            b"POST", target, headers=headers, content=_Pieces(body), extensions={}
        )

    def _target(self, user_id: str) -> bytes:
        segment = path_segment(user_id)
        if self._users is None or self._length + len(segment) > self.SHORT:
            return self._address(user_id).raw_path
        return self._users + segment.encode() + b"/activity"

    def _address(self, user_id: str) -> httpx.URL:
        url = httpx.URL(activity_url(self._base_url, self._credentials.account_id, user_id))
        if not url.host or (url.port or 0) > 65535:
            raise httpx.InvalidURL("no host, or no such port")
        return url


class _Pieces:
    """A body in pieces, so that the write timeout measures a stall and not the size."""

    SIZE = 256 * 1024

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if len(self._body) <= self.SIZE:
            yield self._body
            return
        for start in range(0, len(self._body), self.SIZE):
            yield self._body[start : start + self.SIZE]


class UnusableProxy(Exception):
    """The proxy settings name a proxy that nothing can be sent through; `detail` may say why."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class Connections:
    """The connections of one set of certificates under one set of proxy settings, or None for
    the direct way. Raises `UnusableProxy`."""

    def __init__(self, settings: Settings | None, context: ssl.SSLContext, limits: Limits) -> None:
        self._context = context
        self._limits = limits
        self._direct = self._pool(None)
        try:
            proxies = _proxies(settings or ())
            self._ways = [
                (_Pattern(pattern), proxy and self._pool(httpx.Proxy(proxy)))
                for pattern, proxy in proxies.items()
            ]
        except (ValueError, httpx.InvalidURL) as error:
            raise UnusableProxy from error
        self._ways.sort(key=lambda way: way[0].priority)

    def to(self, url: httpx.URL) -> httpcore.AsyncConnectionPool:
        """Return those that lead to `url`."""
        for pattern, pool in self._ways:
            if pattern.matches(url):
                return pool or self._direct
        return self._direct

    async def aclose(self) -> None:
        """Close them all."""
        await self._direct.aclose()
        for _, pool in self._ways:
            if pool:
                await pool.aclose()

    def _pool(self, proxy: httpx.Proxy | None) -> httpcore.AsyncConnectionPool:
        options: dict[str, Any] = {
            "ssl_context": self._context,
            "max_connections": self._limits.connections,
            "max_keepalive_connections": self._limits.connections,
            "keepalive_expiry": self._limits.idle,
            "network_backend": Backend(),
        }
        if proxy is None:
            return httpcore.AsyncConnectionPool(**options)
        url = httpcore.URL(
            scheme=proxy.url.raw_scheme,
            host=proxy.url.raw_host,
            port=proxy.url.port,
            target=proxy.url.raw_path,
        )
        if proxy.url.scheme in {"http", "https"}:
            return httpcore.AsyncHTTPProxy(url, proxy_auth=proxy.raw_auth, **options)
        if importlib.util.find_spec("socksio") is None:
            raise UnusableProxy("SOCKS")
        return httpcore.AsyncSOCKSProxy(url, proxy_auth=proxy.raw_auth, **options)


def _proxies(settings: Settings) -> dict[str, str | None]:
    """Return the proxy for each pattern of addresses, or None where there is to be none."""
    told = dict(settings)
    proxies: dict[str, str | None] = {}
    for scheme in ("http", "https", "all"):
        if proxy := told.get(scheme):
            proxies[f"{scheme}://"] = proxy if "://" in proxy else f"http://{proxy}"
    for host in (each.strip() for each in told.get("no", "").split(",")):
        if host == "*":
            return {}
        if host:
            proxies[_pattern_of(host)] = None
    return proxies


def _pattern_of(host: str) -> str:
    """Return the pattern for an entry of `NO_PROXY`: a name stands for what is below it too."""
    if "://" in host:
        return host
    address = host.split("/", maxsplit=1)[0]
    if _is(IPv4Address, address) or host.lower() == "localhost":
        return f"all://{host}"
    return f"all://[{host}]" if _is(IPv6Address, address) else f"all://*{host}"


def _is(kind: type[IPv4Address | IPv6Address], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True


class _Pattern:
    """Addresses by scheme, host and port, each of which may be left open."""

    def __init__(self, pattern: str) -> None:
        url = httpx.URL(pattern)
        self._scheme = "" if url.scheme == "all" else url.scheme
        self._port = url.port
        host = "" if url.host == "*" else url.host
        before, name = "", host
        if host.startswith("*."):
            before, name = r".+\.", host[2:]
        elif host.startswith("*"):
            before, name = r"(.+\.)?", host[1:]
        self._host = re.compile(f"^{before}{re.escape(name)}$") if host else None
        # A port before none, and the longest first.
        self.priority = (self._port is None, -len(host), -len(self._scheme))

    def matches(self, url: httpx.URL) -> bool:
        return (
            self._scheme in {"", url.scheme}
            and (self._host is None or self._host.match(url.host) is not None)
            and self._port in {None, url.port}
        )


class Backend(httpcore.AnyIOBackend):
    """The network as httpcore reaches it, with streams that cost less."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await super().connect_tcp(host, port, timeout, local_address, socket_options)
        return Stream(stream)


class Stream(httpcore.AsyncNetworkStream):
    """A stream of httpcore's that leaves two things out which are paid for at every request.

    The head of a request waits for the body, to leave with it in one piece. And whether a
    connection lies idle is asked of the socket alone: anyio looks up both its addresses first.
    """

    HEAD: Final = b"POST "

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._socket = stream.get_extra_info("socket")
        self._head = b""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        if self._head:
            await self.write(b"", timeout)
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        if self._head:
            buffer, self._head = self._head + buffer, b""
        elif buffer.startswith(self.HEAD):
            self._head = buffer
            return
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        return Stream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable" and self._socket is not None:
            return _is_readable(self._socket.fileno())
        return self._stream.get_extra_info(info)


def _is_readable(descriptor: int) -> bool:
    """Return whether there is something to read, which on an idle connection is its end."""
    if descriptor < 0:
        return True
    if sys.platform == "win32":
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
