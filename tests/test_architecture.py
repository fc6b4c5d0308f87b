"""The shape of the source tree, where no other tool looks at it.

Who may import whom is import-linter's to say (test_architecture_contracts.py proves that it does).
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "appcues_console"
SOURCES = sorted(
    path
    for top in ("appcues_console", "packaging", "tests")
    for path in (ROOT / top).rglob("*.py")
    if "__pycache__" not in path.parts
)
MODULES = [path for path in SOURCES if path.is_relative_to(PACKAGE)]

LONGEST = 400

# Names that say nothing, so that everything finds its way there.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}

# Modules without a test file of their own, and where they are tested instead.
TESTED_ELSEWHERE = {
    # Tried by the names that it reads.
    "accounts/name_file.py": "tests/accounts/test_key_name.py",
    # Tried through the vault, which is all that asks for them.
    "accounts/items.py": "tests/accounts/test_vault.py",
    # Values that only mean something in the hands of the module that makes them.
    "accounts/status.py": "tests/accounts/test_vault.py",
    "activity/trust.py": "tests/delivery/test_trust.py",
    "delivery/faults.py": "tests/delivery/test_causes.py",
    "delivery/limits.py": "tests/delivery/test_transport_faults.py",
    "delivery/passage.py": "tests/delivery/test_transport.py",
    "delivery/progress.py": "tests/delivery/test_delivery.py",
    # The sentence belongs to the outcome, and the shape to the answer: they are tried together.
    "delivery/wording.py": "tests/delivery/test_outcomes.py",
    "history/people.py": "tests/history/test_store.py",
    "history/wording.py": "tests/history/test_store.py",
    # A group of works is tried through the thread that commits it.
    "storage/commits.py": "tests/storage/test_worker.py",
    "practice/answers.py": "tests/practice/test_app.py",
    "practice/bodies.py": "tests/practice/test_app.py",
    "practice/loopback.py": "tests/practice/test_rendezvous.py",
    "practice/markup.py": "tests/practice/test_page.py",
    # Small widgets, tried side by side: each does one thing and looks after itself.
    **{
        f"ui/controls/{name}.py": "tests/ui/controls/test_controls.py"
        for name in (
            "account_band",
            "account_dot",
            "banner",
            "empty_state",
            "field_note",
            "icon_button",
            "outcome_mark",
            "popup",
            "restyle",
            "section_header",
            "search_field",
            "segmented_switch",
            "side_by_side",
            "status_line",
        )
    },
    "ui/column_keys.py": "tests/ui/test_reach.py",
    "ui/confirmation.py": "tests/ui/test_confirm.py",
    "ui/controls/json_highlighter.py": "tests/ui/controls/test_code_view.py",
    "ui/controls/column.py": "tests/ui/controls/test_column_splitter.py",
    "ui/controls/folded_strip.py": "tests/ui/controls/test_column_splitter.py",
    "ui/copying.py": "tests/ui/test_actions.py",
    "ui/deed.py": "tests/ui/test_actions.py",
    "ui/dialogs.py": "tests/ui/test_actions.py",
    "ui/save_template.py": "tests/ui/test_templates.py",
    "ui/controls/row_ground.py": "tests/ui/test_problems_delegate.py",
    "ui/controls/plain_label.py": "tests/ui/controls/test_plain_text.py",
    "ui/controls/tips.py": "tests/ui/controls/test_plain_text.py",
    # Painting, tried through the view that paints.
    "ui/history/list_view.py": "tests/ui/history/test_history_view.py",
    "ui/palette/command.py": "tests/ui/palette/test_command_palette.py",
    "ui/palette/model.py": "tests/ui/palette/test_command_palette.py",
    "ui/help/topics.py": "tests/ui/help/test_help_dialog.py",
    **{
        f"ui/accounts/{name}.py": "tests/ui/accounts/test_dialog.py"
        for name in ("account_list", "account_pane", "form", "question", "wording")
    },
    # What the style sheet and the icons are made with.
    "ui/theme/fonts.py": "tests/ui/theme/test_theme.py",
    "ui/theme/memory.py": "tests/ui/theme/test_icons.py",
    "ui/theme/palette.py": "tests/ui/theme/test_theme.py",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at() -> None:
    assert PACKAGE / "paths.py" in MODULES


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if "tests" not in path.relative_to(ROOT).parts], ids=name_of
)
def test_a_module_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_has_one_subject(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= LONGEST
    assert not EMPTY_NAMES & {*path.relative_to(ROOT).with_suffix("").parts}


def test_the_tests_mirror_the_package() -> None:
    missing = []
    for path in MODULES:
        inside = path.relative_to(PACKAGE)
        if path.stem == "__init__" or inside.as_posix() in TESTED_ELSEWHERE:
            continue
        mirror = ROOT / "tests" / inside.parent / f"test_{path.stem.strip('_')}.py"
        if not mirror.is_file():
            missing.append(f"{inside.as_posix()} has no {name_of(mirror)}")

    assert not missing, "\n".join(missing)


def test_exceptions_from_the_mirror_are_still_needed() -> None:
    for module, elsewhere in TESTED_ELSEWHERE.items():
        assert (PACKAGE / module).is_file(), f"{module} is gone"
        assert (ROOT / elsewhere).is_file(), f"{elsewhere} is gone"
        mirror = ROOT / "tests" / Path(module).parent / f"test_{Path(module).stem}.py"
        assert not mirror.exists(), f"{module} has tests of its own"


@pytest.mark.parametrize("path", sorted((PACKAGE / "activity").rglob("*.py")), ids=name_of)
def test_what_is_sent_needs_the_standard_library_only(path: Path) -> None:
    allowed = {*sys.stdlib_module_names, "appcues_console"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        assert {name.partition(".")[0] for name in names} <= allowed, f"line {node.lineno}"  # type: ignore[attr-defined] # imports have one
