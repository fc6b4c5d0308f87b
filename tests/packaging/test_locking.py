"""The lock files hold one program for every platform, and nothing of where they were made."""

from __future__ import annotations

import re
from pathlib import Path

import locking
import pytest

ROOT = Path(__file__).parents[2]


def requirements(name: str) -> dict[str, list[str]]:
    """Return the lines of a lock file: each requirement with the hashes below it."""
    found: dict[str, list[str]] = {}
    latest = ""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        text = line.strip().removesuffix("\\").strip()
        if text.startswith("--hash="):
            found[latest].append(text)
        elif text and not text.startswith("#"):
            latest = text
            found[latest] = []
    return found


@pytest.mark.parametrize("name", [locking.RUN, locking.TEST])
def test_each_requirement_is_one_version_with_hashes(name: str) -> None:
    for requirement, hashes in requirements(name).items():
        assert re.match(r"[a-z0-9-]+==[0-9]", requirement), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", text) for text in hashes)


@pytest.mark.parametrize("name", [locking.RUN, locking.TEST])
def test_no_place_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*(--(extra-)?index-url|--find-links|-f|-i)\b", text, re.MULTILINE)


def test_the_program_is_tested_with_what_it_runs_with() -> None:
    run, test = requirements(locking.RUN), requirements(locking.TEST)

    # A marker may be wider where the tests need a package on more platforms.
    pins = {requirement.partition(" ;")[0] for requirement in test}
    assert {requirement.partition(" ;")[0] for requirement in run} <= pins


def test_the_binding_that_loses_references_is_kept_from_python_3_11() -> None:
    pinned = [line for line in requirements(locking.RUN) if line.startswith("pyside6-essentials")]

    assert len(pinned) == 2
    old, new = sorted(pinned)
    assert re.fullmatch(r"pyside6-essentials==6\.11\.\d+ ; python_full_version < '3\.12'", old)
    assert new.endswith("; python_full_version >= '3.12'")
