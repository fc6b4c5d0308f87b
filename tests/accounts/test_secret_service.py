"""The Secret Service that the vault is tested against is a real one, and each test's own."""

from __future__ import annotations

import keyring
import keyring.errors
import pytest
import secretstorage

from tests.accounts.secret_service import SecretService


def test_it_keeps_a_secret(secret_service: SecretService) -> None:
    keyring.set_password("appcues-console", "one", "kept")

    assert keyring.get_password("appcues-console", "one") == "kept"


def test_each_test_finds_it_empty(secret_service: SecretService) -> None:
    connection = secretstorage.dbus_init()
    try:
        collection = secretstorage.get_default_collection(connection)
        assert not collection.is_locked()
        assert list(collection.get_all_items()) == []
    finally:
        connection.close()


def test_it_keeps_a_secret_over_a_restart(secret_service: SecretService) -> None:
    keyring.set_password("appcues-console", "one", "kept")
    secret_service.kill_keyring()
    secret_service.start_keyring()

    assert keyring.get_password("appcues-console", "one") == "kept"


def test_once_locked_it_tells_nothing(secret_service: SecretService) -> None:
    keyring.set_password("appcues-console", "one", "kept")
    secret_service.lock()

    with pytest.raises(keyring.errors.KeyringError):
        keyring.get_password("appcues-console", "one")


def test_once_stopped_it_is_absent(secret_service: SecretService) -> None:
    secret_service.stop_keyring()

    with pytest.raises(keyring.errors.KeyringError):
        keyring.get_password("appcues-console", "one")


def test_other_tests_have_no_keyring() -> None:
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.get_password("appcues-console", "one")
