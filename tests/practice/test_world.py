from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appcues_console.practice.rules import Accepted, AcceptedEvent
from appcues_console.practice.world import Limits, World


def event(name: str, attributes: str | None = None) -> AcceptedEvent:
    return AcceptedEvent(name, "1", attributes)


def names(world: World, user: str = "u", limit: int | None = None) -> list[str]:
    return [found.name for found in world.events("a", user, limit) or ()]


def test_nobody_exists_before_something_was_accepted() -> None:
    world = World()
    assert world.profile("a", "u") is None
    assert world.events("a", "u") is None
    assert world.received("a", "u") == ()
    assert world.users() == ()


def test_a_refused_body_makes_no_user_but_is_kept() -> None:
    world = World()
    world.keep("a", "u", b"{", "application/json", 400, 5)
    assert world.profile("a", "u") is None
    assert world.events("a", "u") is None
    (kept,) = world.received("a", "u")
    assert (kept.body, kept.status, kept.at) == (b"{", 400, 5)
    (summary,) = world.users()
    assert (summary.known, summary.received) == (False, 1)


def test_profile_values_are_set_over_older_ones_and_the_rest_stays() -> None:
    world = World()
    world.apply("a", "u", Accepted(profile=(("tier", "1"), ("team", '"x"'))), 1)
    world.apply("a", "u", Accepted(profile=(("tier", "null"),)), 2)
    assert list((world.profile("a", "u") or {}).items()) == [("team", '"x"'), ("tier", "null")]


def test_events_are_read_newest_first() -> None:
    world = World()
    world.apply("a", "u", Accepted(events=(event("one"), event("two"))), 1)
    world.apply("a", "u", Accepted(events=(event("three"),)), 2)
    assert names(world) == ["three", "two", "one"]
    assert names(world, limit=2) == ["three", "two"]
    assert names(world, limit=10**18) == ["three", "two", "one"]


def test_accounts_and_letter_case_are_kept_apart() -> None:
    world = World()
    world.apply("a", "u", Accepted(profile=(("k", "1"),)), 1)
    assert world.profile("b", "u") is None
    assert world.profile("a", "U") is None


def test_bodies_are_kept_byte_for_byte_newest_first_with_growing_numbers() -> None:
    world = World(Limits(received=2))
    for body in (b"\x00\xff", b"two", b"three"):
        world.keep("a", "u", body, "t", 200, 1)
    assert [(kept.number, kept.body) for kept in world.received("a", "u")] == [
        (3, b"three"),
        (2, b"two"),
    ]


def test_the_user_heard_of_least_recently_is_forgotten_first() -> None:
    world = World(Limits(users=2))
    for user in ("u1", "u2", "u1", "u3"):
        world.apply("a", user, Accepted(), 1)
    assert [summary.user for summary in world.users()] == ["u3", "u1"]
    assert world.profile("a", "u2") is None


def test_old_events_go_where_there_are_too_many() -> None:
    world = World(Limits(events=3))
    world.apply("a", "u", Accepted(events=tuple(event(str(n)) for n in range(10))), 1)
    assert names(world) == ["9", "8", "7"]


def test_one_heavy_user_loses_bodies_then_events_then_old_fields() -> None:
    world = World(Limits(weight=3_000))
    world.apply("a", "u", Accepted(profile=(("old", '"x"'),), events=(event("e"),)), 1)
    world.keep("a", "u", b"b" * 1_500, "t", 200, 1)
    world.apply("a", "u", Accepted(profile=(("k1", f'"{"x" * 1_000}"'),)), 2)
    assert world.received("a", "u") == ()
    assert names(world) == ["e"]
    world.apply("a", "u", Accepted(profile=(("k2", f'"{"x" * 1_200}"'),)), 3)
    assert names(world) == []
    assert list(world.profile("a", "u") or {}) == ["k1", "k2"]
    assert world.weight <= 3_000


def test_a_body_too_heavy_for_the_world_is_not_kept() -> None:
    world = World(Limits(weight=1_000))
    world.keep("a", "u", b"x" * 5_000, "t", 200, 1)
    assert world.received("a", "u") == ()
    assert world.weight <= 1_000


names_of_users = st.sampled_from(["u1", "u2", "u3", "u4"])
steps = st.lists(
    st.tuples(names_of_users, st.sampled_from(["profile", "events", "keep"]), st.integers(0, 900)),
    max_size=60,
)


@given(steps)
def test_the_world_never_outgrows_its_limits(taken: list[tuple[str, str, int]]) -> None:
    limits = Limits(users=3, events=4, received=2, weight=4_000)
    world = World(limits)
    for at, (user, step, size) in enumerate(taken):
        match step:
            case "profile":
                world.apply("a", user, Accepted(profile=((f"k{size % 5}", "9" * size),)), at)
            case "events":
                world.apply("a", user, Accepted(events=(event("n", "x" * size),) * 3), at)
            case _:
                world.keep("a", user, b"x" * size, "t", 200, at)
        users = world.users()
        assert users[0].user == user
        assert len(users) <= limits.users
        assert world.weight <= limits.weight
        assert all(s.events <= limits.events and s.received <= limits.received for s in users)
        # What is weighed is what is there: a world whose users are counted anew weighs the same.
        assert world.weight == sum(entry.weight for entry in world._users.values())


def test_a_limit_smaller_than_a_user_id_ends_all_the_same() -> None:
    world = World(Limits(weight=10))
    world.apply("a", "u", Accepted((event("e"),), (("k", "1"),)), 1)
    assert (world.profile("a", "u"), names(world)) == ({}, [])
