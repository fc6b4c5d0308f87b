"""Drives a running window through the accessibility bus, by the names of the contract.

What a story says is short: ``driver["User ID"].set_text("u1")``. Each step waits until it can be
done and fails by saying what was there instead; none of them sleeps for a time that somebody
guessed.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

ROOT = Path(__file__).parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"

PATIENCE = 20.0
"""Seconds that anything may take. Usually it takes hundredths; a busy machine may need more."""

T = TypeVar("T")


class Gone(Exception):
    """What was asked is not there, or not yet."""


class DriverError(AssertionError):
    """A step of a story could not be done."""


def wait(condition: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """Ask `condition` until it returns something true, and return that.

    Raises DriverError saying `what` did not happen. A `Gone` counts as not yet.
    """
    deadline = time.monotonic() + patience
    reason = ""
    while True:
        try:
            if found := condition():
                return found
            reason = ""
        except Gone as gone:
            reason = f" ({gone})"
        if time.monotonic() > deadline:
            raise DriverError(f"waited {patience:.0f} s for {what}{reason}")
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Look:
    """What the bus says of an element. `text` is None where it has none to be read."""

    name: str
    role: str
    description: str
    states: frozenset[str]
    text: str | None

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        states = frozenset(answer["states"])
        return cls(answer["name"], answer["role"], answer["description"], states, answer["text"])


class Element:
    """One element, found anew for each step: a window may have rebuilt it meanwhile."""

    def __init__(self, driver: Driver, name: str, roles: Sequence[str], window: str | None) -> None:
        self._driver, self._name, self._roles, self._window = driver, name, roles, window

    def __str__(self) -> str:
        kind = f" ({' or '.join(self._roles)})" if self._roles else ""
        return f"{self._name!r}{kind}" + (f" in {self._window!r}" if self._window else "")

    @property
    def exists(self) -> bool:
        return self._find() is not None

    @property
    def shown(self) -> bool:
        """Whether it is there and can be seen."""
        found = self._find()
        return found is not None and "showing" in found["states"]

    def look(self) -> Look:
        """Return what the bus says of it, once it is there."""
        return Look.of(self._found())

    @property
    def text(self) -> str:
        """The text of a field or a label; of what has none, its name."""
        look = self.look()
        return look.name if look.text is None else look.text

    def wait_for(
        self, condition: Callable[[Look], bool], what: str, patience: float = PATIENCE
    ) -> Look:
        """Wait until the element satisfies a condition, for at most `patience` seconds."""

        def satisfied() -> Look | None:
            found = self._find()
            if found is None:
                raise Gone(f"{self} is not there")
            look = Look.of(found)
            if not condition(look):
                raise Gone(f"it is {look}")
            return look

        return wait(satisfied, f"{self} {what}", patience)

    def wait_for_text(self, begins_with: str) -> str:
        """Wait until its text begins so, and return the whole."""
        self.wait_for(lambda look: (look.text or "").startswith(begins_with), f"{begins_with!r}…")
        return self.text

    def set_text(self, text: str) -> None:
        """Replace its text, as a screen reader does, and wait until it is there."""
        self._do("set_text", text=text)
        self.wait_for(lambda look: look.text == text, f"to hold {text!r}")

    def set_secret(self, text: str) -> None:
        """Replace the text of a password field; all that shows of it is its length."""
        self._do("set_text", text=text)
        self.wait_for(lambda look: len(look.text or "") == len(text), f"to hold {len(text)} dots")

    def press(self) -> None:
        """Press a button, once it is enabled."""
        self.wait_for(lambda look: "enabled" in look.states, "to be enabled")
        self._do("act", action="Press")

    def focus(self) -> None:
        """Give it the focus of its window."""
        self._do("focus")
        self.wait_for(lambda look: "focused" in look.states, "to have the focus")

    def items(self) -> list[str]:
        """Return the names of the items of a list or a combo box."""
        return [item["name"] for item in self._do("items")]

    def rows(self, most: int = 50) -> list[list[str]]:
        """Return the cells of a table, row by row."""
        rows: list[list[str]] = self._do("rows", most=most)
        return rows

    def select(self, index: int) -> None:
        """Select an item or a row."""
        self._do("select", index=index)

    def _find(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] | None = self._driver.ask(
                "find", name=self._name, roles=list(self._roles), window=self._window
            )
        except Gone:
            return None
        return found

    def _found(self) -> dict[str, Any]:
        def there() -> dict[str, Any] | None:
            return self._find()

        try:
            return wait(there, str(self))
        except DriverError as error:
            raise DriverError(f"{error}; there is {self._driver.names()}") from None

    def _do(self, deed: str, **arguments: Any) -> Any:
        done: list[Any] = []

        def tried() -> bool:
            element = self._found()["element"]
            done.append(self._driver.ask(deed, element=element, **arguments))
            return True

        wait(tried, f"{deed} of {self}")
        return done[-1]


class Driver:
    """A window under test, in a process of its own. A context manager that ends its own helper."""

    def __init__(self, pid: int, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, "-m", "tests.e2e.driver_main", str(pid)],
            cwd=ROOT,
            env={**environment, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def __getitem__(self, name: str) -> Element:
        return self.find(name)

    def find(self, name: str, *roles: str, window: str | None = None) -> Element:
        """Return the element with this name, of one of these roles, in the window of this name."""
        return Element(self, name, roles, window)

    def names(self, window: str | None = None) -> list[tuple[str, str]]:
        """Return name and role of everything that has a name, as far as it is there now."""
        try:
            return [(each["name"], each["role"]) for each in self.ask("named", window=window)]
        except Gone:
            return []

    def everything_said(self) -> str:
        """Return all that a screen reader could say of the program, titles included."""
        return "\n".join(self.ask("everything"))

    def windows(self) -> list[str]:
        """Return the names of the windows on the screen."""
        return [each["name"] for each in self.ask("windows")]

    def wait_for_window(self, name: str, *, gone: bool = False) -> None:
        """Wait until a window is on the screen, or is there no more, and the one on top has the
        keyboard, as a desktop would have it."""
        what = f"the window {name!r} to {'go' if gone else 'come'}"
        wait(lambda: (name in self.windows()) is not gone, what)
        self.take_focus()

    def take_focus(self) -> None:
        """Give the keyboard to the window on top, as a desktop does, and wait until it has it."""
        self.press()
        wait(lambda: self.ask("active"), "a window to have the keyboard")

    def press(self, *chords: str) -> None:
        """Press keys: ``Ctrl+E``, ``Tab``, ``Return``."""
        wait(lambda: self.ask("press", chords=list(chords)), f"a window to press {chords} in")

    def type(self, text: str) -> None:
        """Type text key by key."""
        self.press(*text)

    def close_window(self) -> None:
        """Ask the main window to close, as a desktop does."""
        self.ask("close")

    def ask(self, deed: str, **arguments: Any) -> Any:
        """Send one request and return the answer's value."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self._process.poll() is not None:
            raise DriverError(f"the driver ended with status {self._process.returncode}")
        self._process.stdin.write(json.dumps({"do": deed, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise DriverError("the driver ended without an answer")
        answer = json.loads(line)
        if "gone" in answer:
            raise Gone(answer["gone"])
        if "error" in answer:
            raise DriverError(f"{deed} {arguments}: {answer['error']}")
        return answer["value"]

    def end(self) -> None:
        """End the process that speaks to the bus."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()
