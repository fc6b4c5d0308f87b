"""Calls the command line as a person and a script do: in this process, and as a program."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appcues_console import cli
from appcues_console.engine.engine import Engine
from appcues_console.paths import places

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "samples" / "documentation.json"
PROGRAM = [sys.executable, "-m", "appcues_console"]

NO_EVENTS = b'{"profile_update": {"team": "Product"}}'
EVENT = b'{"events": [{"name": "clicked", "timestamp": "2999-01-01T00:00:00Z"}]}'


@dataclass(frozen=True)
class Called:
    """What came of one call."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def make_engine() -> Engine:
    return Engine(places())


def call(*arguments: str, stdin: str | bytes = "") -> Called:
    """Run one command in this process, over the home that the environment names."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    given = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    status = cli.main(arguments, make_engine, given, out, err)
    assert type(status) is not bool
    return Called(int(status), _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode("utf-8")


def spawn(
    *arguments: str, environment: Mapping[str, str] | None = None, **options: Any
) -> subprocess.Popen[bytes]:
    """Start the program itself."""
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, **options}
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        **options,
    )
