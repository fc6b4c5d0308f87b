"""What the practice server does wrong on demand, as the window knows and switches it.

The server may be another program's, and a fault may be switched from its page or used up by a
request; so what is in force is asked for again after each send and each choice of Practice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from appcues_console.accounts.account import PRACTICE
from appcues_console.activity.destination import Destination
from appcues_console.practice.faults import FAULTS, Fault, InForce

from .desk import Desk
from .palette.command import Command

NO_BROWSER = "No browser could be opened. The address of the practice page is {}"


class Misbehaviour(QObject):
    """The faults in force. `changed(sentence)` tells of them for the foot of the window; the
    sentence is empty while the server behaves."""

    changed = Signal(str)

    def __init__(
        self,
        desk: Desk,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._open_url = open_url
        self._in_force: tuple[InForce, ...] = ()
        desk.destination_changed.connect(self._look)
        desk.sending_changed.connect(self._look)

    def commands(self) -> tuple[Command, ...]:
        """Return what the palette offers: each fault, an end to them, and the server's page."""
        faults = tuple(
            Command(
                f"Practice: {fault.name[:1].lower()}{fault.name[1:]}",
                "",
                "the practice server, until it is switched off",
                partial(self.switch, fault),
            )
            for fault in FAULTS
        )
        return (
            *faults,
            Command(
                "Practice: answer normally",
                "",
                "switch every fault off",
                partial(self.switch, None),
            ),
            Command("Open the practice page", "", "what it received, in a browser", self.open_page),
        )

    def switch(self, fault: Fault | None) -> None:
        """Let the practice server do `fault`, None to let it behave."""

        def then(in_force: tuple[InForce, ...]) -> None:
            self._take(in_force)
            self._desk.notice.emit(
                "Practice answers normally." if fault is None else f"Practice: {fault.sentence}"
            )

        self._desk.bridge.follow(self._desk.engine.switch_practice_fault(fault), then)

    def open_page(self) -> None:
        """Open the page of the practice server, on this computer, in a browser."""
        self._desk.bridge.follow(self._desk.engine.destination(PRACTICE), self._open)

    def _open(self, destination: Destination) -> None:
        url = QUrl(f"{destination.base_url}/")
        if url.host() != "127.0.0.1" or not self._open_url(url):
            self._desk.notice.emit(NO_BROWSER.format(url.toString()))

    def _look(self, *_: object) -> None:
        desk = self._desk
        if desk.sending or not desk.account.is_practice or desk.destination is None:
            return
        # A server of another version cannot be asked, which is no trouble of this moment.
        desk.bridge.follow(desk.engine.practice_faults(), self._take, self._forget)

    def _forget(self, _: BaseException) -> None:
        self._take(())

    def _take(self, in_force: tuple[InForce, ...]) -> None:
        if in_force != self._in_force:
            self._in_force = in_force
            self.changed.emit(told(in_force))


def told(in_force: tuple[InForce, ...]) -> str:
    """Return what is in force, for the foot of the window."""
    if not in_force:
        return ""
    first, *others = in_force
    whom = f" for {first.whom.user}" if first.whom is not None else ""
    more = f", and {len(others)} more" if others else ""
    return f"Practice fault in force: {first.fault.name}{whom}{more}"
