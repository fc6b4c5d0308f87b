"""The part of the page where a person switches faults: plain forms, no script."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from appcues_console.activity.destination import path_segment

from .faults import FAULT_PATH, FAULTS, MOST_REQUESTS, InForce, Whom
from .markup import cut, data


def render_faults(in_force: Iterable[InForce], users: Iterable[Whom]) -> str:
    """Return what is in force, each with a button that ends it, and the form for one more.
    `users` are those to choose from."""
    rows = "".join(f"<tr><td>{_said(each)}</td><td>{_off(each)}</td></tr>" for each in in_force)
    now = f"<table>{rows}</table>" if rows else ""
    faults = "".join(f'<option value="{each.key}">{escape(each.name)}</option>' for each in FAULTS)
    whom = "".join(
        f'<option value="{escape(_value(each))}">{escape(cut(each.user))}</option>'
        for each in users
    )
    return (
        "<article><header><h2>Misbehave on demand</h2></header>"
        '<p class="quiet">What arrives is kept all the same, so that it can be seen afterwards.</p>'
        f'{now}<form method="post" action="{FAULT_PATH}">'
        f'<label>Fault<select name="fault">{faults}</select></label>'
        f'<label>For<select name="whom"><option value="">everybody</option>{whom}</select></label>'
        '<label>Requests<input name="requests" type="number" min="1"'
        f' max="{MOST_REQUESTS}" placeholder="until switched off"></label>'
        "<button>Switch on</button></form></article>"
    )


def _said(each: InForce) -> str:
    who = "everybody" if each.whom is None else data(each.whom.user)
    if each.remaining is None:
        how_long = "until switched off"
    else:
        how_long = f"{each.remaining} more request{'' if each.remaining == 1 else 's'}"
    return (
        f"<b>{escape(each.fault.name)}</b> for {who}, {how_long}"
        f'<br><span class="quiet">{escape(each.fault.sentence)}</span>'
    )


def _off(each: InForce) -> str:
    whom = "" if each.whom is None else _value(each.whom)
    return (
        f'<form method="post" action="{FAULT_PATH}">'
        '<input type="hidden" name="fault" value="">'
        f'<input type="hidden" name="whom" value="{escape(whom)}">'
        f'<button aria-label="Switch off: {escape(each.fault.name)}">Switch off</button></form>'
    )


def _value(whom: Whom) -> str:
    return f"{path_segment(whom.account)}/{path_segment(whom.user)}"
