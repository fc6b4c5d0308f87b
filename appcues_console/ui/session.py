"""The state of the window, in values, and the wishes that change it.

Widgets project what the session says and tell it what a person wishes; they hold nothing. The
session alone owns the draft and its undo history. It never waits: what takes time is a future of
the engine, whose end comes back over the bridge.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from appcues_console.activity import body, compose, refresh
from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.compose import Moment
from appcues_console.activity.composition import Composition, LooseText
from appcues_console.activity.draft import Draft, example
from appcues_console.activity.exchange import Activity
from appcues_console.activity.fixes import apply
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.activity.known import Known
from appcues_console.activity.lint import ahead, lint, sendable
from appcues_console.activity.problems import Problem, error

from .slices import Slices
from .timeline import Timeline

MOST_FOLLOWING = 20
"""Events up to which the preview's instant follows each edit."""
MOST_NEW = 40
"""Events that are written and checked at once; with more, the window has its turns in between."""
MOST_AT_ONCE = 600
"""Events up to which body and problems follow each letter; with more they wait for a pause."""
PAUSE = 150
"""Milliseconds without an edit that are such a pause."""


class Origin(StrEnum):
    """Who made a change. A view ignores the changes that it made itself."""

    FORMS = "forms"
    TEXT = "text"
    UNDO = "undo"
    LOAD = "load"
    SEND = "send"


