"""What an account's own certificate files do on the wire, and to no other account."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from appcues_console.activity.destination import Credentials
from appcues_console.activity.exchange import Outcome, Reached, Reply
from appcues_console.activity.trust import SYSTEM_TRUST, TrustFiles
from appcues_console.delivery.faults import Fault, FaultKind
from appcues_console.delivery.outcomes import decide
from appcues_console.delivery.transport import Transport
from tests.delivery.certificates import PASSPHRASE, Certificates
from tests.delivery.gatekeeper import Gatekeeper
from tests.delivery.tunnel import tunnelling
from tests.delivery.wire import CREDENTIALS, EVENT, QUICK, answering, serving


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return Certificates(tmp_path / "own")


async def send(
    transport: Transport, url: str, trust: TrustFiles, credentials: Credentials = CREDENTIALS
) -> Reply | Fault:
    return await transport.trusting(trust).send(url, "u1", EVENT.body, credentials)


def test_an_authority_counts_for_its_account_alone(own: Certificates) -> None:
    async def run() -> tuple[list[Reply | Fault], int]:
        transport = Transport(QUICK)
        trusting = TrustFiles(ca_file=str(own.ca))
        async with serving(answering(), tls=own.server()) as server:
            happened = [
                await send(transport, server.url, trust)
                for trust in (SYSTEM_TRUST, trusting, SYSTEM_TRUST, trusting)
            ]
            await transport.aclose()
            return happened, len(server.received)

    happened, received = asyncio.run(run())
    refused = Fault(FaultKind.TLS_UNTRUSTED, Reached.NOT_SENT)
    assert [each if isinstance(each, Fault) else each.status for each in happened] == [
        refused,
        200,
        refused,
        200,
    ]
    assert received == 2


def test_an_authority_beside_the_system_takes_nothing_away(
    own: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = Certificates(tmp_path / "system")
    monkeypatch.setenv("SSL_CERT_FILE", str(system.ca))

    async def run() -> list[Reply | Fault]:
        transport = Transport(QUICK)
        trusting = TrustFiles(ca_file=str(own.ca))
        async with (
            serving(answering(), tls=own.server()) as one,
            serving(answering(), tls=system.server()) as two,
        ):
            happened = [await send(transport, each.url, trusting) for each in (one, two)]
            await transport.aclose()
            return happened

    assert all(isinstance(each, Reply) for each in asyncio.run(run()))


@pytest.mark.parametrize("newest", [True, False], ids=["TLS 1.3", "TLS 1.2"])
def test_a_client_certificate_is_shown_where_one_is_demanded(
    newest: bool, own: Certificates
) -> None:
    forms = [
        (own.client(), None),
        (own.client_in_one_file(), None),
        (own.client_with_encrypted_key(), PASSPHRASE),
    ]

    async def run() -> tuple[list[Reply | Fault], int]:
        transport = Transport(QUICK)
        tls = own.server(wants_client=True, newest=newest)
        async with serving(answering(), tls=tls) as server:
            happened = [
                await send(transport, server.url, files, replace(CREDENTIALS, key_passphrase=word))
                for files, word in forms
            ]
            await transport.aclose()
            return happened, len(server.received)

    happened, received = asyncio.run(run())
    assert all(isinstance(each, Reply) for each in happened)
    assert received == 3


@pytest.mark.parametrize("newest", [True, False], ids=["TLS 1.3", "TLS 1.2"])
@pytest.mark.parametrize("whose", ["nobody's", "a stranger's"])
def test_without_the_right_client_certificate_nothing_is_sent(
    newest: bool, whose: str, own: Certificates, tmp_path: Path
) -> None:
    stranger = replace(Certificates(tmp_path / "stranger").client(), ca_file=str(own.ca))
    files = stranger if whose == "a stranger's" else TrustFiles(ca_file=str(own.ca))

    async def run(url: str) -> Reply | Fault:
        transport = Transport(QUICK)
        try:
            return await send(transport, url, files)
        finally:
            await transport.aclose()

    with Gatekeeper(own.server(wants_client=True, newest=newest)) as server:
        happened = asyncio.run(run(server.url))

    assert isinstance(happened, Fault)
    assert (server.refused, server.received) == (1, [])
    assert happened.reached is Reached.NOT_SENT
    verdict = decide(happened, EVENT)
    assert verdict.outcome is Outcome.NOT_SENT
    if newest or whose == "a stranger's":  # TLS 1.2 has no word for a certificate that is missing
        assert happened.kind is FaultKind.TLS_CLIENT
        assert "did not accept the client certificate" in verdict.explanation
    else:
        assert happened.kind is FaultKind.TLS_FAILED


def test_a_connection_cut_right_after_the_handshake_is_not_taken_for_a_refusal(
    own: Certificates,
) -> None:
    """asyncio's server hangs up without a word where it wants another certificate."""

    async def run() -> Reply | Fault:
        transport = Transport(QUICK)
        async with serving(answering(), tls=own.server(wants_client=True)) as server:
            happened = await send(transport, server.url, TrustFiles(ca_file=str(own.ca)))
            await transport.aclose()
            return happened

    happened = asyncio.run(run())
    assert isinstance(happened, Fault)
    assert (happened.kind, happened.reached) == (FaultKind.CUT, Reached.MAYBE_SENT)


