"""Values that become values of another type."""

from __future__ import annotations

import pytest

from appcues_console.activity.linting.kinds import NAMES, agree, conversion
from appcues_console.activity.values import Kind, Value
from tests.activity.linting.drafts import number, text

TRUE = Value(Kind.BOOLEAN, "true")


@pytest.mark.parametrize(
    ("value", "kind", "put"),
    [
        (text(" 42 "), Kind.NUMBER, number("42")),
        (text("gold"), Kind.NUMBER, None),
        (text("9" * 20), Kind.NUMBER, None),
        (TRUE, Kind.NUMBER, None),
        (text("TRUE"), Kind.BOOLEAN, TRUE),
        (number("1"), Kind.BOOLEAN, None),
        (number("1.0"), Kind.TEXT, text("1.0")),
        (TRUE, Kind.TEXT, text("true")),
        (Value(Kind.JSON, "{}"), Kind.TEXT, None),
        (text("20 Jun 2025"), Kind.DATE, Value(Kind.DATE, "2025-06-20")),
        (text("05/06/2025"), Kind.DATE, None),
    ],
)
def test_only_where_it_is_no_guess(value: Value, kind: Kind, put: Value | None) -> None:
    fix = conversion(value, ("profile", 0, "value"), kind)
    if put is None:
        assert fix is None
    else:
        assert fix is not None
        assert (fix.label, fix.was, fix.put) == (f"Make it {NAMES[kind]}", value, put)


def test_which_types_agree() -> None:
    kinds = [Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE]
    different = {(one, other) for one in kinds for other in kinds if one is not other}
    assert {pair for pair in different if agree(*pair)} == {
        (Kind.DATE, Kind.TEXT),
        (Kind.NUMBER, Kind.DATE),
    }
    assert all(agree(kind, kind) for kind in kinds)
