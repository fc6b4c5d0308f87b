"""What is wrong with the keys of attributes and profile fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from appcues_console.activity.draft import Pair
from appcues_console.activity.problems import Basis, Fix, Path, Problem, error, shown, warning
from appcues_console.activity.spelling import (
    has_surrogate,
    plain,
    shape,
    without_invisible,
    without_surrogates,
)

from .name import surrogate_problem

_AUTOMATIC: Final = """
    _hostname _lastBrowserLanguage _lastPageTitle _lastPageUrl _currentPageTitle
    _currentPageUrl _localId _sessionPageviews _updatedAt _userAgent _appcuesId
    _sessionRandomizer _testContentId _showChecklist _doNotTrack _lastSeenAt _timezoneCode
    _timezoneOffset _appId _operatingSystem _bundlePackageId _appName _appVersion _appBuild
    _sdkVersion _sdkName _osVersion _deviceType _deviceModel _currentScreenTitle
    _lastScreenTitle _lastContentShownAt _sessionId _pushPrimerEligible _deviceId _language
    _pushToken _pushEnabled userId _isAnonymous
"""
AUTOMATIC_KEYS: Final = frozenset(_AUTOMATIC.split())
"""The properties that the product is documented to set by itself, on the web and on mobile."""
LONGEST_KEPT: Final = 256
"""Characters of keys for which it is remembered that nothing speaks against them."""
_UNUSUAL_SPACE: Final = re.compile(r"[^\S ]+|\s{2,}")


class KeyRules:
    """Yields the problems of the keys of one object, row by row; `what` names a row of it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._rows: dict[str, tuple[int, Pair]] = {}
        self._shapes: dict[str, str] = {}

    def problems(self, row: int, pair: Pair, base: Path) -> Iterator[Problem]:
        """Yield the problems of the key in `row`. `base` is the path of the object."""
        key, path = pair.key, (*base, row, "key")
        if not key:
            message = f"This {self._what} has a value but no key. Enter a key."
            yield error("key-empty", path, message)
            return
        form = shape(key)
        if key in self._rows:
            yield self._duplicate(pair, path, base)
        elif (other := self._shapes.get(form)) is not None:
            yield warning(
                "key-near",
                path,
                f"{shown(key)} differs from {shown(other)} only in case, white space or look-alike "
                "letters. The product takes them for two.",
                fix=one_key(pair, self._rows[other][1], (*base, row)),
            )
        self._rows[key] = row, pair
        self._shapes.setdefault(form, key)
        if len(key) > LONGEST_KEPT or not _flawless(key):
            yield from _own_problems(key, path)

    def _duplicate(self, pair: Pair, path: Path, base: Path) -> Problem:
        row, earlier = self._rows[pair.key]
        label = "Remove the duplicate" if earlier == pair else f"Remove {self._what} {row + 1}"
        return error(
            "key-duplicate",
            path,
            f"{shown(pair.key)} is already the key of {self._what} {row + 1}. "
            "The server would keep only one of the two.",
            Basis.OBSERVED,
            Fix(label, (*base, row), earlier, None),
        )


def one_key(pair: Pair, other: Pair, row: Path) -> Fix | None:
    """Return the fix that gives `pair`, in `row`, the key of `other`, a row of the same object.

    Of two equal rows one goes. Where their values differ, both then have that key, which is an
    error: the person sees the two and says which of them is meant.
    """
    if not plain(other.key):
        return None  # it speaks against itself, and has a fix of its own
    if other.value == pair.value:
        return Fix(f"Keep {shown(other.key)} only", row, pair, None)
    return Fix(f"Use {shown(other.key)}", (*row, "key"), pair.key, other.key)


def _own_problems(key: str, path: Path) -> Iterator[Problem]:
    yield from _automatic_problems(key, path)
    yield from _space_problems(key, path)
    if has_surrogate(key):
        yield surrogate_problem(path, _put("Remove it", path, key, without_surrogates(key)))


@lru_cache(4096)
def _flawless(key: str) -> bool:
    # The events of one draft have the same keys again and again.
    return next(_own_problems(key, ()), None) is None


def _automatic_problems(key: str, path: Path) -> Iterator[Problem]:
    if key in AUTOMATIC_KEYS:
        yield warning(
            "key-automatic",
            path,
            f"The product sets {shown(key)} by itself. What is set by hand can be overwritten.",
        )
    elif key.startswith("_"):
        yield warning(
            "key-underscore",
            path,
            f"{shown(key)} looks like a property that the product sets by itself: their keys begin "
            "with an underscore.",
            fix=_put("Remove the underscore", path, key, key.lstrip("_")),
        )


def _space_problems(key: str, path: Path) -> Iterator[Problem]:
    trimmed = key.strip()
    if key != trimmed:
        yield warning(
            "key-space-around",
            path,
            "The key begins or ends with white space, which makes it another key.",
            fix=_put("Remove the white space", path, key, trimmed),
        )
    elif _UNUSUAL_SPACE.search(key):
        yield warning(
            "key-space-inside",
            path,
            "The key holds white space other than single spaces, which makes it another key.",
            fix=_put("Use single spaces", path, key, " ".join(key.split())),
        )
    visible = without_invisible(key)
    if visible != key and not has_surrogate(key):
        yield warning(
            "key-invisible",
            path,
            "The key holds characters that cannot be seen, which makes it another key.",
            fix=_put("Remove them", path, key, visible),
        )


def _put(label: str, path: Path, key: str, put: str) -> Fix | None:
    return Fix(label, path, key, put) if put.strip() else None
