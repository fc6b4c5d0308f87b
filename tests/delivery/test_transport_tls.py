"""TLS is verified against the system's trust store, always, and nothing is sent before."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from appcues_console.activity.exchange import Reached, Reply
from appcues_console.delivery.faults import Fault, FaultKind
from tests.delivery.wire import QUICK, Connection, Handler, answering, send, serving

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """A certificate authority that this system trusts, as a company's would be."""
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return ca


def served_with(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def exchange(tls: ssl.SSLContext) -> tuple[Reply | Fault, int]:
    async def run() -> tuple[Reply | Fault, int]:
        async with serving(answering(), tls=tls) as server:
            happened = await send(server.url)
            return happened, len(server.received)

    return asyncio.run(run())


def test_a_certificate_of_a_trusted_authority_is_good(authority: trustme.CA) -> None:
    happened, received = exchange(served_with(authority.issue_cert("127.0.0.1")))
    assert isinstance(happened, Reply)
    assert (happened.status, received) == (200, 1)


def test_a_certificate_for_another_name(authority: trustme.CA) -> None:
    happened, received = exchange(served_with(authority.issue_cert("api.appcues.com")))
    assert happened == Fault(FaultKind.TLS_NAME, Reached.NOT_SENT)
    assert received == 0


def test_an_expired_certificate(authority: trustme.CA) -> None:
    certificate = authority.issue_cert("127.0.0.1", not_before=LONG_AGO, not_after=LONG_AGO)
    happened, received = exchange(served_with(certificate))
    assert happened == Fault(FaultKind.TLS_EXPIRED, Reached.NOT_SENT)
    assert received == 0


def test_a_certificate_of_an_unknown_authority(authority: trustme.CA) -> None:
    happened, received = exchange(served_with(trustme.CA().issue_cert("127.0.0.1")))
    assert happened == Fault(FaultKind.TLS_UNTRUSTED, Reached.NOT_SENT)
    assert received == 0


@pytest.mark.parametrize("variable", ["PYTHONHTTPSVERIFY", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_no_variable_turns_verification_off(
    variable: str, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "0" if variable == "PYTHONHTTPSVERIFY" else "")
    happened, _ = exchange(served_with(trustme.CA().issue_cert("127.0.0.1")))
    assert happened == Fault(FaultKind.TLS_UNTRUSTED, Reached.NOT_SENT)


def test_no_file_receives_the_session_keys(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    happened, _ = exchange(served_with(authority.issue_cert("127.0.0.1")))
    assert isinstance(happened, Reply)
    assert not (tmp_path / "keys").exists()


async def _speak_plain(connection: Connection) -> None:
    await connection.reader.read(1)
    await connection.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    await connection.until_closed()


async def _say_nothing(connection: Connection) -> None:
    await connection.until_closed()


async def _hang_up(connection: Connection) -> None:
    await connection.reader.read(1)


@pytest.mark.parametrize(
    ("handler", "kind"),
    [
        (_speak_plain, FaultKind.TLS_FAILED),
        (_hang_up, FaultKind.TLS_FAILED),
        (_say_nothing, FaultKind.CONNECT_TIMEOUT),
    ],
)
def test_a_port_that_speaks_no_tls(handler: Handler, kind: FaultKind) -> None:
    async def run() -> Reply | Fault:
        async with serving(handler) as server:
            url = server.url.replace("http:", "https:")
            return await send(url, limits=limits)

    # Only one of them is waited for to the end.
    limits = replace(QUICK, connect=0.3) if kind is FaultKind.CONNECT_TIMEOUT else QUICK
    fault = asyncio.run(run())
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.reached) == (kind, Reached.NOT_SENT)


def test_a_connection_cut_in_the_middle_of_an_answer(authority: trustme.CA) -> None:
    async def cut(connection: Connection) -> None:
        await connection.take()
        await connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
        connection.writer.transport.abort()

    async def run() -> Reply | Fault:
        tls = served_with(authority.issue_cert("127.0.0.1"))
        async with serving(cut, tls=tls) as server:
            return await send(server.url)

    fault = asyncio.run(run())
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.reached) == (FaultKind.CUT, Reached.MAYBE_SENT)
