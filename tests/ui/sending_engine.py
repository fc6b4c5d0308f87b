"""The engine in memory with sends that end when and how the test says, and people it knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from appcues_console.accounts.account import Account
from appcues_console.activity.destination import Safety
from appcues_console.activity.exchange import (
    Activity,
    Attempt,
    Ending,
    Exchange,
    Opening,
    Outcome,
    Reached,
    Reply,
    Summary,
)
from appcues_console.delivery.progress import Progress
from appcues_console.engine.errors import MayCountTwice
from appcues_console.history.people import Person
from tests.ui.fake_engine import NOON, FakeEngine

BASE = "http://127.0.0.1:1"

TEST = Account("a" * 32, "Acme test", None, BASE, Safety.TEST, "blue")
LIVE = Account("b" * 32, "Acme & Söhne", None, f"{BASE}/live", Safety.PRODUCTION, "red")


def attempt(number: int = 1, result: str = "200 OK", status: int | None = 200) -> Attempt:
    """Return one attempt of 12 ms."""
    return Attempt(number, NOON + 1_000 * number, 12.0, Reached.ANSWERED, result, status)


def reply(body: bytes = b'{"ok":true}', status: int = 200, reason: str = "OK") -> Reply:
    """Return an answer as the practice server gives it."""
    return Reply(status, reason, "HTTP/1.1", (("Content-Type", "application/json"),), body)


class FakeSending:
    """A send under way in the hands of the test."""

    def __init__(
        self,
        activity: Activity,
        account: Account,
        on_progress: Callable[[Progress], None],
        *,
        again: bool = False,
    ) -> None:
        self.again = again
        self.future: Future[Exchange] = Future()
        self.activity, self.account, self.tell = activity, account, on_progress
        self.cancelled = self.hurried = 0

    def cancel(self) -> None:
        self.cancelled += 1

    def try_now(self) -> None:
        self.hurried += 1

    def exchange(self, ending: Ending | None, exchange_id: int = 1) -> Exchange:
        """Return the exchange that this send makes, with `ending`."""
        opening = Opening(
            NOON, self.account.destination(BASE), f"{BASE}/v1/accounts/••••/…", self.activity
        )
        return Exchange(exchange_id, opening, ending)

    def end(
        self,
        outcome: Outcome = Outcome.ACCEPTED,
        explanation: str = "The server took it.",
        answer: Reply | None = None,
        attempts: Sequence[Attempt] = (attempt(),),
        exchange_id: int = 1,
    ) -> Exchange:
        """End the send in an exchange, and return that."""
        made = self.exchange(Ending(outcome, explanation, tuple(attempts), answer), exchange_id)
        self.future.set_result(made)
        return made

    def accept(self) -> Exchange:
        """End the send as the practice server would."""
        return self.end(answer=reply())

    def fail(self, error: BaseException) -> None:
        """End the send in an error: nothing was sent."""
        self.future.set_exception(error)


class SendingEngine(FakeEngine):
    """Keeps each send for the test. `acquainted` are the people of the history, by account key."""

    def __init__(self, summaries: Sequence[Summary] = (), accounts: Sequence[Account] = ()) -> None:
        super().__init__(summaries, accounts)
        self.sends: list[FakeSending] = []
        self.acquainted: dict[str, list[Person]] = {}
        self.exchanges: dict[int, Exchange] = {}
        self.unreachable: Exception | None = None
        self.in_doubt: tuple[str, ...] = ()

    def send(
        self,
        activity: Activity,
        account: Account,
        on_progress: Callable[[Progress], None],
        *,
        again: bool = False,
    ) -> FakeSending:
        sending = FakeSending(activity, account, on_progress, again=again)
        if self.in_doubt and not again:
            sending.fail(MayCountTwice(self.in_doubt))
            return sending
        self.sends.append(sending)
        return sending

    def doubts(self, account: Account, activity: Activity) -> Future[tuple[str, ...]]:
        self.asked.append(("doubts", account.key, activity.body))
        return self._answer(lambda: self.in_doubt)

    def exchange(self, exchange_id: int) -> Future[Exchange | None]:
        if self.unreachable is not None:
            failed: Future[Exchange | None] = Future()
            failed.set_exception(self.unreachable)
            return failed
        if exchange_id in self.rows:
            return super().exchange(exchange_id)
        self.asked.append(("exchange", exchange_id))
        return self._answer(lambda: self.exchanges.get(exchange_id))

    def person(self, account_key: str, user_id: str) -> Future[Person | None]:  # type: ignore[override]
        self.asked.append(("person", account_key, user_id))
        return self._answer(
            lambda: next(
                (p for p in self.acquainted.get(account_key, ()) if p.user_id == user_id), None
            )
        )

    def people(self, account_key: str, prefix: str, limit: int = 20) -> Future[tuple[Person, ...]]:
        self.asked.append(("people", account_key, prefix))
        found = [p for p in self.acquainted.get(account_key, ()) if p.user_id.startswith(prefix)]
        return self._answer(lambda: tuple(found[:limit]))
