"""One variable moves every file of the program, and the resources are found in a checkout."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from appcues_console import paths


def files(places: paths.Places) -> list[Path]:
    return [places.accounts, places.database, places.practice, places.window, places.locks]


def test_every_file_lies_under_the_chosen_home(tmp_path: Path) -> None:
    places = paths.places({paths.HOME_VARIABLE: str(tmp_path / "home")})

    assert [field.name for field in fields(places)] == ["home"]
    assert {file.parent for file in files(places)} == {tmp_path / "home"}
    assert len({*files(places)}) == len(files(places))
    assert not (tmp_path / "home").exists()


def test_a_relative_home_is_of_the_folder_that_the_program_was_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    places = paths.places({paths.HOME_VARIABLE: "home"})
    monkeypatch.chdir("/")

    assert places.database == tmp_path / "home" / "history.db"


@pytest.mark.parametrize("environment", [{}, {paths.HOME_VARIABLE: ""}])
def test_without_a_choice_the_platform_has_one(environment: dict[str, str]) -> None:
    home = paths.places(environment).home

    assert home.is_absolute()
    assert "appcues-console" in home.parts


def test_the_resources_of_a_checkout_lie_beside_the_package() -> None:
    # Inside the package is where a wheel has them (tests/packaging/test_wheel.py).
    assert paths.resources() == Path(paths.__file__).parents[1] / "resources"
    assert (paths.resources() / "openapi.yaml").is_file()
