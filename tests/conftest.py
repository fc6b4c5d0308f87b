"""The rules that hold for every test.

Only loopback, no leaked thread, no file outside the test's own folder, no keyring of the person
who runs the tests, no window on their screen; and where an outside tool is missing, a skip that
says so, which is a failure under `CI=true`. Warnings and messages of Qt are failures too, by
pyproject.toml.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests import network, threads
from tests.accounts.secret_service import SecretService, missing_tools

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

_MACHINE = dict(os.environ)

# The one QApplication of a test run is made before any fixture of a single test.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

network.forbid()

# No deadline: how long an example takes depends on what else the machine does. Under CI a run is
# a function of the commit alone; at a desk each run may find something new.
hypothesis.settings.register_profile("desk", deadline=None)
# Fewer examples there: they are the same ones each time, and a desk tries others at each run.
hypothesis.settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, max_examples=40
)
hypothesis.settings.load_profile("ci" if CI else "desk")


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point everything that a program finds through its environment into the test's own folder."""
    monkeypatch.setenv("APPCUES_CONSOLE_HOME", str(tmp_path / "home"))
    # As on a machine without a keyring: each use fails, so nothing is lost in silence.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True)
def _no_foreign_address() -> Iterator[None]:
    """Fail a test that tried to reach another machine, even where the code caught the refusal."""
    network.refused.clear()
    yield
    if network.refused:
        pytest.fail("; ".join(network.refused), pytrace=False)


@pytest.fixture(autouse=True)
def _no_leaked_thread() -> Iterator[None]:
    """Fail a test whose threads outlive it."""
    before = set(threading.enumerate())
    yield
    left = threads.leaked(before)
    if left:
        pytest.fail("threads outlived the test: " + ", ".join(left), pytrace=False)


@pytest.fixture(scope="session")
def machine_environment() -> dict[str, str]:
    """The environment as it was found, for a test that has to install something."""
    return dict(_MACHINE)


@pytest.fixture
def secret_service(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SecretService]:
    """A real Secret Service, unlocked and empty, on a bus of its own, which `keyring` then uses.

    It starts in about 20 ms, so each test has its own and may lock, stop or restart it.
    """
    missing = missing_tools()
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}: install gnome-keyring and dbus-daemon")
    import keyring
    from keyring.core import load_keyring

    with SecretService() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
        keyring.set_keyring(load_keyring("keyring.backends.SecretService.Keyring"))
        yield service
        keyring.set_keyring(load_keyring("keyring.backends.fail.Keyring"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by their folder, and let those that take longest start first.

    A test of another platform is left out, not skipped: a skip is something to be mended.
    """
    elsewhere = [item for item in items if not _exists_here(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    for item in items:
        for room in {"bench", "e2e"} & {*_rooms(item)}:
            item.add_marker(room)
        if "bench" in _rooms(item):
            item.add_marker(pytest.mark.timeout(1_800))
    items.sort(key=_length)


def _length(item: pytest.Item) -> int:
    """Return a rank: programs as a whole take long, what installs them takes less, the rest little.

    Whole files are shared out to processes in this order, so none is left with a long one.
    """
    return next((rank for rank, room in enumerate(("e2e", "packaging")) if room in _rooms(item)), 2)


def _rooms(item: pytest.Item) -> tuple[str, ...]:
    here = Path(__file__).parent
    return item.path.relative_to(here).parts if item.path.is_relative_to(here) else ()


def _exists_here(item: pytest.Item) -> bool:
    return all(sys.platform in marker.args for marker in item.iter_markers("only_on"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI a skipped test is a failed one: what is not tested there is tested nowhere."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason} (a skip is a failure under CI=true)"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself as a whole."""
    report = yield
    if CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr} (a skip is a failure under CI=true)"
    return report


def pytest_report_header() -> str:
    """Say what the outcome may depend on."""
    return f"CI={'true' if CI else 'false'}, {sys.platform}, {os.cpu_count()} processors"
