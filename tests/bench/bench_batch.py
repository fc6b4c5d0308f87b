"""A batch from the command line, durable history included, beside a bare httpx client.

    python tests/bench/bench_batch.py [LINES] [--connections N] [--practice]

Both send the same bodies over the same number of connections to the same server on loopback, each
as a program of its own, in turns. The whole program is timed, start and end included. The server
answers by hand; with `--practice` it is the practice server. The memory of the batch is sampled all
the while: it must not grow with the lines.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from unittest import mock

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.bench_delivery import SERVER  # noqa: E402
from tests.bench.file_keyring import VARIABLE  # noqa: E402

ACCOUNT_ID = "88442"
PROGRAM = [sys.executable, "-m", "appcues_console"]
ROUNDS = 3

BARE = """
import asyncio, json, sys
import httpx

async def main(url, path, connections):
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    headers = {"Content-Type": "application/json"}
    accepted = 0
    with open(path) as lines:
        async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=30) as client:

            async def work():
                nonlocal accepted
                for line in lines:
                    asked = json.loads(line)
                    body = json.dumps(asked["body"]).encode()
                    target = f"{url}/v1/accounts/88442/users/{asked['user']}/activity"
                    answer = await client.post(target, content=body, headers=headers)
                    answer.raise_for_status()
                    accepted += answer.json()["ok"] is True

            await asyncio.gather(*(work() for _ in range(connections)))
    print(accepted)

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


@contextmanager
def serving(*command: str) -> Iterator[str]:
    """Run a server and yield the first line that it says."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def write_lines(path: Path, count: int) -> None:
    with path.open("w") as file:
        for number in range(count):
            file.write(
                f'{{"user": "user-{number}", "body": {{"events": [{{"name": "clicked widget",'
                f' "timestamp": "{time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}",'
                f' "attributes": {{"widget_color": "blue", "n": {number}.0}}}}],'
                ' "profile_update": {"team": "Product"}}}\n'
            )


def resident(pid: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


class Memory(threading.Thread):
    """Samples the memory of a process and of those it started, in MiB, until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self._pid = str(pid)
        self.samples: list[float] = []
        self._ended = threading.Event()
        self.start()

    def end(self) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        while not self._ended.wait(0.1):
            try:
                children = Path(f"/proc/{self._pid}/task").glob("*/children")
                started = [pid for each in children for pid in each.read_text().split()]
                sizes = [resident(pid) for pid in (self._pid, *started)]
            except OSError:
                continue  # one of them is ending
            self.samples.append(sum(sizes))


@dataclass(frozen=True)
class Run:
    """What one program took: seconds of the clock and of the processors, and MiB as sampled."""

    seconds: float
    processor: float
    memory: list[float]


def timed(command: list[str], accepted: Callable[[IO[bytes]], int], count: int) -> Run:
    with tempfile.TemporaryFile() as results, tempfile.TemporaryFile() as told:
        before = time.perf_counter()
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(command, stdout=results, stderr=told, cwd=ROOT)
        memory = Memory(process.pid)
        status = process.wait()
        took = time.perf_counter() - before
        memory.end()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        told.seek(0)
        assert status == 0, told.read().decode()
        results.seek(0)
        assert accepted(results) == count
    processor = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    return Run(took, processor, memory.samples)


def bare(url: str, lines: Path, count: int, connections: int) -> Run:
    command = [sys.executable, "-c", BARE, url, str(lines), str(connections)]
    return timed(command, lambda results: int(results.read()), count)


def batch(label: str, lines: Path, count: int, connections: int) -> Run:
    command = [*PROGRAM, "send", "--account", label, "--lines", "--at-once", str(connections)]
    mark = b'"outcome": "accepted"'
    return timed(
        [*command, "--json", str(lines)],
        lambda results: sum(mark in line for line in results),
        count,
    )


@dataclass(frozen=True)
class Measured:
    """Bare divided by ours, of the clock and of the processors, and the memory of the last batch
    in MiB: after a fifth of the run and at its end."""

    seconds: float
    processor: float
    early: float
    late: float


def measure(url: str, label: str, lines: Path, count: int, connections: int) -> Measured:
    floors, ours = [], []
    for _ in range(ROUNDS):
        floors.append(bare(url, lines, count, connections))
        ours.append(batch(label, lines, count, connections))
        for name, run in ("bare", floors[-1]), ("batch", ours[-1]):
            each = run.processor / count * 1000
            print(f"{name:5} {count / run.seconds:6.0f} a second, processor {each:.2f} ms each")
    ratios = {}
    for name in ("seconds", "processor"):
        floor, own = (
            statistics.median(getattr(run, name) for run in runs) for runs in (floors, ours)
        )
        ratios[name] = floor / own
        print(f"ratio of {name}: {ratios[name]:.2f}")
    samples = ours[-1].memory
    tenths = [samples[len(samples) * tenth // 10] for tenth in range(2, 10)]
    shown = " ".join(f"{each:.0f}" for each in [*tenths, samples[-1]])
    print(f"memory of the last batch in MiB, each tenth from the second on: {shown}")
    return Measured(**ratios, early=samples[len(samples) // 5], late=samples[-1])


def test_a_batch_keeps_up_with_a_bare_client_in_flat_memory() -> None:
    found = run_bench([])
    assert found.seconds >= 0.7
    assert found.late <= 1.2 * found.early


def run_bench(arguments: list[str]) -> Measured:
    parser = argparse.ArgumentParser()
    parser.add_argument("lines", type=int, nargs="?", default=10_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--practice", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ):
        os.environ["APPCUES_CONSOLE_HOME"] = f"{folder}/home"
        os.environ[VARIABLE] = f"{folder}/keyring"
        os.environ["PYTHON_KEYRING_BACKEND"] = "tests.bench.file_keyring.FileKeyring"
        os.environ["PYTHONPATH"] = str(ROOT)
        lines = Path(folder) / "lines.jsonl"
        write_lines(lines, asked.lines)
        command = [*PROGRAM, "practice"] if asked.practice else [sys.executable, "-c", SERVER]
        with serving(*command) as said:
            url = said if asked.practice else f"http://127.0.0.1:{said}"
            label = "Practice"
            if not asked.practice:
                label = "Bench"
                add = [*PROGRAM, "accounts", "add", label, "--base-url", url]
                subprocess.run(add, check=True, input=ACCOUNT_ID, text=True, cwd=ROOT)
            return measure(url, label, lines, asked.lines, asked.connections)


if __name__ == "__main__":
    run_bench(sys.argv[1:])
