"""What is wrong with a value: what cannot be written, and what the product takes for another
type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isinf
from typing import Final

from appcues_console.activity import dates, jsontext, values
from appcues_console.activity.draft import Pair
from appcues_console.activity.problems import Basis, Fix, Path, Problem, error, shown, warning
from appcues_console.activity.spelling import has_surrogate, without_surrogates
from appcues_console.activity.times import MILLISECONDS_FROM
from appcues_console.activity.values import Kind, Value, as_iso

from .name import surrogate_problem

EXACT_INTEGER: Final = 2**53
DIGITS_OF_MILLISECONDS: Final = 13
"""Of Unix milliseconds from 2001 to 2286."""
LIKELY_MILLISECONDS: Final = range(1_420_070_400_000, 2_051_222_400_000)
"""Unix milliseconds of the years 2015 to 2034: a number among them is most likely a time."""
FIRST_YEAR: Final = range(365 * 86_400)
"""Unix seconds of 1970."""
USE_NULL: Final = values.forced(Value(), Kind.NULL)
_NO_NUMBER: Final = frozenset(
    f"{sign}{word}" for sign in ("", "+", "-") for word in ("nan", "inf", "infinity")
)
_NO_VALUE: Final = frozenset({"null", "undefined"})
_DOUBTFUL_WORDS: Final = _NO_NUMBER | _NO_VALUE | {"true", "false"}
_LONGEST_DOUBTFUL: Final = 1_000
_HAS_DIGITS: Final = re.compile(r"\d{4}")
_WORDS: Final = {"true": "true", "false": "false", "yes": "true", "no": "false"}
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:[\s_]\d{3})+(?:[.,]\d*)?", re.ASCII)
_LOOSE: Final = re.compile(r"([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?([eE][+-]?\d+)?", re.ASCII)


def flawless(value: Value) -> bool:
    """True for a value that is seen at a glance to have no problem; false says nothing. Most values
    are such, and all of a pasted body are looked at in one go."""
    text = value.text
    match value.kind:
        case Kind.NUMBER:
            if not (text.isdigit() and text.isascii()) or text[0] == "0":
                return False
            return len(text) < 16 and len(text) != DIGITS_OF_MILLISECONDS
        case Kind.BOOLEAN:
            return text in {"true", "false"}
        case Kind.NULL:
            return True
        case Kind.TEXT:
            if not text.isascii() or not text[:1].isalpha() or text[-1].isspace():
                return False
            # No word and no date is so long; searching ten megabytes would be felt.
            if len(text) > _LONGEST_DOUBTFUL:
                return True
            # Each spelling of a date has a year in it.
            return text.lower() not in _DOUBTFUL_WORDS and not _HAS_DIGITS.search(text)
    return False


def value_problems(pair: Pair, path: Path, what: str) -> Iterator[Problem]:
    """Yield the problems of the value of `pair`, which stands in the row at `path`; `what` names
    such a row."""
    value, here = pair.value, (*path, "value")
    if (sentence := values.problem_of(value)) is not None:
        yield _unwritable(value, here, sentence)
    else:
        yield from _doubts(pair, path, what)
        if value.kind is not Kind.NULL and has_surrogate(value.text):
            mended = values.typed(value, without_surrogates(value.text))
            yield surrogate_problem(here, Fix("Remove it", here, value, mended))


def _unwritable(value: Value, path: Path, sentence: str) -> Problem:
    if value.kind is Kind.NUMBER and value.text.strip().lower() in _NO_NUMBER:
        return error(
            "number-not-finite",
            path,
            f"JSON has no number {shown(value.text.strip())}. To say that there is none, use null.",
            fix=Fix("Use null", path, value, USE_NULL),
        )
    return error("value-bad", path, sentence, fix=_repair(value, path))


def _doubts(pair: Pair, path: Path, what: str) -> Iterator[Problem]:
    value, here = pair.value, (*path, "value")
    match value.kind:
        case Kind.JSON if value.text.strip()[:1] in {"{", "["}:
            yield warning(
                "value-nested",
                here,
                "The product ignores arrays and objects: "
                f"{shown(pair.key)} would be sent, and lost.",
                fix=Fix(f"Remove the {what}", path, pair, None),
            )
        case Kind.NUMBER if beyond_exact(value.text):
            yield warning(
                "number-inexact",
                here,
                "This whole number is beyond 2^53: many programs round it. Send it as text to keep "
                "every digit.",
                Basis.UNKNOWN,
                Fix("Send as text", here, value, as_text(value)),
            )
        case Kind.NUMBER if len(value.text) > 3 and isinf(float(value.text)):
            yield warning(
                "number-inexact",
                here,
                "This number is larger than most programs can hold; they may refuse it or take it "
                "for infinite.",
                Basis.UNKNOWN,
                Fix("Send as text", here, value, as_text(value)),
            )
        case Kind.NUMBER:
            yield from _milliseconds_doubt(value, here)
        case Kind.TEXT:
            yield from _text_doubts(value, here, what)
            yield from _zone_doubt(value, here)
        case Kind.DATE:
            yield from _unit_doubt(value, here)
            yield from _zone_doubt(value, here)


def _text_doubts(value: Value, path: Path, what: str) -> Iterator[Problem]:
    text = value.text
    trimmed = text.strip()
    if not text:
        yield warning(
            "value-empty",
            path,
            f"An empty text is a value. To say that this {what} has none, use null.",
            fix=Fix("Use null", path, value, USE_NULL),
        )
    elif trimmed[-1:].isdigit() and jsontext.is_number(trimmed) and not _too_large(trimmed):
        yield warning(
            "number-as-text",
            path,
            f"This goes out as the text {shown(text)}, which conditions do not treat as a number.",
            fix=Fix("Make it a number", path, value, Value(Kind.NUMBER, trimmed)),
        )
    elif (word := trimmed.lower()) in {"true", "false"}:
        yield warning(
            "boolean-as-text",
            path,
            f"This goes out as the text {shown(text)}, which conditions do not treat as a "
            "true/false value.",
            fix=Fix("Make it true/false", path, value, Value(Kind.BOOLEAN, word)),
        )
    elif trimmed in _NO_VALUE or word in _NO_NUMBER:
        yield warning(
            "null-as-text",
            path,
            f"This goes out as the text {shown(text)}. To say that this {what} has no value, use "
            "null.",
            fix=Fix("Use null", path, value, USE_NULL),
        )
    elif readings := dates.iso_readings(text):
        yield _unusable_date(value, path, readings)
    elif text != trimmed:
        yield warning(
            "value-space-around",
            path,
            "This text begins or ends with white space. Texts are compared by the letter.",
            fix=Fix("Remove the white space", path, value, values.typed(value, trimmed)),
        )


def _unusable_date(value: Value, path: Path, readings: tuple[str, ...]) -> Problem:
    if len(readings) == 1:
        put = values.typed(Value(), readings[0])
        return warning(
            "date-as-text",
            path,
            f"Date conditions cannot use {shown(value.text)}. Write {readings[0]}.",
            fix=Fix(f"Write {readings[0]}", path, value, put),
        )
    return warning(
        "date-as-text",
        path,
        f"Date conditions cannot use {shown(value.text)}, and it may mean {readings[0]} or "
        f"{readings[1]}. Write the one that is meant.",
    )


def _unit_doubt(value: Value, path: Path) -> Iterator[Problem]:
    text = value.text
    # At most the digits of a 64-bit integer: Python refuses to convert thousands of them.
    if len(text) > 19 or not text.removeprefix("-").isdecimal():
        return
    if abs(number := int(text)) >= MILLISECONDS_FROM:
        yield warning(
            "date-milliseconds",
            path,
            "As seconds, this date lies after the year 5138. Dates are documented as whole Unix "
            "time, and the documentation’s example of that is in seconds.",
            Basis.UNKNOWN,
            Fix("Write in seconds", path, value, _seconds(value, number)),
        )
    elif number in FIRST_YEAR:
        yield warning(
            "date-1970",
            path,
            "As seconds, this date lies in 1970: it may lack digits. Dates are documented as whole "
            "Unix time, and the documentation’s example of that is in seconds.",
            Basis.UNKNOWN,
        )


def _milliseconds_doubt(value: Value, path: Path) -> Iterator[Problem]:
    text = value.text
    if len(text) != DIGITS_OF_MILLISECONDS or not text.isdecimal():
        return
    if (number := int(text)) in LIKELY_MILLISECONDS:
        yield warning(
            "number-milliseconds",
            path,
            "This looks like a time in Unix milliseconds. Whether the product tells them from "
            "seconds is not documented; the documentation’s example of a date is in seconds.",
            Basis.UNKNOWN,
            Fix("Write in seconds", path, value, _seconds(value, number)),
        )


def _seconds(value: Value, number: int) -> Value:
    while abs(number) >= MILLISECONDS_FROM:
        number //= 1_000
    return Value(value.kind, str(number), value.forced)


def _zone_doubt(value: Value, path: Path) -> Iterator[Problem]:
    instant = as_iso(value.text)
    if instant is not None and instant.tzinfo is None and ":" in value.text:
        yield warning(
            "date-zone",
            path,
            "This date and time has no time zone; how it is read is not documented. Add Z for UTC.",
            Basis.UNKNOWN,
            Fix("Add Z, for UTC", path, value, Value(value.kind, value.text + "Z", value.forced)),
        )


def _repair(value: Value, path: Path) -> Fix:
    """Return the fix for what cannot be written as its kind."""
    text = value.text.strip()
    if not text:
        return Fix("Use null", path, value, USE_NULL)
    match value.kind:
        case Kind.NUMBER if number := repaired_number(text):
            label = f"Write {number}" if len(number) <= 24 else "Write it as JSON does"
            return Fix(label, path, value, Value(Kind.NUMBER, number))
        case Kind.BOOLEAN if word := _WORDS.get(text.lower()):
            return Fix(f"Write {word}", path, value, Value(Kind.BOOLEAN, word))
        case Kind.DATE if values.usable_as_date(text):
            return Fix("Remove the white space", path, value, Value(Kind.DATE, text, True))
        case Kind.DATE if len(readings := dates.iso_readings(text)) == 1:
            return Fix(f"Write {readings[0]}", path, value, Value(Kind.DATE, readings[0]))
    return Fix("Send as text", path, value, as_text(value))


def repaired_number(text: str) -> str | None:
    """Return the number that `text` spells in another way than JSON does, where it can be only one:
    with spaces, a decimal comma, a plus sign, zeros before it or no digit before the point."""
    spelled = re.sub(r"[\s_]", "", text) if _GROUPED.fullmatch(_plain_spaces(text)) else text
    if spelled.count(",") == 1 and "." not in spelled:
        # Three digits behind a comma may be thousands.
        whole, decimals = spelled.split(",")
        if len(decimals) == 3 and whole.lstrip("+-") != "0":
            return None
        spelled = f"{whole}.{decimals}"
    found = _LOOSE.fullmatch(spelled)
    if found is None:
        return None
    sign, digits, decimals, exponent = (part or "" for part in found.groups())
    whole = digits.lstrip("0") or "0"
    number = f"{sign.replace('+', '')}{whole}{'.' + decimals if decimals else ''}{exponent}"
    return number if jsontext.is_number(number) else None


def _plain_spaces(text: str) -> str:
    return re.sub(r"\s", " ", text)


def as_text(value: Value) -> Value:
    """Return what `value` says, as text by a person's choice."""
    return values.forced(Value(Kind.TEXT, value.text), Kind.TEXT)


def beyond_exact(text: str) -> bool:
    """True for a whole number, as JSON spells it, that not every program can hold exactly."""
    digits = text.removeprefix("-")
    return digits.isdecimal() and (len(digits) > 16 or int(digits) > EXACT_INTEGER)


def _too_large(text: str) -> bool:
    # Such a number is better off as text.
    return beyond_exact(text) or isinf(float(text))
