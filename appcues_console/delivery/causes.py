"""Reads from the errors of operating system and TLS why a connection did not come about.

An HTTP library reports "connection failed"; a person needs to know whether a name was mistyped, a
port is closed, a certificate has run out or a company's certificate authority is missing. That is
in the causes beneath, as error numbers, not in texts that differ from system to system.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

from appcues_console.delivery.faults import FaultKind

# X509_V_ERR_… of OpenSSL, CERT_E_… of Windows (as unsigned 32 bits) and errSec… of Apple: the
# three sources of `verify_code`, by way of truststore.
_EXPIRED = frozenset({9, 10, 0x800B0101, -67818 & 0xFFFFFFFF, -67819 & 0xFFFFFFFF})
_OTHER_NAME = frozenset({62, 64, 0x800B010F, -67602 & 0xFFFFFFFF})

_NO_NAME = frozenset(
    code
    for code in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None), 11001)
    if code is not None
)
"""`getaddrinfo` says that there is no such name; 11001 is Windows' WSAHOST_NOT_FOUND."""

_NO_ROUTE = frozenset(
    {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, 10051, 10065}
)


_ABOUT_OUR_CERTIFICATE = (
    "ALERT_CERTIFICATE_REQUIRED",
    "ALERT_BAD_CERTIFICATE",
    "ALERT_UNSUPPORTED_CERTIFICATE",
    "ALERT_CERTIFICATE_REVOKED",
    "ALERT_CERTIFICATE_EXPIRED",
    "ALERT_CERTIFICATE_UNKNOWN",
    "ALERT_UNKNOWN_CA",
    "ALERT_ACCESS_DENIED",
)
"""Ends of OpenSSL's names for what a server says of the client's certificate, or of none."""


def refuses_client(error: BaseException) -> bool:
    """Return whether a server broke TLS off because of the client's certificate."""
    return isinstance(error, ssl.SSLError) and (getattr(error, "reason", None) or "").endswith(
        _ABOUT_OUR_CERTIFICATE
    )


def connect_fault(error: BaseException) -> FaultKind:
    """Return the kind of fault behind an error of name lookup, TCP or TLS."""
    found = list(_beneath(error))
    for cause in found:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate_fault(cause)
    for cause in found:
        if isinstance(cause, ssl.SSLError):
            return FaultKind.TLS_CLIENT if refuses_client(cause) else FaultKind.TLS_FAILED
        if isinstance(cause, socket.gaierror):
            missing = cause.errno in _NO_NAME
            return FaultKind.NAME_NOT_FOUND if missing else FaultKind.NAME_LOOKUP_FAILED
        if isinstance(cause, UnicodeError):  # A name that IDNA cannot write has no address.
            return FaultKind.NAME_NOT_FOUND
        if isinstance(cause, ConnectionRefusedError):
            return FaultKind.REFUSED
        if isinstance(cause, OSError) and cause.errno in _NO_ROUTE:
            return FaultKind.UNREACHABLE
    if any(isinstance(cause, TimeoutError) for cause in found):
        return FaultKind.CONNECT_TIMEOUT
    return FaultKind.CONNECT_FAILED


def _certificate_fault(error: ssl.SSLCertVerificationError) -> FaultKind:
    code = getattr(error, "verify_code", 0) & 0xFFFFFFFF
    if code in _OTHER_NAME:
        return FaultKind.TLS_NAME
    return FaultKind.TLS_EXPIRED if code in _EXPIRED else FaultKind.TLS_UNTRUSTED


def _beneath(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and every error that led to it, also those of several addresses at once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, BaseExceptionGroup):
            waiting.extend(each.exceptions)
        waiting += [each.__cause__, each.__context__]
