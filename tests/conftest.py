"""What every test stands on: no screen, no stray log record, one kind of event loop."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
import structlog

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


LONG = ("test_sight.py", "test_killed_tools.py", "test_disk.py", "test_rehearsal.py", "test_watch.py", "test_proxy.py")
"""Files that take half a minute or more; they begin, so that the short ones fill up what time is left at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, the others as they stand."""
    items.sort(key=lambda item: item.path.name not in LONG)


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
