"""What the operating system refuses becomes a sentence that names the file and the remedy."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from appcues_console.storage.errors import from_os_error


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "Free some space"),
        (errno.EACCES, "Check the permissions of /srv/anna"),
        (errno.EPERM, "Check the permissions of /srv/anna"),
        (errno.EROFS, "read-only file system"),
        (errno.ENOTDIR, "a file stands where a folder is needed"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_each_refusal_has_a_sentence(number: int, words: str) -> None:
    error = from_os_error(OSError(number, os.strerror(number)), Path("/srv/anna/accounts.json"))

    assert words in error.message
    assert "accounts.json" in error.message
    assert error.message.endswith((".", "accounts.json."))


def test_an_error_without_a_number_is_told_too() -> None:
    assert "TimeoutError" in from_os_error(TimeoutError(), Path("a")).message
