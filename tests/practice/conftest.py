"""The practice server's application, fresh for each test."""

from __future__ import annotations

import pytest

from tests.practice.calls import Practice


@pytest.fixture
def practice() -> Practice:
    """An application with a world of its own, called without a socket."""
    return Practice()
