"""What can be done to a draft besides the forms: rows, times, templates, and ways to the problems.

Each is a command of the palette. What may be wanted right after something else, such as fresh times
after a load, is also offered above the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from appcues_console.activity.composition import Placed
from appcues_console.activity.draft import Draft
from appcues_console.activity.refresh import has_fixed_times
from appcues_console.activity.times import Written

from .deed import Deed
from .palette.command import Command
from .session import Origin
from .window import COMPOSER, Window

if TYPE_CHECKING:
    from .save_template import SaveTemplate

REFRESH, PUT_BACK = "Refresh times", "Put the template back"
SAVE_TEMPLATE = "Save draft as template…"
TIME_AS = "Time written as "
NO_PROBLEMS = "There are no problems."


class Drafting(QObject):
    """The deeds that work on the draft of a window, and its offers."""

    def __init__(self, window: Window) -> None:
        # No child of the actions, which hold it: see `Kept`.
        super().__init__()
        self._window, self._session, self._desk = window, window.session, window.desk
        self._offered_at = 0
        self._session.draft_changed.connect(self._on_draft)
        self._desk.refresh_offered.connect(self._on_refresh_offered)
        self._desk.templates.refused.connect(self._on_template_refused)
        self._desk.templates.removed.connect(self._on_template_removed)

    def deeds(self) -> Iterator[Deed]:
        """Yield what can be done."""
        composer, templates = self._window.composer, self._desk.templates
        session = self._session

        def some_event() -> bool:
            return bool(session.draft.events)

        def some_problem() -> bool:
            return bool(session.problems)

        hint = "with the cursor, or the last"
        yield Deed(
            "Remove attribute",
            "",
            hint,
            composer.attributes.remove_current,
            into=COMPOSER,
            possible=lambda: any(event.attributes for event in session.draft.events),
        )
        yield Deed(
            "Remove profile field",
            "",
            hint,
            composer.profile.remove_current,
            into=COMPOSER,
            possible=lambda: bool(session.draft.profile),
        )
        event, pick = "of the selected event", composer.pick_time
        yield Deed("Pick a time", "", event, pick, into=COMPOSER, possible=some_event)
        for form in Written:
            write = partial(composer.write_time_as, form)
            yield Deed(f"{TIME_AS}{form.value}", "", event, write, possible=some_event)
        yield Deed(
            REFRESH,
            "",
            "the newest event at send",
            session.refresh_times,
            possible=lambda: has_fixed_times(session.draft),
        )
        yield Deed(SAVE_TEMPLATE, "Ctrl+S", "under a name, for later", self.save_template)
        yield Deed(
            PUT_BACK,
            "",
            "the one removed last",
            templates.put_back,
            possible=lambda: templates.gone is not None,
        )
        yield Deed("Go to problems", "Ctrl+4", "", self._focus_problems, into=COMPOSER)
        following, before = partial(self._step_problem, 1), partial(self._step_problem, -1)
        yield Deed("Next problem", "F7", "go to its field", following, possible=some_problem)
        yield Deed("Previous problem", "Shift+F7", "", before, possible=some_problem)

    def commands(self) -> tuple[Command, ...]:
        """Return a command to load and one to remove each template."""
        templates = self._desk.templates
        loading, removing = [], []
        for each in templates.all:
            user_id = each.composition.draft.user_id
            hint = f"template, {user_id}" if user_id else "template"
            load, remove = partial(templates.load, each), partial(templates.remove, each)
            loading.append(Command(f"Load template: {each.name}", "", hint, load))
            removing.append(Command(f"Remove template: {each.name}", "", "", remove))
        return (*loading, *removing)

    def save_template(self) -> None:
        """Ask for a name and save the draft under it."""
        self._template_dialog().open()

    def _template_dialog(self) -> SaveTemplate:
        from .save_template import SaveTemplate

        dialog = SaveTemplate(self._desk.templates, self._window.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._desk.templates.save(dialog.chosen))
        return dialog

    def _on_template_refused(self, name: str, why: Placed) -> None:
        dialog = self._template_dialog()
        dialog.begin_again(name, why)
        dialog.open()

    def _on_refresh_offered(self, sentence: str) -> None:
        self._offered_at = self._session.position
        self._window.notices.offer(sentence, REFRESH, self._session.refresh_times)

    def _on_template_removed(self, name: str) -> None:
        put_back = self._desk.templates.put_back
        self._window.notices.offer(f"Removed the template “{name}”.", PUT_BACK, put_back)

    def _on_draft(self, draft: Draft, origin: str) -> None:
        # Fresh times are offered for what was loaded, and for what becomes of it by edits: never
        # for what a later load or undo puts in its place.
        notices = self._window.notices
        if not notices.offers(REFRESH):
            return
        undone = origin == Origin.UNDO and self._session.position < self._offered_at
        if undone or origin == Origin.LOAD or not has_fixed_times(draft):
            notices.dismiss()

    def _focus_problems(self) -> None:
        if self._session.problems:
            self._window.problems.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._window.tell(NO_PROBLEMS)

    def _step_problem(self, by: int) -> None:
        if not self._window.problems.step(by):
            self._window.tell(NO_PROBLEMS)
