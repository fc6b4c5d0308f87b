"""A practice server for the snippets of one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.activity.snippets.arrivals import Arrivals, arrivals


@pytest.fixture
def practice() -> Iterator[Arrivals]:
    """A practice server of its own, and what arrived there."""
    with arrivals() as server:
        yield server
