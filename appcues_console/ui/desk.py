"""What the window does through the engine: accounts, sending, looking things up.

It holds the chosen account, the send under way and the exchange that is shown, as values, and asks
the engine for everything that takes time. Answers come over the bridge; an answer to a question
that is no longer asked (another user ID was typed meanwhile) is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity import body, compose, refresh
from appcues_console.activity.destination import Destination, Safety, masked_activity_url
from appcues_console.activity.draft import Draft
from appcues_console.activity.exchange import Activity, Exchange
from appcues_console.activity.jsontext import JsonProblem
from appcues_console.activity.problems import shown
from appcues_console.delivery.progress import Progress
from appcues_console.engine.errors import MayCountTwice

from .acquaintance import Acquaintance, Acquaintances
from .again import TAKEN_UP, Doubtful
from .bridge import Bridge
from .kept import Kept
from .knowledge import Knowledge
from .sends import Asking, Idle, Send, UnderWay
from .session import Session
from .templates import Templates
from .trouble import Kind, Trouble, trouble_of

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

CHANGED = "The draft or the account changed meanwhile, so nothing was sent."
OLD_TIMES = (
    "The event times are those of the request that was loaded. Refreshed, the newest is at send"
    " and the others as long before it as they were."
)


class Desk(QObject):
    """Chosen account, sends and look-ups.

    `trouble(Trouble)` tells what failed; `confirmation_wanted(Doubtful)` asks the window to have a
    send confirmed; `progress(value)` and `exchange_shown(Exchange)` follow a send;
    `refresh_offered(sentence)` tells that what was loaded has times of its own day.
    """

    accounts_changed = Signal(object)
    account_changed = Signal(object)
    destination_changed = Signal(object)
    sending_changed = Signal(bool)
    progress = Signal(object)
    exchange_shown = Signal(object)
    history_changed = Signal()
    acquaintance_changed = Signal(object)
    condition_changed = Signal(object)
    confirmation_wanted = Signal(object)
    trouble = Signal(object)
    notice = Signal(str)
    refresh_offered = Signal(str)

    def __init__(self, engine: Engine, session: Session, bridge: Bridge) -> None:
        super().__init__(session)
        self.engine, self.session, self.bridge = engine, session, bridge
        self._accounts: tuple[Account, ...] = (PRACTICE,)
        self._account = PRACTICE
        self._destination: Destination | None = None
        self._send: Send = Idle()
        self.sent: tuple[int, Draft] | None = None
        self.samples: tuple[tuple[str, str, Draft], ...] = ()
        self._shown: Exchange | None = None
        self._acquaintances = Acquaintances(engine, session, bridge, self._account.key)
        self._acquaintances.changed.connect(self.acquaintance_changed)
        self._knowledge = Knowledge(engine, session, bridge, self._account.key)
        self.kept = Kept(engine, session, bridge)
        self.templates = Templates(engine, session, bridge)
        self.condition_changed.connect(self.kept.on_condition)
        self.kept.parked.connect(self.templates.on_parked)
        self.kept.reopened.connect(self.templates.look_for_parked)
        self.templates.notice.connect(self.notice)
        self.kept.looked.connect(self._on_kept_read)
        bridge.failed.connect(self._on_failed)

    def start(self) -> None:
        """Start the engine and ask for what the window shows first; after the first paint."""
        self.engine.start()
        self.engine.on_history_changed(
            lambda changed: self.bridge.post(partial(self._on_history_changed, changed))
        )
        self.bridge.follow(self.engine.accounts(), self.take_accounts)
        self.engine.on_condition_changed(
            lambda condition: self.bridge.post(partial(self.condition_changed.emit, condition))
        )
        self.bridge.follow(self.engine.condition(), self.condition_changed.emit)
        self.kept.start()
        self.templates.start()
        self.bridge.follow(self.engine.samples(), self._on_samples)
        self.bridge.follow(self.engine.accounts_notice(), self._on_accounts_notice)
        self._look_up_destination()
        self._acquaintances.renew()

    @property
    def accounts(self) -> tuple[Account, ...]:
        return self._accounts

    @property
    def account(self) -> Account:
        return self._account

    @property
    def destination(self) -> Destination | None:
        """Where the chosen account's activities go; None until the practice server has answered."""
        return self._destination

    @property
    def sending(self) -> bool:
        return isinstance(self._send, UnderWay)

    @property
    def waiting(self) -> bool:
        """Whether the send under way waits for its next attempt."""
        return isinstance(self._send, UnderWay) and self._send.waiting

    @property
    def under_way(self) -> int | None:
        """The id of the exchange that is being sent, once it is in the history."""
        return self._send.exchange_id if isinstance(self._send, UnderWay) else None

    @property
    def following(self) -> bool:
        """Whether the send under way is what is looked at; false from when an exchange of the
        history was asked for until this one is."""
        return isinstance(self._send, UnderWay) and self._send.looked_at

    @property
    def shown(self) -> Exchange | None:
        """The exchange in the response column."""
        return self._shown

    @property
    def acquaintance(self) -> Acquaintance:
        return self._acquaintances.current

    @property
    def request_line(self) -> str:
        """Method and URL of the next send, the account ID masked."""
        if self._destination is None:
            return "POST to the practice server on this computer, which is starting"
        user_id = self.session.draft.user_id
        return f"POST {masked_activity_url(self._destination.base_url, user_id)}"

    def choose_account(self, key: str) -> None:
        """Make the account with `key` the destination of the next send."""
        account = next((a for a in self._accounts if a.key == key), self._account)
        if account == self._account:
            return
        self._take_account(account)

    def reload_accounts(self, choose: str | None = None) -> None:
        """Read the accounts again, after one was saved or removed; choose the one named."""

        def then(accounts: tuple[Account, ...]) -> None:
            self.take_accounts(accounts)
            if choose is not None:
                self.choose_account(choose)

        self.bridge.follow(self.engine.accounts(), then)
        self.bridge.follow(self.engine.condition(), self.condition_changed.emit)

    def history_changed_elsewhere(self) -> None:
        """Read what is shown of the history again, after another copy of the program wrote."""
        self.history_changed.emit()
        self.templates.start()
        self._acquaintances.renew()
        self._knowledge.renew()

    def send(self, confirmed: Doubtful | None = None, *, in_place: bool = False) -> None:
        """Send the draft to the chosen account; ask first where that is in production, and where
        events may have arrived before. `confirmed` is what the person said yes to: where the
        account or the draft is another by now, nothing is sent. `in_place`: see `Doubtful`."""
        if not isinstance(self._send, Idle) or not self.session.can_send:
            return
        account, draft = self._account, self.session.draft
        said = confirmed
        if said is not None and (said.account, said.draft) != (account, draft):
            self.notice.emit(CHANGED)
            return
        doubtful = Doubtful(account, draft, in_place=in_place or bool(said and said.in_place))
        if account.safety is Safety.PRODUCTION and said is None:
            self._ask(doubtful)
            return
        activity = self.session.resolve()
        sending = self.engine.send(
            activity,
            account,
            lambda value: self.bridge.post(lambda: self._on_progress(value)),
            again=said is not None and bool(said.events),
        )
        self._send = UnderWay(sending)
        self.sending_changed.emit(True)
        self.bridge.follow(
            sending.future, partial(self._on_sent, draft), partial(self._on_send_failed, doubtful)
        )

    def _ask(self, doubtful: Doubtful) -> None:
        """Have a send to a production account confirmed, once it is known what may count twice."""

        def then(events: tuple[str, ...]) -> None:
            self._send = Idle()
            self.confirmation_wanted.emit(replace(doubtful, events=events))

        def failed(error: BaseException) -> None:
            self._send = Idle()
            self._on_failed(error)

        activity = compose.resolve(doubtful.draft, self.session.moment)
        self._send = Asking()
        self.bridge.follow(self.engine.doubts(doubtful.account, activity), then, failed)

    def cancel(self) -> None:
        """Stop the send under way. The exchange still ends in an honest outcome."""
        if isinstance(self._send, UnderWay):
            self._send.sending.cancel()

    def try_now(self) -> None:
        """End the wait before the next attempt."""
        if isinstance(self._send, UnderWay):
            self._send.sending.try_now()

    def try_keyring_again(self) -> None:
        """Look for the keyring again, and open the history where it is in memory."""
        self.bridge.follow(self.engine.try_keyring_again(), self.condition_changed.emit)

    def start_new_history(self) -> None:
        """Set a history that cannot be opened aside, and start a new one."""
        self.bridge.follow(self.engine.start_new_history(), self.condition_changed.emit)

    def show(self, exchange_id: int) -> None:
        """Show an exchange of the history. From here on a send under way goes on unseen, unless
        it is the one asked for."""
        if isinstance(self._send, UnderWay):
            self._send = self._send.asked_for(exchange_id)
        self._with_exchange(exchange_id, self._show)

    def load(self, exchange_id: int) -> None:
        """Load an exchange of the history for editing. Nothing is sent and the account stays."""
        self._with_exchange(exchange_id, self._load)

    def _with_exchange(self, exchange_id: int, then: Callable[[Exchange], Any]) -> None:
        # What is shown need not be asked for, and one that was stopped before it had a record
        # (its id is 0) could not be.
        if self._shown is not None and self._shown.id == exchange_id and self._shown.ending:
            then(self._shown)
            return

        def found(exchange: Exchange | None) -> None:
            if exchange is None:
                self.notice.emit("This exchange is no longer in the history.")
            else:
                then(exchange)

        self.bridge.follow(self.engine.exchange(exchange_id), found)

    def _show(self, exchange: Exchange) -> None:
        self._shown = exchange
        self.exchange_shown.emit(exchange)

    def take_up(self, exchange: Exchange) -> bool:
        """Make what went out the draft, as one step; False where no form can hold it."""
        activity: Activity = exchange.opening.activity
        text = activity.body.decode("utf-8", "replace")
        try:
            draft = body.read_again(text, self.session.draft, self.session.moment)
        except JsonProblem:
            self.notice.emit("This body was not written by the form and cannot be loaded into it.")
            return False
        self.session.load(replace(draft, user_id=activity.user_id), TAKEN_UP)
        return True

    def _load(self, exchange: Exchange) -> None:
        if not self.take_up(exchange):
            return
        source = exchange.opening.destination
        if source.account_key != self._account.key:
            self.notice.emit(
                f"Loaded from {source.label}. The account stays {self._account.label}."
            )
        else:
            self.notice.emit("Loaded for editing. Nothing was sent.")
        self.offer_fresh_times()

    def offer_fresh_times(self) -> None:
        """Offer fresh times for what was just loaded, where its own are those of another day."""
        if refresh.has_fixed_times(self.session.draft):
            self.refresh_offered.emit(OLD_TIMES)

    def take_accounts(self, accounts: tuple[Account, ...]) -> None:
        """Show `accounts`, just read. Where the chosen one is not among them, it is Practice."""
        self._accounts = accounts
        self.accounts_changed.emit(accounts)
        now = next((a for a in accounts if a.key == self._account.key), PRACTICE)
        if now != self._account:
            self._take_account(now)

    def _take_account(self, account: Account) -> None:
        # Nothing of the account before may stand beside the new one, not even for a moment.
        self._account = account
        self._destination = None if account.is_practice else account.destination()
        self._acquaintances.choose(account.key)
        self._knowledge.choose(account.key)
        self.account_changed.emit(account)
        self.destination_changed.emit(self._destination)
        self._look_up_destination()
        self._acquaintances.renew()

    def _on_accounts_notice(self, sentence: str) -> None:
        if sentence:
            self.trouble.emit(Trouble(Kind.ENVIRONMENT, sentence))

    def _look_up_destination(self) -> None:
        account = self._account

        def then(destination: Destination) -> None:
            if account == self._account:
                self._take_destination(destination)

        self.bridge.follow(self.engine.destination(account), then)

    def _take_destination(self, destination: Destination) -> None:
        if destination != self._destination:
            self._destination = destination
            self.destination_changed.emit(destination)

    def _on_samples(self, samples: tuple[tuple[str, str, Draft], ...]) -> None:
        self.samples = samples

    def _on_kept_read(self) -> None:
        # Only now is it known which draft is to be compared first.
        self._knowledge.choose(self._account.key)

    def _on_progress(self, value: Progress) -> None:
        if isinstance(self._send, UnderWay):
            self._send = self._send.told(value)
            self.progress.emit(value)

    def _on_sent(self, draft: Draft, exchange: Exchange) -> None:
        # What came of it is shown first: whoever hears that the send is over finds it there. Who
        # looks at another exchange meanwhile keeps that, and is told.
        if isinstance(self._send, UnderWay):
            self._send = self._send.ended(exchange)
        self.sent = exchange.id, draft
        if self.following:
            self._show(exchange)
        else:
            self.notice.emit(
                f"{exchange.outcome.word}: what was sent to"
                f" {shown(exchange.opening.activity.user_id)} meanwhile."
            )
        self._send = Idle()
        self.sending_changed.emit(False)
        destination = exchange.opening.destination
        if destination.account_key == self._account.key and destination.base_url:
            self._take_destination(destination)
        self._acquaintances.renew()
        self._knowledge.renew()

    def _on_send_failed(self, doubtful: Doubtful, error: BaseException) -> None:
        self._send = Idle()
        self.sending_changed.emit(False)
        if isinstance(error, MayCountTwice):
            self.confirmation_wanted.emit(replace(doubtful, events=error.events))
        else:
            self.trouble.emit(trouble_of(error))

    def _on_history_changed(self, exchange_id: int) -> None:
        if exchange_id == 0:
            # Another history has taken the place of the one that was asked.
            self._knowledge.renew()
        self.history_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.trouble.emit(trouble_of(error))
