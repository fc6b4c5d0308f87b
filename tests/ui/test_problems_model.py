"""Problems as a list: errors first, each with its place and how the console knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from appcues_console.activity.problems import Basis, error, warning
from appcues_console.ui.problems_model import ProblemsModel, caption

STALE = warning("timestamp-old", ("events", 0, "time"), "This time is long ago.")
DOUBT = warning("member-unknown", ("body",), "What is this?", Basis.UNKNOWN)
NAMELESS = error("event-name-missing", ("events", 1, "name"), "Every event needs a name.")

Role = Qt.ItemDataRole


def test_errors_come_first_and_the_rest_keeps_its_order(qtmodeltester: ModelTester) -> None:
    model = ProblemsModel()
    model.show((STALE, NAMELESS, DOUBT))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types here
    assert model.problems == (NAMELESS, STALE, DOUBT)


def test_a_screen_reader_hears_how_bad_where_and_what(qtbot: QtBot) -> None:
    model = ProblemsModel()
    model.show((NAMELESS,))
    heard = model.data(model.index(0), Role.AccessibleTextRole)
    assert heard == "Error, event 2, name: Every event needs a name."
    assert model.data(model.index(0), Role.AccessibleDescriptionRole) == caption(NAMELESS)


def test_the_basis_is_said() -> None:
    assert caption(DOUBT) == "Body · unknown"
    assert caption(STALE) == "Event 1, time · documented"


def test_the_same_problems_are_not_told_again(qtbot: QtBot) -> None:
    model = ProblemsModel()
    model.show((STALE,))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.assertNotEmitted(model.dataChanged):
        model.show((STALE,))


def test_as_many_other_problems_change_the_rows_in_place(qtbot: QtBot) -> None:
    model = ProblemsModel()
    model.show((STALE,))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show((NAMELESS,))
    assert model.data(model.index(0)) == "Every event needs a name."
