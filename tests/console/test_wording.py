"""Words at the desk: what is refused, what goes on, and what is kept of the decision."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from console.app import open_books
from console.bulk.rows import heed_words, understand
from console.bulk.tables import read_pasted
from console.commands import (
    Command,
    CreateCoupon,
    DescribeItem,
    EditItem,
    ImportItem,
    KeepSnap,
    OpenDraw,
    OpenFlash,
    SetSteps,
    StartShow,
    WriteScript,
)
from console.config import Options
from console.desk import LocalDesk
from console.errors import ListingDoubtful, OffPlatform
from console.facts import SaidDespite
from console.store.database import Database
from console.wording import Wording, heeded
from console.words import check
from tests.console.conftest import SHOT, Books

pytestmark = pytest.mark.anyio
WECHAT = "加微信 abc12345"


@asynccontextmanager
async def _desk(data: Path) -> AsyncIterator[tuple[LocalDesk, Database]]:
    async with open_books(Options(data=data)) as books:
        yield books.desk, books.db


async def _rows(db: Database) -> list[tuple[Any, ...]]:
    asked = "SELECT command, number, field, class, level, typed FROM word_decisions ORDER BY rowid"
    return await db.run(lambda open_db: list(open_db.conn.execute(asked)))


@pytest.mark.parametrize(
    "command",
    [
        OpenFlash(line=f"手镯{WECHAT} 599 x3"),
        OpenFlash(title=f"手镯 {WECHAT}", price_fen=100),
        ImportItem(title="手镯", price_fen=100, points=WECHAT),
        EditItem(number=1, title=f"手镯 {WECHAT}"),
        EditItem(number=1, points=WECHAT),
        DescribeItem(number=1, origin=WECHAT),
        SetSteps(number=1, line=f"预热 {WECHAT} | 开价 599"),
        WriteScript(number=1, text=f"讲完了，{WECHAT}"),
        WriteScript(text=WECHAT),
        CreateCoupon(name=WECHAT, reduce_fen=100, total=1),
        OpenDraw(prize=WECHAT),
    ],
    ids=lambda command: type(command).__name__,
)
async def test_a_way_off_the_platform_is_refused_wherever_it_is_typed(command: Command, tmp_path: Path) -> None:
    """Nothing is written, and the card says why and what to do, in both languages."""
    async with _desk(tmp_path) as (desk, db):
        await desk.do(OpenFlash(title="手镯", price_fen=59_900))
        before = desk.state
        with pytest.raises(OffPlatform) as refused:
            await desk.do(command)
        assert desk.state == before
        assert await _rows(db) == []
    zh, en = refused.value.shown("zh_CN"), refused.value.shown("en")
    assert "微信" in zh.title
    assert "platform" in en.title
    assert zh.advice != en.advice != ""


async def test_a_warning_goes_on_and_the_decision_can_be_looked_up(tmp_path: Path) -> None:
    """A row for each doubtful word in the transaction of the change; the same listing twice is one decision."""
    flash = OpenFlash(title="顶级手镯", price_fen=59_900)
    async with _desk(tmp_path) as (desk, db):
        for _ in range(2):
            await desk.do(flash)
        await desk.do(EditItem(number=1, points="最好的玉"))
        await desk.do(EditItem(number=1, points="最好的玉", bin_code="A1"))
        assert desk.state.items[0].title == "顶级手镯"
        rows = await _rows(db)
    assert rows == [
        ("OpenFlash", 1, "title", "absolute_term", "warn", "顶级"),
        ("EditItem", 1, "points", "absolute_term", "warn", "最好的"),
    ]


async def test_a_decision_is_in_the_log_without_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Class, level, entry and version of the list; what else was typed stays in the books."""
    async with _desk(tmp_path) as (desk, _):
        records: list[str] = []

        class Keep(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                records.append(record.getMessage())

        kept = Keep()
        logging.getLogger("kaibo").addHandler(kept)
        monkeypatch.setattr(logging.getLogger("kaibo"), "level", logging.INFO)
        await desk.do(OpenFlash(title="张姐家的顶级手镯", price_fen=59_900))
        logging.getLogger("kaibo").removeHandler(kept)
    (told,) = [record for record in records if "despite" in record]
    assert json.loads(told).items() >= {"word_class": "absolute_term", "gravity": "warn", "field": "title"}.items()
    assert "张姐" not in told


async def test_what_a_program_says_of_its_decisions_is_not_believed(tmp_path: Path) -> None:
    """Only the desk fills in `despite`."""
    invented = SaidDespite("title", "x", "medical", "warn", "x", "x", "x")
    async with _desk(tmp_path) as (desk, db):
        await desk.do(OpenFlash(title="手镯", price_fen=59_900, despite=(invented,)))
        assert await _rows(db) == []


async def test_a_line_that_cannot_be_read_is_still_asked(tmp_path: Path) -> None:
    """The check comes second: a doubtful line is doubtful first."""
    async with _desk(tmp_path) as (desk, _):
        with pytest.raises(ListingDoubtful):
            await desk.do(OpenFlash(line="手镯 99两件"))


async def test_the_items_facts_are_held_against_its_texts(tmp_path: Path) -> None:
    """The last three of three is true; the last three of nine is kept as a decision."""
    async with _desk(tmp_path) as (desk, db):
        await desk.do(OpenFlash(title="手镯最后3件", price_fen=59_900, stock=3))
        await desk.do(OpenFlash(title="圆牌最后3件", price_fen=59_900, stock=9))
        rows = await _rows(db)
    assert [(row[1], row[3]) for row in rows] == [(2, "fake_count")]


async def test_a_shops_own_list_counts_at_the_desk(tmp_path: Path) -> None:
    """`words.txt` of the data folder is laid over ours."""
    (tmp_path / "words.txt").write_text("[off_platform]\n老地方见 | block\n", "utf-8")
    async with _desk(tmp_path) as (desk, _):
        with pytest.raises(OffPlatform):
            await desk.do(OpenDraw(prize="老地方见"))


async def test_the_list_is_built_once(tmp_path: Path) -> None:
    """Whoever asks first waits; the others get the same checker."""
    wording = Wording(tmp_path, lambda _event: None)
    assert wording.checker is None
    first = await wording.ready()
    assert await wording.ready() is first is wording.checker


def test_a_change_carried_out_again_is_never_refused(books: Books) -> None:
    """What an operation is given it does, with the decision that the journal's line holds."""
    said = heeded("title", check("顶级手镯"))
    flash = OpenFlash(title=f"顶级手镯 {WECHAT}", price_fen=100, despite=tuple(said))
    again = msgspec.convert(json.loads(msgspec.json.encode(flash)), type=OpenFlash)
    assert again == flash
    event = books.do(again)
    assert books.one("SELECT about FROM word_decisions") == event.item_id


def test_rows_of_a_spreadsheet_are_rejected_or_pass_with_their_warning() -> None:
    """Blocked words reject the row with the reason; a doubtful word is told and passes."""
    from console.words.check import our_checker

    table = read_pasted(f"品名\t价格\t卖点\n手镯\t59\t{WECHAT}\n顶级圆牌\t69\t\n耳环\t79\t\n")
    told = [
        (row.wanted is not None, row.rejected, verdict.level.word if verdict else "")
        for row, verdict in heed_words(understand([table]), our_checker())
    ]
    (_, why, _), *others = told
    assert why is not None
    assert "微信" in why.zh
    assert others == [(True, None, "warn"), (True, None, "ok")]


async def _noticed(desk: LocalDesk, key: str) -> str:
    """What a card of this key says, "" where there is none."""
    notice = next((notice for notice in desk.state.notices if notice.key == key), None)
    return "" if notice is None else notice.title.said("zh_CN", **notice.facts)


@pytest.mark.expects_log
async def test_a_bad_line_of_a_shops_own_list_is_a_card_with_its_number(tmp_path: Path) -> None:
    """The others count all the same; whoever made the mistake reads where it is."""
    (tmp_path / "words.txt").write_text("version 2\n[absolute_term]\n天花板级 | very bad\n老料之王 | warn\n", "utf-8")
    async with _desk(tmp_path) as (desk, db):
        await desk.do(OpenFlash(title="老料之王", price_fen=100))
        assert "第 3 行" in await _noticed(desk, "words.txt")
        assert [row[5] for row in await _rows(db)] == ["老料之王"]


async def test_a_title_is_checked_again_when_its_ground_goes(tmp_path: Path) -> None:
    """A guarantee taken away leaves its promise in the title: a card says so, and the decision is kept."""
    async with _desk(tmp_path) as (desk, db):
        item = (await desk.do(OpenFlash(title="假一赔十手镯", price_fen=100, stock=9))).item
        await desk.do(DescribeItem(number=item.number, guarantees=("fake_compensation",)))
        key = f"words:{item.item_id}"
        assert await _noticed(desk, key) == ""
        before = len(await _rows(db))
        await desk.do(DescribeItem(number=item.number, guarantees=("seven_days",)))
        assert "假一赔十" in await _noticed(desk, key)
        assert (await _rows(db))[before:] == [
            ("DescribeItem", item.number, "title", "promise_mismatch", "warn", "假一赔十")
        ]
        await desk.do(EditItem(number=item.number, title="手镯"))
        assert await _noticed(desk, key) == "", "what was mended needs no card"


async def test_a_compared_price_may_be_named_once_it_is_proved(tmp_path: Path) -> None:
    """The sum alone is no ground; with its picture the very number may be said, and no other."""
    async with _desk(tmp_path) as (desk, db):
        await desk.do(StartShow())
        item = (await desk.do(OpenFlash(title="手镯", price_fen=59_900, stock=9))).item
        snap = (await desk.do(KeepSnap(snap_id="snap", shots=(SHOT, SHOT, SHOT)))).snap_id
        await desk.do(DescribeItem(number=item.number, base_price_fen=129_900))
        await desk.do(EditItem(number=item.number, points="原价1299"))
        assert [row[3] for row in await _rows(db)] == ["price_claim"]
        await desk.do(DescribeItem(number=item.number, base_snap_id=snap))
        await desk.do(EditItem(number=item.number, points="原价1299，现在599"))
        assert len(await _rows(db)) == 1
        await desk.do(EditItem(number=item.number, points="原价1999"))
        assert len(await _rows(db)) == 2


async def test_hours_and_people_are_held_against_what_is_said(tmp_path: Path) -> None:
    """ "当天发" and "5000人在看" are doubtful where the item says 48 hours and 312 people."""
    async with _desk(tmp_path) as (desk, db):
        item = (await desk.do(OpenFlash(title="手镯", price_fen=59_900, stock=9))).item
        await desk.do(EditItem(number=item.number, points="当天发货"))
        assert await _rows(db) == [], "what is not known is not judged"
        await desk.do(DescribeItem(number=item.number, ships_within_h=48, online=312))
        await desk.do(EditItem(number=item.number, points="24小时内发货 / 5000人在线"))
        said = [(row[0], row[3]) for row in await _rows(db)]
        assert said[0] == ("DescribeItem", "promise_mismatch"), "what stood already has lost its ground"
        assert sorted(said[1:]) == [("EditItem", "fake_count"), ("EditItem", "promise_mismatch")]
        told = desk.state.items[0].trust
        assert (told.ships_within_h, told.online) == (48, 312)
        await desk.do(DescribeItem(number=item.number, ships_within_h=0, online=0))
        assert (desk.state.items[0].trust.ships_within_h, desk.state.items[0].trust.online) == (None, None)


async def test_the_title_of_a_show_is_checked_too(tmp_path: Path) -> None:
    """It is read by everybody: a way off the platform starts no show, a warning is kept."""
    async with _desk(tmp_path) as (desk, db):
        with pytest.raises(OffPlatform):
            await desk.do(StartShow(title=WECHAT))
        assert not desk.state.live
        await desk.do(StartShow(title="全网最低专场"))
        assert [row[2] for row in await _rows(db)] == ["show"]
