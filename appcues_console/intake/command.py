"""A cURL command as a request: whom it is for, the data it sends, and what of it has no place here.

The options are those of curl's own manual. Nothing is run and no file is read; what the console
does differently from the command is said, and no value of a header is ever repeated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from appcues_console.activity.jsontext import JsonProblem

from . import address, shell
from .address import Address
from .curl_options import LETTERS_WITH_VALUE, WITH_VALUE
from .posix import PosixLine
from .shell import Line, Word
from .traced import Traced
from .understood import Secrets
from .windows import WindowsLine, without_carets

MAX_LENGTH: Final = 200_000
"""Characters of a command that is read. Linux takes 128 KiB in one argument, Windows 32 in all."""

_CURL = re.compile(
    r"(?:[$>%#]\s+|[A-Za-z]:\\[^>\n]*>\s*|PS [^>\n]*>\s*)?(?=(?:\S{0,200}[/\\])?curl(?:\.exe)?\s)"
)

_SHORT = {
    "d": "data",
    "F": "form",
    "G": "get",
    "H": "header",
    "T": "upload-file",
    "u": "user",
    "X": "request",
}
_DATA = {"data", "data-ascii", "data-binary", "data-raw", "json"}
_UNDERSTOOD = _DATA | {"header", "oauth2-bearer", "request", "url", "user"}
_REFUSED = {
    "data-urlencode": "It encodes its data as a form",
    "form": "It sends a form",
    "form-string": "It sends a form",
    "get": "It sends its data in the address",
    "upload-file": "It sends a file",
}
_PASTE_JSON = ", and the API takes JSON. Paste the JSON by itself."
_OWN_HEADERS = {"accept", "content-type", "content-length", "host", "user-agent", "expect"}


@dataclass(slots=True)
class Command:
    """A request as far as it was understood. `data` is None where nothing is sent; `refusal` is a
    sentence where the command cannot be taken."""

    address: Address | None = None
    data: Traced | None = None
    secrets: Secrets = field(default_factory=Secrets)
    sentences: list[str] = field(default_factory=list)
    refusal: str = ""


def is_curl(text: str) -> bool:
    """True where `text` begins as a cURL command, behind a prompt or not."""
    return _CURL.match(text) is not None


def read(text: Traced) -> Command | JsonProblem:
    """Return what the command `text` asks for, or where a quote of it is not closed."""
    if len(text.text) > MAX_LENGTH:
        return Command(
            refusal=f"This cURL command is longer than {MAX_LENGTH:,} characters. Paste the JSON "
            "by itself."
        )
    if shell.for_powershell(text.text):
        return Command(
            refusal="This cURL command is written for PowerShell. Copy it for bash or for the "
            "command prompt (cmd)."
        )
    prompt = _CURL.match(text.text)
    start = prompt.end() if prompt else 0
    try:
        line = _words(_straightened(text.part(start, len(text.text))))
    except JsonProblem as problem:
        return problem
    if len(line.words) >= shell.MAX_WORDS:
        return Command(
            refusal=f"This cURL command has more than {shell.MAX_WORDS:,} words. Paste the JSON by "
            "itself."
        )
    reading = _Reading()
    reading.take(list(line.words[1:]))
    command = reading.command()
    if line.more:
        command.sentences.append("Only the first command was read.")
    return command


def _words(text: Traced) -> Line:
    if shell.for_windows(text.text):
        return WindowsLine(without_carets(text)).line()
    return PosixLine(text).line()


def _straightened(text: Traced) -> Traced:
    """Return a command that went through a word processor with its quotes made straight again."""
    if "'" in text.text or '"' in text.text:
        return text
    straight = text.text.translate(str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''"))
    return Traced(straight, (0,), (0,), text)


class _Reading:
    def __init__(self) -> None:
        self._command = Command()
        self._urls: list[Word] = []
        self._data: list[Traced] = []
        self._json = False
        self._method = ""
        self._dropped: dict[str, None] = {}
        self._bearer: str | None = None

    def take(self, words: list[Word]) -> None:
        words.reverse()
        only_urls = False
        while words:
            word = words.pop()
            text = word.text.text
            # A word processor makes one dash of two.
            if text[:1] in {"–", "—"}:
                text = "--" + text[1:]
            if text == "--":
                only_urls = True
            elif only_urls or not text.startswith("-") or text == "-":
                self._urls.append(word)
            elif text.startswith("--"):
                self._long(text[2:], words)
            else:
                self._short(word, words)

    def _long(self, name: str, words: list[Word]) -> None:
        if name in _REFUSED:
            self._refuse(_REFUSED[name] + _PASTE_JSON)
        elif name in _UNDERSTOOD:
            if words:
                self._option(name, words.pop())
        elif name in WITH_VALUE and words:
            words.pop()

    def _short(self, word: Word, words: list[Word]) -> None:
        """Take several options of one letter, the last of which may have its value with it."""
        text = word.text.text
        for index, letter in enumerate(text[1:], 1):
            name = _SHORT.get(letter, "")
            if name in _REFUSED:
                self._refuse(_REFUSED[name] + _PASTE_JSON)
            if letter in LETTERS_WITH_VALUE:
                if index + 1 < len(text):
                    value = Word(word.text.part(index + 1, len(text)), word.looked_up)
                elif words:
                    value = words.pop()
                else:
                    return
                if name in _UNDERSTOOD:
                    self._option(name, value)
                return

    def _option(self, name: str, value: Word) -> None:
        text = value.text.text
        match name:
            case "url":
                self._urls.append(value)
            case "request":
                self._method = text.upper()
            case "header":
                self._header(text)
            case "oauth2-bearer":
                self._found_bearer(text)
            case "user":
                self._dropped["its user name and password"] = None
            case _:
                self._take_data(name, value)

    def _take_data(self, name: str, value: Word) -> None:
        if value.text.text.startswith("@") and name != "data-raw":
            self._refuse(
                "The command reads its data from a file or from its input. Paste what is in it, or "
                "drop the file here."
            )
        elif value.looked_up:
            self._refuse(
                "The data holds a variable or a command of the shell, which only the shell knows. "
                "Put its value there, or use single quotes."
            )
        self._json = self._json or name == "json"
        self._data.append(value.text)

    def _header(self, text: str) -> None:
        name, _, value = text.partition(":")
        name = name.strip().lower()
        scheme, _, token = value.strip().partition(" ")
        if name == "authorization" and scheme.lower() == "bearer":
            self._found_bearer(token.strip())
        elif name == "authorization":
            self._dropped["its Authorization header"] = None
        elif name not in _OWN_HEADERS and name:
            self._dropped["headers of its own"] = None

    def _found_bearer(self, token: str) -> None:
        if not token or address.stands_in(token) or "$" in token:
            self._command.sentences.append("Its bearer value is a placeholder and was left out.")
        else:
            self._bearer = token
            self._command.sentences.append("It carries a bearer value, which is shown nowhere.")

    def _refuse(self, sentence: str) -> None:
        self._command.refusal = self._command.refusal or sentence

    def command(self) -> Command:
        command = self._command
        self._address(command)
        if self._data:
            command.data = self._data[0]
            if len(self._data) > 1:
                self._refuse("The command sends several pieces of data. Paste the JSON by itself.")
        method = self._method or "POST"
        if method != "POST":
            command.sentences.append("It uses another method; here it is sent by POST.")
        if self._dropped:
            command.sentences.append(f"Left out: {', '.join(self._dropped)}.")
        found = command.address
        command.secrets = Secrets(found.account_id if found else None, self._bearer)
        nobody = found is None or (found.user_id is None and found.account_id is None)
        if command.data is None and nobody:
            self._refuse("This cURL command names neither data nor whom it is for.")
        return command

    def _address(self, command: Command) -> None:
        if self._urls:
            command.address = address.read(self._urls[0].text.text)
            command.sentences[:0] = command.address.sentences
        if len(self._urls) > 1:
            command.sentences.append("Only the first of its addresses was read.")
