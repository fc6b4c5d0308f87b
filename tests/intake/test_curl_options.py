"""The options that take a value are those of curl itself."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from appcues_console.intake.command import _REFUSED, _SHORT, _UNDERSTOOD
from appcues_console.intake.curl_options import LETTERS_WITH_VALUE, WITH_VALUE


def test_curl_says_the_same() -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("needs curl to compare with")
    text = subprocess.run(
        [curl, "--help", "all"], capture_output=True, check=True, encoding="utf-8", timeout=20
    ).stdout
    options = re.findall(r"^ *(?:-(\w), )? *--([\w.-]+)( [<\[])?", text, re.MULTILINE)
    assert len(options) > 200
    ours = WITH_VALUE | _UNDERSTOOD | {*_REFUSED}

    # Its newer versions have more, and `help` is asked for alone.
    with_value = {name for _, name, value in options if value} - {"help"}
    assert with_value <= ours
    assert ours & {name for _, name, value in options if not value} <= {"get"}
    letters = {letter for letter, _, value in options if letter and value}
    assert letters == LETTERS_WITH_VALUE
    assert all((letter, name) in {(a, b) for a, b, _ in options} for letter, name in _SHORT.items())
