"""The composition root of the window: the one place that builds its parts and connects them.

The order is the point. The window is built of values that are at hand and painted; only then does
the engine start, and with it everything that reads a file, asks the keyring or opens a socket.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from concurrent.futures import Future, wait
from types import TracebackType
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from . import __version__
from .engine.engine import Engine
from .paths import Places, places
from .ui import accessible
from .ui.actions import Actions
from .ui.bridge import Bridge
from .ui.desk import Desk
from .ui.garbage import GarbageCollection
from .ui.remembered import remembered_theme
from .ui.session import Session
from .ui.trouble import trouble_of
from .ui.window import TITLE, Window

PATIENCE = 3.0
"""Seconds that the last write of a draft may take in closing. Usually it takes some hundredths."""


class Console:
    """The running program: engine, session and window, built once and closed once."""

    def __init__(self, application: QApplication, home: Places) -> None:
        accessible.install()
        settings = QSettings(str(home.window), QSettings.Format.IniFormat)
        self.theme = remembered_theme(settings)
        self.theme.apply(application)
        self.engine = Engine(home)
        self.bridge = Bridge()
        self.session = Session()
        self.desk = Desk(self.engine, self.session, self.bridge)
        self.window = Window(self.session, self.desk, self.theme, settings)
        self.actions = Actions(self.window)
        self.window.painted.connect(self.desk.start)
        self._last_write: Future[Any] | None = None
        self._telling = False
        self.window.closing.connect(self._on_closing)

    def tell_fault(self, error: BaseException) -> None:
        """Say in the window that a fault of the console was met. A fault in saying so is not."""
        if not self._telling:
            self._telling = True
            try:
                self.desk.trouble.emit(trouble_of(error))
            finally:
                self._telling = False

    def close(self) -> None:
        """Stop everything, in the order that lets a send under way end honestly."""
        self.bridge.close()
        if self._last_write is not None:
            # The window is gone: here alone this thread waits. A keyring that does not answer has
            # its time; the draft could not be kept without it.
            wait({self._last_write}, timeout=PATIENCE)
        self.engine.close()

    def _on_closing(self) -> None:
        self._last_write = self.desk.kept.flush()
        self.bridge.close()


def run_window(arguments: Sequence[str] = ()) -> int:
    """Open the window and return the exit status once it is closed."""
    QGuiApplication.setDesktopFileName("appcues-console")
    application = QApplication([sys.argv[0], *arguments])
    application.setApplicationName("appcues-console")
    application.setApplicationDisplayName(TITLE)
    application.setApplicationVersion(__version__)
    garbage = GarbageCollection()
    console = Console(application, places())
    console.window.painted.connect(garbage.settle)
    console.window.show()
    usual = sys.excepthook

    def on_fault(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        # What a slot of Qt raises ends here and nowhere else. The way to it is written down; its
        # text is not, since nobody knows what stands in it.
        if isinstance(error, Exception):
            traceback.print_tb(trace)
            console.tell_fault(error)
        else:
            usual(kind, error, trace)

    sys.excepthook = on_fault
    try:
        return application.exec()
    finally:
        sys.excepthook = usual
        console.close()
        garbage.stop()
