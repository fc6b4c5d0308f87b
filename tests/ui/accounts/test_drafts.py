from __future__ import annotations

from dataclasses import replace

from appcues_console.accounts.account import PRACTICE, Account
from appcues_console.activity.destination import Safety
from appcues_console.ui.accounts.account_list import NEW
from appcues_console.ui.accounts.drafts import Drafts
from appcues_console.ui.accounts.entries import Entries, entries_of

STAGING = Account("k1", "Staging", "us", "https://api.appcues.com", Safety.TEST, "green")
LIVE = Account("k2", "Live", "us", "https://api.appcues.com", Safety.PRODUCTION, "red")


def drafts() -> Drafts:
    return Drafts((PRACTICE, STAGING, LIVE))


def test_what_is_typed_for_one_account_waits_while_another_is_looked_at() -> None:
    kept = drafts()
    typed = replace(entries_of(STAGING), label="Stage", account_id="7")
    kept.put("k1", typed)

    assert kept.entries("k1") == typed
    assert kept.entries("k2") == entries_of(LIVE)
    assert kept.unsaved() == ["Stage"]
    assert kept.row("k1").caption == "Changed, not saved"


def test_what_is_typed_back_is_no_change() -> None:
    kept = drafts()
    kept.put("k1", replace(entries_of(STAGING), label="Stage"))
    kept.put("k1", entries_of(STAGING))

    assert kept.unsaved() == []
    assert kept.row("k1").caption == "Test"


def test_a_new_account_is_listed_last_until_it_is_saved() -> None:
    kept = drafts()
    kept.begin()
    assert [row.label for row in kept.rows()] == ["Practice", "Staging", "Live", "New account"]
    assert kept.unsaved() == []
    kept.put(NEW, Entries(label="Third"))
    kept.begin()
    assert kept.rows()[-1].label == "Third"
    assert kept.unsaved() == ["Third"]
    kept.saved(NEW, replace(STAGING, key="k3", label="Third"))

    assert [row.caption for row in kept.rows()] == ["Built in", "Test", "Production", "Test"]
    assert kept.unsaved() == []


def test_saving_and_removing_change_the_list() -> None:
    kept = drafts()
    kept.put("k1", replace(entries_of(STAGING), label="Stage"))
    kept.saved("k1", replace(STAGING, label="Stage"))
    assert [row.label for row in kept.rows()] == ["Practice", "Stage", "Live"]
    kept.put("k2", replace(entries_of(LIVE), label="Alive"))
    kept.removed("k2")

    assert [row.label for row in kept.rows()] == ["Practice", "Stage"]
    assert kept.unsaved() == []


def test_an_account_may_keep_its_own_label_and_take_no_other() -> None:
    assert drafts().other_labels("k1") == ["Live"]
    assert drafts().other_labels(NEW) == ["Staging", "Live"]


def test_clearing_forgets_everything_typed() -> None:
    kept = drafts()
    kept.put("k1", replace(entries_of(STAGING), account_id="918273"))
    kept.clear()

    assert kept.entries("k1") == entries_of(STAGING)
