"""What every test stands on: no screen, no stray log record, one kind of event loop, patience, and no chance.

Hypothesis searches at random only where it is asked to (`--hypothesis-profile search`, which `make torture` uses): the
gate tries the same examples every time, so that what it refuses is what was changed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.waiting import PATIENCE_S

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

PATIENCE_MS = round(1000 * PATIENCE_S)

SLOW = [HealthCheck.too_slow]
settings.register_profile("gate", derandomize=True, deadline=None, suppress_health_check=SLOW)
settings.register_profile("search", deadline=None, print_blob=True, suppress_health_check=SLOW)
settings.load_profile("gate")

LONG = ("test_sight.py", "test_killed_tools.py", "test_disk.py", "test_rehearsal.py", "test_watch.py", "test_proxy.py")
"""Files that take half a minute or more; they begin, so that the short ones fill up what time is left at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, the others as they stand."""
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_configure(config: pytest.Config) -> None:
    """Without a search, examples do not depend on which modules a worker has loaded: Hypothesis takes numbers and
    words out of their source."""
    if config.getoption("--hypothesis-profile", None) != "search":
        providers._get_local_constants = lambda: providers._local_constants


class PatientBot(QtBot):
    """Waits as long as a busy machine may need; five seconds, pytest-qt's own, are sometimes too few."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: object, *, timeout: int = PATIENCE_MS, **wishes: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **wishes)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture
def anyio_backend() -> str:
    """Coroutines run on asyncio, as in the product."""
    return "asyncio"


class _Seen(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_stray_log_record(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """A warning or error in any log fails the test, unless it is marked `expects_log`."""
    seen = _Seen()
    own = logging.getLogger("kaibo")
    propagates = own.propagate
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        logger_factory=lambda *_: own,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    logging.getLogger().addHandler(seen)
    own.addHandler(seen)
    own.propagate = False
    yield seen.records
    own.removeHandler(seen)
    own.propagate = propagates
    logging.getLogger().removeHandler(seen)
    if seen.records and request.node.get_closest_marker("expects_log") is None:
        pytest.fail("stray log record: " + "; ".join(seen.records))
