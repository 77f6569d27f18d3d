"""What leaves the house: complete, masked, harmless to open, and there as a whole or not at all."""

from __future__ import annotations

import asyncio
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from console.commands import (
    ChangePrice,
    EndShow,
    GiveBackQuota,
    HoldQuota,
    RecordSale,
    SettlePush,
    StartShow,
    VoidSale,
    WithdrawItem,
)
from console.errors import DiskTrouble
from console.export import Report, Stopped, export_show, holds_waiting, write_json, write_xlsx
from console.export.reading import count, heading, local, masked, sales_rows, unsent_rows, without_phones
from console.facts import TAKEN_BACK
from console.store import projection
from console.store.database import Database
from tests.clock import FakeClock
from tests.console.conftest import Books
from tests.waiting import reached

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(path: Path, sheet: int) -> list[list[tuple[str, str]]]:
    """The rows of a sheet as (type, value) of each cell: "n" a number, "s" a text, "f" a formula."""
    with zipfile.ZipFile(path) as book:
        texts = [_text(entry) for entry in _xml(book, "xl/sharedStrings.xml").iter(f"{MAIN}si")]
        return [
            [_cell(cell, texts) for cell in row.iter(f"{MAIN}c")]
            for row in _xml(book, f"xl/worksheets/sheet{sheet}.xml").iter(f"{MAIN}row")
        ]


def _xml(book: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(name)) if name in book.namelist() else ET.Element("nothing")  # noqa: S314 - our own file


def _text(entry: ET.Element) -> str:
    return "".join(part.text or "" for part in entry.iter(f"{MAIN}t"))


def _cell(cell: ET.Element, texts: list[str]) -> tuple[str, str]:
    value = cell.findtext(f"{MAIN}v") or ""
    if cell.find(f"{MAIN}f") is not None:
        return "f", value
    match cell.get("t"):
        case "s":
            return "s", texts[int(value)]
        case "inlineStr":
            return "s", _text(cell)
        case _:
            return "n", value


def report_of(books: Books) -> Report:
    show = projection.latest_show(books.db)
    assert show is not None
    told, totals, _rows = heading(books.db, show.show_id)
    report = Report(local(books.now_ms), told, totals, unsent_rows(books.db), sales_rows(books.db, show.show_id))
    count(report)
    return report


@pytest.fixture
def evening(books: Books) -> Books:
    """Two sales, one void, a refused listing, a price and a shelf change that wait, a hold too."""
    bangle = books.list_item("=HYPERLINK(1)", stock=5)
    books.list_item("手工陶杯")
    books.do(StartShow(title="晚场"))
    books.do(
        SettlePush(
            outbox_id=books.one("SELECT id FROM outbox ORDER BY seq DESC"), outcome="rejected", reason="-主图有边框"
        )
    )
    sold = books.do(RecordSale(number=1, quantity=2, buyer="阿珍 13812345678 玉都大道 88 号"))
    books.do(VoidSale(sale_id=sold.sale_id, reason="客人 138 1234 5678 不要了"))
    books.do(RecordSale(number=1, buyer="老王"))
    books.do(ChangePrice(number=1, price_fen=3990))
    books.do(HoldQuota(number=1, units=2))
    books.do(WithdrawItem(number=1))
    assert books.item(bangle).unsent
    return books


def test_everything_unsent_and_every_sale_is_in_it(evening: Books) -> None:
    """What waits and what was refused with its reason; all sales with what became of them, and the sums."""
    report = report_of(evening)
    assert [(row["kind"], row["state"]) for row in report.unsent] == [
        ("item", "waiting"),
        ("item", "refused"),
        ("stock", "waiting"),
        ("stock", "waiting"),
        ("stock", "waiting"),
        ("price", "waiting"),
        ("stock", "waiting"),
        ("shelf", "waiting"),
    ]
    assert (report.unsent[1]["number"], report.unsent[1]["reason"]) == (2, "-主图有边框")
    assert [(row["quantity"], row["amount_fen"], row["status"], row["taken_back"]) for row in report.sales] == [
        (2, 119_800, "void", False),
        (1, 59_900, "sold", False),
    ]
    assert report.totals == {
        "orders": 1,
        "units": 1,
        "gmv_fen": 59_900,
        "waiting": 7,
        "refused": 1,
        "claims": 1,
        "conflicts_open": 0,
        "void": 1,
        "taken_back": 0,
        "unpaid": 0,
    }


