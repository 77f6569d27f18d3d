"""The folder of proof pictures: a folder for each day, an index beside its pictures, bounded, oldest first.

    proof/2026-11-22/2026-11-22_21-30-15.123+0800.jpg    the time is in the name, and nothing about a buyer
    proof/2026-11-22/index.jsonl                         one line for each sale and each item put on air

Nothing here is flushed to the disk and waited for: losing the last second of it is no loss of a sale.
Used by one writer; reading needs no lock, also while a console writes.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import structlog

from console.store.disk import put_in_place

log = structlog.get_logger(__name__)

FOLDER = "proof"
INDEX = "index.jsonl"
MOST_BYTES = 500 * 1024**2
MOST_DAYS = 90
_DAY = "%Y-%m-%d"
_NAME = "%Y-%m-%d_%H-%M-%S.%f%z"
_EMPTY_FROM = 0.9
"""Once full, a tenth is emptied: not one picture for each new one."""


@dataclass(frozen=True)
class Proof:
    """A fact, and the picture nearest to it. Times are UTC milliseconds."""

    at_ms: int
    what: str
    """ "sale" or "on_air"."""
    show_id: str
    item_id: str
    number: int
    title: str = ""
    quantity: int = 0
    sale_id: str = ""
    order_id: str = ""
    source: str = ""
    """Of a sale: "studio" or "platform"."""
    file: str = ""
    """Path below the proof folder; empty when there was no picture at that moment."""
    frame_at_ms: int | None = None
    """When the picture was taken: an order can be heard of later than it was made."""


def day_of(at_ms: int) -> str:
    """The studio's own date of a moment, as the folder is named."""
    return _local(at_ms).strftime(_DAY)


def name_of(at_ms: int) -> str:
    """The file of a picture taken at `at_ms`, below the proof folder."""
    local = _local(at_ms)
    return f"{local.strftime(_DAY)}/{local.strftime('%Y-%m-%d_%H-%M-%S')}.{at_ms % 1000:03d}{local.strftime('%z')}.jpg"


def time_in(name: str) -> int | None:
    """UTC ms of a picture, from its name; None for a file of another kind."""
    try:
        return round(datetime.strptime(Path(name).stem, _NAME).timestamp() * 1000)  # noqa: DTZ007 - the name has it
    except ValueError:
        return None


def _local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000).astimezone()


class Album:
    """The proof folder below one data folder. Methods may raise OSError."""

    def __init__(self, data: Path, most_bytes: int = MOST_BYTES, most_days: int = MOST_DAYS) -> None:
        self.folder = data / FOLDER
        self._most_bytes = most_bytes
        self._most_days = most_days
        self._bytes: int | None = None

    # --- writing -----------------------------------------------------------------------------

    def keep(self, jpeg: bytes, at_ms: int) -> str:
        """Write a picture taken at `at_ms`, whole or not at all; returns its name."""
        name = name_of(at_ms)
        path = self.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{secrets.token_hex(4)}.part")
        try:
            draft.write_bytes(jpeg)
            put_in_place(draft, path)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        self._count(len(jpeg))
        return name

    def note(self, proofs: Sequence[Proof]) -> None:
        """Add lines to the index of the day of each."""
        for day in sorted({day_of(proof.at_ms) for proof in proofs}):
            lines = [_line(proof) for proof in proofs if day_of(proof.at_ms) == day]
            path = self.folder / day / INDEX
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            data = "".join(lines).encode()
            with path.open("ab+") as index:
                if index.tell() and not _ends_a_line(index.fileno(), index.tell()):
                    data = b"\n" + data  # the last line was cut off by a crash
                index.write(data)
            self._count(len(data))

    def prune(self, now_ms: int) -> int:
        """Remove what is too old, then the oldest until it fits; returns how many pictures went."""
        pictures = sorted(self._pictures(), key=lambda each: each[1])
        self._bytes = sum(size for _, _, size in pictures) + sum(
            p.stat().st_size for p in self.folder.glob(f"*/{INDEX}")
        )
        oldest_ms = now_ms - int(timedelta(days=self._most_days) / timedelta(milliseconds=1))
        wanted = self._most_bytes if self._bytes <= self._most_bytes else int(self._most_bytes * _EMPTY_FROM)
        gone = 0
        for path, at_ms, size in pictures:
            if at_ms >= oldest_ms and self._bytes <= wanted:
                break
            path.unlink(missing_ok=True)
            self._bytes -= size
            gone += 1
        self._drop_days(day_of(oldest_ms))
        return gone

    @property
    def full(self) -> bool:
        """Whether there is reason to prune: never counted since the start, or more than is allowed."""
        return self._bytes is None or self._bytes > self._most_bytes

    def _count(self, size: int) -> None:
        if self._bytes is not None:
            self._bytes += size

    def _pictures(self) -> Iterator[tuple[Path, int, int]]:
        for path in self.folder.glob("*/*.jpg"):
            at_ms = time_in(path.name)
            if at_ms is not None:
                with contextlib.suppress(FileNotFoundError):
                    yield path, at_ms, path.stat().st_size

    def _drop_days(self, oldest: str) -> None:
        """Days without a picture that are over, and drafts a crash left; today's index may wait for its first."""
        for folder in sorted(self.folder.glob("????-??-??")):
            for draft in folder.glob(".*.part"):
                draft.unlink(missing_ok=True)
            if folder.name < oldest and not any(folder.glob("*.jpg")):
                (folder / INDEX).unlink(missing_ok=True)
                with contextlib.suppress(OSError):  # somebody keeps a file of their own there
                    folder.rmdir()

    # --- looking up --------------------------------------------------------------------------

    def find(
        self, sale: str = "", number: int | None = None, since_ms: int | None = None, until_ms: int | None = None
    ) -> Iterator[Proof]:
        """What is kept, oldest first: of a sale (its id or the order's), of a number, of a stretch of time."""
        told: set[str] = set()
        for path in sorted(self.folder.glob(f"????-??-??/{INDEX}")):
            if since_ms is not None and path.parent.name < day_of(since_ms):
                continue
            if until_ms is not None and path.parent.name > day_of(until_ms):
                continue
            for proof in sorted(_read(path), key=lambda each: each.at_ms):
                if sale and sale not in (proof.sale_id, proof.order_id):
                    continue
                if number is not None and proof.number != number:
                    continue
                if not (since_ms or 0) <= proof.at_ms <= (until_ms if until_ms is not None else proof.at_ms):
                    continue
                if proof.sale_id and proof.sale_id in told:
                    continue  # the same sale told again later: the first picture is the one
                told.add(proof.sale_id)
                yield proof

    def picture(self, proof: Proof) -> Path | None:
        """The file of `proof`; None when there was no picture, or it has made room for newer ones."""
        path = self.folder / proof.file
        return path if proof.file and path.is_file() and path.stat().st_size else None


def _line(proof: Proof) -> str:
    said = {name: value for name, value in asdict(proof).items() if value not in ("", None, 0)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def _ends_a_line(descriptor: int, size: int) -> bool:
    if not hasattr(os, "pread"):
        return True  # Windows: a torn line costs the one after it, no more
    return os.pread(descriptor, 1, size - 1) == b"\n"


def _read(path: Path) -> list[Proof]:
    """The lines of one index; what a crash cut off or somebody wrote into it is left out."""
    proofs = []
    with contextlib.suppress(FileNotFoundError):  # a writer has just removed a day that is too old
        for line in path.read_bytes().splitlines():
            try:
                proofs.append(msgspec.json.decode(line, type=Proof))
            except msgspec.MsgspecError:
                log.info("proof line unreadable", file=path.parent.name)
    return proofs
