"""The guard lets this machine through and nothing else."""

from __future__ import annotations

import socket

import pytest

from tests import network


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.10", "::1", "::1%lo", "localhost", "api.localhost", "localhost."]
)
def test_this_machine(host: str) -> None:
    assert network.is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "192.0.2.1", "example.com", "localhost.example.com", "127.0.0"]
)
def test_not_this_machine(host: str) -> None:
    assert not network.is_loopback(host)


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.getaddrinfo("example.com", 443),
        lambda: socket.gethostbyname("example.com"),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 53)),
        lambda: socket.socket().bind(("0.0.0.0", 0)),
    ],
    ids=["connect", "getaddrinfo", "gethostbyname", "sendto", "bind"],
)
@pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning")
def test_another_machine_is_refused_and_the_refusal_remembered(reach) -> None:  # type: ignore[no-untyped-def] # each returns something else
    with pytest.raises(network.ForeignAddress):
        reach()

    assert len(network.refused) == 1
    network.refused.clear()


def test_loopback_works() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_a_name_that_never_exists_is_not_found_without_asking_anybody() -> None:
    with pytest.raises(socket.gaierror) as raised:
        socket.getaddrinfo("nobody.invalid", 443)

    assert raised.value.errno == socket.EAI_NONAME
    assert network.refused == []
