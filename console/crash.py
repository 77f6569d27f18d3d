"""How the last run ended: what a run leaves behind when it ends badly, and a report of it that shows nobody's business.

A run marks its folder and takes the mark away when it ends in order. The next run that finds a mark knows that the
one before did not: power, the system, or a fault of ours. What can be known of it stands in the log, in what
`faulthandler` wrote, and in the exceptions that nobody caught. Nothing is ever sent; a person may have it as a file.
"""

from __future__ import annotations

import faulthandler
import json
import platform
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

from console.diagnostics import SECRET

log = structlog.get_logger(__name__)

MARK, FAULT, UNCAUGHT = "running.json", "fault.log", "uncaught.log"
LOG_LINES, LOG_BYTES = 200, 128 << 10
"""How much of the log's end stands in a report."""
UNCAUGHT_BYTES = 256 << 10
"""Beyond it uncaught exceptions are counted in the log alone."""
PARTS = ("PySide6_Essentials", "opencv-python-headless", "numpy", "httpx", "sqlite-utils", "qasync")
HIDDEN = "***"


@dataclass(frozen=True)
class BadEnd:
    """What is known of a run that did not end in order."""

    started_at: str
    """Local ISO 8601, as the run wrote it; "" where its mark cannot be read."""
    fault: str
    """What `faulthandler` wrote: the program itself fell. Empty for power, and for a system that ended it."""
    uncaught: str
    log_tail: str


# --- what nobody else need know --------------------------------------------------------------

_SECRET_VALUE = re.compile(
    r'(?P<name>"[^"]*(?:' + "|".join(SECRET) + r')[^"]*"\s*:\s*)(?P<value>"(?:[^"\\]|\\.)*"|-?[\d.]+)', re.IGNORECASE
)
_SECRET_WORD = re.compile(
    r"(?P<name>\w*(?:" + "|".join(SECRET) + r")\w*)\s*[=:]\s*(?P<value>[^\s,;&'\")}]+)", re.IGNORECASE
)
_QUERY = re.compile(r"(https?://[^\s?\"'#]+)\?[^\s\"']*")
_LOGIN = re.compile(r"(\w+://)[^\s/@\"']+@")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<![\w.-])0\d{2,3}[-\s]\d{7,8}(?!\d)")
_ID_CARD = re.compile(r"(?<!\w)\d{17}[\dXx](?!\w)")
_LONG = re.compile(r"(?<![\w/+-])(?=[A-Za-z0-9_+/=]*\d)(?=[A-Za-z0-9_+/=]*[A-Za-z])[A-Za-z0-9_+/]{24,}={0,2}(?![\w/+])")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:省|自治区|市|州|县|区|镇|乡|村)[\u4e00-\u9fffA-Za-z0-9]{0,20}?(?:路|街|道|巷|弄|村|小区|花园|号)"
    r"[\u4e00-\u9fffA-Za-z0-9\-]{0,24}"
)
_HOME = re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\+Users\\+)[^/\\\s\"':]+")


def scrub(text: str) -> str:
    """`text` without phone numbers, addresses, mail, identity numbers, tokens, secrets and names of users.

    What is covered becomes `***`. Scrubbing twice changes nothing more.
    """
    text = _SECRET_VALUE.sub(lambda found: f'{found["name"]}"{HIDDEN}"', text)
    text = _SECRET_WORD.sub(lambda found: f"{found['name']}={HIDDEN}", text)
    text = _QUERY.sub(rf"\1?{HIDDEN}", text)
    text = _LOGIN.sub(rf"\1{HIDDEN}@", text)
    for pattern in (_MAIL, _ID_CARD, _PHONE, _LANDLINE, _PLACE, _LONG):
        text = pattern.sub(HIDDEN, text)
    return _HOME.sub("~", text)


# --- a run -----------------------------------------------------------------------------------


