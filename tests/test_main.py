"""The start of the program: a window or one command, and neither loads the other."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
import time

import pytest

import appcues_console.app
from appcues_console import __main__ as start
from appcues_console.history import WRITER
from tests.cli.calling import PROGRAM, ROOT, SAMPLE

PATIENCE = 30


def test_without_a_command_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appcues_console.app, "run_window", lambda: 17)
    assert start.main([]) == 17
    monkeypatch.setattr(sys, "argv", ["appcues-console"])
    assert start.main() == 17


def test_no_garbage_is_looked_for_while_the_window_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_window() -> int:
        found.append(gc.isenabled())
        return 0

    found: list[bool] = []
    monkeypatch.setattr(appcues_console.app, "run_window", run_window)
    gc.enable()
    assert start.main([]) == 0
    assert [*found, gc.isenabled()] == [False, True]


def test_with_one_it_does_not(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(appcues_console.app, "run_window", lambda: pytest.fail("a window opened"))
    assert start.main(["lint", str(SAMPLE)]) == 0
    assert capsysbinary.readouterr().err == b"No errors, 1 warning.\n"


def test_commands_never_load_qt_nor_help_anything_else() -> None:
    child = (
        "import sys; from appcues_console.__main__ import main\n"
        "status = main(sys.argv[1:])\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    heavy = {"PySide6", "httpx", "keyring", "apsw", "starlette", "uvicorn"}
    for arguments, allowed in [
        (["--help"], set[str]()),
        (["lint", str(SAMPLE)], set[str]()),
        (["accounts", "list"], set[str]()),
        (["history"], {"keyring", "apsw"}),
        (["send", "--account", "Practice", "--user", "u", str(SAMPLE)], heavy - {"PySide6"}),
    ]:
        done = subprocess.run(
            [sys.executable, "-c", child, *arguments],
            capture_output=True,
            cwd=ROOT,
            timeout=PATIENCE,
            check=False,
        )
        loaded = done.stderr.decode().splitlines()[-1]
        assert {name for name in heavy if f"'{name}'" in loaded} <= allowed, arguments


def test_help_is_there_at_once() -> None:
    # Beside other tests on few processors only the best of some runs says anything.
    bare, helped = [], []
    for _ in range(5):
        bare.append(seconds([sys.executable, "-c", "import argparse, json"])[0])
        took, output = seconds([*PROGRAM, "--help"])
        helped.append(took)
        assert output.startswith(b"usage: appcues-console")
    assert min(helped) < 4 * min(bare)


def seconds(command: list[str]) -> tuple[float, bytes]:
    """Run a command; return how long it took and what it wrote."""
    before = time.perf_counter()
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    return time.perf_counter() - before, done.stdout


def test_the_process_that_keeps_a_series_is_started_by_a_word_that_no_help_shows() -> None:
    nothing = subprocess.DEVNULL
    done = subprocess.run(
        [*PROGRAM, WRITER], stdin=nothing, capture_output=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    helped = subprocess.run([*PROGRAM, "--help"], capture_output=True, cwd=ROOT, check=True)
    assert WRITER.encode() not in helped.stdout
    assert start.main([WRITER, "--help"]) == 2, "with anything behind it, it is no command"


@pytest.mark.parametrize("variables", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_any_text_can_be_written_to_a_pipe(variables: dict[str, str]) -> None:
    body = '{"profile_update": {"ключ": [], "ключ": 1}}'.encode()
    done = subprocess.run(
        [*PROGRAM, "lint"],
        input=body,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **variables},
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "“ключ”" in done.stdout.decode("utf-8")


def test_a_process_without_streams_has_a_status_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert start.main(["lint", str(SAMPLE)]) == 0
    assert start.main(["lint"]) == 2


def test_without_a_stream_nothing_of_a_long_output_is_kept() -> None:
    stream = start._utf8(None)
    assert isinstance(stream, io.StringIO)
    assert stream.write("a result\n") == 9
    assert stream.getvalue() == ""
