"""The samples that come with the program: bodies to start from, each with a name and a hint.

They are files of plain JSON, so that the command line can send them too, byte for byte; their time
is that of the documentation's own example, and the console says that it is long ago. Read as a
draft, their events happen at send and their request ID is made for each send, as in a draft that
was composed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from appcues_console import paths
from appcues_console.activity import body
from appcues_console.activity.draft import AT_SEND, Draft, RequestIdMode


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: what it is called, one line about it, and its file."""

    name: str
    hint: str
    path: Path

    def draft(self) -> Draft:
        """Return the sample as a draft without a user ID. It reads one small file."""
        draft = body.read(self.path.read_text(encoding="utf-8"))
        return replace(
            draft,
            events=tuple(replace(event, time=AT_SEND) for event in draft.events),
            request_id_mode=RequestIdMode.MADE,
        )


@cache
def samples() -> tuple[Sample, ...]:
    """Return all samples in the order in which they are offered, from the index beside them."""
    folder = paths.resources() / "samples"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return tuple(Sample(entry["name"], entry["hint"], folder / entry["file"]) for entry in index)
