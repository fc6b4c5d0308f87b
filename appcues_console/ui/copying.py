"""The request as a command or as code, for another program: onto the clipboard, without secrets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from appcues_console.activity.snippets import SNIPPETS, Request, Snippet

from .copy_with_id import CopyWithId
from .deed import Deed

if TYPE_CHECKING:
    from .window import Window

PLACEHOLDER = "with a placeholder for the account ID"


class Copying(QObject):
    """The deeds that copy the request of a window."""

    def __init__(self, window: Window) -> None:
        # No child of the actions, which hold it: see `Kept`.
        super().__init__()
        self._window = window
        self.with_id = CopyWithId(window)

    def curl(self) -> Deed:
        """Return the one with a key."""
        return Deed("Copy as cURL", "Ctrl+Shift+C", PLACEHOLDER, self.copy_as_curl)

    def others(self) -> Iterator[Deed]:
        """Yield the others: the last one takes the account ID along."""
        for snippet in SNIPPETS[1:]:
            copy = partial(self.copy_as, snippet)
            yield Deed(f"Copy as {snippet.name}", "", PLACEHOLDER, copy)
        yield Deed(
            "Copy as cURL with the account ID",
            "",
            "asks first; cleared after a minute",
            self.copy_with_id,
        )

    def copy_as_curl(self) -> None:
        """Put the request on the clipboard as a cURL command."""
        self.copy_as(SNIPPETS[0])

    def copy_as(self, snippet: Snippet) -> None:
        """Put the request on the clipboard, with a placeholder for the account ID."""
        request = self._request()
        if request is None:
            return
        QGuiApplication.clipboard().setText(snippet.write(request))
        self._window.tell(
            f"Copied as {snippet.name}. ACCOUNT_ID is a placeholder; the account ID was not copied."
        )

    def copy_with_id(self) -> None:
        """Put the request on the clipboard as it can be run, after the person has said so."""
        request = self._request()
        if request is not None:
            self.with_id.ask(request)

    def _request(self) -> Request | None:
        """Return what would be sent, without secrets; None, and say why, where it cannot be."""
        window, desk = self._window, self._window.desk
        if desk.destination is None:
            window.tell("The practice server is still starting. Try again in a moment.")
            return None
        if not window.session.can_send:
            window.tell("Mend the errors first: this request would not be what you mean.")
            return None
        return Request(
            desk.destination.base_url,
            window.session.draft.user_id,
            window.session.body,
            bearer=desk.account.has_bearer,
        )
