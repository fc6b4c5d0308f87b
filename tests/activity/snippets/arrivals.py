"""Runs snippets as a person would, against a real practice server, and tells what arrived there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from appcues_console.activity.snippets.request import ACCOUNT_PLACEHOLDER, Request
from appcues_console.engine.loop import LoopThread
from appcues_console.practice.server import PracticeServer

ACCOUNT = "12345"

NASTY = 'it\'s "quoted" \\ \\\\ \\n $HOME ${x} $(id) `id` %PATH% %% !! @x \'\'\' """ é 漢字 🙂'

BODIES = {
    "plain": '{\n  "events": [],\n  "n": 1.0\n}',
    "a file name": "@/etc/passwd",
    "an option": "--help",
    "one quote": "'",
    "triple quotes": "{'''}'''",
    "ends in a backslash": '{"a": 1}\\',
    "ends in backslashes": '{"a": 1}\\\\\\',
    "backticks": "{`${1+1}` ``}",
    "every quote": "'\"`\u2018\u2019\u201a\u201b\u201c\u201d\u201e'",
    "shell": NASTY,
    "template": "{{x}} <%= y %> #{z} %s %d {0}",
    "caret": '^"^%^&|<>()^',
    "no-break space": "a\u00a0b\u2007c\ufeffd",
    "line separators": "a\u2028b\u2029c\u0085d",
    "line breaks": "\n\n a\n\tb\n\n",
    "carriage returns": "a\r\nb\rc\r\n",
    "controls": "a\x01\x07\x08\x0b\x0c\x1b[31m\x7f",
    "directions": "\u202eabc\u202c\u200f\u2066x\u2069",
    "unseen beyond 16 bits": "a\U000e0001b\U000e007fc",
    "joined emoji": "👩‍👩‍👧‍👦🇩🇪e\u0301",
    "here-string": "@'\nx\n'@\n",
    "heredoc": "<<EOF\nEOF\nBODY",
    "comments": "# a\n// b\n/* c */ <!-- d -->",
    "many lines": "\n".join(f"line {n}: '{n}' \"$\"" for n in range(200)),
}

LONG = '{"a": "' + "é'" * 90_000 + '"}'

USERS = (
    "user-42",
    "a b",
    "a/b?c#d",
    "'$(id)`\"\\",
    "ключ 🙂",
    "%2F",
    "a+b&c=d",
    "[1-3]{a,b}",
    "~._-",
)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The practice server's side: where it is, and the last body that came for a user."""

    base_url: str
    server: PracticeServer

    def body(self, user_id: str) -> str | None:
        """Return the body that arrived last for `user_id`, or None; it must have come as JSON."""
        received = self.server.world.received(ACCOUNT, user_id)
        if not received:
            return None
        assert received[0].content_type == "application/json"
        return received[0].body.decode("utf-8")

    def requests(self) -> list[tuple[str, Request]]:
        """Return a request for each body and each odd user ID, by what is odd about it."""
        bodies = [(name, Request(self.base_url, name, body)) for name, body in BODIES.items()]
        users = [(f"user {user}", Request(self.base_url, user, "{}")) for user in USERS]
        return bodies + users

    def differences(self) -> dict[str, str | None]:
        """Return what arrived otherwise than it was meant, by what is odd about it."""
        return {
            name: arrived
            for name, request in self.requests()
            if (arrived := self.body(request.user_id)) != request.body
        }


@contextmanager
def arrivals() -> Iterator[Arrivals]:
    """Run a practice server that keeps every body."""
    thread = LoopThread("practice for snippets")
    thread.start()
    server = PracticeServer()
    try:
        base_url = thread.submit(server.start).result(20)
        yield Arrivals(base_url, server)
        thread.submit(server.stop).result(20)
    finally:
        thread.close(20)


def written(folder: Path, name: str, snippet: str) -> Path:
    """Write a snippet with the account ID in its place: never into an argument."""
    assert snippet.count(ACCOUNT_PLACEHOLDER) == 1
    file = folder / name
    file.write_text(snippet.replace(ACCOUNT_PLACEHOLDER, ACCOUNT), encoding="utf-8", newline="")
    return file


def run(*command: str | Path) -> str:
    """Run a program to its end and return what it printed; skip where there is none."""
    program = shutil.which(str(command[0]))
    if program is None:
        pytest.skip(f"needs {command[0]} to run the snippet with")
    done = subprocess.run(
        [program, *command[1:]],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=50,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
