"""What may be typed after `appcues-console`, and the help that says so."""

from __future__ import annotations

import argparse
from typing import NoReturn

from appcues_console import __version__
from appcues_console.practice.faults import BY_KEY, FAULTS, MOST_REQUESTS

from .exits import Exit

_EXITS = """\
exit status:
  0   accepted, or nothing wrong
  1   rejected by the server, or problems of severity error
  2   wrong usage, or input that cannot be read
  3   delivery unknown: the request may have arrived, now or when it was sent before
  4   not sent: the request certainly did not arrive
  5   the keyring or the storage failed, or no lasting record could be kept
  70  a fault in the console itself

APPCUES_CONSOLE_HOME puts every file of the program under one folder.
Without a command the window opens.
"""

_SEND = """\
Send one request. Its body is the content of FILE, byte for byte; '-' or nothing reads standard
input. The outcome goes to standard error, the server's answer to standard output. A body with
problems of severity error is not sent. Ctrl+C cancels, and says what may have arrived.

Events that may have arrived before, because their last send for this user ended as unknown, are not
sent again: that ends with status 3 and names them, unless --again is given. Two events are the same
by name and attributes, whatever their time. Profile values are free. Without a lasting history
nothing is sent to a real account: that ends with status 5, unless --without-history is given.

With --lines, FILE holds one JSON object a line, in one of two forms:
  {"user": "u1", "body": {"profile_update": {"team": "Product"}}}
  {"user": "u1", "profile_update": {"team": "Product"}}
The first sends exactly the bytes after "body":, the second the line without its user, each member
as it is spelled; "user_id" may stand for "user". Lines about one user go one after another, others
at once, so results come in the order of completion; with --json each has its "line" and its own
"exit_status". A bad line is told with its number and does not stop the others. A keyring or a
history that fails does. Of all lines the worst status is returned, in this order: 70, 5, 3, 1, 2,
4, 0. A batch that was stopped before its last line never returns 0.
"""

_ADD = """\
Add an account. Its account ID is asked for without being shown, or read from standard input where
that is no terminal. It is never given as an argument, because other programs can read those.

The files of --ca-file, --client-certificate and --client-key stay where they are and are read at
each send. If the client key needs a passphrase, that is asked for too; on standard input it is the
line after the account ID. It is kept in the keyring.
"""

_PRACTICE = """\
Run the practice server alone, on this computer only, until Ctrl+C. The window and 'send' find it by
themselves. Its URL goes to standard output. Where one runs already, its faults are switched.
"""

MOST_AT_ONCE = 20
"""Requests at a time, as many as the console has connections: more would only wait."""

USUAL_AT_ONCE = 8

REGIONS = ("us", "eu")
SAFETY = ("practice", "test", "production")


class _Parser(argparse.ArgumentParser):
    """argparse, with its complaints as sentences."""

    def error(self, message: str) -> NoReturn:
        self.exit(Exit.USAGE, f"{self.format_usage()}{message[:1].upper()}{message[1:]}.\n")


