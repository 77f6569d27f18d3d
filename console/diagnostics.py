"""The log: JSON lines in the data folder, bounded, without secrets and without buyers."""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

KEPT_BYTES = 2_000_000
KEPT_FILES = 5
SECRET = ("secret", "token", "sign", "password", "buyer", "phone", "address", "appkey")


def redact(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the value of every field whose name says that it is nobody's business."""
    for name in entry:
        if any(word in name.lower() for word in SECRET):
            entry[name] = "***"
    return entry


def start_log(folder: Path) -> logging.Handler:
    """Write the log to `folder/logs/kaibo.log`; returns the handler, for `stop_log`."""
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "logs" / "kaibo.log", maxBytes=KEPT_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(message)s"))
    root = logging.getLogger("kaibo")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: logging.getLogger("kaibo"),
        cache_logger_on_first_use=False,
    )
    return handler


def log_to(stream: TextIO) -> None:
    """Warnings and worse on `stream`, for commands that have no data folder and answer on standard output."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def stop_log(handler: logging.Handler) -> None:
    """Close the file of `start_log`."""
    logging.getLogger("kaibo").removeHandler(handler)
    handler.close()
