"""The half of the driver that speaks to the accessibility bus, as a screen reader does.

Runs under the system's own Python, which alone has `pyatspi`, from the root of the checkout:
`python3 -m tests.e2e.driver_main PID`. One request a line on standard input, one answer a line on
standard output, as JSON: ``{"do": "find", …}`` and ``{"value": …}``, or ``{"gone": …}`` where what
was asked for is not there, or ``{"error": …}``. It decides nothing and waits for nothing; that is
the client's part (driver.py).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]
from gi.repository import GLib  # type: ignore[import-not-found]

from tests.e2e.window_manager import WindowManager

_DEEPEST = 24
# What is in them is asked for by itself: a history may have a million rows.
_CLOSED = {pyatspi.ROLE_TABLE, pyatspi.ROLE_LIST, pyatspi.ROLE_TREE_TABLE}


class Gone(Exception):
    """The element, or the program, is not there any more."""


class Driver:
    """Answers requests about the program with process ID `pid`."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._windows = WindowManager(os.environ["DISPLAY"], pid)
        self._elements: list[Any] = []

    def do_find(self, name: str, roles: list[str], window: str | None) -> dict[str, Any] | None:
        """Return the element with a name and one of the roles (any if empty), one that can be seen
        if there is one; None if there is none. `window` is the name of a top-level window."""
        hidden = None
        for element in self._walk(window):
            if element.name == name and (not roles or element.getRoleName() in roles):
                if element.getState().contains(pyatspi.STATE_SHOWING):
                    return self._handle(element)
                hidden = hidden or element
        return None if hidden is None else self._handle(hidden)

    def do_named(self, window: str | None) -> list[dict[str, str]]:
        """Return name and role of everything that has a name."""
        return [
            {"name": element.name, "role": element.getRoleName()}
            for element in self._walk(window)
            if element.name
        ]

    def do_everything(self) -> list[str]:
        """Return all that a screen reader could say of any element, seen or not."""
        said = []
        for element in self._walk(None):
            said += [element.name, element.description]
            if "Text" in pyatspi.listInterfaces(element):
                said.append(element.queryText().getText(0, -1))
        return said

    def do_windows(self) -> list[dict[str, str]]:
        """Return name and role of each top-level window that can be seen."""
        return [
            {"name": child.name, "role": child.getRoleName()}
            for child in self._children(self._application())
            if child.getState().contains(pyatspi.STATE_SHOWING)
        ]

    def do_active(self) -> bool:
        """Tell whether one of the top-level windows has the keyboard."""
        tops = self._children(self._application())
        return any(top.getState().contains(pyatspi.STATE_ACTIVE) for top in tops)

    def do_look(self, element: int) -> dict[str, Any]:
        """Return what is to be known of an element."""
        return self._look(self._elements[element])

    def do_set_text(self, element: int, text: str) -> bool:
        """Replace the text of an element by its own means, as a screen reader may."""
        return bool(self._elements[element].queryEditableText().setTextContents(text))

    def do_act(self, element: int, action: str) -> bool:
        """Do one of the actions that an element offers."""
        actions = self._elements[element].queryAction()
        names = [actions.getName(index) for index in range(actions.nActions)]
        if action not in names:
            raise ValueError(f"no action {action!r}, only {names}")
        return bool(actions.doAction(names.index(action)))

    def do_focus(self, element: int) -> bool:
        """Give an element the focus within its window."""
        return bool(self._elements[element].queryComponent().grabFocus())

    def do_items(self, element: int) -> list[dict[str, Any]]:
        """Return the items of a list, or of the list that a combo box opens."""
        chosen = self._elements[element]
        if chosen.getRole() == pyatspi.ROLE_COMBO_BOX:
            chosen = chosen.getChildAtIndex(0)
        return [self._look(child) for child in self._children(chosen)]

    def do_rows(self, element: int, most: int) -> list[list[str]]:
        """Return the names of the cells of a table, of at most `most` rows."""
        table = self._elements[element].queryTable()
        return [
            [table.getAccessibleAt(row, column).name for column in range(table.nColumns)]
            for row in range(min(table.nRows, most))
        ]

    def do_select(self, element: int, index: int) -> bool:
        """Select an item of a list, or a row of a table."""
        chosen = self._elements[element]
        role = chosen.getRole()
        if role in {pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE_TABLE}:
            return bool(chosen.queryTable().addRowSelection(index))
        return bool(chosen.querySelection().selectChild(index))

    def do_press(self, chords: list[str]) -> bool:
        """Press keys, one chord after another, in the window that is on top."""
        if not self._windows.give_focus():
            raise Gone("no window is on the screen")
        for chord in chords:
            self._windows.press(chord)
        return True

    def do_close(self) -> bool:
        """Ask the main window to close."""
        self._windows.close_main_window()
        return True

    def _application(self) -> Any:
        desktop = pyatspi.Registry.getDesktop(0)
        for child in self._children(desktop):
            if child.get_process_id() == self._pid:
                return child
        raise Gone(f"no program with process ID {self._pid} is on the accessibility bus")

    def _walk(self, window: str | None) -> Iterator[Any]:
        """Go through every element, those of the window that came last first."""
        tops = list(self._children(self._application()))
        waiting = [(top, 0) for top in tops if window is None or top.name == window]
        while waiting:
            element, depth = waiting.pop()
            yield element
            if depth < _DEEPEST and element.getRole() not in _CLOSED:
                children = list(self._children(element))
                waiting += [(child, depth + 1) for child in reversed(children)]

    def _children(self, element: Any) -> Iterator[Any]:
        for index in range(element.childCount):
            child = element.getChildAtIndex(index)
            if child is not None:
                yield child

    def _look(self, element: Any) -> dict[str, Any]:
        interfaces = pyatspi.listInterfaces(element)
        states = element.getState().getStates()
        return {
            "name": element.name,
            "role": element.getRoleName(),
            "description": element.description,
            "states": [pyatspi.stateToString(state) for state in states],
            "text": element.queryText().getText(0, -1) if "Text" in interfaces else None,
        }

    def _handle(self, element: Any) -> dict[str, Any]:
        self._elements.append(element)
        return {"element": len(self._elements) - 1, **self._look(element)}


def main(pid: int) -> None:
    """Answer until standard input ends."""
    driver = Driver(pid)
    for line in sys.stdin:
        request = json.loads(line)
        deed = getattr(driver, "do_" + request.pop("do"))
        try:
            answer = {"value": deed(**request)}
        except (Gone, GLib.GError, LookupError) as error:
            answer = {"gone": f"{type(error).__name__}: {error}"}
        except (ValueError, NotImplementedError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
