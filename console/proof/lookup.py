"""The command line's look into the album: one JSON line for each proof that was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, time, timedelta
from pathlib import Path

from console.proof.album import Album, Proof

_WHOLE_DAY = len("2026-11-22")


def moment_ms(text: str, *, end: bool = False, now: datetime | None = None) -> int:
    """UTC ms of "2026-11-22", "2026-11-22 21:30", "21:30" (today) in the studio's own time.

    A day alone is its beginning or, with `end`, its last millisecond. Raises ValueError.
    """
    text = text.strip()
    if "-" in text:
        moment = datetime.fromisoformat(text)
    else:
        moment = datetime.combine((now or datetime.now().astimezone()).date(), time.fromisoformat(text))
    if end and len(text) == _WHOLE_DAY:
        moment += timedelta(days=1, milliseconds=-1)
    return round(moment.astimezone().timestamp() * 1000)


def lines(
    data: Path, sale: str = "", number: int | None = None, since_ms: int | None = None, until_ms: int | None = None
) -> Iterator[str]:
    """What `Album.find` finds below `data`, oldest first, as JSON with the path of each picture."""
    album = Album(data)
    for proof in album.find(sale, number, since_ms, until_ms):
        yield json.dumps(told(album, proof), ensure_ascii=False)


def told(album: Album, proof: Proof) -> dict[str, object]:
    """`path` is null where there was no picture, or it has made room for newer ones."""
    path = album.picture(proof)
    said = {name: value for name, value in asdict(proof).items() if name != "file"}
    return {"path": None if path is None else str(path), "time": _local(proof.at_ms), **said}


def _local(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000).astimezone().isoformat(sep=" ", timespec="milliseconds")
