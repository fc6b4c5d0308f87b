"""Certificates of an authority made for one test, in the files that an account names."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme
from cryptography.hazmat.primitives import serialization

from appcues_console.activity.trust import TrustFiles

PASSPHRASE = "only for tests"


class Certificates:
    """An authority, its file `ca`, and a client's certificate in several forms in `folder`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.authority = trustme.CA()
        self.ca = folder / "ca.pem"
        self.authority.cert_pem.write_to_path(str(self.ca))
        self._client = self.authority.issue_cert("console@example.com")

    def server_for(self, name: str) -> ssl.SSLContext:
        """Return the settings of a server called `name`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name).configure_cert(context)
        return context

    def server(self, *, wants_client: bool = False, newest: bool = True) -> ssl.SSLContext:
        """Return the settings of a server for this computer; it may demand a client certificate,
        in TLS 1.3 or in 1.2."""
        context = self.server_for("127.0.0.1")
        if wants_client:
            context.verify_mode = ssl.CERT_REQUIRED
            self.authority.configure_trust(context)
        if not newest:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context

    def client(self) -> TrustFiles:
        """Return a client's certificate and key, in two files."""
        certificate, key = self.folder / "client.pem", self.folder / "client.key"
        certificate.write_bytes(self._client.cert_chain_pems[0].bytes())
        key.write_bytes(self._client.private_key_pem.bytes())
        return TrustFiles(str(self.ca), str(certificate), str(key))

    def client_in_one_file(self) -> TrustFiles:
        """Return them in one file."""
        both = self.folder / "both.pem"
        self._client.private_key_and_cert_chain_pem.write_to_path(str(both))
        return TrustFiles(str(self.ca), str(both), "")

    def client_with_encrypted_key(self) -> TrustFiles:
        """Return them with a key that needs `PASSPHRASE`."""
        key = serialization.load_pem_private_key(self._client.private_key_pem.bytes(), None)
        encrypted = self.folder / "encrypted.key"
        encrypted.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(PASSPHRASE.encode()),
            )
        )
        files = self.client()
        return TrustFiles(files.ca_file, files.client_certificate, str(encrypted))
