"""Where a command was for is said where its draft will go elsewhere."""

from __future__ import annotations

import pytest

from appcues_console.activity.draft import Draft
from appcues_console.intake.understood import Part, Secrets, Understood
from appcues_console.intake.whereabouts import sentence_about

US, EU = "https://api.appcues.com", "https://api.eu.appcues.com"
STAYS = "It was for api.eu.appcues.com; the account stays Acme."
LOCAL, OTHER = "http://127.0.0.1:8123", "http://localhost:9999"


@pytest.mark.parametrize(
    ("was", "now", "chosen", "said"),
    [
        (None, US, False, ""),
        (US, US, False, ""),
        (US, US + "/proxy", False, ""),
        (EU, US, False, STAYS),
        (EU, "", False, STAYS),
        (EU, US, True, "It was for api.eu.appcues.com; Acme sends to api.appcues.com."),
        (EU, "", True, "It was for api.eu.appcues.com; Acme sends elsewhere."),
        (LOCAL, OTHER, False, ""),
        (LOCAL, "", True, ""),
        (LOCAL, US, False, "It was for 127.0.0.1:8123; the account stays Acme."),
    ],
)
def test_the_host_is_said_where_it_differs(
    was: str | None, now: str, chosen: bool, said: str
) -> None:
    read = Understood(Part.NOTHING, Draft(), (), base_url=was)
    assert sentence_about(read, "Acme", now, chosen=chosen) == said


def test_a_bearer_value_is_said_to_be_left_behind_and_not_shown() -> None:
    read = Understood(Part.NOTHING, Draft(), (), secrets=Secrets("424242", "marked"))
    said = sentence_about(read, "Acme", US)
    assert said == "Its bearer value was not taken over: each account has its own."
