"""The Qt binding must not lose references to `None`: at zero, the interpreter aborts.

PySide6 6.12.0 on Python 3.11 loses one at each void call; pyproject.toml excludes that pair. On
Python 3.12 and later `None` is immortal and its count does not move.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication


def test_a_thousand_turns_of_the_loop_lose_no_reference_to_none(qapp: QApplication) -> None:
    turns = 1_000
    before = sys.getrefcount(None)
    for _ in range(turns):
        qapp.processEvents()
    lost = before - sys.getrefcount(None)

    assert lost < turns // 10
