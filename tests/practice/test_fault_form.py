"""The forms of the page."""

from __future__ import annotations

from appcues_console.practice import faults
from appcues_console.practice.fault_form import render_faults
from appcues_console.practice.faults import FAULTS, InForce, Whom
from tests.practice.calls import Practice
from tests.practice.test_page import Seen

HOSTILE = "\"><script>alert(1)</script>'&"


def test_each_fault_and_each_user_can_be_chosen() -> None:
    html = render_faults((), [Whom("12345", "a/b"), Whom("12345", "ü")])
    for fault in FAULTS:
        assert f'<option value="{fault.key}">' in html
    assert '<option value="">everybody</option>' in html
    assert '<option value="12345/a%2Fb">a/b</option>' in html
    assert '<option value="12345/%C3%BC">ü</option>' in html
    assert html.count("<form ") == 1


def test_what_is_in_force_can_be_switched_off() -> None:
    in_force = [
        InForce(faults.SILENT),
        InForce(faults.HTML, 1, Whom("1", "u")),
        InForce(faults.SLOW, 2),
    ]
    html = render_faults(in_force, ())
    seen = Seen(html)
    assert "Never answer for everybody, until switched off" in seen.text
    assert "Answer HTML instead of JSON for u, 1 more request" in seen.text
    assert "Answer after 10 seconds for everybody, 2 more requests" in seen.text
    assert html.count("<form ") == 4
    assert '<input type="hidden" name="whom" value="1/u">' in html


def test_a_hostile_user_stays_text() -> None:
    whom = Whom(HOSTILE, HOSTILE)
    seen = Seen(render_faults([InForce(faults.HTML, None, whom)], [whom]))
    assert "script" not in seen.elements
    assert seen.text.count(HOSTILE) == 2


def test_the_page_says_what_a_body_met(practice: Practice) -> None:
    practice.switchboard.switch(faults.STATUS_503, requests=1)
    practice.post({"profile_update": {"a": 1}})
    seen = Seen(practice.get("/").body.decode())
    assert "The last body was answered 503, because a fault was in force: Answer 503." in seen.text
    practice.post({"profile_update": {"a": 1}})
    assert "because a fault" not in Seen(practice.get("/").body.decode()).text


def test_the_page_may_send_its_form_and_its_origin(practice: Practice) -> None:
    answer = practice.get("/")
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    # With no-referrer a browser says `null`, which the guard refuses.
    assert answer.headers["referrer-policy"] == "same-origin"