@contextmanager
def watching(data: Path) -> Iterator[BadEnd | None]:
    """Mark `data` as in use, catch what nobody catches, and tell how the run before ended; None: in order.

    Hold the folder first. The mark goes when the block ends without an exception. A folder that cannot be written
    costs the report, not the run.
    """
    folder = data / "logs"
    former = _take(folder)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        mark = {"started_at": datetime.now(UTC).astimezone().isoformat(timespec="seconds")}
        (folder / MARK).write_text(json.dumps(mark), encoding="utf-8")
    with _hooks(folder / UNCAUGHT), _faults(folder / FAULT):
        yield former
    for name in (MARK, FAULT, UNCAUGHT):
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)


def _take(folder: Path) -> BadEnd | None:
    """What the run before left, which is gone afterwards."""
    if not (folder / MARK).exists():
        return None
    try:
        started_at = str(json.loads(_read(folder / MARK)).get("started_at", ""))
    except (ValueError, AttributeError):
        started_at = ""
    log_tail = "\n".join(_read(folder / "kaibo.log", LOG_BYTES).splitlines()[-LOG_LINES:])
    found = BadEnd(started_at, _read(folder / FAULT), _read(folder / UNCAUGHT), log_tail)
    for name in (FAULT, UNCAUGHT):
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    return found


def _read(path: Path, last_bytes: int = UNCAUGHT_BYTES) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - last_bytes))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Let the interpreter write where every thread stood if it falls."""
    if faulthandler.is_enabled():  # somebody else listens already: a test runner, a developer
        yield
        return
    try:
        file = path.open("w", encoding="utf-8")
    except OSError:
        yield
        return
    with file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()


@contextmanager
def _hooks(path: Path) -> Iterator[None]:
    """Write exceptions that nobody caught, of any thread and of Qt's own calls, to the log and to `path`."""
    former = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def note(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, where: str) -> None:
        said = "".join(traceback.format_exception(kind, error, trace))
        log.error("nobody caught this", where=where, exception=said)
        with suppress(OSError):
            if not path.exists() or path.stat().st_size < UNCAUGHT_BYTES:
                with path.open("a", encoding="utf-8") as file:
                    file.write(f"{where}\n{said}\n")

    def of_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            note(kind, error, trace, "main")
        former[0](kind, error, trace)

    def of_thread(told: Any) -> None:
        if told.exc_type is not SystemExit:
            note(told.exc_type, told.exc_value, told.exc_traceback, getattr(told.thread, "name", "thread"))

    def of_nobody(told: Any) -> None:
        note(told.exc_type, told.exc_value, told.exc_traceback, "unraisable")

    sys.excepthook, threading.excepthook, sys.unraisablehook = of_main, of_thread, of_nobody
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = former


# --- the report ------------------------------------------------------------------------------


def versions() -> dict[str, str]:
    """Python, the system, and the parts that matter, without importing them."""
    found = {"python": sys.version.split()[0], "system": platform.platform()}
    for part in PARTS:
        with suppress(metadata.PackageNotFoundError):
            found[part] = metadata.version(part)
    return found


def report(end: BadEnd, parts: dict[str, str]) -> str:
    """All that is known of a bad end as text a person may read before giving it to somebody; scrubbed."""
    cause = "the program fell (see below)" if end.fault.strip() else "not known: power, the system, or it was killed"
    sections = (
        ("Kaibo crash report", f"run started: {end.started_at or '?'}\ncause: {cause}"),
        ("versions", "\n".join(f"{name}: {version}" for name, version in parts.items())),
        ("where it fell", end.fault.strip()),
        ("exceptions that nobody caught", end.uncaught.strip()),
        ("the end of the log", end.log_tail.strip()),
    )
    return scrub("\n\n".join(f"== {title} ==\n{text}" for title, text in sections if text) + "\n")


def save(end: BadEnd, folder: Path) -> Path:
    """Write the report into `folder`; returns the file. Off the UI thread. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"kaibo-crash-{datetime.now(UTC).astimezone():%Y%m%d-%H%M%S}.txt"
    path.write_text(report(end, versions()), encoding="utf-8")
    return path
