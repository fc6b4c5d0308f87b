"""Certificate files of an account: loaded where they can be used, and otherwise a sentence."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from appcues_console.activity.trust import SYSTEM_TRUST, TrustFiles, TrustPart
from appcues_console.delivery.trust import UnusableTrust, check, load, stamp
from tests.delivery.certificates import PASSPHRASE, Certificates
from tests.ordinary_rights import ordinary_rights


@pytest.fixture
def own(tmp_path: Path) -> Certificates:
    return Certificates(tmp_path)


def authorities(files: TrustFiles) -> int:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    load(context, files, None)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    return len(context.get_ca_certs())


def test_an_authority_is_read_as_pem_and_as_der(own: Certificates) -> None:
    der = own.folder / "ca.der"
    der.write_bytes(ssl.PEM_cert_to_DER_cert(own.authority.cert_pem.bytes().decode()))

    assert authorities(TrustFiles(ca_file=str(own.ca))) == 1
    assert authorities(TrustFiles(ca_file=str(der))) == 1


def test_several_authorities_with_words_between_them(own: Certificates) -> None:
    bundle = own.folder / "bundle.pem"
    other = trustme.CA().cert_pem.bytes()
    bundle.write_bytes("# Für alle\n".encode() + own.ca.read_bytes() + b"\n# two\n" + other)

    assert authorities(TrustFiles(ca_file=str(bundle))) == 2


def test_a_client_certificate_in_one_file_and_in_two(own: Certificates) -> None:
    assert check(own.client(), None) is None
    assert check(own.client_in_one_file(), None) is None


def test_an_encrypted_key_is_opened_by_its_passphrase(own: Certificates) -> None:
    files = own.client_with_encrypted_key()

    assert check(files, PASSPHRASE) is None
    without, wrong = check(files, None), check(files, "another")
    assert without is not None
    assert wrong is not None
    assert without.part is wrong.part is TrustPart.PASSPHRASE
    assert "needs a passphrase, and none is kept" in without.sentence
    assert "the one that is kept does not open it" in wrong.sentence
    assert "another" not in wrong.sentence


def test_no_files_are_nothing_to_load() -> None:
    assert check(SYSTEM_TRUST, None) is None
    assert not SYSTEM_TRUST


def test_each_file_that_cannot_be_used_is_a_sentence(own: Certificates) -> None:
    folder, text, ca = own.folder, own.folder / "text.pem", str(own.ca)
    text.write_text("-----BEGIN nothing-----")
    garbage = folder / "garbage"
    garbage.write_bytes(os.urandom(500))
    empty = folder / "empty"
    empty.touch()
    one, two = own.client(), Certificates(folder / "two").client()
    ca_file, certificate, key = (
        TrustPart.CA_FILE,
        TrustPart.CLIENT_CERTIFICATE,
        TrustPart.CLIENT_KEY,
    )
    table = [
        (
            TrustFiles(ca_file=str(folder / "missing.pem")),
            "CA file “missing.pem” does not exist",
            ca_file,
        ),
        (TrustFiles(ca_file=str(folder)), "cannot be read", ca_file),
        (TrustFiles(ca_file="ca.pem"), "not a whole one", ca_file),
        (TrustFiles(ca_file="/a\0b"), "cannot be read", ca_file),
        (TrustFiles(ca_file=str(text)), "holds no certificate", ca_file),
        (TrustFiles(ca_file=str(garbage)), "holds no certificate", ca_file),
        (TrustFiles(ca_file=str(empty)), "holds no certificate", ca_file),
        (
            TrustFiles("", str(folder / "no.pem"), ""),
            "client certificate “no.pem” does not exist",
            certificate,
        ),
        (
            TrustFiles("", one.client_certificate, str(folder / "no")),
            "client key “no” does not",
            key,
        ),
        (TrustFiles("", one.client_certificate, two.client_key), "does not belong to", key),
        (
            TrustFiles("", one.client_certificate, ""),
            "does not hold a certificate and its key",
            certificate,
        ),
        (TrustFiles("", ca, str(garbage)), "are not a certificate and its key", certificate),
        (TrustFiles("", "", one.client_key), "without its certificate", certificate),
    ]
    for files, words, part in table:
        fault = check(files, None)
        assert fault is not None, files
        assert words in fault.sentence, files
        assert fault.sentence.endswith("."), files
        assert fault.part is part, files


@pytest.mark.only_on("linux", "darwin")
def test_a_file_that_may_not_be_read_is_a_sentence(own: Certificates) -> None:
    own.ca.chmod(0)
    with ordinary_rights():
        fault = check(TrustFiles(ca_file=str(own.ca)), None)
    assert fault is not None
    assert "may not be read" in fault.sentence


def test_an_error_carries_no_passphrase_out(own: Certificates) -> None:
    with pytest.raises(UnusableTrust) as caught:
        load(
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            own.client_with_encrypted_key(),
            "a marked passphrase",
        )
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "marked" not in caught.value.sentence


def test_a_renewed_file_has_another_stamp(own: Certificates) -> None:
    files = TrustFiles(ca_file=str(own.ca))
    before = stamp(files)
    own.ca.write_bytes(own.ca.read_bytes() + b"\n")

    assert stamp(files) != before
    assert stamp(TrustFiles(ca_file=str(own.folder / "missing"))) == (None, None, None)


def test_keys_are_written_as_the_tests_say(own: Certificates) -> None:
    key = Path(own.client_with_encrypted_key().client_key).read_bytes()
    assert b"ENCRYPTED" in key
    serialization.load_pem_private_key(key, PASSPHRASE.encode())
