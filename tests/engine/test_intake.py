"""Pastes, files and samples, read on the engine's thread for files."""

from __future__ import annotations

from pathlib import Path

from appcues_console.accounts.account import PRACTICE, PRACTICE_ACCOUNT_ID
from appcues_console.activity.lint import lint
from appcues_console.engine.engine import Engine
from appcues_console.intake.understood import NotUnderstood, Understood
from appcues_console.paths import Places


def test_a_paste_and_a_file_are_understood_alike(tmp_path: Path) -> None:
    text = '{"profile_update": {"tier": 1.0}}'
    path = tmp_path / "body.json"
    path.write_text(text, "utf-8")
    with Engine(Places(tmp_path / "home")) as engine:
        pasted, dropped = engine.understand(text).result(5), engine.understand_file(path).result(5)
    assert isinstance(pasted, Understood)
    assert pasted == dropped


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with Engine(Places(tmp_path / "home")) as engine:
        read = engine.understand_file(tmp_path / "gone.json").result(5)
    assert isinstance(read, NotUnderstood)


def test_the_samples_are_ready_to_send_but_for_the_user(tmp_path: Path) -> None:
    with Engine(Places(tmp_path / "home")) as engine:
        samples = engine.samples().result(5)
    assert len(samples) >= 4
    for _, hint, draft in samples:
        assert hint
        errors = {p.code for p in lint(draft, 0) if p.severity.value == "error"}
        assert errors <= {"user-id-empty"}


def test_the_practice_account_is_recognised_and_a_stranger_is_not(tmp_path: Path) -> None:
    with Engine(Places(tmp_path / "home")) as engine:
        assert engine.recognise(PRACTICE_ACCOUNT_ID).result(10) == PRACTICE
        assert engine.recognise("918273645").result(10) is None
