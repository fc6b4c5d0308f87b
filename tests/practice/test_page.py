from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from appcues_console.practice.page import CONTENT_POLICY, render
from appcues_console.practice.rules import Accepted, AcceptedEvent
from appcues_console.practice.world import World
from tests.practice.calls import Practice

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>&amp;'</bdi>"
ELEMENT = re.compile(
    "html|head|meta|title|style|body|main|article|header|nav|h[123]|p|span|time|table|tr|td|pre"
    "|code|bdi|br|a|b|form|label|select|option|input|button"
)

ATTRIBUTES = {
    *("lang", "charset", "name", "content", "class", "datetime", "href"),
    *("method", "action", "value", "type", "min", "max", "placeholder", "aria-label"),
}


class Seen(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_first_look_says_how_to_begin() -> None:
    seen = Seen(render(World()))
    assert "Nothing has arrived yet" in seen.text
    assert "POST /v1/accounts/12345/users/user-42/activity" in seen.text


def test_what_arrived_is_shown_with_links_to_the_whole(practice: Practice) -> None:
    practice.post(
        b'{"profile_update": {"team": "Product"}, "events": [{"name": "clicked widget",'
        b' "timestamp": 1452690322, "attributes": {"widget_color": "blue"}}]}',
        "user%2F42",
    )
    seen = Seen(practice.get("/").body.decode())
    for text in ("user/42", "team", '"Product"', "clicked widget", '{"widget_color":"blue"}'):
        assert text in seen.text
    assert len(seen.links) == 4
    for link in seen.links:
        assert practice.get(link).status == 200


def test_hostile_data_stays_text(practice: Practice) -> None:
    world = practice.world
    event = AcceptedEvent(HOSTILE, "1", f'{{"{HOSTILE}":1}}')
    world.apply(HOSTILE, HOSTILE, Accepted((event,), ((HOSTILE, f'"{HOSTILE}"'),)), 1)
    world.keep(HOSTILE, HOSTILE, b"", HOSTILE, 200, 1)
    seen = Seen(practice.get("/").body.decode())
    assert all(ELEMENT.fullmatch(element) for element in seen.elements)
    assert seen.attributes <= ATTRIBUTES
    assert seen.text.count(HOSTILE) >= 5
    assert all(link.startswith(("/v2/accounts/", "/practice/accounts/")) for link in seen.links)
    assert all(practice.get(link).status == 200 for link in seen.links)


@pytest.mark.parametrize(
    ("account", "shown"), [("12345", "••••45"), ("1234", "••••"), ("", "••••")]
)
def test_an_account_id_is_not_shown_whole(account: str, shown: str) -> None:
    world = World()
    world.apply(account, "u", Accepted(), 1)
    seen = Seen(render(world))
    assert f"account {shown}, last heard of" in seen.text
    assert not account or account not in seen.text


def test_a_user_without_an_accepted_body_is_said_not_to_exist(practice: Practice) -> None:
    practice.post(b"{")
    seen = Seen(practice.get("/").body.decode())
    assert "No body was accepted, so this user does not exist yet." in seen.text
    assert "Received (1 body)" in seen.text
    assert [link.split("/")[1] for link in seen.links] == ["practice", "practice"]


def test_much_is_cut_and_said_to_be() -> None:
    world = World()
    profile = tuple((f"k{n}", "1") for n in range(30))
    events = tuple(AcceptedEvent(f"e{n}", "1") for n in range(40))
    world.apply("a", "x" * 10_000, Accepted(events, profile), 1)
    for number in range(60):
        world.apply("a", f"u{number}", Accepted(), 1)
    world.apply("a", "many", Accepted(events, profile), 1)
    html = render(world)
    assert len(html) < 60_000
    seen = Seen(html)
    assert "and 18 more" in seen.text
    assert "and 34 more" in seen.text
    assert "and 12 users before these" in seen.text


@pytest.mark.parametrize("blank", [" ", "\u3000", "\t\n"])
def test_a_blank_user_id_is_seen(blank: str) -> None:
    world = World()
    world.apply("a", blank, Accepted(), 1)
    heading = re.search(r"<h2>(.*?)</h2>", render(world))
    assert heading is not None
    assert heading[1].startswith("<bdi>&quot;")


def test_the_policy_allows_the_pages_own_style_and_nothing_else(practice: Practice) -> None:
    answer = practice.get("/")
    style = re.search(r"<style>(.*?)</style>", answer.body.decode(), re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert f"style-src 'sha256-{digest}';" in CONTENT_POLICY
    assert CONTENT_POLICY.startswith("default-src 'none';")
    assert "unsafe" not in CONTENT_POLICY
    assert not re.search(r"url\(|@import|https?:", style[1])
