"""A program that sends one request and tells what came of it, for a test to put to sleep."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace

from appcues_console.activity.exchange import Reply
from tests.delivery.wire import QUICK, send

READ = 0.2
"""Seconds of silence that it bears."""


def main(url: str) -> None:
    happened = asyncio.run(send(url, limits=replace(QUICK, read=READ)))
    print(happened.status if isinstance(happened, Reply) else happened.kind.phrase)


if __name__ == "__main__":
    main(sys.argv[1])
