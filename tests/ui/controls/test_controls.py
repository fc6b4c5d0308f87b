"""What the small controls do and tell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QIcon, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity.destination import Safety
from appcues_console.activity.exchange import Outcome
from appcues_console.activity.problems import error, warning
from appcues_console.ui.controls import outcome_mark
from appcues_console.ui.controls.account_band import AccountBand
from appcues_console.ui.controls.account_dot import dot_icon
from appcues_console.ui.controls.banner import Banner
from appcues_console.ui.controls.empty_state import EmptyState
from appcues_console.ui.controls.field_note import FieldNote
from appcues_console.ui.controls.icon_button import IconButton
from appcues_console.ui.controls.outcome_mark import OutcomeMark, outcome_pixmap
from appcues_console.ui.controls.popup import dress_completer
from appcues_console.ui.controls.search_field import SearchField
from appcues_console.ui.controls.section_header import SectionHeader
from appcues_console.ui.controls.segmented_switch import SegmentedSwitch
from appcues_console.ui.controls.side_by_side import SideBySide
from appcues_console.ui.controls.status_line import StatusLine
from appcues_console.ui.controls.tips import plain_tip
from appcues_console.ui.theme.theme import Mode, Theme
from appcues_console.ui.theme.tokens import DARK, LIGHT


def colours_in(widget: QWidget) -> set[str]:
    return colours_of(widget.grab().toImage())


def colours_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


# Outcomes


def test_each_outcome_has_its_own_shape() -> None:
    assert set(outcome_mark.SHAPES) == set(outcome_mark.TOKENS) == set(Outcome)
    assert len(set(outcome_mark.SHAPES.values())) == len(Outcome)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_outcome_is_shape_word_and_colour(outcome: Outcome, theme: Theme, qtbot: QtBot) -> None:
    mark = OutcomeMark(theme)
    qtbot.addWidget(mark)
    mark.show_outcome(outcome)
    assert mark.accessibleName() == outcome.word
    for mode, tokens in ((Mode.LIGHT, LIGHT), (Mode.DARK, DARK)):
        theme.choose(mode)
        assert outcome_mark.outcome_colour(outcome, tokens) in colours_in(mark)


def test_the_marks_differ_without_colour(theme: Theme, qtbot: QtBot) -> None:
    mark = OutcomeMark(theme)
    qtbot.addWidget(mark)
    shapes = set()
    for outcome in Outcome:
        picture = outcome_pixmap(outcome, theme.tokens, 16, 2.0).toImage()
        shapes.add(
            tuple(picture.pixelColor(x, y).alpha() > 128 for x in range(32) for y in range(32))
        )
    assert len(shapes) == len(Outcome)


def test_a_mark_grows_with_the_text(theme: Theme, qtbot: QtBot) -> None:
    mark = OutcomeMark(theme, size=16)
    qtbot.addWidget(mark)
    theme.set_scale(1.5)
    assert mark.width() == mark.height() == 24


# Accounts


def account(colour: str, safety: Safety) -> Account:
    return Account("key", "Shop", "us", "https://api.appcues.com", safety, colour)


def test_the_band_has_the_colour_of_the_account(theme: Theme, qtbot: QtBot) -> None:
    band = AccountBand(theme)
    qtbot.addWidget(band)
    band.resize(200, band.height())
    assert colours_in(band) == {LIGHT.account(PRACTICE.colour).fill}
    band.show_account(account("pink", Safety.TEST))
    assert colours_in(band) == {LIGHT.account("pink").fill}


def test_production_is_hatched_and_higher(theme: Theme, qtbot: QtBot) -> None:
    band = AccountBand(theme)
    qtbot.addWidget(band)
    band.resize(200, band.height())
    low = band.height()
    band.show_account(account("red", Safety.PRODUCTION))
    assert band.height() > low
    tone = LIGHT.account("red")
    assert {tone.fill, tone.on_fill} <= colours_in(band)
    assert "production" in band.accessibleName()


def test_the_dot_has_a_shape_for_each_safety(theme: Theme) -> None:
    pictures = [dot_icon("violet", theme, safety).pixmap(16, 16).toImage() for safety in Safety]
    for picture in pictures:
        assert LIGHT.account("violet").fill in colours_of(picture)
    assert all(a != b for at, a in enumerate(pictures) for b in pictures[:at])


def test_a_dot_icon_is_sharp_on_dense_screens(theme: Theme) -> None:
    icon = dot_icon("green", theme)
    assert icon.pixmap(16, 16).width() == 16
    dense = icon.pixmap(dense_size := icon.availableSizes()[0], 2.0)
    assert dense.width() == 2 * dense_size.width()
    assert dense.toImage().pixelColor(16, 16) == QColor(LIGHT.account("green").fill)
    assert icon.pixmap(16, 16, QIcon.Mode.Selected).toImage() == icon.pixmap(16, 16).toImage()


# Switch


def test_a_switch_tells_what_a_person_chose(theme: Theme, qtbot: QtBot) -> None:
    switch = SegmentedSwitch(("Request", "Response"), theme)
    qtbot.addWidget(switch)
    told: list[int] = []
    switch.chosen.connect(told.append)
    switch.choose(1)
    assert (switch.currentIndex(), told) == (1, [])
    QTest.keyClick(switch, Qt.Key.Key_Left)
    assert (switch.currentIndex(), told) == (0, [0])
    middle = switch.tabRect(1).center()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert told == [0, 1]


def test_a_switch_says_what_it_is(theme: Theme, qtbot: QtBot) -> None:
    switch = SegmentedSwitch(("Request", "Response"), theme)
    qtbot.addWidget(switch)
    interface = QAccessible.queryAccessibleInterface(switch)
    assert interface.role() is QAccessible.Role.PageTabList
    assert interface.child(1).text(QAccessible.Text.Name) == "Response"


def test_a_switch_has_room_for_its_words(theme: Theme, qtbot: QtBot) -> None:
    switch = SegmentedSwitch(("Request", "Response"), theme)
    qtbot.addWidget(switch)
    assert switch.tabRect(0).width() == switch.tabRect(1).width()
    usual = switch.sizeHint()
    theme.set_scale(2.0)
    assert switch.sizeHint().width() > 1.7 * usual.width()


# Notices


def test_a_banner_says_offers_and_goes(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    banner = Banner(theme, window)
    assert banner.isHidden()
    banner.show_message("warn", "The keyring is locked.", "Unlock")
    assert (banner.isHidden(), banner.text, banner.look) == (
        False,
        "The keyring is locked.",
        "warn",
    )
    with qtbot.waitSignal(banner.action_wanted):
        banner.action.click()
    with qtbot.waitSignal(banner.dismissed):
        banner.dismiss()
    assert banner.isHidden()
    banner.show_message("info", "Kept.")
    assert banner.action.isHidden()


@pytest.mark.parametrize("look", ["info", "ok", "warn", "bad"])
def test_a_banner_has_a_ground_for_each_look(look: str, theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    banner = Banner(theme, window)
    banner.show_message(look, "x")
    banner.resize(300, 40)
    for mode, tokens in ((Mode.LIGHT, LIGHT), (Mode.DARK, DARK)):
        theme.choose(mode)
        assert banner.grab().toImage().pixelColor(3, 3).name() == tokens.colour(f"{look}_soft")


def test_a_status_line_forgets(theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    status = StatusLine(theme)
    qtbot.addWidget(status)
    status._timer.setInterval(1)
    status.show_message("Copied.")
    assert status.text == "Copied."
    qtbot.waitUntil(lambda: status.text == "")


# Fields


def test_a_note_shows_the_first_problem_and_marks_the_field(theme: Theme, qtbot: QtBot) -> None:
    field = QLineEdit()
    note = FieldNote(field, theme)
    qtbot.addWidget(field)
    qtbot.addWidget(note)
    note.show_first([error("a", ("user_id",), "Empty."), warning("b", ("user_id",), "Odd.")])
    assert (note.text(), field.property("invalid")) == ("Empty.", True)
    assert field.accessibleDescription() == "Empty."
    note.show_first([warning("b", ("user_id",), "Odd.")])
    assert (note.text(), field.property("invalid")) == ("Odd.", False)
    assert not note.isHidden()
    note.show_first([])
    assert note.isHidden()
    assert field.accessibleDescription() == ""


def test_a_completion_list_floats(theme: Theme, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    completer = QCompleter(["user-1"], field)
    field.setCompleter(completer)
    dress_completer(completer)
    popup = completer.popup()
    assert popup is not None
    assert popup.property("popup") is True


# Buttons, headings, columns


def test_an_icon_button_has_a_name_and_follows_the_theme(theme: Theme, qtbot: QtBot) -> None:
    button = IconButton("copy", "Copy as cURL", theme)
    qtbot.addWidget(button)
    assert button.accessibleName() == "Copy as cURL"
    assert "Copy as cURL" in button.toolTip()
    assert LIGHT.quiet in colours_in(button)
    theme.choose(Mode.DARK)
    assert DARK.quiet in colours_in(button)
    button.set_tip("Copy as cURL", "Ctrl+Shift+C")
    assert "Ctrl+Shift+C" in button.toolTip()


def test_a_section_header_adds_what_can_be_done(theme: Theme, qtbot: QtBot) -> None:
    header = SectionHeader("Events", theme)
    qtbot.addWidget(header)
    add = header.add_button("Event", "Add event", "plus")
    remove = header.add_icon("minus", "Remove event")
    assert (add.accessibleName(), remove.accessibleName()) == ("Add event", "Remove event")
    assert not add.icon().isNull()


def test_an_empty_state_offers_one_thing(theme: Theme, qtbot: QtBot) -> None:
    empty = EmptyState("Nothing yet", "Send.", theme, action="Load the example", icon_name="send")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.button.clicked):
        empty.button.click()
    empty.show_text("Nothing found", "Try fewer words.")
    assert empty.title.text() == "Nothing found"
    empty.resize(1000, 400)
    assert empty.sentence.width() <= 320


def test_two_parts_stand_below_each_other_where_there_is_no_room(qtbot: QtBot) -> None:
    first, second = QLineEdit(), QLineEdit()
    parts = SideBySide(first, second)
    qtbot.addWidget(parts)
    wide = first.sizeHint().width() + second.sizeHint().width() + 8
    parts.resize(wide, 80)
    parts.grab()
    assert (parts.stacked, first.y()) == (False, second.y())
    parts.resize(wide - 1, 80)
    parts.grab()
    assert (parts.stacked, first.x()) == (True, second.x())
    assert second.y() > first.y()
    assert parts.minimumSizeHint().width() < wide - 1


def test_the_glass_of_a_search_grows_with_the_text(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField("Search history", theme)
    qtbot.addWidget(field)
    usual = field.glass().width()
    theme.set_scale(2.0)
    assert field.glass().width() == 2 * usual
    assert field.textMargins().left() >= 2 * usual
    field.resize(200, 60)
    assert len(colours_in(field)) > 2


def test_segments_shorten_their_words_rather_than_being_cut(theme: Theme, qtbot: QtBot) -> None:
    switch = SegmentedSwitch(("Request", "Response", "Sent"), theme)
    qtbot.addWidget(switch)
    for width in (switch.sizeHint().width(), switch.minimumSizeHint().width(), 120):
        switch.resize(width, switch.sizeHint().height())
        switch.grab()
        assert switch.tabRect(2).right() < width
    assert switch.minimumSizeHint().width() < switch.sizeHint().width()


@pytest.mark.parametrize("chosen", [0, 1, 2])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_segments_say_their_words_whole_at_their_least_and_else_in_a_tip(
    chosen: int, scale: float, theme: Theme, qtbot: QtBot
) -> None:
    names = ("Request", "Response", "R&D")
    switch = SegmentedSwitch(names, theme)
    qtbot.addWidget(switch)
    theme.set_scale(scale)
    for width in (switch.sizeHint().width(), switch.minimumSizeHint().width()):
        switch.resize(width, switch.sizeHint().height())
        switch.setCurrentIndex(chosen)
        switch.grab()
        assert [switch.shown(tab) for tab in range(3)] == list(names)
        assert not any(switch.tabToolTip(tab) for tab in range(3))
    switch.resize(switch.minimumSizeHint().width() // 2, switch.height())
    switch.grab()
    for tab, name in enumerate(names):
        assert (switch.tabToolTip(tab) == plain_tip(name)) == (switch.shown(tab) != name)
    assert switch.shown(1) != "Response"
