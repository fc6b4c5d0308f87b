"""The engine as the window sees it, in memory and answering when the test says so.

Only the border between window and engine is faked: the values that cross it are the real ones.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.accounts.status import Kept, VaultState, VaultStatus
from appcues_console.activity.composition import Composition, Placed, Template
from appcues_console.activity.destination import Credentials, Destination, Safety
from appcues_console.activity.draft import Draft
from appcues_console.activity.exchange import (
    Activity,
    Ending,
    Exchange,
    Opening,
    Outcome,
    Summary,
)
from appcues_console.activity.known import Known
from appcues_console.activity.snippets import Request, as_curl
from appcues_console.activity.trust import TrustFault
from appcues_console.engine import intake
from appcues_console.engine.condition import Condition, HistoryState, SavedAccount, Versions
from appcues_console.intake.understood import NotUnderstood, Understood
from appcues_console.practice.faults import Fault, InForce
from appcues_console.ui.bridge import Bridge
from appcues_console.ui.desk import Desk
from appcues_console.ui.session import Session

if TYPE_CHECKING:
    from appcues_console.engine.engine import Engine

T = TypeVar("T")

NOON = 1_763_985_600_000
"""24 November 2025, 12:00 UTC, in milliseconds."""


def summary(
    exchange_id: int,
    user_id: str = "",
    text: str = "clicked widget · profile: team",
    outcome: Outcome = Outcome.ACCEPTED,
    status: int | None = 200,
    label: str = "Practice",
    started_at: int | None = None,
) -> Summary:
    """Return a summary, by default an accepted one; each is a minute after the one before."""
    return Summary(
        id=exchange_id,
        started_at=NOON + 60_000 * exchange_id if started_at is None else started_at,
        outcome=outcome,
        status=status,
        user_id=user_id or f"user-{exchange_id}",
        text=text,
        account_label=label,
        safety=Safety.TEST.value,
        duration=12.0,
    )


def exchange(of: Summary) -> Exchange:
    """Return the exchange that `of` sums up."""
    opening = Opening(
        of.started_at,
        Destination(PRACTICE.key, of.account_label, "http://127.0.0.1:1", Safety.PRACTICE),
        "http://127.0.0.1:1/v1/accounts/••••/users/u/activity",
        Activity(of.user_id, b'{"profile_update":{"team":"Product"}}', of.text, 1),
    )
    ending = None if of.outcome is Outcome.SENDING else Ending(of.outcome, "Accepted.")
    return Exchange(of.id, opening, ending)


BRIDGES: list[Bridge] = []
"""The bridges of the test that runs, which closes them: an answer may still be on its way."""
WINDOWS: list[QWidget] = []
"""The windows of the test that runs: they live until its bridges are closed."""


def make_desk(engine: FakeEngine) -> Desk:
    """Return a desk over `engine`, not started."""
    BRIDGES.append(Bridge())
    return Desk(cast("Engine", engine), Session(), BRIDGES[-1])


def on_screen(widget: QWidget, width: int, height: int, qtbot: QtBot) -> QWidget:
    """Show `widget` in a window of its own that has the keyboard, and return that window.

    The widget itself is none: its smallest size follows its content, which the test platform's
    windows do not support.
    """
    window = QWidget()
    qtbot.addWidget(window)
    # qtbot holds it weakly: without this it would go with the test function, before the bridges.
    WINDOWS.append(window)
    window.resize(width, height)
    widget.setParent(window)
    widget.setGeometry(0, 0, width, height)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


class FakeEngine:
    """Answers at once; while `held` is a list, questions are kept there until `release`."""

    def __init__(self, summaries: Sequence[Summary] = (), accounts: Sequence[Account] = ()) -> None:
        self.rows = {each.id: each for each in summaries}
        self.book: list[Account] = [PRACTICE, *accounts]
        self.vault = VaultStatus(VaultState.USABLE)
        self.durable, self.history_note = True, ""
        self.history_state = HistoryState.DURABLE
        self.knowledge: dict[str, Known] = {}
        self.faults: tuple[InForce, ...] = ()
        self.kept: Composition | None = None
        self.shelf: dict[str, Template] = {}
        self.unreadable: set[str] = set()
        self.known_ids: dict[str, Account] = {}
        self.recognising: Exception | None = None
        self.draft_kept_at = 0
        self.failure: Exception | None = None
        self.held: list[Callable[[], None]] | None = None
        self.asked: list[tuple[Any, ...]] = []
        self.secrets: dict[str, Credentials] = {}
        self.passphrases: dict[str, str] = {}
        self.trust_fault: TrustFault | None = None
        self.listener: Callable[[int], object] | None = None
        self.versions_now = Versions((), 1)

    def start(self) -> None:
        self.asked.append(("start",))

    def on_history_changed(self, callback: Callable[[int], object]) -> None:
        self.listener = callback

    def questions(self, name: str) -> list[Any]:
        """Return what was asked by `name`: the first argument of each."""
        return [question[1] for question in self.asked if question[0] == name]

    def release(self) -> None:
        """Answer what was held back."""
        held, self.held = self.held or [], None
        for answer in held:
            answer()

    def ids(self, search: str = "") -> Future[array[int]]:
        self.asked.append(("ids", search))
        return self._answer(
            lambda: array(
                "q",
                (
                    each.id
                    for each in sorted(self.rows.values(), key=lambda row: -row.id)
                    if search.lower() in f"{each.user_id} {each.text}".lower()
                ),
            )
        )

    def summaries(self, ids: Sequence[int]) -> Future[tuple[Summary, ...]]:
        wanted = tuple(ids)
        self.asked.append(("summaries", wanted))
        return self._answer(lambda: tuple(self.rows[each] for each in wanted if each in self.rows))

    def exchange(self, exchange_id: int) -> Future[Exchange | None]:
        self.asked.append(("exchange", exchange_id))
        return self._answer(
            lambda: exchange(self.rows[exchange_id]) if exchange_id in self.rows else None
        )

    def person(self, account_key: str, user_id: str) -> Future[None]:
        self.asked.append(("person", account_key, user_id))
        return self._answer(lambda: None)

    def known(self, account_key: str, draft: Draft | None = None) -> Future[Known]:
        self.asked.append(("known", account_key, draft))
        return self._answer(lambda: self.knowledge.get(account_key, Known()))

    def accounts(self) -> Future[tuple[Account, ...]]:
        self.asked.append(("accounts",))
        return self._answer(lambda: tuple(self.book))

    def accounts_notice(self) -> Future[str]:
        """Nothing was wrong with the file of accounts."""
        notice: Future[str] = Future()
        notice.set_result("")
        return notice

    def versions(self) -> Future[Versions]:
        return self._answer(lambda: self.versions_now)

    def condition(self) -> Future[Condition]:
        return self._answer(self._condition)

    def try_keyring_again(self) -> Future[Condition]:
        """The keyring is there now."""
        self.durable, self.history_note, self.history_state = True, "", HistoryState.DURABLE
        return self.condition()

    def start_new_history(self) -> Future[Condition]:
        """A new history is there now."""
        return self.try_keyring_again()

    def on_condition_changed(self, callback: Callable[[Condition], object]) -> None:
        self.tell_condition = callback

    def _condition(self) -> Condition:
        return Condition(self.vault, self.durable, self.history_note, self.history_state)

    def keep_draft_beside(
        self, composition: Composition, at: int, own: Composition | None
    ) -> Future[str | None]:
        self.asked.append(("keep_draft_beside", composition))

        def keep() -> str | None:
            other = self.kept if self.kept not in (composition, own) else None
            if other is not None:
                self.shelf["Draft of then"] = Template("Draft of then", other, at)
            self.kept, self.draft_kept_at = composition, at
            return "Draft of then" if other is not None else None

        return self._answer(keep)

    def save_template(
        self, template: Template, replacing: Template | None = None
    ) -> Future[Placed]:
        def save() -> Placed:
            if template.name in self.unreadable:
                return Placed.UNREADABLE
            if self.shelf.get(template.name) not in (None, replacing):
                return Placed.TAKEN
            self.shelf[template.name] = template
            return Placed.SAVED

        return self._answer(save)

    def remove_template(self, name: str) -> Future[Template | None]:
        return self._answer(lambda: self.shelf.pop(name, None))

    def templates(self) -> Future[tuple[Template, ...]]:
        return self._answer(
            lambda: tuple(sorted(self.shelf.values(), key=lambda each: -each.saved_at))
        )

    def samples(self) -> Future[tuple[tuple[str, str, Draft], ...]]:
        return self._answer(intake.samples)

    def understand(self, text: str) -> Future[Understood | NotUnderstood]:
        return self._answer(lambda: intake.understand(text))

    def understand_file(self, path: Path) -> Future[Understood | NotUnderstood]:
        return self._answer(lambda: intake.understand_file(path))

    def recognise(self, account_id: str) -> Future[Account | None]:
        def recognised() -> Account | None:
            if self.recognising is not None:
                raise self.recognising
            return self.known_ids.get(account_id)

        return self._answer(recognised)

    def runnable_curl(self, request: Request, account: Account) -> Future[str]:
        self.asked.append(("runnable_curl", account.key))

        def written() -> str:
            if self.failure is not None:
                raise self.failure
            return as_curl(replace(request, credentials=self.secrets[account.key]))

        return self._answer(written)

    def kept_draft(self) -> Future[Composition | None]:
        self.asked.append(("kept_draft",))
        return self._answer(lambda: self.kept)

    def destination(self, account: Account) -> Future[Destination]:
        return self._answer(lambda: account.destination("http://127.0.0.1:1"))

    def practice_faults(self) -> Future[tuple[InForce, ...]]:
        self.asked.append(("practice_faults",))
        return self._answer(lambda: self.faults)

    def switch_practice_fault(self, fault: Fault | None) -> Future[tuple[InForce, ...]]:
        self.asked.append(("switch_practice_fault", fault))

        def switch() -> tuple[InForce, ...]:
            if self.failure is not None:
                raise self.failure
            self.faults = () if fault is None else (InForce(fault),)
            return self.faults

        return self._answer(switch)

    def save_account(
        self, account: Account, credentials: Credentials | None, passphrase: str | None = None
    ) -> Future[SavedAccount]:
        self.asked.append(("save_account", account, credentials is not None))
        if passphrase is not None:
            self.passphrases[account.key] = passphrase
        return self._answer(lambda: self._save(account, credentials))

    def check_trust(
        self, account: Account, passphrase: str | None = None
    ) -> Future[TrustFault | None]:
        self.asked.append(("check_trust", account, passphrase))
        return self._answer(self._check_trust)

    def remove_account(self, account: Account) -> Future[str]:
        self.asked.append(("remove_account", account.key))
        return self._answer(lambda: self._remove(account))

    def _check_trust(self) -> TrustFault | None:
        if self.failure is not None:
            raise self.failure
        return self.trust_fault

    def _save(self, account: Account, credentials: Credentials | None) -> SavedAccount:
        if self.failure is not None:
            raise self.failure
        self.book = [known for known in self.book if known.key != account.key] + [account]
        if credentials is None:
            return SavedAccount(account, None, f"{account.label} is saved.")
        self.secrets[account.key] = credentials
        if self.vault.state is VaultState.ABSENT:
            note = f"{account.label} is saved, its account ID for this session only."
            return SavedAccount(account, Kept.SESSION, note)
        note = f"{account.label} is saved, its account ID in the system keyring."
        return SavedAccount(account, Kept.KEYRING, note)

    def _remove(self, account: Account) -> str:
        if self.failure is not None:
            raise self.failure
        self.book = [known for known in self.book if known.key != account.key]
        return f"{account.label} is removed."

    def _answer(self, value: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def answer() -> None:
            try:
                future.set_result(value())
            except Exception as error:  # noqa: BLE001 - a future carries whatever was raised
                future.set_exception(error)

        if self.held is None:
            answer()
        else:
            self.held.append(answer)
        return future