class Session(QObject):
    """The draft, what is wrong with it, and the text of its body.

    `draft_changed(draft, origin)` and `body_changed(text, origin)` follow every edit;
    `problems_changed(problems)` only a difference.

    Of a large draft body and problems are told a little after the draft. Whoever asks for `body` or
    `can_send` sooner gets what is true at that moment.
    """

    draft_changed = Signal(object, str)
    # An object: Qt would copy a text of megabytes for each who hears of it.
    body_changed = Signal(object, str)
    problems_changed = Signal(object)
    notice = Signal(str)

    def __init__(
        self,
        clock: Callable[[], int] = unix_milliseconds,
        make_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._make_id = make_id
        self._timeline = Timeline(Composition(example()))
        self._moment = Moment(clock(), make_id())
        self._spent = False
        self._text_problem: JsonProblem | None = None
        self._known: Known | None = None
        self._problems: tuple[Problem, ...] = ()
        self._body = ""
        self._late: tuple[Origin, str | None] | None = None
        self._slices = Slices(self)
        self._refresh()

    @property
    def composition(self) -> Composition:
        """All that is to be kept: the draft, and text that does not parse."""
        return self._timeline.current

    @property
    def draft(self) -> Draft:
        return self._timeline.current.draft

    @property
    def body(self) -> str:
        """The text of the body as it stands in the preview."""
        self._catch_up()
        return self._body

    @property
    def moment(self) -> Moment:
        """The instant and the request ID that the preview shows."""
        return self._moment

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    @property
    def text_problem(self) -> JsonProblem | None:
        """Why the JSON text does not parse, or None when it does."""
        return self._text_problem

    @property
    def can_send(self) -> bool:
        self._catch_up()
        return sendable(self._problems)

    @property
    def position(self) -> int:
        """How many steps can be undone."""
        return self._timeline.position

    @property
    def undo_label(self) -> str | None:
        return self._timeline.undo_label

    @property
    def redo_label(self) -> str | None:
        return self._timeline.redo_label

    def edit(
        self,
        draft: Draft,
        label: str,
        field: object = None,
        origin: Origin = Origin.FORMS,
    ) -> None:
        """Make `draft` the current one. Edits of one `field` in quick succession are one step.

        JSON text that did not parse gives way to the forms; undo brings it back. The user is no
        part of the body: there the text stays.
        """
        if draft == self.draft:
            return
        before = self.composition
        loose = before.loose if self._has_same_body(draft) else None
        self._record(Composition(draft, loose), label, field)
        self._renew_moment()
        self._tell(origin)
        if loose != before.loose:
            self.notice.emit(
                "The JSON text that did not parse gave way to the form. Undo brings it back."
            )

    def edit_text(self, text: str) -> None:
        """Follow the JSON text as the person types it. What does not parse changes no form."""
        if self._late is not None and self._late[0] is not Origin.TEXT:
            # It was typed into the text of another draft: a letter is lost rather than that draft.
            self._catch_up()
            return
        try:
            draft = body.read_again(text, self.draft, self._moment)
        except JsonProblem as problem:
            loose = LooseText(text, self._moment)
            self._record(Composition(self.draft, loose), "JSON text", "json")
            self._text_problem = problem
        else:
            self._record(Composition(draft), "JSON text", "json")
            self._text_problem = None
        self._tell(Origin.TEXT, text)

    def tidy_text(self) -> None:
        """Lay the text out anew once the person has left it, where it parses."""
        if self._text_problem is None:
            self._tell(Origin.FORMS)

    def load(self, draft: Draft, label: str) -> None:
        """Put another draft in the place of the current one, as one step."""
        self.put(Composition(draft), label)

    def put(self, composition: Composition, label: str) -> None:
        """Put a composition, loose text and all, in the place of the current one, as one step."""
        self._record(composition, label, None)
        self._renew_moment()
        self._tell(Origin.LOAD)

    def mend(self, problem: Problem) -> bool:
        """Apply the fix of `problem` as one step; False where it has none, or none that fits."""
        if problem.fix is None:
            return False
        mended = apply(self.draft, problem.fix)
        over_text = self._text_problem is not None and not self._has_same_body(mended)
        if mended == self.draft or over_text:
            return False
        self.edit(mended, problem.fix.label.lower())
        return True

    def refresh_times(self) -> None:
        """Bring fixed event times up to the send, as one step: the newest is at send, the others
        are as long before it as they were."""
        if self._text_problem is not None:
            self.notice.emit("Mend the JSON text first: its times are not read yet.")
            return
        fresh = refresh.refreshed(self.draft)
        if fresh.draft == self.draft:
            self.notice.emit("No event has a fixed time.")
            return
        self.edit(fresh.draft, "refresh times", origin=Origin.LOAD)
        rounded = "" if fresh.exact else ", rounded to what an offset can say"
        self.notice.emit(
            f"The newest event is at send; the others keep their distance{rounded}. "
            "Undo takes it back."
        )

    def resume(self, composition: Composition) -> bool:
        """Go on with what was kept, where nothing was edited yet; False where something was. It is
        no step: there is nothing of this session to take back."""
        if self._timeline.undo_label is not None or self._timeline.redo_label is not None:
            return False
        self._timeline = Timeline(composition)
        self._renew_moment()
        self._tell(Origin.LOAD)
        return True

    def set_known(self, known: Known | None) -> None:
        """Compare the draft with `known` from now on: what was sent before to the chosen account;
        None while that is not known."""
        if known is self._known:
            return
        self._known = known
        if self._late is not None:
            # What is still to be told of the draft is told by it.
            return
        before = self._problems
        self._lint()
        if self._problems != before:
            self.problems_changed.emit(self._problems)

    def seal_step(self) -> None:
        """End the current undo step: the person went to another field."""
        self._timeline.seal()

    def undo(self) -> None:
        if self._timeline.undo():
            self._tell_step()

    def redo(self) -> None:
        if self._timeline.redo():
            self._tell_step()

    def resolve(self) -> Activity:
        """Fix the moment of a send and return the bytes for it; the preview shows just these.

        Raises ValueError when the draft has errors: the window does not offer to send then.
        """
        if not self.can_send:
            raise ValueError("a draft with errors cannot be resolved")
        request_id = self._make_id() if self._spent else self._moment.request_id
        self._moment = Moment(self._clock(), request_id)
        self._spent = True
        self._timeline.seal()
        self._tell(Origin.SEND)
        return compose.resolve(self.draft, self._moment)

    def _has_same_body(self, draft: Draft) -> bool:
        return replace(draft, user_id=self.draft.user_id) == self.draft

    def _record(self, composition: Composition, label: str, field: object) -> None:
        self._timeline.record(composition, label, field, time.monotonic_ns() // 1_000_000)

    def _renew_moment(self) -> None:
        loose = self.composition.loose
        if loose is not None:
            # The text was made at its own moment, and is read by it once it parses. Who knows what
            # was sent at another one since: there the request ID is not used again.
            self._spent = self._spent or loose.moment != self._moment
            self._moment = loose.moment
            return
        request_id = self._make_id() if self._spent else self._moment.request_id
        # Many times that follow the clock would change the whole text at each keystroke: there the
        # preview keeps its instant until the send.
        follows = len(self.draft.events) <= MOST_FOLLOWING
        self._moment = Moment(self._clock() if follows else self._moment.now, request_id)
        self._spent = False

    def _tell_step(self) -> None:
        self._timeline.seal()
        self._renew_moment()
        self._tell(Origin.UNDO)

    def _tell(self, origin: Origin, text: str | None = None) -> None:
        self._late = (origin, text)
        many = len(self.draft.events) > MOST_AT_ONCE
        if origin is not Origin.SEND and (many or self._much_is_new()):
            self.draft_changed.emit(self.draft, origin)
            work = ahead(self.draft, self._moment.now, self._known)
            self._slices.begin(work, self._catch_up, PAUSE if many else 0)
        else:
            before = self._problems
            self._refresh(text)
            self.draft_changed.emit(self.draft, origin)
            self._tell_derived(origin, before)

    def _much_is_new(self) -> bool:
        return len(compose.unwritten(self.draft.events)) > MOST_NEW

    def _catch_up(self) -> None:
        """Derive and tell what is still to be told of the last edit."""
        if self._late is not None:
            origin, text = self._late
            before = self._problems
            self._refresh(text)
            self._tell_derived(origin, before)

    def _tell_derived(self, origin: Origin, before: tuple[Problem, ...]) -> None:
        self.body_changed.emit(self._body, origin)
        if self._problems != before:
            self.problems_changed.emit(self._problems)

    def _refresh(self, text: str | None = None) -> None:
        """Derive body and problems from the current composition. `text`: as typed just now."""
        self._late = None
        self._slices.stop()
        loose = self.composition.loose
        if loose is None:
            self._text_problem = None
            self._body = text if text is not None else compose.body_text(self.draft, self._moment)
        else:
            self._body = loose.text
            if text is None:
                self._text_problem = _why(loose.text)
        self._lint()

    def _lint(self) -> None:
        self._problems = lint(self.draft, self._clock(), self._known)
        if self._text_problem is not None:
            self._problems = (*self._problems, _text_error(self._text_problem))


def _why(text: str) -> JsonProblem | None:
    try:
        body.read(text)
    except JsonProblem as problem:
        return problem
    return None


def _text_error(problem: JsonProblem) -> Problem:
    return error(
        "json-text",
        ("body",),
        f"Line {problem.line}, column {problem.column} of the JSON: {problem.message}. "
        "The forms stay as they were until the text is right.",
    )
