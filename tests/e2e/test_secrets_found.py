"""The search for secrets finds them; otherwise finding none would mean nothing."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from .secrets_found import leaks, spellings

SECRET = "mark/8417265390+ü"


@pytest.mark.parametrize(
    "written",
    [
        SECRET.encode(),
        quote(SECRET, safe="").encode(),
        quote(SECRET).encode(),
        json.dumps({"id": SECRET}).encode(),
        SECRET.encode("utf-16"),
        SECRET.encode().hex().encode(),
        SECRET[::-1].encode(),
        SECRET.encode("utf-16-be"),
        quote(quote(SECRET, safe=""), safe="").encode(),
        base64.b64encode(SECRET.encode("utf-16-le")),
        *(base64.b64encode(b"x" * lead + SECRET.encode() + b"rest") for lead in range(6)),
        base64.urlsafe_b64encode(b"user:" + SECRET.encode()),
    ],
)
def test_a_secret_is_found_however_it_is_written(written: bytes, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "file").write_bytes(b"before " + written + b" after")
    assert leaks(SECRET, [tmp_path])


def test_a_secret_is_found_in_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / quote(SECRET, safe="")).touch()
    assert leaks(SECRET, [tmp_path])


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mark 841726539 and other digits")
    assert leaks(SECRET, [tmp_path]) == []


def test_no_form_is_so_short_that_it_would_be_found_by_chance() -> None:
    assert min(map(len, spellings(SECRET).values())) >= 12