def make_parser() -> _Parser:
    """Return the parser of the whole command line. `command`, and for accounts `action`, name what
    is to be done."""
    parser = _Parser(
        prog="appcues-console",
        description="Test the Appcues HTTP API from scripts.",
        epilog=_EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"appcues-console {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    _add_send(commands)

    lint = _command(commands, "lint", "list problems of a body; nothing is sent")
    lint.add_argument(
        "--account", metavar="LABEL", help="compare with what was sent before to this account"
    )
    lint.add_argument("--user", metavar="ID", help="look at this user ID as well")
    _add_file(lint)
    _add_json(lint, "one object a problem")

    history = _command(commands, "history", "list what was sent, newest first")
    history.add_argument(
        "--search", metavar="Q", default="", help="only those that hold every word of Q"
    )
    history.add_argument(
        "--limit", metavar="N", type=_count, default=50, help="at most N of them (default 50)"
    )
    history.add_argument(
        "--start-new",
        action="store_true",
        help="where the history cannot be opened: keep its file aside, with its date in its name,"
        " and begin a new one; status 0 where a history is open then, 5 where none is",
    )
    _add_json(history, "one object an exchange")

    _add_accounts(commands)

    _add_practice(commands)
    return parser


def _add_send(commands: argparse._SubParsersAction[_Parser]) -> None:
    send = _command(commands, "send", "send one request, or many", _SEND)
    send.formatter_class = argparse.RawDescriptionHelpFormatter
    send.add_argument("--account", metavar="LABEL", required=True, help="the account's label")
    what = send.add_mutually_exclusive_group(required=True)
    what.add_argument("--user", metavar="ID", help="the user ID of one request")
    what.add_argument("--lines", action="store_true", help="a request a line, each with its user")
    _add_file(send)
    _add_json(send, "one object a request: outcome, attempts, response")
    send.add_argument(
        "--at-once",
        metavar="N",
        type=_at_once,
        help=f"of the lines, N at a time (default {USUAL_AT_ONCE}, at most {MOST_AT_ONCE})",
    )
    send.add_argument(
        "--stop-at-first",
        action="store_true",
        help="begin no line after the first that is not accepted",
    )
    send.add_argument(
        "--again",
        action="store_true",
        help="send also events that may have arrived before, and may then be counted twice",
    )
    send.add_argument(
        "--without-history",
        action="store_true",
        help="send also where no lasting record of it can be kept",
    )


def _add_practice(commands: argparse._SubParsersAction[_Parser]) -> None:
    practice = _command(
        commands, "practice", "run the practice server until interrupted", _PRACTICE
    )
    practice.formatter_class = argparse.RawDescriptionHelpFormatter
    practice.epilog = "faults:\n" + "".join(f"  {fault.key:<20}{fault.name}\n" for fault in FAULTS)
    practice.add_argument(
        "--port", metavar="N", type=_port, default=0, help="the port (default: any free one)"
    )
    practice.add_argument(
        "--fault",
        metavar="NAME",
        choices=("none", *BY_KEY),
        help="misbehave like this; 'none' switches every fault off",
    )
    practice.add_argument(
        "--requests",
        metavar="N",
        type=_requests,
        help="for the next N requests only (default: until it is switched off)",
    )


def _add_accounts(commands: argparse._SubParsersAction[_Parser]) -> None:
    accounts = _command(commands, "accounts", "list, add or remove accounts")
    actions = accounts.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = _command(actions, "list", "list the accounts; their IDs are not shown")
    _add_json(listing, "one object an account")

    remove = _command(actions, "remove", "remove an account, and its ID from the keyring")
    remove.add_argument("label", metavar="LABEL", help="the account's label")

    add = _command(actions, "add", "add an account; its ID is asked for", _ADD)
    add.add_argument("label", metavar="LABEL", help="what to call the account")
    where = add.add_mutually_exclusive_group()
    where.add_argument("--region", choices=REGIONS, help="default us; eu is not verified")
    where.add_argument("--base-url", metavar="URL", help="another server instead of a region's")
    add.add_argument("--safety", choices=SAFETY, default="test", help="default test")
    add.add_argument("--colour", metavar="NAME", help="default: the safety level's own")
    add.add_argument(
        "--ca-file", metavar="PATH", help="trust these authorities too, beside the system's"
    )
    add.add_argument("--client-certificate", metavar="PATH", help="show this certificate, PEM")
    add.add_argument(
        "--client-key", metavar="PATH", help="its key, where that is in a file of its own"
    )


def _command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    summary: str,
    description: str = "",
) -> _Parser:
    text = description or f"{summary[:1].upper()}{summary[1:]}."
    return commands.add_parser(name, help=summary, description=text, allow_abbrev=False)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="a JSON body; '-' is standard input"
    )


def _add_json(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--json", action="store_true", help=f"print JSON, {what}")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError("enter a whole number from 1 on")
    return int(text)


def _at_once(text: str) -> int:
    count = _count(text)
    if count > MOST_AT_ONCE:
        raise argparse.ArgumentTypeError(f"enter at most {MOST_AT_ONCE}")
    return count


def _requests(text: str) -> int:
    count = _count(text)
    if count > MOST_REQUESTS:
        raise argparse.ArgumentTypeError(f"enter at most {MOST_REQUESTS}")
    return count


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65_536):
        raise argparse.ArgumentTypeError("enter a port from 1 to 65535, or 0 for any free one")
    return int(text)
