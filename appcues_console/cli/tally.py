"""What came of the lines of a batch, counted, and told once at the end."""

from __future__ import annotations

from collections import Counter

from appcues_console.activity.exchange import Outcome
from appcues_console.activity.problems import Problem, Severity

from .exits import Exit, worst


class Tally:
    """Grows by each line, in memory of a fixed size."""

    def __init__(self) -> None:
        self._outcomes: Counter[Outcome] = Counter()
        self._faulty: Counter[Exit] = Counter()
        self._failed = self._held_back = 0
        self._warnings: Counter[str] = Counter()
        self._statuses: set[Exit] = set()

    def sent(self, outcome: Outcome, status: Exit) -> None:
        """Count a line that was sent, or was about to be."""
        self._outcomes[outcome] += 1
        self._statuses.add(status)

    def faulty(self, status: Exit) -> None:
        """Count a line that cannot be sent."""
        self._faulty[status] += 1
        self._statuses.add(status)

    def held_back(self, status: Exit) -> None:
        """Count a line that was not sent because its events may have arrived before."""
        self._held_back += 1
        self._statuses.add(status)

    def failed(self, status: Exit) -> None:
        """Count a line that the console itself failed at."""
        self._failed += 1
        self._statuses.add(status)

    def stopped(self, status: Exit) -> None:
        """Remember why the batch ended before its last line."""
        self._statuses.add(status)

    def is_first(self, problem: Problem) -> bool:
        """Count a warning, and return whether it is the first of its kind; every error is."""
        if problem.severity is Severity.ERROR:
            return True
        self._warnings[problem.code] += 1
        return self._warnings[problem.code] == 1

    @property
    def status(self) -> Exit:
        """The exit status of the batch."""
        return worst(self._statuses)

    def sentences(self, seconds: float) -> list[str]:
        """Return the summary for a person."""
        told = [
            f"The warning [{code}] stands at {_count(times, 'line')}; only the first was shown."
            for code, times in self._warnings.items()
            if times > 1
        ]
        order = (Outcome.ACCEPTED, Outcome.REJECTED, Outcome.UNKNOWN, Outcome.NOT_SENT)
        parts = [f"{self._outcomes[each]:,} {each}" for each in order if self._outcomes[each]]
        if self._faulty[Exit.REJECTED]:
            parts.append(f"{self._faulty[Exit.REJECTED]:,} with problems")
        if self._faulty[Exit.USAGE]:
            parts.append(f"{self._faulty[Exit.USAGE]:,} unreadable")
        if self._held_back:
            parts.append(f"{self._held_back:,} held back")
        if self._failed:
            parts.append(f"{self._failed:,} failed in the console")
        total = self._failed + self._held_back + self._outcomes.total() + self._faulty.total()
        result = ", ".join(parts) or "nothing to send"
        return [*told, f"{_count(total, 'line')} in {seconds:.1f} s: {result}."]


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
