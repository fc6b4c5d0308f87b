"""Loads the certificate files of one account into the TLS settings of its connections.

Companies have authorities of their own, and gateways that ask who is calling. An account may name
files for both; they add to what the system trusts and can never take verification away. A file that
cannot be used is a sentence for the person, before anything is sent.
"""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TypeAlias

from appcues_console.activity.trust import TrustFault, TrustFiles, TrustPart

Stamp: TypeAlias = tuple[tuple[int, int, int] | None, ...]
"""What tells a file from one that was put in its place: a renewed certificate is used at once."""


class UnusableTrust(Exception):
    """A certificate file cannot be used. `sentence` says which and why, without a secret."""

    def __init__(self, part: TrustPart, sentence: str) -> None:
        super().__init__(sentence)
        self.part = part
        self.sentence = sentence


def stamp(files: TrustFiles) -> Stamp:
    """Return what changes when a file does; a file that cannot be asked is None."""
    return tuple(
        _stamp(path) for path in (files.ca_file, files.client_certificate, files.client_key)
    )


def load(context: ssl.SSLContext, files: TrustFiles, passphrase: str | None) -> None:
    """Add `files` to `context`. Reads files and may derive a key: for a thread that may wait.

    Raises `UnusableTrust`, and then `context` must not be used.
    """
    if files.ca_file:
        _load_authorities(context, files.ca_file)
    if files.client_certificate:
        _load_client(context, files, passphrase)
    elif files.client_key:
        raise UnusableTrust(
            TrustPart.CLIENT_CERTIFICATE, "A client key is given without its certificate."
        )


def check(files: TrustFiles, passphrase: str | None) -> TrustFault | None:
    """Return what is wrong with `files`, or None. May wait for the disk."""
    try:
        load(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), files, passphrase)
    except UnusableTrust as error:
        return TrustFault(error.part, error.sentence)
    return None


def _load_authorities(context: ssl.SSLContext, name: str) -> None:
    data = _read(name, TrustPart.CA_FILE)
    try:
        if b"-----BEGIN" in data:
            context.load_verify_locations(cadata=data.decode("ascii", "ignore"))
        else:
            context.load_verify_locations(cadata=data)
    except (ssl.SSLError, ValueError) as error:
        raise UnusableTrust(
            TrustPart.CA_FILE,
            f"The CA file “{Path(name).name}” holds no certificate in PEM or DER form.",
        ) from error


def _load_client(context: ssl.SSLContext, files: TrustFiles, passphrase: str | None) -> None:
    certificate, key = files.client_certificate, files.client_key
    # Read first: OpenSSL's own errors do not say which of the two it could not open.
    _read(certificate, TrustPart.CLIENT_CERTIFICATE)
    if key:
        _read(key, TrustPart.CLIENT_KEY)
    asked = False

    def give() -> str:
        # Without this OpenSSL would ask on the terminal.
        nonlocal asked
        asked = True
        return passphrase or ""

    fault = None
    try:
        context.load_cert_chain(certificate, key or None, give)
    except (ssl.SSLError, OSError, ValueError) as error:
        fault = _why(error, files, asked=asked, given=passphrase is not None)
    if fault is not None:
        # Not chained: an error of OpenSSL could quote what it was given.
        raise UnusableTrust(fault.part, fault.sentence)


def _why(error: Exception, files: TrustFiles, *, asked: bool, given: bool) -> TrustFault:
    certificate = Path(files.client_certificate).name
    key = Path(files.client_key or files.client_certificate).name
    if asked:
        wrong = "the one that is kept does not open it" if given else "none is kept"
        return TrustFault(
            TrustPart.PASSPHRASE, f"The client key “{key}” needs a passphrase, and {wrong}."
        )
    if getattr(error, "reason", None) == "KEY_VALUES_MISMATCH":
        return TrustFault(
            TrustPart.CLIENT_KEY,
            f"The client key “{key}” does not belong to the certificate “{certificate}”.",
        )
    return TrustFault(
        TrustPart.CLIENT_CERTIFICATE,
        f"“{certificate}” and “{key}” are not a certificate and its key in PEM form."
        if key != certificate
        else f"“{certificate}” does not hold a certificate and its key in PEM form.",
    )


def _read(name: str, what: TrustPart) -> bytes:
    path = Path(name)
    if not path.is_absolute():
        raise UnusableTrust(what, f"The path of the {what} is not a whole one: “{name}”.")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnusableTrust(what, f"The {what} “{path.name}” does not exist.") from error
    except PermissionError as error:
        raise UnusableTrust(what, f"The {what} “{path.name}” may not be read.") from error
    except (OSError, ValueError) as error:
        raise UnusableTrust(what, f"The {what} “{path.name}” cannot be read.") from error


def _stamp(name: str) -> tuple[int, int, int] | None:
    if not name:
        return None
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
