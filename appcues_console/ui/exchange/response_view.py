"""What came of a send: the outcome in a word and a sentence, then attempts, headers and body.

What the server said is data: it is shown as plain text, laid out where it is JSON, and never
interpreted.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from appcues_console.activity import jsontext
from appcues_console.activity.exchange import Attempt, Ending, Exchange, Outcome, Reply
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.delivery.progress import (
    AttemptEnded,
    AttemptStarted,
    Held,
    Recorded,
    Waiting,
)
from appcues_console.ui.again import send_again
from appcues_console.ui.controls.empty_state import EmptyState
from appcues_console.ui.controls.outcome_mark import OutcomeMark
from appcues_console.ui.controls.plain_label import PlainLabel
from appcues_console.ui.controls.section_header import SectionHeader
from appcues_console.ui.controls.snug_view import SnugView
from appcues_console.ui.desk import Desk
from appcues_console.ui.local_time import local_time
from appcues_console.ui.theme.theme import Theme

from .attempts import AttemptsView, duration
from .countdown import Countdown
from .long_text import MOST_SHOWN, show_beginning

HEADER_LINES, BODY_LINES = 6, 3
"""Lines of headers and body that are shown at least, where there are as many."""
MOST_LAID_OUT = 100_000
"""Bytes. A larger answer is shown as it came: laying it out would hold up the window."""


class ResponseView(QWidget):
    """The response of the exchange that is shown, or of the send under way."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._attempts_so_far: tuple[Attempt, ...] = ()
        self._waiting: Waiting | None = None
        self._recorded_id: int | None = None
        # False while another exchange is looked at: the send goes on without being shown.
        self._following = False
        self._whole = ""
        self.mark = OutcomeMark(theme, self)
        self.delivery = PlainLabel("", self, role="heading", selectable=True)
        self.delivery.setAccessibleName("Delivery")
        self.delivery.setWordWrap(True)
        self.details = PlainLabel("", self, wrap=True, selectable=True)
        self.details.setAccessibleName("Delivery details")
        self.status = PlainLabel("", self, role="quiet", selectable=True)
        self.status.setAccessibleName("Response status")
        self.about = PlainLabel("", self, role="quiet", elide=True)
        self.countdown = Countdown(desk, theme, self)
        self.again = QPushButton(self)
        self.again.clicked.connect(lambda: send_again(desk))
        self.again.hide()
        self.attempts = AttemptsView(theme, self)
        self.headers = SnugView(theme, self, least=HEADER_LINES)
        self.headers.setAccessibleName("Response headers")
        self.body = SnugView(theme, self, json=True, least=BODY_LINES)
        self.body.setAccessibleName("Response body")
        self._lay_out(theme)
        desk.sending_changed.connect(self._on_sending)
        desk.progress.connect(self._on_progress)
        desk.exchange_shown.connect(self.show_exchange)

    def focus_first(self) -> bool:
        """Give the keyboard to what there is to read: the body, where none came the attempts, else
        the outcome's sentence. False while there is nothing yet."""
        if self._stack.currentIndex() == 0:
            return False
        shown = (w for w in (self.body, self.attempts) if w.isVisibleTo(self))
        first = next(shown, self.delivery)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if first is self.delivery:
            # A label has no cursor: the marked sentence shows where the keyboard is.
            self.delivery.setSelection(0, len(self.delivery.text()))
        return True

    def show_exchange(self, exchange: Exchange) -> None:
        """Show one exchange, complete or not."""
        opening, ending = exchange.opening, exchange.ending
        self._following = self._desk.sending and ending is None and exchange.id == self._recorded_id
        start = local_time(opening.started_at)
        user_id = opening.activity.user_id
        whose = f"{user_id} · {opening.destination.label}"
        self._say_about(
            f"{whose} · {start:%d %b %Y %H:%M:%S}", f"{whose} · {start:%H:%M:%S}", whose
        )
        if ending is None:
            self._show_outcome(Outcome.SENDING, "Sending. No answer yet.")
            self.attempts.show_attempts(self._attempts_so_far if self._following else ())
            self._show_reply(None, None)
        else:
            self._show_outcome(ending.outcome, _sentence(ending))
            self.attempts.show_attempts(ending.attempts)
            self._show_reply(ending.reply, ending)
        self._offer_again(exchange)
        self._show_wait()
        self._stack.setCurrentIndex(1)

    def _say_about(self, text: str, *shorter: str) -> None:
        self.about.setText(text)
        self.about.show_shorter(*shorter)

    def _offer_again(self, exchange: Exchange | None) -> None:
        """Offer to send once more what nobody knows to have arrived."""
        unknown = exchange is not None and exchange.outcome is Outcome.UNKNOWN
        self.again.setVisible(unknown)
        if exchange is not None:
            # The dots say that a question comes first.
            dots = "" if exchange.opening.activity.harmless_to_repeat else "…"
            self.again.setText(f"Send again{dots}")

    def _on_sending(self, sending: bool) -> None:
        self._waiting = None
        self._show_wait()
        if sending:
            self._following, self._recorded_id, self._attempts_so_far = True, None, ()
            self._show_outcome(Outcome.SENDING, f"Sending to {self._desk.account.label}…")
            self.attempts.show_attempts(())
            self._show_reply(None, None)
            self._offer_again(None)
            self._say_about("")
            self._stack.setCurrentIndex(1)
        elif self._following:
            # The send ended in an error that is told elsewhere: show what was there before.
            if self._desk.shown is None:
                self._following = False
                self._stack.setCurrentIndex(0)
                self.delivery.setText("")
            else:
                self.show_exchange(self._desk.shown)

    def _on_progress(self, value: object) -> None:
        said, under_way, held = "", "", ""
        match value:
            case Held(sentence=held):
                pass
            case Recorded(exchange_id=exchange_id, durable=durable):
                self._recorded_id = exchange_id
                where = "in the history" if durable else "for this session only"
                said = f"Kept {where}; on its way."
            case AttemptStarted(number=number, of=of):
                self._waiting = None
                under_way = f"{number}.  sending…"
                said = f"Attempt {number} of at most {of}." if number > 1 else ""
            case AttemptEnded(attempt=attempt):
                self._attempts_so_far = (*self._attempts_so_far, attempt)
            case Waiting():
                self._waiting = value
        if self._following:
            self._show_details(held)
            if said:
                self._say_about(said)
            self.attempts.show_attempts(self._attempts_so_far, under_way)
            self._show_wait()

    def _show_wait(self) -> None:
        wait = self._waiting
        if wait is None or not self._following:
            self.countdown.stop()
        else:
            self.countdown.count_to(wait.until, wait.next_number, asked=wait.asked)

    def _show_outcome(self, outcome: Outcome, sentence: str) -> None:
        self.mark.show_outcome(outcome)
        headline, details = parted(sentence)
        self.delivery.setText(headline)
        self._show_details(details)

    def _show_details(self, text: str) -> None:
        self.details.setText(text)
        self.details.setVisible(bool(text))

    def _show_reply(self, reply: Reply | None, ending: Ending | None) -> None:
        took = f" · {duration(ending.duration)}" if ending and ending.attempts else ""
        self._answer.setVisible(reply is not None)
        self._nothing.setVisible(reply is None)
        self.status.setVisible(ending is not None)
        self._whole = reply.body.decode("utf-8", "replace") if reply else ""
        self.copy.setEnabled(bool(self._whole))
        if reply is None:
            self.status.setText(f"No answer{took}" if ending else "")
            self.headers.setPlainText("")
            self.body.setPlainText("")
            return
        size = f" · {len(reply.body):,} bytes" + (" and more, not read" if reply.truncated else "")
        show_beginning(self.headers, "\n".join(f"{name}: {value}" for name, value in reply.headers))
        if not show_beginning(self.body, laid_out(reply.body)):
            size += f", the first {MOST_SHOWN:,} characters shown"
        self.status.setText(f"{reply.status} {reply.reason}".strip() + took + size)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        self._desk.notice.emit("Response body copied, as it came.")

    def _lay_out(self, theme: Theme) -> None:
        page = QWidget(self)
        page.setProperty("page", True)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.delivery, 1)
        column.addLayout(top)
        column.addWidget(self.details)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.status)
        column.addWidget(self.about)
        column.addWidget(self.attempts)
        column.addWidget(self.countdown)
        heading = SectionHeader("Body", theme, page, minor=True)
        self.copy = heading.add_icon("copy", "Copy response body")
        self.copy.clicked.connect(self._on_copy)
        # Without an answer there is nothing to frame.
        self._answer, self._nothing = QWidget(page), QWidget(page)
        inner = QVBoxLayout(self._answer)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(heading)
        # The body takes what it needs of what there is, then the headers; what they leave stays
        # empty below.
        inner.addWidget(self.body, 100_000)
        inner.addWidget(SectionHeader("Headers", theme, page, minor=True))
        inner.addWidget(self.headers, 1_000)
        inner.addStretch(1)
        column.addWidget(self._answer, 1)
        column.addWidget(self._nothing, 1)
        empty = EmptyState(
            "No answer yet",
            "Send the request and the server's answer stands here, word for word.",
            theme,
            self,
        )
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(scroll)


def _sentence(ending: Ending) -> str:
    word = ending.outcome.word
    text = ending.explanation
    return text if text.startswith(word) else f"{word}. {text}"


def parted(sentences: str) -> tuple[str, str]:
    """Return the outcome's word with the sentence that follows it, and the sentences after that."""
    word, _, rest = sentences.partition(". ")
    first, stop, details = rest.partition(". ")
    if not details:
        return sentences, ""
    return f"{word}. {first}{stop.strip()}", details


def laid_out(body: bytes) -> str:
    """Return a response body for reading: JSON in the console's layout, anything else as it came.
    Bytes that are not UTF-8 show as the replacement character."""
    text = body.decode("utf-8", "replace")
    if len(body) > MOST_LAID_OUT:
        return text
    try:
        return jsontext.written(jsontext.parse(text))
    except JsonProblem:
        return text
