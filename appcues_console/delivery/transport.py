"""One request on the wire. Only this module and `connections` know httpx and httpcore.

It sends exactly the bytes it is given to exactly the address that `activity_url` builds, verifies
TLS against the system's own trust store, follows no redirect, keeps no cookie, reads no more than
the limit, and answers with a value whatever happens. No exception and no log line leaves with the
URL in it, because the URL holds the account ID.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from copy import copy
from typing import Any, cast

import httpcore
import httpx
import truststore

from appcues_console.activity.destination import Credentials
from appcues_console.activity.exchange import Reached, Reply
from appcues_console.activity.trust import SYSTEM_TRUST, TrustFiles
from appcues_console.delivery.causes import connect_fault, refuses_client
from appcues_console.delivery.connections import Connections, Endpoint, UnusableProxy
from appcues_console.delivery.decoding import BadCoding, Decoder, codings
from appcues_console.delivery.faults import Fault, FaultKind
from appcues_console.delivery.limits import Limits
from appcues_console.delivery.passage import Passage, Stage
from appcues_console.delivery.patience import Patience
from appcues_console.delivery.pool import Pool
from appcues_console.delivery.proxies import Proxies
from appcues_console.delivery.trust import UnusableTrust, load, stamp


class Transport:
    """Sends requests of many accounts. To be used on one event loop, and closed on it."""

    def __init__(self, limits: Limits | None = None, trust: TrustFiles = SYSTEM_TRUST) -> None:
        self._limits = limits or Limits()
        self._trust = trust
        self._proxies = Proxies()
        self._connections: Pool[Connections] = Pool(Connections.aclose)
        # The last one: a series of sends has the same.
        self._endpoint: Endpoint | None = None

    def trusting(self, trust: TrustFiles) -> Transport:
        """Return this transport for an account with certificate files of its own. Both share their
        connections; closing this one closes them all."""
        if trust == self._trust:
            return self
        other = copy(self)
        other._trust = trust  # noqa: SLF001 - it is one of us
        return other

    async def send(
        self,
        base_url: str,
        user_id: str,
        body: bytes,
        credentials: Credentials,
        passage: Passage | None = None,
    ) -> Reply | Fault:
        """POST `body` for `user_id`, and return the whole answer or what went wrong.

        `passage` is told each step; after a cancellation it says what may have arrived. Secrets
        that the answer repeats are masked in what is returned.
        """
        passage = passage or Passage()
        try:
            endpoint = self._endpoint_of(base_url, credentials)
            request = endpoint.request(user_id, body)
        except (httpx.InvalidURL, UnicodeError):
            return Fault(FaultKind.UNSENDABLE, Reached.NOT_SENT)
        redaction = endpoint.redaction
        flight = _Flight(passage, self._limits)
        try:
            async with self._lent(endpoint.url.host, credentials.key_passphrase) as connections:
                deadline = self._limits.deadline(len(body))
                outcome = await flight.fly(connections.to(endpoint.url), request, deadline)
        except UnusableTrust as error:
            detail = redaction.clean_text(error.sentence)
            return Fault(FaultKind.TRUST_FILE, Reached.NOT_SENT, detail)
        except UnusableProxy as error:
            return Fault(FaultKind.PROXY_SETTING, Reached.NOT_SENT, error.detail)
        if isinstance(outcome, Reply):
            return redaction.clean_reply(outcome)
        partial = outcome.partial and redaction.clean_reply(outcome.partial)
        return Fault(outcome.kind, outcome.reached, redaction.clean_text(outcome.detail), partial)

    def _endpoint_of(self, base_url: str, credentials: Credentials) -> Endpoint:
        endpoint = self._endpoint
        if endpoint is None or not endpoint.belongs_to(base_url, credentials):
            endpoint = self._endpoint = Endpoint(base_url, credentials)
        return endpoint

    async def aclose(self) -> None:
        """Close every connection."""
        await self._connections.aclose()

    @asynccontextmanager
    async def _lent(self, host: str, passphrase: str | None) -> AsyncIterator[Connections]:
        """Lend the connections for `host`: some for each way there and each set of files, since
        TLS is settled with the connection and a connection serves many requests."""
        trust = self._trust
        proxies = await self._proxies.settings_for(host)

        async def make() -> Connections:
            # There is no way to pass anything else: verification cannot be turned off.
            context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            if trust:
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(None, load, context, trust, passphrase)
            return Connections(proxies, context, self._limits)

        settings = (proxies, trust, stamp(trust) if trust else ())
        async with self._connections.lent(settings, make) as connections:
            yield connections


_TROUBLE = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
)
"""What httpcore reports of the network and of the other side."""


_TOLD = frozenset(
    {
        "connect_tcp.started",
        "connect_tcp.failed",
        "start_tls.started",
        "start_tls.complete",
        "start_tls.failed",
        "send_request_headers.started",
        "receive_response_headers.started",
    }
)
"""The steps of which a flight takes note."""


class _Flight:
    """One request from its first step to its last, and what is known when it breaks off."""

    def __init__(self, passage: Passage, limits: Limits) -> None:
        self._passage = passage
        self._limits = limits
        self._response: httpcore.Response | None = None
        self._decoder: Decoder | None = None
        self._patience: Patience | None = None
        self._host = ""
        self._connect_error: BaseException | None = None
        self._to_proxy = False
        self._proxy_error = False
        self._first_of_tls13 = False

    async def fly(
        self, pool: httpcore.AsyncConnectionPool, request: httpcore.Request, deadline: float
    ) -> Reply | Fault:
        limits = self._limits
        self._host = request.url.host.decode()
        request.extensions["trace"] = self._note
        request.extensions["timeout"] = {
            "connect": limits.connect,
            "read": limits.read,
            "write": limits.write,
            "pool": limits.pool,
        }
        try:
            async with asyncio.timeout(None) as scope:
                with Patience(scope, deadline) as self._patience:
                    return await self._exchange(pool, request)
        except BadCoding as error:
            return self._fault(FaultKind.BAD_ENCODING, str(error))
        except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol, UnicodeError):
            # h11 refuses a request before it writes any of it.
            return Fault(FaultKind.UNSENDABLE, Reached.NOT_SENT)
        except _TROUBLE as error:
            return self._fault(*self._meaning(error))
        except TimeoutError:
            silent = self._patience is not None and self._patience.silent
            return self._fault(FaultKind.ANSWER_TIMEOUT if silent else FaultKind.DEADLINE)
        except OSError as error:
            # httpcore lets a TLS alert in mid-connection through as it is.
            if self._first_of_tls13 and refuses_client(error):
                # The server's word on our certificate comes after our half of the handshake, when
                # the request has left; it is never read.
                return Fault(FaultKind.TLS_CLIENT, Reached.NOT_SENT)
            if self._passage.reached is Reached.NOT_SENT:
                return self._fault(connect_fault(error))
            return self._fault(FaultKind.CUT)

    async def _exchange(
        self, pool: httpcore.AsyncConnectionPool, request: httpcore.Request
    ) -> Reply:
        response = self._response = await pool.handle_async_request(request)
        self._passage.reach(Stage.ANSWERING)
        self._hear()
        try:
            content_codings = codings(_values(response, b"content-encoding"))
            decoder = self._decoder = Decoder(content_codings, self._limits.answer_bytes)
            raw = cast(
                AsyncGenerator[bytes, None], aiter(cast(AsyncIterable[bytes], response.stream))
            )
            async with aclosing(raw) as chunks:
                async for chunk in chunks:
                    self._hear()
                    decoder.feed(chunk)
                    if decoder.full:
                        break
            decoder.finish()
        finally:
            await response.aclose()
        self._passage.reach(Stage.ANSWERED)
        return _reply(response, decoder.data, truncated=decoder.full)

    async def _note(self, name: str, info: Mapping[str, Any]) -> None:
        """Write down a step that httpcore tells of."""
        step = name.partition(".")[2]
        if step not in _TOLD:
            return
        match step:
            case "connect_tcp.started":
                self._passage.reach(Stage.CONNECTING)
                self._to_proxy = info.get("host") != self._host
            case "start_tls.started":
                self._passage.reach(Stage.SECURING)
            case "start_tls.complete" if not name.startswith("proxy."):
                secured = info["return_value"].get_extra_info("ssl_object")
                self._first_of_tls13 = secured is not None and secured.version() == "TLSv1.3"
            case "connect_tcp.failed" | "start_tls.failed":
                # Here the error still has its causes; the pool cuts them off on the way up.
                self._connect_error = info["exception"]
                self._proxy_error = self._to_proxy and not name.startswith("proxy.")
        request = info.get("request")
        if request is None or request.method == b"CONNECT":
            return  # What a proxy is asked before the request itself may leave.
        match step:
            case "send_request_headers.started":
                self._passage.reach(Stage.SENDING)
            case "receive_response_headers.started":
                self._passage.reach(Stage.SENT)
                # From here on silence is ours to judge: the library would give up at once after a
                # sleep, with the answer already there.
                request.extensions["timeout"]["read"] = None
                # And nothing that is still to be told of is of interest.
                request.extensions.pop("trace")
                self._hear()

    def _hear(self) -> None:
        if self._patience is not None:
            self._patience.hear(self._limits.read)

    def _meaning(self, error: Exception) -> tuple[FaultKind, str]:
        """Return kind and detail of a failure that httpcore reports."""
        kind, detail = self._kind(error)
        if self._proxy_error and self._passage.reached is Reached.NOT_SENT:
            return FaultKind.PROXY_FAILED, kind.phrase
        return kind, detail

    def _kind(self, error: Exception) -> tuple[FaultKind, str]:
        match error:
            case httpcore.PoolTimeout():
                return FaultKind.POOL_TIMEOUT, ""
            case httpcore.ConnectTimeout():
                securing = self._passage.stage is Stage.SECURING
                return FaultKind.CONNECT_TIMEOUT, "TLS" if securing else ""
            case httpcore.ConnectError():
                kind = connect_fault(self._connect_error or error)
                if kind is FaultKind.CONNECT_FAILED and self._passage.stage is Stage.SECURING:
                    kind = FaultKind.TLS_FAILED
                return kind, ""
            case httpcore.ProxyError():
                return FaultKind.PROXY_FAILED, str(error)
        if self._passage.reached is Reached.NOT_SENT:
            # A connection stood and the request had not left: it was the proxy's.
            return FaultKind.PROXY_FAILED, ""
        match error:
            case httpcore.ReadTimeout():
                return FaultKind.ANSWER_TIMEOUT, ""
            case httpcore.WriteTimeout():
                return FaultKind.SEND_TIMEOUT, ""
            case httpcore.RemoteProtocolError() if not _says_closed(error):
                return FaultKind.BROKEN, ""
        return FaultKind.CUT, ""

    def _fault(self, kind: FaultKind, detail: str = "") -> Fault:
        partial = None
        if self._response is not None:
            data = self._decoder.data if self._decoder else b""
            partial = _reply(self._response, data, truncated=True)
        reached = self._passage.reached
        return Fault(kind, reached, detail, partial)


def _reply(response: httpcore.Response, body: bytes, *, truncated: bool) -> Reply:
    return Reply(
        status=response.status,
        reason=_text(response.extensions.get("reason_phrase", b"")),
        http_version=_text(response.extensions.get("http_version", b"HTTP/1.1")),
        headers=tuple((_text(name), _text(value)) for name, value in response.headers),
        body=body,
        truncated=truncated,
    )


def _values(response: httpcore.Response, name: bytes) -> list[str]:
    """Return each value of a header, whose name is given in lower case."""
    return [_text(value) for each, value in response.headers if each.lower() == name]


def _text(raw: bytes) -> str:
    """Return a header as text: UTF-8 where it is that, otherwise byte for byte (RFC 9110, 5.5)."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _says_closed(error: httpcore.RemoteProtocolError) -> bool:
    """Return whether the peer closed where h11 waited for more. Only the wording depends on it."""
    return str(error).startswith(("Server disconnected", "peer closed"))
