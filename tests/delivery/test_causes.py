"""Why a connection did not come about, from the errors of every system."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest

from appcues_console.delivery.causes import connect_fault
from appcues_console.delivery.faults import FaultKind


def bad_certificate(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("certificate verify failed")
    error.verify_code = code
    return error


def caused(top: BaseException, cause: BaseException) -> BaseException:
    top.__cause__ = cause
    return top


TABLE = [
    (socket.gaierror(socket.EAI_NONAME, "no name"), FaultKind.NAME_NOT_FOUND),
    (socket.gaierror(11001, "Windows: host not found"), FaultKind.NAME_NOT_FOUND),
    (socket.gaierror(socket.EAI_AGAIN, "again"), FaultKind.NAME_LOOKUP_FAILED),
    (UnicodeError("label too long"), FaultKind.NAME_NOT_FOUND),
    (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), FaultKind.REFUSED),
    (OSError(errno.ENETUNREACH, "unreachable"), FaultKind.UNREACHABLE),
    (OSError(errno.EHOSTUNREACH, "no route"), FaultKind.UNREACHABLE),
    (OSError(10065, "Windows: no route"), FaultKind.UNREACHABLE),
    (TimeoutError(), FaultKind.CONNECT_TIMEOUT),
    (OSError(errno.EMFILE, "too many files"), FaultKind.CONNECT_FAILED),
    (ConnectionResetError(errno.ECONNRESET, "reset"), FaultKind.CONNECT_FAILED),
    (bad_certificate(10), FaultKind.TLS_EXPIRED),
    (bad_certificate(9), FaultKind.TLS_EXPIRED),
    (bad_certificate(0x800B0101), FaultKind.TLS_EXPIRED),
    (bad_certificate(0x800B0101 - 2**32), FaultKind.TLS_EXPIRED),
    (bad_certificate(-67818), FaultKind.TLS_EXPIRED),
    (bad_certificate(62), FaultKind.TLS_NAME),
    (bad_certificate(64), FaultKind.TLS_NAME),
    (bad_certificate(0x800B010F), FaultKind.TLS_NAME),
    (bad_certificate(-67602), FaultKind.TLS_NAME),
    (bad_certificate(19), FaultKind.TLS_UNTRUSTED),
    (bad_certificate(20), FaultKind.TLS_UNTRUSTED),
    (ssl.SSLError(1, "wrong version number"), FaultKind.TLS_FAILED),
]


@pytest.mark.parametrize(("error", "kind"), TABLE)
def test_table(error: BaseException, kind: FaultKind) -> None:
    assert connect_fault(error) is kind
    assert connect_fault(caused(OSError("All connection attempts failed"), error)) is kind


def test_several_addresses_at_once() -> None:
    both = ExceptionGroup(
        "several", [OSError(errno.EACCES, "denied"), ConnectionRefusedError(111, "refused")]
    )
    assert connect_fault(caused(OSError("All failed"), both)) is FaultKind.REFUSED


def test_a_circle_of_causes_ends() -> None:
    first, second = OSError("one"), OSError("two")
    first.__cause__, second.__cause__ = second, first
    assert connect_fault(first) is FaultKind.CONNECT_FAILED
