"""How long a keystroke in a large draft takes before a widget sees it, absolute and as a ratio to
Python's own JSON parser and writer on the same body in the same run. Run it by hand:

    python tests/bench/bench_composer.py [KEYSTROKES]

The draft has 200 events of 20 attributes. A keystroke in a form makes a new draft, its text and its
problems; one in the text makes the draft that it spells and its problems. The limit for both,
widgets included, is 16 ms at the 99th percentile.
"""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from appcues_console.activity import body, compose
from appcues_console.activity.compose import Moment
from appcues_console.activity.draft import (
    Draft,
    Event,
    Pair,
    with_attributes,
    with_event,
    with_insertion,
    with_item,
)
from appcues_console.activity.known import Known, properties
from appcues_console.activity.lint import lint
from appcues_console.activity.times import EventTime
from appcues_console.activity.values import Kind, Value, typed
from appcues_console.history.likeness import Likeness

EVENTS, ATTRIBUTES = 200, 20
NOW = 1_767_225_600_000
ID = "00000000-0000-4000-8000-000000000000"


def draft(doubtful: bool = False) -> Draft:
    """Return the large draft; `doubtful`: with something to say of each row."""

    def value(event: int, row: int) -> Value:
        if doubtful:
            return Value(Kind.TEXT, str(event * row), forced=True)
        return typed(Value(), (f"blue {event}", str(event * row), "true", "2025-12-31")[row % 4])

    def event(number: int) -> Event:
        rows = tuple(Pair(f"key_{n}", value(number, n)) for n in range(ATTRIBUTES))
        when = "at send" if number % 2 else "2025-12-20T10:00:00Z"
        return Event(f"event {number % 10}", EventTime(when), rows)

    return Draft(
        "user-42",
        tuple(event(number) for number in range(EVENTS)),
        tuple(Pair(f"field_{n}", Value(text="x")) for n in range(ATTRIBUTES)),
    )


def full_history(value: Draft) -> Known:
    """Return as much as a history tells, what `value` holds among it."""
    kinds = dict(properties(value))
    for number in range(5_000 - len(kinds)):
        kinds[f"event {number % 50}", f"key_{number:x}"] = frozenset({Kind.TEXT})
    people = tuple(f"user-{number}" for number in range(2_000))
    return Known(people, kinds, Likeness(people, kinds))


def typed_into(value: Draft, stroke: int) -> Draft:
    """Return the draft after one more character in one value."""
    place = stroke // 10 % EVENTS
    event = value.events[place]
    pair = Pair("key_0", Value(text=f"blue {stroke}"))
    return with_event(value, place, with_attributes(event, with_item(event.attributes, 0, pair)))


class Bench:
    """Measures in milliseconds and prints beside the bare parser and writer."""

    def __init__(self, strokes: int, bare: float) -> None:
        self.strokes = strokes
        self.bare = bare
        self.slowest: dict[str, float] = {}
        """Milliseconds at the 99th percentile."""

    def report(self, name: str, work: Callable[[int], object], times: int | None = None) -> None:
        taken = sorted(measured(work, times or self.strokes))
        middle, last = statistics.median(taken), taken[min(len(taken) * 99 // 100, len(taken) - 1)]
        self.slowest[name] = last
        print(
            f"{name:<52} median {middle:6.2f} ms ({middle / self.bare:5.2f} of bare),"
            f" p99 {last:6.2f} ms ({last / self.bare:5.2f})"
        )


def measured(work: Callable[[int], object], times: int) -> list[float]:
    taken = []
    for stroke in range(times):
        start = time.perf_counter()
        work(stroke)
        taken.append((time.perf_counter() - start) * 1_000)
    return taken


def in_the_form(value: Draft, known: Known | None) -> Callable[[int], object]:
    """Return one keystroke in a form: text, problems, and whether they differ."""
    state = {"draft": value, "problems": lint(value, NOW, known)}

    def stroke(number: int) -> None:
        moment = Moment(NOW + number * 50, ID)
        after = typed_into(state["draft"], number)  # type: ignore[arg-type]
        compose.body_text(after, moment)
        problems = lint(after, moment.now, known)
        state.update(draft=after, problems=problems, differ=problems != state["problems"])

    return stroke


def in_the_text(
    value: Draft, known: Known | None, layout: Callable[[str], str]
) -> Callable[[int], object]:
    """Return one keystroke in the text, in one `layout` of it."""
    moment = Moment(NOW, ID)
    text = layout(compose.body_text(value, moment))
    state = {"draft": body.read_again(text, value, moment)}

    def stroke(number: int) -> None:
        place = number // 10 % EVENTS
        changed = text.replace(f'"blue {place}"', f'"blue {place} {number}"', 1)
        state["draft"] = body.read_again(changed, state["draft"], moment)
        lint(state["draft"], moment.now, known)

    return stroke


def first_after_made_ready(value: Draft, before: Known, known: Known) -> float:
    """Return how long the first look against `known` takes where another thread had one already, as
    the engine has, and a character was typed since."""
    lint(value, NOW, before)
    worker = threading.Thread(target=lint, args=(value, NOW, known))
    worker.start()
    worker.join()
    return measured(lambda _: lint(typed_into(value, 1), NOW, known), 1)[0]


def flat(text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":"))


def test_a_keystroke_leaves_the_window_most_of_its_sixteen_milliseconds() -> None:
    bench = main(300)
    for name in ("a keystroke in a form", "a keystroke in the text"):
        assert bench.slowest[name] <= 10, name


def main(strokes: int) -> Bench:
    value, doubtful = draft(), draft(doubtful=True)
    moment = Moment(NOW, ID)
    text = compose.body_text(value, moment)
    bare = statistics.median(measured(lambda _: json.dumps(json.loads(text), indent=2), 50))
    print(f"{EVENTS} events of {ATTRIBUTES} attributes, {len(text) / 1000:.0f} kB, ", end="")
    print(f"bare json.loads and json.dumps: {bare:.2f} ms")
    bench, known = Bench(strokes, bare), full_history(value)

    bench.report("a keystroke in a form", in_the_form(value, None))
    bench.report("the same with a full history", in_the_form(value, known))
    bench.report("the same with a warning in each row", in_the_form(doubtful, None))
    bench.report("the same with both", in_the_form(doubtful, full_history(value)))
    bench.report("a keystroke in the text", in_the_text(value, None, str))
    bench.report("the same with a full history", in_the_text(value, known, str))
    bench.report("the same in a text on one line", in_the_text(value, None, flat))

    print("Not at each keystroke:")
    few = max(strokes // 25, 5)
    event = Event("new")

    def insertion(_: int) -> None:
        more = replace(value, events=with_insertion(value.events, 0, event))
        compose.body_text(more, moment)
        lint(more, NOW)
        lint(value, NOW)

    def paste(_: int) -> None:
        pasted = body.read(text)
        compose.body_text(pasted, moment)
        lint(pasted, NOW, known)

    def other_account(_: int) -> None:
        lint(value, NOW, replace(known))

    bench.report("an event put in before all others, and taken out", insertion, few)
    bench.report("a paste: read, written and linted for the first time", paste, few)
    bench.report("linted against the history of another account", other_account, few)
    taken = [first_after_made_ready(value, known, replace(known)) for _ in range(few)]
    print(f"{'the same, made ready on another thread':<52} most   {max(taken):6.2f} ms")
    bench.report("the history of an account made ready", lambda _: full_history(value), few)
    return bench


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
