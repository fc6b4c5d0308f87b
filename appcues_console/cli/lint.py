"""`lint`: the problems of a body, by the same rules as the window's; nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appcues_console.activity import body
from appcues_console.activity.body import BodyProblem
from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.draft import Draft
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.activity.known import Known
from appcues_console.activity.lint import lint, sendable
from appcues_console.activity.problems import Problem, Severity, error, where

from .exits import Exit
from .failures import Failure
from .interruptions import Interruptions
from .output import Output
from .reading import read_body
from .running import find_account, known_to, result, running

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

NOBODY = ("user_id",)
"""Where problems of the user ID are; a body alone has none."""


def run(
    output: Output,
    make_engine: Callable[[], Engine],
    *,
    file: str,
    label: str | None,
    user_id: str | None,
    as_json: bool,
) -> int:
    """List the problems of the body in `file` on standard output; with `user_id`, of that as well.
    With `label`, they are compared with what was sent before to the account called so."""
    data = read_body(output, file)
    known = None if label is None else _known(output, make_engine, label)
    draft, problems = examine(data, user_id, known)
    for problem in problems:
        if as_json:
            output.record(record(problem))
        else:
            output.line(line(problem))
    if not as_json:
        output.say(_total(draft, problems))
    return Exit.DONE if sendable(problems) else Exit.REJECTED


def _known(output: Output, make_engine: Callable[[], Engine], label: str) -> Known | None:
    with Interruptions(), running(make_engine) as engine:
        known = known_to(engine, find_account(output, engine, label))
        note = result(engine.condition()).history_note
        if note:
            output.say(note)
        return known


def examine(
    data: bytes, user_id: str | None, known: Known | None = None
) -> tuple[Draft, tuple[Problem, ...]]:
    """Return the draft that a body spells, and its problems; with `user_id` None, those of the
    body alone. A body of another shape is one problem. Raises `Failure` where it is no JSON."""
    try:
        draft = replace(body.read(data.decode("utf-8")), user_id=user_id or "")
    except BodyProblem as problem:
        place = f"line {problem.line}, column {problem.column}"
        return Draft(), (error("body-shape", ("body",), f"{problem.message} ({place})."),)
    except JsonProblem as problem:
        raise Failure(
            f"The body is not JSON: {problem.message}"
            f" (line {problem.line}, column {problem.column}).",
            Exit.USAGE,
        ) from None
    problems = problems_of(draft, known)
    if user_id is None:
        problems = tuple(problem for problem in problems if problem.path != NOBODY)
    return draft, problems


def problems_of(draft: Draft, known: Known | None) -> tuple[Problem, ...]:
    """Return the problems of `draft` if it were sent now."""
    return lint(draft, unix_milliseconds(), known)


def line(problem: Problem) -> str:
    """Return a problem as people read it."""
    return f"{problem.severity}: {where(problem.path)}: {problem.message} [{problem.code}]"


def record(problem: Problem) -> dict[str, Any]:
    """Return a problem for `--json`. Indexes in `path` count from 0; `fix` says how the window
    would mend it, null where it would not."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "where": where(problem.path),
        "path": list(problem.path),
        "message": problem.message,
        "basis": problem.basis.value,
        "fix": None if problem.fix is None else problem.fix.label,
    }


def _total(draft: Draft, problems: Iterable[Problem]) -> str:
    severities = [problem.severity for problem in problems]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    if not severities:
        return (
            f"No problems: {_counted(len(draft.events), 'event')}, "
            + _counted(len(draft.profile), "profile field")
            + "."
        )
    return f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}.".capitalize()


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
