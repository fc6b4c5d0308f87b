"""What was understood goes into a draft as one edit, and its secrets stay out of sight."""

from __future__ import annotations

from appcues_console.activity import draft
from appcues_console.activity.draft import Draft, Event, Pair, RequestIdMode
from appcues_console.activity.values import Kind, Value
from appcues_console.intake.understood import Part, Secrets, Understood

NEW = Draft(
    events=(Event("new"),),
    profile=(Pair("team", Value(text="New")), Pair("seats", Value(Kind.NUMBER, "1"))),
    request_id="r",
    request_id_mode=RequestIdMode.GIVEN,
    order=("profile_update", "events", "request_id"),
)
THERE = draft.example()


def into(part: Part, user_id: str | None = None) -> Draft:
    return Understood(part, NEW, (), user_id=user_id).into(THERE)


def test_a_body_takes_the_place_of_all_but_the_user_id() -> None:
    assert into(Part.BODY) == Draft(
        user_id="user-42",
        events=NEW.events,
        profile=NEW.profile,
        request_id="r",
        request_id_mode=RequestIdMode.GIVEN,
        order=NEW.order,
    )
    assert into(Part.BODY, "u").user_id == "u"


def test_a_part_takes_the_place_of_that_part() -> None:
    assert into(Part.EVENTS) == draft.with_events(THERE, NEW.events)
    assert into(Part.PROFILE) == draft.with_profile(THERE, NEW.profile)
    request_id = into(Part.REQUEST_ID)
    assert (request_id.request_id, request_id.request_id_mode) == ("r", RequestIdMode.GIVEN)
    assert request_id.events == THERE.events


def test_single_events_are_added() -> None:
    assert into(Part.EVENT) == draft.with_events(THERE, (*THERE.events, *NEW.events))


def test_single_fields_take_the_place_of_their_own() -> None:
    there = (Pair("a", Value(text="1")), Pair(), Pair("team", Value(text="Old")), Pair("b"))
    both = Understood(Part.FIELDS, NEW, ()).into(draft.with_profile(THERE, there))

    assert both.profile == (there[0], NEW.profile[0], there[3], NEW.profile[1])
    assert both.events == THERE.events


def test_a_field_that_stands_twice_takes_the_places_in_order() -> None:
    old, new = (tuple(Pair("k", Value(text=t)) for t in texts) for texts in ("ab", "xyz"))
    both = Understood(Part.FIELDS, Draft(profile=new), ()).into(Draft(profile=old))

    assert both.profile == new


def test_nothing_but_the_user_is_changed_by_an_address() -> None:
    assert into(Part.NOTHING) == THERE
    assert into(Part.NOTHING, "u").user_id == "u"


def test_secrets_do_not_print() -> None:
    secrets = Secrets("424242", "token")

    assert repr(secrets) == "Secrets(••••)"
    assert "424242" not in repr(Understood(Part.NOTHING, Draft(), (), secrets=secrets))
    assert secrets
    assert not Secrets()


def test_secrets_are_masked_where_data_is_quoted() -> None:
    secrets = Secrets("7", "token")

    assert secrets.masked("Line 7: the key “a7” and “token”.") == (
        "Line 7: the key “a••••” and “••••”."
    )
    assert Secrets().masked("Line 7: “7”.") == "Line 7: “7”."
