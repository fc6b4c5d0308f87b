"""`lint`: the problems of a body, by the same rules as the window's; nothing is sent."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from appcues_console.activity import body
from appcues_console.activity.body import BodyProblem
from appcues_console.activity.draft import Draft
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.activity.lint import lint, sendable
from appcues_console.activity.problems import Problem, Severity, error, where

from .exits import Exit
from .failures import Failure
from .output import Output
from .reading import read_body

NOBODY = ("user_id",)
"""Where problems of the user ID are; a body alone has none."""


def run(output: Output, file: str, *, as_json: bool) -> int:
    """List the problems of the body in `file` on standard output."""
    draft, problems = examine(read_body(output, file), None)
    for problem in problems:
        if as_json:
            output.record(record(problem))
        else:
            output.line(line(problem))
    if not as_json:
        output.say(_total(draft, problems))
    return Exit.DONE if sendable(problems) else Exit.REJECTED


def examine(data: bytes, user_id: str | None) -> tuple[Draft, tuple[Problem, ...]]:
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
    problems = lint(draft, time.time_ns() // 1_000_000)
    if user_id is None:
        problems = tuple(problem for problem in problems if problem.path != NOBODY)
    return draft, problems


def line(problem: Problem) -> str:
    """Return a problem as people read it."""
    return f"{problem.severity}: {where(problem.path)}: {problem.message} [{problem.code}]"


def record(problem: Problem) -> dict[str, Any]:
    """Return a problem for `--json`. Indexes in `path` count from 0."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "where": where(problem.path),
        "path": list(problem.path),
        "message": problem.message,
        "basis": problem.basis.value,
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