def test_a_slip_undone_is_no_void_sale(evening: Books, tmp_path: Path) -> None:
    """It is counted by itself in the sums, and its row in the workbook says what it was."""
    slip = evening.do(RecordSale(number=2))
    evening.do(VoidSale(sale_id=slip.sale_id, reason=TAKEN_BACK[1]))
    report = report_of(evening)
    assert (report.totals["taken_back"], report.totals["void"]) == (1, 1)
    assert [row["taken_back"] for row in report.sales] == [False, False, True]
    write_xlsx(tmp_path / "a.xlsx", report, "en")
    assert ("s", "taken back") in cells(tmp_path / "a.xlsx", 3)[3]


def test_pages_join_without_a_gap(evening: Books) -> None:
    """Read in pages of one row, nothing is missing and nothing comes twice."""
    show = projection.latest_show(evening.db)
    assert show is not None
    unsent: list[dict[str, Any]] = []
    while page := unsent_rows(evening.db, unsent[-1]["seq"] if unsent else 0, 1):
        unsent += page
    assert unsent == unsent_rows(evening.db)
    sales: list[dict[str, Any]] = []
    while page := sales_rows(evening.db, show.show_id, sales[-1]["place"] if sales else 0, 1):
        sales += page
    assert sales == sales_rows(evening.db, show.show_id)


def test_no_buyer_can_be_told_from_it(evening: Books, tmp_path: Path) -> None:
    """Neither file holds a name, a whole phone number or an address."""
    report = report_of(evening)
    write_json(tmp_path / "a.json", report)
    write_xlsx(tmp_path / "a.xlsx", report)
    said = (tmp_path / "a.json").read_text("utf-8") + str(cells(tmp_path / "a.xlsx", 3))
    for secret in ("阿珍", "老王", "12345678", "1234 5678", "玉都大道"):
        assert secret not in said
    assert "阿**" in said
    assert "138******78" in said


@pytest.mark.parametrize(
    ("buyer", "said"),
    [("", ""), ("老王", "老**"), ("王", "***"), ("13812345678", "***"), ("张*", "张**"), (" Anna ", "A**")],
)
def test_buyers_are_masked(buyer: str, said: str) -> None:
    """Of a name its first character at most, of anything else nothing."""
    assert masked(buyer) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("打 13812345678", "打 138******78"),
        ("+86 138-1234-5678", "+86 138******78"),
        ("１３８１２３４５６７８", "１３８******７８"),
        ("证书 31-8842，10012345678901", "证书 31-8842，10012345678901"),
    ],
)
def test_phone_numbers_are_covered(text: str, said: str) -> None:
    """Six digits of a mobile number are covered however it is written; other long numbers stay."""
    assert without_phones(text) == said


def test_nothing_in_the_workbook_can_be_carried_out(tmp_path: Path) -> None:
    """Cells that begin like formulas are text that stays text when edited, as do long digits; money is a number."""
    starts = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1"]
    rows = [_sale(title=title, order_id="202609210012345678901") for title in starts]
    write_xlsx(tmp_path / "a.xlsx", Report("", _SHOW, _totals(), [], rows))
    table = cells(tmp_path / "a.xlsx", 3)[1:]
    assert [row[2][0] for row in table] == ["s"] * len(starts)
    assert not any(kind == "f" for row in table for kind, _ in row)
    assert all(("s", "202609210012345678901") in row for row in table)
    assert [row[4] for row in table] == [("n", "39.9")] * len(starts)
    styles = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/styles.xml").decode()
    assert 'quotePrefix="1"' in styles
    assert "#,##0.00" in styles


def test_the_workbook_speaks_both_languages(evening: Books, tmp_path: Path) -> None:
    """Headings and words are Chinese or English; what happened is told in words."""
    report = report_of(evening)
    write_xlsx(tmp_path / "zh.xlsx", report)
    write_xlsx(tmp_path / "en.xlsx", report, "en")
    assert cells(tmp_path / "zh.xlsx", 2)[0][0] == ("s", "编号")
    assert cells(tmp_path / "en.xlsx", 2)[0][0] == ("s", "Number")
    told = [row[3][1] for row in cells(tmp_path / "en.xlsx", 2)[1:]]
    assert told == [
        "List, stock 5",
        "List, stock 3",
        "Stock -2",
        "Stock +2",
        "Stock -1",
        "Price ¥39.90",
        "Hold 2",
        "Withdraw",
    ]
    assert ("s", "claim") in cells(tmp_path / "en.xlsx", 3)[2]


