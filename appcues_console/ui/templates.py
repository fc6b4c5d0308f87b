"""Templates: drafts that a person saved under a name, and older ones that were saved from loss.

The list is here as a value that the command palette offers; the engine holds what is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from appcues_console.activity.clock import unix_milliseconds
from appcues_console.activity.composition import Placed, Template

from .bridge import Bridge
from .session import Session

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine


class Templates(QObject):
    """The templates, the one saved last first. `changed()` tells that they were read;
    `notice(sentence)` says what became of a wish; `refused(name, why)` that nothing was saved under
    a name, for a reason that the person has to hear of; `removed(name)` lets the window offer to
    put one back, which is held as `gone`."""

    changed = Signal()
    notice = Signal(str)
    refused = Signal(str, object)
    removed = Signal(str)

    def __init__(self, engine: Engine, session: Session, bridge: Bridge) -> None:
        # The desk holds it by its attribute alone: Qt's children of children are freed twice where
        # the garbage collection takes all of them at once.
        super().__init__()
        self._engine, self._session, self._bridge = engine, session, bridge
        self._began = unix_milliseconds()
        self.all: tuple[Template, ...] = ()
        self.gone: Template | None = None

    def start(self) -> None:
        """Ask for the templates, again where another copy of the program may have saved one."""
        # Where they cannot be read, the history says so: here it would be said twice.
        self._bridge.follow(self._engine.templates(), self._take, lambda _: None)

    def named(self, name: str) -> Template | None:
        """Return the template of just that name."""
        return next((each for each in self.all if each.name == name), None)

    def save(self, name: str) -> None:
        """Save what is composed now as `name`, in the place of the template of that name that is
        known here, and of no other."""
        replaced = self.named(name)
        template = Template(name, self._session.composition, unix_milliseconds())

        def answered(placed: Placed) -> None:
            if placed is not Placed.SAVED:
                self.refused.emit(name, placed)
                return
            self.start()
            if replaced is None:
                self.notice.emit(f"Saved as the template “{name}”.")
            else:
                self.notice.emit(f"Saved in the place of the earlier template “{name}”.")

        self._bridge.follow(self._engine.save_template(template, replaced), answered)

    def put_back(self) -> None:
        """Save the template that was removed last again, where its name is still free."""
        template = self.gone
        if template is None:
            return

        def answered(placed: Placed) -> None:
            self.start()
            name = template.name
            if placed is not Placed.SAVED:
                self.notice.emit(f"Another template is called “{name}” now: remove it first.")
                return
            if self.gone is template:
                self.gone = None
            self.notice.emit(f"The template “{name}” is back.")

        self._bridge.follow(self._engine.save_template(template), answered)

    def remove(self, template: Template) -> None:
        """Remove the template of that name. What can be put back is what was there then."""

        def answered(there: Template | None) -> None:
            self.start()
            if there is None:
                self.notice.emit(f"The template “{template.name}” was gone already.")
                return
            self.gone = there
            self.removed.emit(there.name)

        self._bridge.follow(self._engine.remove_template(template.name), answered)

    def load(self, template: Template) -> None:
        """Put a template in the place of what is composed, as one step. Nothing is sent."""
        self._session.put(template.composition, f"load {template.name}")
        user_id = template.composition.draft.user_id
        self.notice.emit(
            f"Loaded the template “{template.name}”, user ID {user_id}. Nothing was sent."
            if user_id
            else f"Loaded the template “{template.name}”, without a user ID. Nothing was sent."
        )

    def on_parked(self, name: str) -> None:
        """Tell that an older draft has become a template, and offer it."""
        self.start()
        self._tell_parked(name)

    def look_for_parked(self) -> None:
        """Ask again, after the history was opened late: what was in it may be a template now."""
        before = {template.name for template in self.all}

        def then(templates: tuple[Template, ...]) -> None:
            self._take(templates)
            new = [
                each.name
                for each in templates
                if each.name not in before and each.saved_at >= self._began
            ]
            if new:
                self._tell_parked(new[0])

        self._bridge.follow(self._engine.templates(), then, lambda _: None)

    def _tell_parked(self, name: str) -> None:
        self.notice.emit(
            f"An earlier draft was not overwritten: it is the template “{name}”, "
            "which the command palette loads."
        )

    def _take(self, templates: tuple[Template, ...]) -> None:
        self.all = templates
        self.changed.emit()
