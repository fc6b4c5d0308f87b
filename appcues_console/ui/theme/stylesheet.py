"""The one style sheet, made from the tokens.

Widgets say what they are by dynamic properties; the sheet says how that looks:

- ``QPushButton[kind]``: ``primary`` (with ``tone``, an account colour), ``quiet``, ``danger``
- ``QLabel[role]``: ``heading section caption quiet small mono ok warn bad info note-bad note-warn``
- ``[invalid="true"]`` on a field, ``[cell="true"]`` on the editor of a table's cell
- ``QAbstractItemView``: ``[pairs="true"]`` a table of fields, ``[plain="true"]`` a small list in a
  form, ``[popup="true"]`` a list that floats, ``[painted="true"]`` one whose delegate paints the
  grounds of its rows
- ``[page="true"]``, ``[bar="true"]`` and ``[side="true"]``: the grounds of columns

No rule sets the font of ordinary text: that is the application's, so that a widget may have its
own. Lengths are pixels at the usual text size and grow with it; lines and the radius stay.
"""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from . import icons
from .fonts import MONO_SIZE, SMALL_SIZE
from .tokens import Tokens

RADIUS = 6
CONTROL = 30
"""Height of a field or a button."""
SLIM = 26
"""Height of a quiet button, such as one beside a heading."""

_GROUNDS = """
QMainWindow, QDialog, QWidget[page="true"], QWidget[bar="true"] { background: $surface; }
QWidget[side="true"], QWidget[side="true"] QAbstractItemView { background: $sunken; }
QScrollArea { background: $surface; border: none; }
QFrame[line="true"] { background: $line; border: none; }
QStackedWidget { background: $surface; }
"""

_LABELS = """
QLabel { background: transparent; }
QLabel[role="heading"], QLabel[role="section"] { font-weight: 600; }
QLabel[role="caption"], QLabel[role="small"] { color: $quiet; font-size: ${small}px; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="mono"] { font-family: "$mono"; font-size: ${code}px; }
QLabel[role="ok"] { color: $ok; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="info"] { color: $info; }
QLabel[role="note-bad"] { color: $bad; font-size: ${small}px; }
QLabel[role="note-warn"] { color: $warn; font-size: ${small}px; }
"""

_FIELDS = """
QLineEdit, QComboBox, QAbstractSpinBox {
  background: $raised; color: $text; border: 1px solid $strong_line; border-radius: ${radius}px;
  padding: 0 ${pad}px; min-height: ${inside}px; max-height: ${inside}px;
  selection-background-color: $marked; selection-color: $text;
}
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $faint; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {
  border: 2px solid $focus; padding: 0 ${pad_less}px;
  min-height: ${inside_less}px; max-height: ${inside_less}px;
}
QLineEdit[invalid="true"], QComboBox[invalid="true"] { border-color: $bad; background: $bad_soft; }
QLineEdit[invalid="true"]:focus, QComboBox[invalid="true"]:focus {
  border-color: $bad; background: $raised;
}
QLineEdit:disabled, QComboBox:disabled, QLineEdit:read-only {
  background: $sunken; color: $quiet; border-color: $line;
}
QComboBox { combobox-popup: 0; padding-right: 0; icon-size: ${icon}px; }
QComboBox QAbstractItemView { icon-size: ${icon}px; }
QComboBox:focus, QComboBox:on { padding-right: 0; }
QComboBox:!editable { padding-left: ${choice}px; }
QComboBox:!editable:focus, QComboBox:!editable:on { padding-left: ${choice_less}px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus, QComboBox QLineEdit:hover,
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QAbstractSpinBox QLineEdit:hover {
  border: none; border-radius: 0; padding: 0; background: transparent;
  min-height: 0; max-height: 9999px;
}
QComboBox::drop-down { border: none; width: ${arrow}px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url($down); width: ${glyph}px; height: ${glyph}px; }
QComboBox::down-arrow:disabled { image: url($down_faint); }
QComboBox QAbstractItemView, QAbstractItemView[popup="true"] {
  background: $raised; color: $text; border: 1px solid $strong_line;
}
QComboBox QAbstractItemView { padding: 3px; }
QComboBox QAbstractItemView::item, QAbstractItemView[popup="true"]::item {
  min-height: ${slim}px; padding: 0 ${tight}px; margin: 0; border: none;
  border-radius: ${radius}px;
}
QComboBox QAbstractItemView::item:selected, QAbstractItemView[popup="true"]::item:selected {
  background: $selection; color: $text; border: none;
}
QComboBox QAbstractItemView::item:focus, QAbstractItemView[popup="true"]::item:focus {
  border: none;
}
QLineEdit[cell="true"], QComboBox[cell="true"],
QLineEdit[cell="true"]:hover, QComboBox[cell="true"]:hover,
QLineEdit[cell="true"]:focus, QComboBox[cell="true"]:focus, QComboBox[cell="true"]:on {
  border: 2px solid $focus; padding: 0 ${cell}px; min-height: 0; max-height: 9999px;
  background: $raised;
}
QLineEdit[cell="true"][invalid="true"], QLineEdit[cell="true"][invalid="true"]:hover,
QLineEdit[cell="true"][invalid="true"]:focus, QComboBox[cell="true"][invalid="true"],
QComboBox[cell="true"][invalid="true"]:focus { border-color: $bad; }
QCheckBox, QRadioButton { spacing: ${tight}px; background: transparent; }
QCheckBox::indicator {
  width: ${glyph}px; height: ${glyph}px; border: 1px solid $faint; border-radius: 4px;
  background: $raised; padding: 1px;
}
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox:focus { color: $accent_text; }
QCheckBox::indicator:focus { border: 2px solid $focus; padding: 0; }
QCheckBox::indicator:checked {
  background: $accent; border-color: $accent; image: url($check);
}
QCheckBox::indicator:checked:focus { border: 2px solid $text; padding: 0; }
QCheckBox::indicator:disabled { background: $sunken; border-color: $line; }
"""

