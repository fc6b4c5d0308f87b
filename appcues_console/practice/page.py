"""The page on which a person sees what arrived, at the practice server's root.

One page without scripts or anything fetched: it must be safe to show on a projector whatever was
sent. Every value passes `markup`, which keeps it data; the links lead to the whole.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from html import escape
from typing import Final

from appcues_console.activity.destination import MASK, path_segment

from .fault_form import render_faults
from .faults import BY_KEY, Switchboard, Whom
from .markup import code, data
from .world import UserSummary, World

_USERS: Final = 50
_FIELDS: Final = 12
_EVENTS: Final = 6

_STYLE: Final = """
:root { color-scheme: light dark; --surface: #f6f7f9; --raised: #ffffff; --line: #dfe3e8;
  --text: #1b2430; --quiet: #5a6675; --accent: #3056d3; --warn: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --surface: #14181e; --raised: #1c222a;
  --line: #303843; --text: #e6eaf0; --quiet: #9ca8b7; --accent: #8fabff; --warn: #f0b46a; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 40px 24px 64px; background: var(--surface); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 880px; margin: 0 auto; }
h1 { margin: 0; font-size: 22px; font-weight: 600; }
.intro { margin: 8px 0 32px; max-width: 64ch; color: var(--quiet); }
article { margin: 0 0 16px; padding: 20px 24px; background: var(--raised);
  border: 1px solid var(--line); border-radius: 8px; }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline;
  justify-content: space-between; }
h2 { margin: 0; font-size: 17px; font-weight: 600; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: 12px 16px; align-items: end; }
article > form { margin-top: 16px; }
td form { justify-content: end; }
label { display: grid; gap: 4px; flex: 1 1 160px; font-size: 13px; color: var(--quiet); }
select, input, button { min-width: 0; min-height: 36px; padding: 4px 12px; font: inherit;
  font-size: 15px; color: var(--text); background: var(--surface); border: 1px solid var(--line);
  border-radius: 8px; }
button { font-weight: 600; color: var(--accent); }
h3 { margin: 16px 0 4px; font-size: 13px; font-weight: 600; color: var(--quiet); }
.quiet { color: var(--quiet); font-size: 13px; }
.warn { color: var(--warn); }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
td { padding: 4px 16px 4px 0; border-top: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
td:first-child { width: 32%; }
td:last-child { padding-right: 0; }
code { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
nav { margin-top: 16px; display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 13px; }
a { color: var(--accent); text-underline-offset: 3px; }
:is(a, select, input, button):focus-visible { outline: 2px solid var(--accent);
  outline-offset: 2px; }
pre { margin: 8px 0 0; padding: 12px 16px; overflow-x: auto; border: 1px solid var(--line);
  border-radius: 8px; }
"""

_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

CONTENT_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Allows the page's own style sheet and its form, and nothing else at all."""

HEADERS: Final = {"Referrer-Policy": "same-origin"}
"""With `no-referrer` a browser would send the form with the origin `null`, which is refused."""


def render(world: World, switchboard: Switchboard | None = None) -> str:
    """Return the page as HTML; without a switchboard, without faults to switch."""
    users = world.users()
    known = (Whom(each.account, each.user) for each in users[:_USERS])
    faults = "" if switchboard is None else render_faults(switchboard.in_force(), known)
    cards = "".join(_card(world, summary) for summary in users[:_USERS])
    if len(users) > _USERS:
        cards += f'<p class="quiet">and {len(users) - _USERS} users before these</p>'
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Practice server</title><style>{_STYLE}</style></head><body><main>"
        "<h1>Practice server</h1>"
        '<p class="intro">What the console sent to this computer, latest user first. '
        "Nothing leaves this computer, nothing is written to a disk, and all of it is gone when "
        "the server stops. Reload the page to see what came since.</p>"
        f"{faults}{cards or _EMPTY}</main></body></html>"
    )


_EMPTY: Final = (
    "<article><h2>Nothing has arrived yet</h2>"
    '<p class="quiet">Send an activity from the console to the account Practice, or post one:</p>'
    "<pre><code>POST /v1/accounts/12345/users/user-42/activity\n"
    "Content-Type: application/json\n\n"
    "{&quot;profile_update&quot;: {&quot;team&quot;: &quot;Product&quot;}}</code></pre></article>"
)


def _card(world: World, summary: UserSummary) -> str:
    account, user = summary.account, summary.user
    at = datetime.fromtimestamp(summary.last_at / 1000, UTC)
    shown_at = f"{at.astimezone():%H:%M:%S}"
    parts = [
        f"<article><header><h2>{data(user)}</h2>",
        f'<span class="quiet">account {_masked(account)}, last heard of ',
        f'<time datetime="{at.isoformat()}">{shown_at}</time></span></header>',
    ]
    if not summary.known:
        parts.append(
            '<p class="quiet warn">No body was accepted, so this user does not exist yet.</p>'
        )
    parts.append(_met(world, summary))
    fields = [
        (data(key), code(value)) for key, value in (world.profile(account, user) or {}).items()
    ]
    parts += _table("Profile", fields, _FIELDS)
    events = [
        (
            data(event.name),
            code(event.timestamp) + (f"<br>{code(event.attributes)}" if event.attributes else ""),
        )
        for event in world.events(account, user, _EVENTS) or ()
    ]
    parts += _table("Events, newest first", events, _EVENTS, summary.events)
    parts.append(f"{_links(summary)}</article>")
    return "".join(parts)


def _met(world: World, summary: UserSummary) -> str:
    """Return a word on the fault that the latest body met, if it met one."""
    latest = next(iter(world.received(summary.account, summary.user)), None)
    if latest is None or latest.fault is None:
        return ""
    answered = "got no answer" if latest.status is None else f"was answered {latest.status}"
    return (
        f'<p class="quiet warn">The last body {answered}, because a fault was in force:'
        f" {escape(BY_KEY[latest.fault].name)}.</p>"
    )


def _table(
    title: str, rows: list[tuple[str, str]], most: int, total: int | None = None
) -> list[str]:
    if not rows:
        return []
    body = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows[:most])
    more = (len(rows) if total is None else total) - most
    note = f'<p class="quiet">and {more} more</p>' if more > 0 else ""
    return [f"<h3>{title}</h3><table>{body}</table>{note}"]


def _links(summary: UserSummary) -> str:
    path = f"accounts/{path_segment(summary.account)}/users/{path_segment(summary.user)}"
    links = []
    if summary.known:
        links += [
            (f"/v2/{path}/profile", f"Profile ({_count(summary.fields, 'field')})"),
            (f"/v2/{path}/events", f"Events ({summary.events})"),
        ]
    if summary.received:
        links += [
            (f"/practice/{path}/received", f"Received ({_count(summary.received, 'body')})"),
            (f"/practice/{path}/received/latest", "Latest body as it came"),
        ]
    anchors = "".join(f'<a href="{escape(href)}">{text}</a>' for href, text in links)
    return f"<nav>{anchors}</nav>"


def _count(number: int, thing: str) -> str:
    plural = "bodies" if thing == "body" else f"{thing}s"
    return f"{number} {thing if number == 1 else plural}"


def _masked(account: str) -> str:
    """Return enough of an account ID to tell two apart: the real one may end up here, on a
    projector, when somebody points an account of theirs at this server."""
    return f"<bdi>{MASK}{escape(account[-2:] if len(account) > 4 else '')}</bdi>"
