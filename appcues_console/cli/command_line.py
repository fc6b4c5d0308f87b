"""From what was typed to an exit status: parses, calls one command, and lets no traceback out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, TextIO

from .exits import Exit
from .parser import USUAL_AT_ONCE, make_parser

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

    from .output import Output

_ID_AS_ARGUMENT = (
    "An account ID is never given as an argument, and neither is a passphrase, because other"
    " programs can read those. Leave it out: it is asked for, or read from standard input. Nothing"
    " was saved."
)


def main(
    argv: Sequence[str],
    make_engine: Callable[[], Engine],
    stdin: TextIO,
    stdout: TextIO,
    stderr: TextIO,
) -> int:
    """Do what `argv` (without the program's name) says and return the exit status.

    `make_engine` is called by the commands that need an engine; they start and close it.
    """
    try:
        with redirect_stdout(stdout), redirect_stderr(stderr):
            arguments = _parsed(argv)
    except SystemExit as end:  # how argparse ends after help, version and wrong usage
        return end.code if isinstance(end.code, int) else Exit.USAGE
    from .output import Output

    output = Output(stdin, stdout, stderr)
    try:
        status = _run(arguments, make_engine, output)
        output.flush()
    except KeyboardInterrupt:
        output.say("Interrupted.")
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: a person is never shown a traceback
        from .failures import failure_of

        failure = failure_of(error)
        output.say(failure.message)
        return failure.status
    return status


def _parsed(argv: Sequence[str]) -> argparse.Namespace:
    parser = make_parser()
    if list(argv[:2]) == ["accounts", "add"]:
        # argparse would repeat what it does not know, and here that may be the account ID.
        arguments, unknown = parser.parse_known_args(argv)
        if unknown:
            parser.exit(Exit.USAGE, f"{_ID_AS_ARGUMENT}\n")
        return arguments
    return parser.parse_args(argv)


def _run(arguments: argparse.Namespace, make_engine: Callable[[], Engine], output: Output) -> int:
    match arguments.command:
        case "send":
            return _run_send(arguments, make_engine, output)
        case "lint":
            from . import lint

            return lint.run(
                output,
                make_engine,
                file=arguments.file,
                label=arguments.account,
                user_id=arguments.user,
                as_json=arguments.json,
            )
        case "history":
            from . import history

            if arguments.start_new:
                return history.start_new(output, make_engine)
            return history.run(
                output, make_engine, arguments.search, arguments.limit, as_json=arguments.json
            )
        case "accounts":
            return _run_accounts(arguments, make_engine, output)
        case "practice":
            from . import practice

            wish = practice.wish(arguments.fault, arguments.requests)
            return practice.run(output, arguments.port, wish)
    raise AssertionError(arguments.command)


def _run_send(
    arguments: argparse.Namespace, make_engine: Callable[[], Engine], output: Output
) -> int:
    from . import send

    word = send.Word(arguments.again, arguments.without_history)
    if arguments.lines:
        return send.run_lines(
            output,
            make_engine,
            label=arguments.account,
            file=arguments.file,
            at_once=arguments.at_once or USUAL_AT_ONCE,
            as_json=arguments.json,
            stop_at_first=arguments.stop_at_first,
            word=word,
        )
    if arguments.at_once is not None or arguments.stop_at_first:
        from .failures import Failure

        raise Failure("--at-once and --stop-at-first are about --lines: give that too.", Exit.USAGE)
    return send.run(
        output,
        make_engine,
        label=arguments.account,
        user_id=arguments.user,
        file=arguments.file,
        as_json=arguments.json,
        word=word,
    )


def _run_accounts(
    arguments: argparse.Namespace, make_engine: Callable[[], Engine], output: Output
) -> int:
    from . import accounts

    match arguments.action:
        case "list":
            return accounts.show(output, make_engine, as_json=arguments.json)
        case "remove":
            return accounts.remove(output, make_engine, arguments.label)
        case "add":
            return accounts.add(
                output,
                make_engine,
                arguments.label,
                region=arguments.region,
                base_url=arguments.base_url,
                safety=arguments.safety,
                colour=arguments.colour,
                trust=accounts.trust_files(
                    arguments.ca_file, arguments.client_certificate, arguments.client_key
                ),
            )
    raise AssertionError(arguments.action)
