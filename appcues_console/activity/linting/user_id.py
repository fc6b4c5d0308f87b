"""What is doubtful about a user ID: a slip of one letter makes a new user that nothing merges."""

from __future__ import annotations

from collections.abc import Iterator

from appcues_console.activity.known import Known
from appcues_console.activity.problems import Basis, Fix, Path, Problem, error, shown, warning
from appcues_console.activity.spelling import (
    has_surrogate,
    plain,
    without_invisible,
    without_surrogates,
)

PATH: Path = ("user_id",)


def user_id_problems(user_id: str, known: Known | None) -> Iterator[Problem]:
    """Yield the problems of `user_id`, compared with those that are `known`."""
    if not user_id:
        yield error("user-id-empty", PATH, "Enter the user ID that the activity is for.")
    elif has_surrogate(user_id):
        yield error(
            "user-id-surrogate",
            PATH,
            "The user ID holds half of a character pair, which no URL can carry. Retype it.",
            Basis.OBSERVED,
            _put("Remove it", user_id, without_surrogates(user_id)),
        )
    elif not user_id.strip():
        yield error("user-id-blank", PATH, "The user ID is only white space. Enter a user ID.")
    else:
        yield from _space_problems(user_id, known)
        if known is not None:
            yield from _familiarity_problems(user_id, known)


def _space_problems(user_id: str, known: Known | None) -> Iterator[Problem]:
    trimmed = user_id.strip()
    if user_id != trimmed:
        yield warning(
            "user-id-space-around",
            PATH,
            "The user ID begins or ends with white space. The API would create a new user under "
            "it.",
            fix=_put("Remove the white space", user_id, trimmed),
        )
    elif any(character.isspace() for character in user_id) and not (
        known is not None and known.has_person(user_id)
    ):
        yield warning(
            "user-id-space-inside",
            PATH,
            "The user ID holds white space. If no such user exists, the API creates one.",
            fix=_put("Remove the white space", user_id, "".join(user_id.split())),
        )
    visible = without_invisible(user_id)
    if visible != user_id:
        yield warning(
            "user-id-invisible",
            PATH,
            "The user ID holds characters that cannot be seen. If no such user exists, the API "
            "creates one.",
            fix=_put("Remove them", user_id, visible),
        )


def _familiarity_problems(user_id: str, known: Known) -> Iterator[Problem]:
    if (same := known.same_person(user_id)) is not None:
        yield warning(
            "user-id-near",
            PATH,
            f"{shown(same)} was sent to before and differs only in case, white space or look-alike "
            "letters. The API would make a new user of this one.",
            Basis.OBSERVED,
            _put(f"Use {shown(same)}", user_id, same),
        )
    elif known.likeness is not None and user_id not in known.people:
        alike = known.likeness.person(user_id)
        if alike is not None and plain(alike):
            yield warning(
                "user-id-alike",
                PATH,
                f"{shown(alike)} was sent to before and differs by one character. If this is "
                "another user, all is well; if it is a slip, the API makes a new user.",
                Basis.OBSERVED,
                _put(f"Use {shown(alike)}", user_id, alike),
            )


def _put(label: str, user_id: str, put: str) -> Fix | None:
    return Fix(label, PATH, user_id, put) if put.strip() else None
