"""What is wrong or doubtful in a draft, as values.

A problem says where it is, how bad it is, and how the console knows: the documentation says so, it
was observed, or nobody outside can know. Where it can be mended at once, it says how.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import StrEnum

Path = tuple[str | int, ...]
"""The field a problem is in: ``("user_id",)``, ``("events", 0, "name")``,
``("events", 0, "time")``, ``("events", 0, "attributes", 1, "key")``, ``("profile", 2, "value")``,
``("request_id",)``, ``("body",)``. That of an account ID, in the accounts dialog, is
``("account_id",)``."""


class Severity(StrEnum):
    """An error keeps the draft from being sent; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Basis(StrEnum):
    """How the console knows."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fix:
    """How to mend a problem by one edit; `fixes.apply` makes it.

    `label` says it as a button does: ``Use null``. What stands at `path` is `was`, and `put` takes
    its place; None takes away the row or member that stands there. Besides the fields of problems,
    `path` may be that of a row, ``("profile", 2)``, or of a member the documentation does not know,
    ``("extra", "key")`` or ``("events", 0, "extra", "key")``.
    """

    label: str
    path: Path
    was: Hashable
    put: Hashable


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: a stable `code`, the field it is in, a sentence with what to do, and the edit
    that mends it, where there is one."""

    code: str
    severity: Severity
    path: Path
    message: str
    basis: Basis = Basis.DOCUMENTED
    fix: Fix | None = None

    def below(self, base: Path) -> Problem:
        """Return the same problem of a part, its event for one, that stands at `base`."""
        fix = self.fix and replace(self.fix, path=(*base, *self.fix.path))
        return replace(self, path=(*base, *self.path), fix=fix)


def error(
    code: str,
    path: Path,
    message: str,
    basis: Basis = Basis.DOCUMENTED,
    fix: Fix | None = None,
) -> Problem:
    """Return a problem that keeps the draft from being sent."""
    return Problem(code, Severity.ERROR, path, message, basis, fix)


def warning(
    code: str,
    path: Path,
    message: str,
    basis: Basis = Basis.DOCUMENTED,
    fix: Fix | None = None,
) -> Problem:
    """Return a problem that a person should know of and may send all the same."""
    return Problem(code, Severity.WARNING, path, message, basis, fix)


def where(path: Path) -> str:
    """Return a path as people say it: ``event 1, attribute 2, key``."""
    words = {"user_id": "user ID", "request_id": "request ID", "account_id": "account ID"}
    match path:
        case ("events", int(index), "attributes", int(row), str(part)):
            return f"event {index + 1}, attribute {row + 1}, {part}"
        case ("events", int(index), str(part)):
            return f"event {index + 1}, {part}"
        case ("profile", int(row), str(part)):
            return f"profile field {row + 1}, {part}"
    return words.get(str(path[0]), str(path[0])) if path else ""


def shown(text: str, most: int = 40) -> str:
    """Return data in quotation marks as a sentence may hold it: visible, and cut to `most`
    characters."""
    return "“" + visible(text if len(text) <= most else text[: most - 1] + "…") + "”"


def visible(text: str) -> str:
    """Return data with what cannot be seen, such as a control character or a change of writing
    direction, as its escape."""
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
