"""Commands are told apart by the shell that they were written for."""

from __future__ import annotations

import pytest

from appcues_console.intake import shell


@pytest.mark.parametrize(
    ("text", "windows", "powershell"),
    [
        ("curl x", False, False),
        ("curl x \\\n -d y", False, False),
        ("curl x ^\n -d y", True, False),
        ("curl x ^\r\n -d y", True, False),
        ('curl ^"x^"', True, False),
        ("curl x `\n -d y", False, True),
        ("curl x \\\n -d '^\n `\n'", False, False),
        ("curl -d 'a^b' x", False, False),
    ],
)
def test_shells(text: str, windows: bool, powershell: bool) -> None:
    assert shell.for_windows(text) is windows
    assert shell.for_powershell(text) is powershell