_BUTTONS = """
QPushButton {
  background: $raised; color: $text; border: 1px solid $strong_line; border-radius: ${radius}px;
  padding: 0 ${button}px; min-height: ${inside}px; max-height: ${inside}px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus {
  border: 2px solid $focus; padding: 0 ${button_less}px;
  min-height: ${inside_less}px; max-height: ${inside_less}px;
}
QPushButton:disabled { color: $faint; background: $sunken; border-color: $line; }
QPushButton[kind="primary"] {
  background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
$tones
QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="primary"][tone]:disabled {
  background: $sunken; color: $faint; border-color: $line;
}
QPushButton[kind="danger"] {
  background: $bad_soft; color: $bad; border-color: $bad; font-weight: 600;
}
QPushButton[kind="danger"]:hover { background: $raised; }
QPushButton[kind="danger"]:focus { border-color: $bad; }
QPushButton[kind="danger"]:disabled { background: $sunken; color: $faint; border-color: $line; }
QPushButton[kind="quiet"] {
  background: transparent; color: $accent_text; border-color: transparent;
  padding: 0 ${tight}px; min-height: ${slim_inside}px; max-height: ${slim_inside}px;
}
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:pressed { background: $pressed; }
QPushButton[kind="quiet"]:focus {
  border: 2px solid $focus; padding: 0 ${tight_less}px;
  min-height: ${slim_less}px; max-height: ${slim_less}px;
}
QPushButton[kind="quiet"]:disabled { color: $faint; background: transparent; }
QToolButton {
  background: transparent; border: 1px solid transparent; border-radius: ${radius}px;
  padding: ${icon_pad}px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $selection; }
QToolButton:focus { border: 2px solid $focus; padding: ${icon_pad_less}px; }
QToolButton:disabled { background: transparent; }
QToolButton::menu-indicator { image: none; }
"""

_VIEWS = """
QAbstractItemView {
  background: $surface; color: $text; border: none; outline: none;
  show-decoration-selected: 0; selection-background-color: transparent; selection-color: $text;
}
QListView::item {
  margin: 1px ${tight}px; padding: 0 ${tight}px; border: 2px solid transparent;
  border-radius: ${radius}px; min-height: ${row}px;
}
QListView[plain="true"]::item { margin: 0; }
QTableView::item, QTreeView::item { padding: 0 ${tight}px; border: none; }
QListView::item:hover, QTableView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTableView::item:selected, QTreeView::item:selected {
  background: $selection_quiet;
}
QListView::item:selected:active, QTableView::item:selected:active,
QTreeView::item:selected:active { background: $selection; }
QListView::item:focus { border: 2px solid $focus; }
QTableView::item:focus, QTreeView::item:focus { border: 2px solid $focus; }
QTableView[pairs="true"] {
  background: $surface; border: none;
}
QTableView[pairs="true"]::item { border-bottom: 1px solid $line; }
QTableView[pairs="true"]::item:focus { border: 2px solid $focus; }
QAbstractItemView[painted="true"]::item, QAbstractItemView[painted="true"]::item:hover,
QAbstractItemView[painted="true"]::item:focus, QAbstractItemView[painted="true"]::item:selected,
QAbstractItemView[painted="true"]::item:selected:active { background: transparent; border: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
  background: transparent; color: $quiet; border: none; border-bottom: 1px solid $line;
  padding: 0 ${header}px; min-height: ${slim}px; font-size: ${small}px; font-weight: 400;
}
QTableCornerButton::section { background: transparent; border: none; }
QPlainTextEdit, QTextEdit {
  background: $sunken; color: $text; border: 2px solid transparent;
  border-radius: ${radius}px; selection-background-color: $marked;
}
QPlainTextEdit:focus, QTextEdit:focus { border-color: $focus; }
QPlainTextEdit[invalid="true"] { border-left-color: $bad; }
"""

