"""A draw (免单) that anyone can check: who took part, which seed, and who won follows from both.

Opening publishes the fingerprint of the seed, before anybody knows who takes part. Freezing fixes the
entrants and publishes the seed itself. Drawing does nothing but reckon: each entrant's lot is
HMAC-SHA256 (RFC 2104) of their line under the seed, and the lowest lots win. `docs/draws.md` has the
algorithm in words and `check` in code; a record is kept for good and can be exported.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from console.commands import Command, DrawWinners, FreezeEntrants, OpenDraw, StrikeDraw
from console.errors import DrawUnfit, RecordUnreadable, Text
from console.events import DrawChanged, Event
from console.facts import DrawState
from console.listing.flash import find
from console.store import projection
from console.store.database import Db

MOST_ENTRANTS = 100_000
MOST_WINNERS = 1_000
NAMELESS = "匿名"
"""How an entrant is recorded who bought without a name; part of the record, so the same in every language."""
PRIZE_CAP_FEN = 5_000_000
"""The highest prize of a lottery sale, 50,000 yuan (规范促销行为暂行规定 2020, article 17); above it we warn."""


ALGORITHM = "lot = HMAC-SHA256(key = seed, message = 'place:name') in hexadecimal; the lowest lots win, lowest first"


# --- the algorithm ---------------------------------------------------------------------------


def fingerprint(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def entrants_fingerprint(entrants: Sequence[str]) -> str:
    """SHA-256 over all entrants in order, each followed by a line feed."""
    return fingerprint("".join(f"{entrant}\n" for entrant in entrants))


def lot(seed: str, place: int, entrant: str) -> str:
    """The lot of the entrant at `place` (from 1): HMAC-SHA256(seed, "place:entrant"), hexadecimal."""
    return hmac.new(seed.encode(), f"{place}:{entrant}".encode(), hashlib.sha256).hexdigest()


def winners(seed: str, entrants: Sequence[str], count: int) -> tuple[int, ...]:
    """The places (from 1) of the winners, first prize first: the `count` lowest lots."""
    lots = sorted((lot(seed, place, entrant), place) for place, entrant in enumerate(entrants, 1))
    return tuple(place for _, place in lots[:count])


def check(record: dict[str, Any]) -> list[str]:
    """What is wrong with an exported record: "seed", "entrants", "winners"; empty when all of it follows."""
    entrants = [str(entrant) for entrant in record["entrants"]]
    wrong = []
    if fingerprint(str(record["seed"])) != record["seed_fingerprint"]:
        wrong.append("seed")
    if entrants_fingerprint(entrants) != record["entrants_fingerprint"]:
        wrong.append("entrants")
    places = [won["place"] for won in record["winners"]]
    if record["state"] == DrawState.DRAWN and list(winners(str(record["seed"]), entrants, len(places))) != places:
        wrong.append("winners")
    return wrong


# --- on the database thread ------------------------------------------------------------------


def open_draw(db: Db, command: OpenDraw, now_ms: int) -> DrawChanged:
    """Announce a draw and publish the fingerprint of its seed. Raises `DrawUnfit`."""
    if _state(db, command.draw_id) is None:
        title = " ".join(command.prize.split())
        if not title:
            raise DrawUnfit(why=Text("要写明奖品", "say what the prize is"))
        if not 1 <= command.winners <= MOST_WINNERS:
            raise DrawUnfit(why=Text(f"中奖人数要在 1 到 {MOST_WINNERS} 之间", f"1 to {MOST_WINNERS} can win"))
        if command.prize_fen < 0 or len(command.seed) < 32:
            raise DrawUnfit(why=Text("奖品金额或种子不对", "the prize's worth or the seed is not right"))
        item_id = None if command.number is None else find(db, command.number).item_id
        show = projection.latest_show(db)
        db.conn.execute(
            "INSERT INTO draws (id, show_id, item_id, prize, prize_fen, winners, seed, seed_fingerprint, opened_at_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                command.draw_id,
                show.show_id if show else None,
                item_id,
                title,
                command.prize_fen,
                command.winners,
                command.seed,
                fingerprint(command.seed),
                now_ms,
            ),
        )
    return _changed(db, command.draw_id)


def freeze(db: Db, command: FreezeEntrants, now_ms: int) -> DrawChanged:
    """Fix who takes part: the buyers of its item (or of the show) that stand now, or the lines given.

    From here on nobody can join or leave, and the seed is public. Raises `DrawUnfit`.
    """
    state = _known(db, command.draw_id)
    if state == DrawState.OPEN:
        entrants = _buyers(db, command.draw_id) if command.entrants is None else _lines(command.entrants)
        if not entrants:
            raise DrawUnfit(why=Text("还没有人参加", "nobody takes part yet"))
        if len(entrants) > MOST_ENTRANTS:
            raise DrawUnfit(why=Text(f"最多 {MOST_ENTRANTS:,} 人", f"at most {MOST_ENTRANTS:,} can take part"))
        db.conn.executemany(
            "INSERT INTO draw_entrants (draw_id, place, name) VALUES (?, ?, ?)",
            [(command.draw_id, place, name) for place, name in enumerate(entrants, 1)],
        )
        db.conn.execute(
            "UPDATE draws SET state = 'frozen', frozen_at_ms = ?, entrants_fingerprint = ? WHERE id = ?",
            (now_ms, entrants_fingerprint(entrants), command.draw_id),
        )
    return _changed(db, command.draw_id)


def draw(db: Db, command: DrawWinners, now_ms: int) -> DrawChanged:
    """Reckon who won. Raises `DrawUnfit` before the entrants are frozen; the same draw again changes nothing."""
    state = _known(db, command.draw_id)
    if state in (DrawState.OPEN, DrawState.STRUCK):
        raise DrawUnfit(why=Text("先锁定名单", "freeze the entrants first"))
    if state == DrawState.FROZEN:
        seed, count = db.conn.execute("SELECT seed, winners FROM draws WHERE id = ?", (command.draw_id,)).fetchone()
        db.conn.executemany(
            "UPDATE draw_entrants SET prize = ? WHERE draw_id = ? AND place = ?",
            [
                (prize, command.draw_id, place)
                for prize, place in enumerate(winners(seed, entrants_of(db, command.draw_id), count), 1)
            ],
        )
        db.conn.execute("UPDATE draws SET state = 'drawn', drawn_at_ms = ? WHERE id = ?", (now_ms, command.draw_id))
    return _changed(db, command.draw_id)


def strike(db: Db, command: StrikeDraw, now_ms: int) -> DrawChanged:
    """Call a draw off before anybody won; what was published of it stays on record. Raises `DrawUnfit` after."""
    if _known(db, command.draw_id) == DrawState.DRAWN:
        raise DrawUnfit(why=Text("已经开奖，不能撤销", "it has been drawn and stays"))
    db.conn.execute(
        "UPDATE draws SET state = 'struck', drawn_at_ms = ? WHERE id = ? AND state <> 'struck'",
        (now_ms, command.draw_id),
    )
    return _changed(db, command.draw_id)


def entrants_of(db: Db, draw_id: str) -> list[str]:
    """Everybody who takes part, in order."""
    rows = db.conn.execute("SELECT name FROM draw_entrants WHERE draw_id = ? ORDER BY place", (draw_id,))
    return [row[0] for row in rows]


def record(db: Db, draw_id: str) -> dict[str, Any]:
    """All of a draw as plain values, enough for anyone to reckon it again; the seed only once it is public."""
    found = projection.draw(db, draw_id)
    if found is None:
        raise DrawUnfit(why=_UNKNOWN)
    entrants = entrants_of(db, draw_id)
    return {
        "draw_id": draw_id,
        "prize": found.prize,
        "prize_fen": found.prize_fen,
        "state": found.state,
        "opened_at_ms": found.opened_at_ms,
        "frozen_at_ms": found.frozen_at_ms,
        "drawn_at_ms": found.drawn_at_ms,
        "seed_fingerprint": found.seed_fingerprint,
        "seed": found.seed,
        "entrants_fingerprint": found.entrants_fingerprint,
        "entrants": entrants,
        "winners": [{"prize": won.prize, "place": won.place, "name": won.name} for won in found.won],
        "algorithm": ALGORITHM,
    }


def as_json(record: dict[str, Any]) -> str:
    """A record as indented JSON, for a file that viewers may have; `from_file` reads it."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def from_file(path: Path) -> dict[str, Any]:
    """An exported record. Raises `RecordUnreadable`."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
        fields = {"seed": str, "seed_fingerprint": str, "entrants": list, "entrants_fingerprint": str, "state": str}
        whole = isinstance(found, dict) and all(isinstance(found.get(name), kind) for name, kind in fields.items())
        if whole and all(isinstance(won, dict) and "place" in won for won in found.get("winners", [None])):
            return dict(found)
    except (OSError, ValueError) as error:
        raise RecordUnreadable(file=path.name) from error
    raise RecordUnreadable(file=path.name)


def _buyers(db: Db, draw_id: str) -> list[str]:
    """Who bought, one line for each buyer: the masked name, and an order number that the buyer knows."""
    rows = db.conn.execute(
        "SELECT s.buyer, min(coalesce(s.order_id, s.id)) FROM sales s JOIN draws d ON d.id = ?"
        " WHERE s.status = 'sold' AND (s.item_id = d.item_id OR (d.item_id IS NULL AND s.show_id = d.show_id))"
        " GROUP BY CASE WHEN s.buyer = '' OR s.order_id IS NOT NULL THEN coalesce(s.order_id, s.id) ELSE s.buyer END"
        " ORDER BY min(s.rowid)",
        (draw_id,),
    )
    return [f"{buyer or NAMELESS} {order[-6:]}" for buyer, order in rows]


def _lines(lines: Sequence[str]) -> list[str]:
    """One entrant a line, blanks and repeats left out."""
    return list(dict.fromkeys(line for line in (" ".join(each.split()) for each in lines) if line))


_UNKNOWN = Text("没有这次抽奖", "there is no such draw")


def _state(db: Db, draw_id: str) -> str | None:
    row = db.conn.execute("SELECT state FROM draws WHERE id = ?", (draw_id,)).fetchone()
    return None if row is None else str(row[0])


def _known(db: Db, draw_id: str) -> str:
    state = _state(db, draw_id)
    if state is None:
        raise DrawUnfit(why=_UNKNOWN)
    return state


def _changed(db: Db, draw_id: str) -> DrawChanged:
    found = projection.draw(db, draw_id)
    assert found is not None  # it was just written or found
    return DrawChanged(draw_id=draw_id, what=found.state, draw=found)


OPS: dict[type[Command], Callable[[Db, Any, int], Event]] = {
    OpenDraw: open_draw,
    FreezeEntrants: freeze,
    DrawWinners: draw,
    StrikeDraw: strike,
}