def test_json_keeps_fen_and_local_times(evening: Books, tmp_path: Path) -> None:
    """One object that any program reads: integers in fen, times with their offset."""
    write_json(tmp_path / "a.json", report_of(evening))
    read = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert read["show"]["title"] == "晚场"
    assert read["sales"][1]["unit_price_fen"] == 59_900
    assert read["sales"][0]["at"][10] == "T"
    assert read["sales"][0]["at"][-6] in "+-"
    assert set(read["unsent"][0]) >= {"number", "title", "kind", "what", "made_at", "state", "reason", "attempts"}


@pytest.mark.parametrize("write", [write_json, write_xlsx])
def test_a_disk_that_refuses_is_told_and_leaves_nothing(write: Any, tmp_path: Path) -> None:
    """A folder that is not there is the disk's trouble; an older file stays as it was, no half one beside it."""
    report = Report("", _SHOW, _totals(), [], [_sale()])
    with pytest.raises(DiskTrouble):
        write(tmp_path / "gone" / "a", report)
    old = tmp_path / "a"
    old.write_text("old")

    def stop(done: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        write(old, report, going=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert old.read_text() == "old"


def test_holds_that_wait_are_known(books: Books) -> None:
    """A hold without an answer is found again after a restart; given back, it is nobody's."""
    item = books.list_item(stock=5)
    ask = HoldQuota(number=1, units=2)
    books.do(ask)
    assert holds_waiting(books.db) == {ask.change_id: (item.item_id, 2)}
    books.do(GiveBackQuota(number=1))
    assert holds_waiting(books.db) == {}


@pytest.mark.anyio
async def test_a_show_is_exported_into_a_new_folder(tmp_path: Path) -> None:
    """Both files under names of their own; a second export overwrites nothing."""
    db = await Database.open(tmp_path)
    await db.run(_some_sales, 700)
    show = await db.run(projection.latest_show)
    assert show is not None
    steps: list[tuple[int, int]] = []
    folder = tmp_path / "out" / "Kaibo"
    clock = FakeClock()
    for _ in range(2):
        paths = await export_show(
            db, show.show_id, folder, "zh_CN", clock, lambda done, rows: steps.append((done, rows))
        )
        assert all(path.exists() for path in paths)
    await asyncio.sleep(0)
    assert len(list(folder.iterdir())) == 4
    assert len(json.loads(paths[1].read_text("utf-8"))["sales"]) == 700
    assert len(cells(paths[0], 3)) == 701
    assert all(0 <= done <= rows for done, rows in steps)
    await db.close()


@pytest.mark.anyio
async def test_an_export_that_is_cancelled_leaves_no_file(tmp_path: Path) -> None:
    """Cancelled in the middle of writing, the folder is empty again."""
    db = await Database.open(tmp_path)
    await db.run(_some_sales, 4_000)
    show = await db.run(projection.latest_show)
    assert show is not None
    folder = tmp_path / "out"
    begun = asyncio.Event()

    def progress(done: int, rows: int) -> None:
        if folder.exists():
            begun.set()

    task = asyncio.create_task(export_show(db, show.show_id, folder, "zh_CN", FakeClock(), progress))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await reached(lambda: not any(folder.iterdir()))
    await db.close()


def _some_sales(db: Any, sales: int) -> None:
    books = Books(db)
    with db.atomic():  # one flush for all
        books.list_item(stock=sales)
        books.do(StartShow(title="x"))
        for _ in range(sales):
            books.do(RecordSale(number=1))
        books.do(EndShow())


_SHOW = {"title": "", "status": "ended", "started_at": "", "ended_at": ""}


def _totals() -> dict[str, Any]:
    names = (
        "orders",
        "units",
        "gmv_fen",
        "waiting",
        "refused",
        "claims",
        "conflicts_open",
        "void",
        "taken_back",
        "unpaid",
    )
    return dict.fromkeys(names, 0)


def _sale(**changes: object) -> dict[str, Any]:
    sale = {
        "place": 1,
        "at": "2026-09-21T22:13:20+08:00",
        "number": 1,
        "title": "手镯",
        "quantity": 1,
        "unit_price_fen": 3990,
        "amount_fen": 3990,
        "buyer": "",
        "source": "studio",
        "order_id": "",
        "status": "sold",
        "agreed": False,
        "conflict": "",
        "short_units": 0,
        "quota_units": 0,
        "void_reason": "",
        "taken_back": False,
        "sale_id": "s",
    }
    return sale | changes