_FRAMES = """
QSplitter { background: $surface; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $focus; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; margin: 0; }
QScrollBar:horizontal { height: 10px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 2px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $scroll_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QToolTip {
  background: $raised; color: $text; border: 1px solid $strong_line; padding: 0 2px;
}
QMenu { background: $raised; color: $text; border: 1px solid $strong_line; padding: 4px; }
QMenu::item {
  padding: 5px ${pad}px; border-radius: ${radius}px; border: none; background: transparent;
}
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: ${tight}px; }
QMenu::separator { height: 1px; background: $line; margin: 4px ${tight}px; }
QFrame[banner="info"] { background: $info_soft; border: none; border-bottom: 1px solid $line; }
QFrame[banner="ok"] { background: $ok_soft; border: none; border-bottom: 1px solid $line; }
QFrame[banner="warn"] { background: $warn_soft; border: none; border-bottom: 1px solid $line; }
QFrame[banner="bad"] { background: $bad_soft; border: none; border-bottom: 1px solid $line; }
QFrame[card="true"] {
  background: $raised; border: 1px solid $strong_line; border-radius: ${radius}px;
}
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
"""

_TONE = """
QPushButton[kind="primary"][tone="{name}"] {{
  background: {tone.fill}; color: {tone.on_fill}; border-color: {tone.fill};
}}
QPushButton[kind="primary"][tone="{name}"]:hover,
QPushButton[kind="primary"][tone="{name}"]:pressed {{
  background: {tone.hover}; border-color: {tone.hover};
}}
"""

_CALENDAR = """
QCalendarWidget QWidget { background: $raised; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { color: $text; font-weight: 600; padding: ${icon_pad}px ${tight}px; }
QCalendarWidget QAbstractItemView { background: $raised; selection-background-color: $accent;
  selection-color: $on_accent; }
QCalendarWidget QAbstractItemView::item { padding: 0; margin: 0; border: none; }
QCalendarWidget QAbstractItemView::item:selected,
QCalendarWidget QAbstractItemView::item:selected:active { background: $accent; color: $on_accent; }
QCalendarWidget QAbstractItemView::item:focus { border: none; }
QCalendarWidget QAbstractItemView:disabled { color: $faint; }
"""

_SHEET = Template(_GROUNDS + _LABELS + _FIELDS + _BUTTONS + _VIEWS + _FRAMES + _CALENDAR)


def stylesheet(tokens: Tokens, px: Callable[[float], int], mono: str) -> str:
    """Return the sheet for `tokens`. `px` turns pixels at the usual text size into pixels at the
    text size wanted; `mono` is the family of data and code."""
    colours = {
        name: value
        for name in tokens.__dataclass_fields__
        if isinstance(value := getattr(tokens, name), str)
    }
    inside, slim_inside = px(CONTROL) - 2, px(SLIM) - 2
    return _SHEET.substitute(
        colours,
        mono=mono,
        small=px(SMALL_SIZE),
        code=px(MONO_SIZE),
        radius=RADIUS,
        inside=inside,
        inside_less=inside - 2,
        slim=px(SLIM),
        slim_inside=slim_inside,
        slim_less=slim_inside - 2,
        pad=px(8),
        pad_less=px(8) - 1,
        tight=px(8),
        tight_less=px(8) - 1,
        # A field leaves two pixels beside its text on its own.
        choice=px(8) + 2,
        choice_less=px(8) + 1,
        cell=px(8) - 1,
        header=px(8) + 3,
        button=px(14),
        button_less=px(14) - 1,
        icon_pad=px(5),
        icon_pad_less=px(5) - 1,
        arrow=px(24),
        glyph=px(14),
        icon=px(16),
        row=px(SLIM) - 4,
        down=icons.file_name("chevron-down", tokens.quiet),
        down_faint=icons.file_name("chevron-down", tokens.strong_line),
        check=icons.file_name("check", tokens.on_accent),
        tones="".join(
            _TONE.format(name=name, tone=tokens.account(name)) for name in tokens.accounts
        ),
    )
