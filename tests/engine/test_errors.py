"""What the engine refuses has a sentence for a person."""

from __future__ import annotations

import pytest

from appcues_console.engine.errors import CredentialsMissing, EngineClosed, EngineError


@pytest.mark.parametrize("error", [CredentialsMissing("Enter it."), EngineClosed()])
def test_each_has_a_sentence(error: EngineError) -> None:
    assert error.message == str(error)
    assert error.message.endswith(".")
