"""What is wrong with the name of an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from appcues_console.activity.problems import Basis, Fix, Path, Problem, error, shown, warning
from appcues_console.activity.spelling import (
    has_surrogate,
    without_invisible,
    without_surrogates,
)

MAX_EVENT_NAME: Final = 127
RESERVED_PREFIX: Final = "appcues:"
RESERVED_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "flow_started": "when a flow starts",
        "flow_completed": "when a flow is completed",
        "flow_skipped": "when a flow is skipped",
        "step_started": "when a step starts",
        "step_completed": "when a step is completed",
        "form_submitted": "when a form is submitted",
        "nps_score": "when a user gives an NPS score",
        "checklist_completed": "when a checklist is completed",
        "checklist_item_completed": "when an item of a checklist is completed",
        "page_view": "when a page is viewed",
        "screen_view": "when a screen is viewed",
        "session_started": "when a session starts",
        "v2:experience_started": "when an experience starts",
        "v2:step_seen": "when a step is seen",
    }
)
"""The names that the product is known to use behind the prefix, and what it sends them for."""
PATH: Path = ("name",)


def name_problems(name: str) -> Iterator[Problem]:
    """Yield the problems of an event's name, placed in the event."""
    if not name.strip():
        yield error("event-name-missing", PATH, "Every event needs a name.")
    else:
        yield from _length_problems(name)
        if name != name.strip():
            yield warning(
                "event-name-space-around",
                PATH,
                "The name begins or ends with white space, which makes it another event’s name.",
                Basis.UNKNOWN,
                _put("Remove the white space", name, name.strip()),
            )
    if name.lower().startswith(RESERVED_PREFIX):
        yield _reserved(name)
    yield from _invisible_problems(name)


def _length_problems(name: str) -> Iterator[Problem]:
    units = len(name.encode("utf-16-le", "surrogatepass")) // 2
    if len(name) > MAX_EVENT_NAME:
        yield error(
            "event-name-long",
            PATH,
            f"The name has {len(name)} characters; at most {MAX_EVENT_NAME} are allowed.",
            fix=_put(f"Cut to {MAX_EVENT_NAME} characters", name, name[:MAX_EVENT_NAME].rstrip()),
        )
    elif units > MAX_EVENT_NAME:
        # The limit is documented in “characters”, which programs count in different ways.
        yield warning(
            "event-name-units",
            PATH,
            f"The name has {len(name)} characters, but {units} by the count of JavaScript and "
            f"others. Which of the two may be at most {MAX_EVENT_NAME} is not documented.",
            Basis.UNKNOWN,
        )


def _reserved(name: str) -> Problem:
    rest = name[len(RESERVED_PREFIX) :]
    put = rest
    while put.lower().startswith(RESERVED_PREFIX):
        put = put[len(RESERVED_PREFIX) :]
    fix = _put("Remove the prefix", name, put)
    if not name.startswith(RESERVED_PREFIX):
        return warning(
            "event-name-reserved",
            PATH,
            "Names that begin with “appcues:” are reserved for the product; whether that holds for "
            "other cases of the letters is not documented. Choose another name.",
            Basis.UNKNOWN,
            fix,
        )
    if occasion := RESERVED_NAMES.get(rest):
        message = (
            f"The product itself sends {shown(name)} {occasion}: the prefix “appcues:” is reserved "
            "for it. Choose another name."
        )
    else:
        message = (
            "Names that begin with “appcues:” are reserved for the product. Choose another name."
        )
    return error("event-name-reserved", PATH, message, fix=fix)


def _invisible_problems(name: str) -> Iterator[Problem]:
    if has_surrogate(name):
        yield surrogate_problem(PATH, _put("Remove it", name, without_surrogates(name)))
        return
    visible = without_invisible(name)
    if visible != name:
        yield warning(
            "event-name-invisible",
            PATH,
            "The name holds characters that cannot be seen, which makes it another event’s name.",
            Basis.UNKNOWN,
            _put("Remove them", name, visible),
        )


def surrogate_problem(path: Path, fix: Fix | None) -> Problem:
    """Return the problem of a text with half of a character pair in it."""
    return warning(
        "text-surrogate",
        path,
        "This holds half of a character pair; it is sent as an escape and may be refused.",
        Basis.UNKNOWN,
        fix,
    )


def _put(label: str, name: str, put: str) -> Fix | None:
    return Fix(label, PATH, name, put) if put.strip() else None