def test_a_file_that_cannot_be_used_is_said_before_anything_is_sent(own: Certificates) -> None:
    missing = TrustFiles(ca_file=str(own.folder / "gone.pem"))

    async def run() -> tuple[Reply | Fault, int]:
        transport = Transport(QUICK)
        async with serving(answering(), tls=own.server()) as server:
            happened = await send(transport, server.url, missing)
            await transport.aclose()
            return happened, server.connections

    happened, connections = asyncio.run(run())
    assert isinstance(happened, Fault)
    assert (happened.kind, happened.reached) == (FaultKind.TRUST_FILE, Reached.NOT_SENT)
    assert connections == 0
    verdict = decide(happened, EVENT)
    assert verdict.outcome is Outcome.NOT_SENT
    assert "“gone.pem” does not exist" in verdict.explanation
    assert "Nothing reached the server" in verdict.explanation


def test_a_renewed_file_counts_from_the_next_send_on(own: Certificates, tmp_path: Path) -> None:
    changing = tmp_path / "changing.pem"
    other = Certificates(tmp_path / "other")

    async def run() -> list[Reply | Fault]:
        transport = Transport(QUICK)
        happened = []
        async with serving(answering(), tls=own.server()) as server:
            for content in (other.ca, own.ca, other.ca):
                fresh = tmp_path / "fresh.pem"
                fresh.write_bytes(content.read_bytes())
                fresh.replace(changing)
                trust = TrustFiles(ca_file=str(changing))
                happened.append(await send(transport, server.url, trust))
        await transport.aclose()
        return happened

    assert [isinstance(each, Reply) for each in asyncio.run(run())] == [False, True, False]


def test_many_trust_settings_do_not_pile_up(own: Certificates) -> None:
    async def run() -> tuple[set[bool], int, int]:
        # So many handshakes at once take their time on a computer that is busy.
        transport = Transport(replace(QUICK, connect=60.0, total=120.0))
        copies = []
        for number in range(20):
            copy = own.folder / f"{number}.pem"
            copy.write_bytes(own.ca.read_bytes())
            copies.append(TrustFiles(ca_file=str(copy)))
        async with serving(answering(), tls=own.server()) as server:
            happened = await asyncio.gather(
                *(send(transport, server.url, trust) for trust in copies * 2)
            )
            kept = len(transport._connections)
            await transport.aclose()
            return {isinstance(each, Reply) for each in happened}, kept, len(server.received)

    assert asyncio.run(run()) == ({True}, 8, 40)


def test_one_client_serves_all_accounts_without_files() -> None:
    async def run() -> tuple[int, int]:
        transport = Transport(QUICK)
        async with serving(answering()) as server:
            for _ in range(3):
                await send(transport, server.url, TrustFiles())
            kept = len(transport._connections)
            await transport.aclose()
            return kept, server.connections

    assert asyncio.run(run()) == (1, 1)


def test_a_tunnel_through_a_proxy_has_the_accounts_trust(
    own: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name does not exist: only the proxy, which is told it, can reach the server."""

    async def run() -> tuple[list[Reply | Fault], list[bytes]]:
        tls = own.server_for("api.invalid")
        async with (
            serving(answering(), tls=tls) as server,
            serving(tunnelling(server.port)) as proxy,
        ):
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            transport = Transport(QUICK)
            happened = [
                await send(transport, "https://api.invalid", trust)
                for trust in (SYSTEM_TRUST, TrustFiles(ca_file=str(own.ca)))
            ]
            await transport.aclose()
            return happened, [each.line for each in proxy.received]

    happened, lines = asyncio.run(run())
    assert happened[0] == Fault(FaultKind.TLS_UNTRUSTED, Reached.NOT_SENT)
    assert isinstance(happened[1], Reply)
    assert lines == [b"CONNECT api.invalid:443 HTTP/1.1"] * 2
