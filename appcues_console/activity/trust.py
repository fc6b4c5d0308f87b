"""Which files say whom an account trusts, and as whom it introduces itself.

Paths only: they are settings, which may be shown and kept in a file. The passphrase of the key is a
secret and travels with the `Credentials`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TrustPart(StrEnum):
    """What of it can be wrong, by the names that a sentence calls it."""

    CA_FILE = "CA file"
    CLIENT_CERTIFICATE = "client certificate"
    CLIENT_KEY = "client key"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of one


@dataclass(frozen=True, slots=True)
class TrustFault:
    """Why an account's files cannot be used: which part, and a sentence for a person."""

    part: TrustPart
    sentence: str


@dataclass(frozen=True, slots=True)
class TrustFiles:
    """Absolute paths; an empty one means that there is none.

    `ca_file` holds certificates of authorities, PEM or DER, that are trusted beside those of the
    system. `client_certificate` is PEM, with its chain; `client_key` is its key as PEM, empty where
    that is in the same file.
    """

    ca_file: str = ""
    client_certificate: str = ""
    client_key: str = ""

    def __bool__(self) -> bool:
        return bool(self.ca_file or self.client_certificate)


SYSTEM_TRUST = TrustFiles()
"""What the system trusts, and no client certificate."""
