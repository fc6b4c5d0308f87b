"""The theme follows the system unless a person chose, and its sizes follow the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from appcues_console.ui.theme import fonts
from appcues_console.ui.theme.theme import SCALES, Mode, Theme
from appcues_console.ui.theme.tokens import DARK, LIGHT


def test_it_follows_the_system(theme: Theme, qapp: QApplication) -> None:
    theme.choose(Mode.SYSTEM)
    schemes = {
        Qt.ColorScheme.Dark: DARK,
        Qt.ColorScheme.Light: LIGHT,
        Qt.ColorScheme.Unknown: LIGHT,
    }
    for scheme, tokens in schemes.items():
        # As the platform tells it; without a desktop it cannot be asked to.
        qapp.styleHints().colorSchemeChanged.emit(scheme)
        assert theme.tokens is tokens
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == tokens.surface


def test_a_choice_outranks_the_system(theme: Theme, qapp: QApplication) -> None:
    theme.choose(Mode.DARK)
    assert theme.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text
    theme.choose(Mode.LIGHT)
    assert theme.tokens is LIGHT
    theme.toggle()
    assert theme.mode is Mode.DARK
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.tokens is DARK


def test_it_tells_once_when_something_looks_different(theme: Theme) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.tokens.name))
    theme.choose(Mode.DARK)
    theme.choose(Mode.DARK)
    assert told == ["dark"]
    theme.zoom(1)
    assert told == ["dark", "dark"]
    theme.zoom(0)
    theme.zoom(0)
    assert len(told) == 3


def test_text_grows_in_steps_and_stops_at_both_ends(theme: Theme) -> None:
    assert theme.font_ui().pixelSize() == 13
    sizes = []
    for _ in range(len(SCALES) + 2):
        theme.zoom(1)
        sizes.append(theme.font_ui().pixelSize())
    assert sizes == sorted(sizes)
    assert theme.scale == SCALES[-1]
    for _ in range(2 * len(SCALES)):
        theme.zoom(-1)
    assert theme.scale == SCALES[0]
    theme.zoom(0)
    assert (theme.scale, theme.px(16)) == (1.0, 16)
    theme.set_scale(1.3)
    assert theme.scale == 1.25
    assert theme.px(16) == 20


def test_there_are_two_sizes_two_weights_and_a_monospaced_face(theme: Theme) -> None:
    fonts = [theme.font_ui(), theme.font_heading(), theme.font_small()]
    assert len({font.pixelSize() for font in fonts}) == 2
    assert {font.weight() for font in fonts} == {QFont.Weight.Normal, QFont.Weight.DemiBold}
    assert QFontInfo(theme.font_mono()).fixedPitch()


def test_data_is_never_joined_into_ligatures(theme: Theme) -> None:
    font = theme.font_mono()
    assert {bytes(tag.toString().data()).decode() for tag in font.featureTags()} == {"calt", "liga"}
    assert all(font.featureValue(tag) == 0 for tag in font.featureTags())


def test_widgets_take_the_font_of_the_theme(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.font().pixelSize() == 13
    theme.set_scale(2.0)
    assert label.font().pixelSize() == 26


@pytest.mark.parametrize("mode", list(Mode))
def test_a_theme_answers_before_it_is_applied(mode: Mode, qapp: QApplication) -> None:
    theme = Theme(mode)
    assert theme.tokens is (DARK if mode is Mode.DARK else LIGHT)
    assert theme.colour("text").name() == theme.tokens.text
    theme.zoom(1)
    assert theme.scale == 1.1


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the system name its faces, and have the families given."""

    def install(general: str, fixed: str, *families: str) -> None:
        named = {
            QFontDatabase.SystemFont.GeneralFont: general,
            QFontDatabase.SystemFont.FixedFont: fixed,
        }
        monkeypatch.setattr(QFontDatabase, "systemFont", lambda which: QFont(named[which]))
        monkeypatch.setattr(QFontDatabase, "hasFamily", lambda name: name in families)
        monkeypatch.setattr(QFontDatabase, "isFixedPitch", lambda name: "Mono" in name)
        monkeypatch.setattr("sys.platform", "linux")

    return install


def test_the_faces_that_a_person_chose_are_used(installed: Callable[..., None]) -> None:
    installed("Comfortaa", "Hack Mono", "Inter", "JetBrains Mono")
    assert (fonts.ui_family(), fonts.mono_family()) == ("Comfortaa", "Hack Mono")
    # A face whose letters differ in width would break the lines of code.
    installed("Comfortaa", "Comfortaa", "JetBrains Mono")
    assert fonts.mono_family() == "JetBrains Mono"


@pytest.mark.parametrize(
    ("families", "expected"),
    [
        (("DejaVu Sans", "Liberation Sans", "Cantarell"), "Cantarell"),
        (("DejaVu Sans", "Noto Sans", "Ubuntu"), "Ubuntu"),
        (("DejaVu Sans", "Liberation Sans"), "Liberation Sans"),
        (("DejaVu Sans",), "DejaVu Sans"),
        ((), "Sans Serif"),
    ],
)
def test_where_nobody_chose_a_good_face_is_picked(
    installed: Callable[..., None], families: tuple[str, ...], expected: str
) -> None:
    installed("Sans Serif", "Monospace", *families)
    assert fonts.ui_family() == expected


def test_where_nobody_chose_a_good_face_for_data_is_picked(
    installed: Callable[..., None],
) -> None:
    installed("Sans Serif", "monospace", "DejaVu Sans Mono", "Liberation Mono", "Source Code Pro")
    assert fonts.mono_family() == "Source Code Pro"
    installed("Sans Serif", "monospace", "DejaVu Sans Mono", "Liberation Mono")
    assert fonts.mono_family() == "DejaVu Sans Mono"
