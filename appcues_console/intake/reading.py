"""The one way in: from what was pasted or dropped to what it is.

Text is tried as a cURL command, as JSON, as JSON that needs mending, as JSON objects one a line,
and as two columns of a spreadsheet; programs in other languages are named. Everything in between
that fails is an answer with a sentence, never an exception.
"""

from __future__ import annotations

import re
from typing import Final

from appcues_console.activity.body import BodyProblem
from appcues_console.activity.draft import Draft
from appcues_console.activity.jsontext import JsonProblem

from . import address, command, ndjson, programs, table
from .command import Command
from .mending import MAX_LENGTH as LONGEST_MENDED
from .mending import mended
from .shapes import MAX_VALUES, Shape, TooManyValues, recognised
from .traced import Traced
from .understood import NotUnderstood, Part, Secrets, Understood
from .wrappings import unwrapped

MAX_LENGTH: Final = 12_000_000
"""Characters that are read. Plain JSON of this length takes less than a second."""

UNCHANGED: Final = "Nothing was changed."

NOTHING_KNOWN: Final = (
    "This is neither JSON, nor a cURL command, nor two columns of a spreadsheet. " + UNCHANGED
)

_TELLING: Final = 20_000
"""Characters by which a request is told from other text."""

_ENDPOINT = re.compile(r"/v1/accounts/[^/\s\"']+/users/[^/\s\"']+/activity")
_ASKS = re.compile(r"://|/accounts/|\s--?[A-Za-z]")

_LIKE_JSON = re.compile(r"""[{\["'“„‘,/#]|[\w$-]+\s*:""")


def holds_request(pasted: str) -> bool:
    """True where `pasted` is a cURL command or names the endpoint with an account ID or its
    placeholder: it must not stand in a field whose text is kept. Cheap, whatever it is."""
    beginning = pasted[:_TELLING]
    if _ENDPOINT.search(beginning) is not None:
        return True
    text, _ = unwrapped(Traced(beginning))
    return command.is_curl(text.text) and _ASKS.search(text.text) is not None


def read(pasted: str) -> Understood | NotUnderstood:
    """Return what `pasted` is. Never raises, and takes less than a second whatever it is."""
    if len(pasted) > MAX_LENGTH:
        return NotUnderstood(
            f"This is longer than {MAX_LENGTH:,} characters, which is more than the console reads. "
            f"{UNCHANGED}"
        )
    text, about = unwrapped(Traced(pasted))
    if not text.text:
        return NotUnderstood(f"There is nothing to read. {UNCHANGED}")
    if command.is_curl(text.text):
        return _from_command(text, about)
    if (found := address.only_an_address(text.text)) is not None:
        return _addressed(found, about)
    return _from_data(text, about)


def _from_data(text: Traced, about: tuple[str, ...]) -> Understood | NotUnderstood:
    result = _json(text)
    if isinstance(result, NotUnderstood):
        if (sentence := programs.sentence(text.origin)) is not None:
            return NotUnderstood(f"{sentence} {UNCHANGED}")
        if (array := ndjson.as_array(text)) is not None:
            return _from_lines(array, about)
        if text.text[0] in "{[":
            return result
        fields = table.fields(text.text)
        if isinstance(fields, table.Fields):
            draft = Draft(profile=fields.pairs)
            return Understood(Part.FIELDS, draft, (*fields.sentences, *about))
        if fields is not None:
            return NotUnderstood(f"{fields} {UNCHANGED}")
        return result if _LIKE_JSON.match(text.text) else NotUnderstood(NOTHING_KNOWN)
    return Understood(result.part, result.draft, (*result.sentences, *about))


def _from_lines(found: ndjson.Lines, about: tuple[str, ...]) -> Understood | NotUnderstood:
    if found.array is None:
        return NotUnderstood(f"{found.sentence} {UNCHANGED}")
    shape = _json(found.array)
    if isinstance(shape, NotUnderstood):
        return shape
    return Understood(shape.part, shape.draft, (found.sentence, *shape.sentences[1:], *about))


def _json(text: Traced) -> Shape | NotUnderstood:
    try:
        return recognised(text)
    except TooManyValues:
        return NotUnderstood(
            f"This holds more than {MAX_VALUES:,} values, too many for the forms. The command "
            f"line sends it as it is: appcues-console send. {UNCHANGED}"
        )
    except BodyProblem as problem:
        return _at(problem)
    except JsonProblem as problem:
        return _mended(text, problem)


def _mended(text: Traced, plain: JsonProblem) -> Shape | NotUnderstood:
    if len(text.text) > LONGEST_MENDED:
        return _at(plain, f" A text of more than {LONGEST_MENDED:,} characters is not mended.")
    try:
        attempt = mended(text)
        if attempt is None:
            return _at(plain, " There is too much else in it to be mended.")
        shape = recognised(attempt.text)
    except JsonProblem as problem:
        return _at(problem)
    except TooManyValues:
        return _at(plain)
    sentence = attempt.sentence()
    return Shape(shape.part, shape.draft, (*shape.sentences, *([sentence] if sentence else [])))


def _at(problem: JsonProblem, more: str = "") -> NotUnderstood:
    return NotUnderstood(
        f"Line {problem.line}, column {problem.column}: {problem.message}.{more} {UNCHANGED}",
        problem.line,
        problem.column,
    )


def _from_command(text: Traced, about: tuple[str, ...]) -> Understood | NotUnderstood:
    found = command.read(text)
    if isinstance(found, JsonProblem):
        return _at(found)
    if found.refusal:
        return NotUnderstood(f"{found.refusal} {UNCHANGED}")
    shape: Shape | NotUnderstood
    if found.data is None:
        shape = Shape(Part.NOTHING, Draft(), ("A cURL command without data.",))
    else:
        shape = _json(found.data)
    return _commanded(found, shape, about)


def _commanded(
    found: Command, shape: Shape | NotUnderstood, about: tuple[str, ...]
) -> Understood | NotUnderstood:
    secrets = found.secrets
    if isinstance(shape, NotUnderstood):
        sentence = f"The data of the cURL command: {shape.sentence}"
        return NotUnderstood(secrets.masked(sentence), shape.line, shape.column)
    sentences = (*shape.sentences, *found.sentences, *about)
    if found.data is not None:
        sentences = ("A cURL command.", *sentences)
    return Understood(
        shape.part,
        shape.draft,
        tuple(secrets.masked(sentence) for sentence in sentences),
        user_id=found.address.user_id if found.address else None,
        base_url=found.address.base_url if found.address else None,
        secrets=secrets,
    )


def _addressed(found: address.Address, about: tuple[str, ...]) -> Understood:
    secrets = Secrets(found.account_id)
    sentences = ("The address of a request.", *found.sentences, *about)
    return Understood(
        Part.NOTHING,
        Draft(),
        tuple(secrets.masked(sentence) for sentence in sentences),
        user_id=found.user_id,
        base_url=found.base_url,
        secrets=secrets,
    )
