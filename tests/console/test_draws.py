"""Draws: what is published when, and that winners follow from the record alone."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import draws
from console.commands import DrawWinners, FreezeEntrants, OpenDraw, RecordSale, StartShow, StrikeDraw, VoidSale
from console.desk import LocalDesk, load
from console.errors import DrawUnfit
from console.export.drawing import export_draw
from console.facts import DrawState
from console.store.database import Database
from tests.clock import FakeClock
from tests.console.conftest import Books

SEED = "00112233445566778899aabbccddeeff"
NAMES = tuple(f"买家{n}" for n in range(20))


def _drawn(books: Books, **more: Any) -> Any:
    opened = books.do(OpenDraw(prize="和田玉吊坠", winners=3, seed=SEED, **more))
    books.do(FreezeEntrants(draw_id=opened.draw_id, entrants=NAMES))
    return books.do(DrawWinners(draw_id=opened.draw_id)).draw


def test_winners_follow_from_seed_and_entrants_by_the_words_of_the_page(books: Books) -> None:
    """The algorithm of docs/draws.md, written down anew, gives the same winners."""
    drawn = _drawn(books)
    lots = sorted(
        (hmac.new(SEED.encode(), f"{n}:{who}".encode(), hashlib.sha256).hexdigest(), n)
        for n, who in enumerate(NAMES, 1)
    )
    assert [won.place for won in drawn.won] == [n for _, n in lots[:3]]
    assert [won.prize for won in drawn.won] == [1, 2, 3]
    assert [won.name for won in drawn.won] == [NAMES[n - 1] for _, n in lots[:3]]


def test_the_seed_is_secret_until_the_entrants_are_frozen(books: Books) -> None:
    """First its fingerprint, then the list, then the seed itself; only then are lots reckoned."""
    opened = books.do(OpenDraw(prize="手镯", seed=SEED)).draw
    assert (opened.seed, opened.seed_fingerprint) == ("", hashlib.sha256(SEED.encode()).hexdigest())
    with pytest.raises(DrawUnfit):
        books.do(DrawWinners(draw_id=opened.draw_id))
    frozen = books.do(FreezeEntrants(draw_id=opened.draw_id, entrants=("甲", "甲", " ", "乙 "))).draw
    assert (frozen.state, frozen.seed, frozen.entrants, frozen.won) == (DrawState.FROZEN, SEED, 2, ())


def test_nothing_that_was_published_can_change(books: Books) -> None:
    """The database itself refuses: no other seed, no more entrants, nobody taken off, no other list the second time."""
    drawn = _drawn(books)
    again = books.do(FreezeEntrants(draw_id=drawn.draw_id, entrants=("别人",))).draw
    assert again == drawn == books.do(DrawWinners(draw_id=drawn.draw_id)).draw
    for statement in (
        "UPDATE draws SET seed = 'x'",
        "UPDATE draws SET winners = 9",
        "DELETE FROM draw_entrants",
        "UPDATE draw_entrants SET name = 'x'",
        "INSERT INTO draw_entrants SELECT id, 99, 'x', NULL FROM draws",
        "DELETE FROM draws",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            books.db.conn.execute(statement)
    with pytest.raises(DrawUnfit):
        books.do(StrikeDraw(draw_id=drawn.draw_id))


def test_buyers_with_a_sale_that_stands_take_part(books: Books) -> None:
    """One line for each buyer of the item, in the order of their first sale; an undone sale does not count."""
    books.do(StartShow())
    books.list_item(stock=9)
    books.list_item(title="玉佩", stock=9)
    for buyer in ("阿珍", "老王", "阿珍"):
        books.do(RecordSale(number=1, buyer=buyer))
    gone = books.do(RecordSale(number=1, buyer="小鱼"))
    books.do(RecordSale(number=2, buyer="大海"))
    books.do(VoidSale(sale_id=gone.sale_id, reason="x"))
    opened = books.do(OpenDraw(prize="免单", number=1, seed=SEED))
    books.do(FreezeEntrants(draw_id=opened.draw_id))
    assert [name.split()[0] for name in draws.entrants_of(books.db, opened.draw_id)] == ["阿珍", "老王"]


@pytest.mark.parametrize(
    "wrong", [{"prize": " "}, {"winners": 0}, {"winners": 1_001}, {"seed": "short"}, {"prize_fen": -1}]
)
def test_what_cannot_be_is_refused(books: Books, wrong: dict[str, Any]) -> None:
    """A draw without a prize, winners or a real seed is none."""
    with pytest.raises(DrawUnfit):
        books.do(OpenDraw(**{"prize": "手镯", "seed": SEED, **wrong}))


def test_nobody_takes_part_yet(books: Books) -> None:
    """A draw without entrants stays open."""
    opened = books.do(OpenDraw(prize="手镯"))
    with pytest.raises(DrawUnfit):
        books.do(FreezeEntrants(draw_id=opened.draw_id))


def test_an_exported_record_is_checked_by_the_command_line(books: Books, tmp_path: Path) -> None:
    """`main.py draw` agrees with a true record and names what was tampered with."""
    drawn = _drawn(books)
    path = tmp_path / "record.json"
    path.write_text(draws.as_json(draws.record(books.db, drawn.draw_id)), encoding="utf-8")

    def checked() -> tuple[int, Any]:
        done = subprocess.run(
            [sys.executable, "main.py", "draw", str(path)], capture_output=True, text=True, check=False
        )
        return done.returncode, json.loads(done.stdout)

    code, told = checked()
    assert (code, told["ok"], len(told["winners"])) == (0, True, 3)
    record = json.loads(path.read_text(encoding="utf-8"))
    record["winners"][0], record["winners"][1] = record["winners"][1], record["winners"][0]
    path.write_text(json.dumps(record), encoding="utf-8")
    assert checked() == (1, {"ok": False, "wrong": ["winners"]})
    record["entrants"].append("别人")
    path.write_text(json.dumps(record), encoding="utf-8")
    assert checked() == (1, {"ok": False, "wrong": ["entrants", "winners"]})
    path.write_text("[]", encoding="utf-8")
    done = subprocess.run([sys.executable, "main.py", "draw", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "record.json" in done.stderr


@given(st.lists(st.text(min_size=1), min_size=1, max_size=60), st.integers(1, 70))
def test_everybody_wins_at_most_once(entrants: list[str], count: int) -> None:
    """Winners are distinct places of the list, as many as there are prizes or entrants."""
    won = draws.winners(SEED, entrants, count)
    assert len(set(won)) == len(won) == min(count, len(entrants))
    assert set(won) <= set(range(1, len(entrants) + 1))


def test_lots_are_fair() -> None:
    """Over many seeds every place wins about as often (chi-square, 19 degrees of freedom, p > 0.0001)."""
    wins = [0] * 20
    for n in range(4_000):
        (place,) = draws.winners(f"{n:032x}", NAMES, 1)
        wins[place - 1] += 1
    assert sum((won - 200) ** 2 / 200 for won in wins) < 52


@pytest.mark.anyio
async def test_the_written_record_can_be_reckoned_again(tmp_path: Path) -> None:
    """What the exported file says is enough to find the same winners; the same draw again replaces its file."""
    db = await Database.open(tmp_path)
    desk = LocalDesk(db, await db.run(load), FakeClock())
    opened: Any = await desk.do(OpenDraw(prize="手镯", winners=2))
    await desk.do(FreezeEntrants(draw_id=opened.draw_id, entrants=("阿珍", "老王", "小鱼")))
    drawn: Any = await desk.do(DrawWinners(draw_id=opened.draw_id))
    for _ in range(2):
        path = await export_draw(db, opened.draw_id, tmp_path / "out" / "记录.json")
    await db.close()
    found = draws.from_file(path)
    assert draws.check(found) == []
    assert [won["name"] for won in found["winners"]] == [won.name for won in drawn.draw.won]
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.anyio
async def test_the_record_as_a_workbook_has_everybodys_lot(tmp_path: Path) -> None:
    """Sorted by their lots in Excel, the first are the winners; a name that begins like a formula stays a name."""
    from python_calamine import CalamineWorkbook

    db = await Database.open(tmp_path)
    desk = LocalDesk(db, await db.run(load), FakeClock())
    opened: Any = await desk.do(OpenDraw(prize="手镯", prize_fen=59_900, winners=2))
    await desk.do(FreezeEntrants(draw_id=opened.draw_id, entrants=("阿珍", "=1+1", "小鱼", "老王")))
    drawn: Any = await desk.do(DrawWinners(draw_id=opened.draw_id))
    path = await export_draw(db, opened.draw_id, tmp_path / "抽奖.xlsx")
    bare = await export_draw(db, opened.draw_id, tmp_path / "without an ending")
    await db.close()
    assert bare.suffix == ".json"
    book = CalamineWorkbook.from_path(str(path))
    facts = {row[0]: row[1] for row in book.get_sheet_by_name("抽奖").to_python()}
    assert facts["种子"] == drawn.draw.seed
    assert facts["每份价值（元）"] == "599"
    heads, *lots = book.get_sheet_by_name("名单").to_python()
    assert heads[1] == "参加的人"
    assert [row[1] for row in sorted(lots, key=lambda row: row[2])[:2]] == [won.name for won in drawn.draw.won]
    assert "=1+1" in [row[1] for row in lots]
