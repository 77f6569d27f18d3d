"""What a show came to: reckoned once, compared with a naive reckoning and with the books' own totals."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import summary
from console.commands import EndShow, RecordSale, ResolveClaim, SettlePush, StartShow, TakeInOrder, VoidSale
from console.errors import NoSuchShow, NothingToCheck
from console.facts import TAKEN_BACK, Outbox, SaleStatus, Show, ShowStatus, Totals
from console.store import projection
from console.store.database import FILE_NAME, Database
from console.summary import MINUTE_MS, Deal, Goods, summarise
from tests.console.conftest import Books

GOODS = tuple(Goods(name, n, f"货 {name}", 5 - n) for n, name in enumerate("abc", 1))
SHOW = Show("show", "晚场", ShowStatus.ENDED, 0, 7_200_000)

deals = st.lists(
    st.builds(
        Deal,
        at_ms=st.integers(0, 20 * MINUTE_MS),
        item_id=st.sampled_from("abc"),
        quantity=st.integers(1, 9),
        unit_price_fen=st.integers(0, 100_000),
        status=st.sampled_from(SaleStatus),
        refunded=st.booleans(),
        taken_back=st.booleans(),
    ),
    max_size=40,
)


def naive(found: list[Deal]) -> Totals:
    """Counted one list at a time, as one would by hand."""
    return Totals(
        sum(deal.quantity for deal in found), len(found), sum(deal.quantity * deal.unit_price_fen for deal in found)
    )


@given(deals)
def test_every_figure_is_what_a_count_by_hand_gives(every: list[Deal]) -> None:
    """Sold, refunded, void, undone and unpaid, each item and each minute agree with lists counted one by one."""
    told = summarise(SHOW, GOODS, iter(every), Outbox())
    sold = [deal for deal in every if deal.status is SaleStatus.SOLD]
    void = [deal for deal in every if deal.status is SaleStatus.VOID]
    assert told.sold == naive(sold)
    assert told.unpaid == naive([deal for deal in every if deal.status is SaleStatus.UNPAID])
    slips, void = [deal for deal in void if deal.taken_back], [deal for deal in void if not deal.taken_back]
    assert told.taken_back == naive(slips)
    assert told.refunded == naive([deal for deal in void if deal.refunded])
    assert told.voided == naive([deal for deal in void if not deal.refunded])
    for item in told.items:
        name = "abc"[item.number - 1]
        assert item.sold == naive([deal for deal in sold if deal.item_id == name])
        assert item.void_units == sum(deal.quantity for deal in void if deal.item_id == name)
        assert item.taken_back_units == sum(deal.quantity for deal in slips if deal.item_id == name)
    for minute in told.minutes:
        within = [deal for deal in sold if minute.at_ms <= deal.at_ms < minute.at_ms + MINUTE_MS]
        assert minute.sold == naive(within)
        assert minute.sold.orders > 0
    assert [minute.at_ms for minute in told.minutes] == sorted({deal.at_ms // MINUTE_MS * MINUTE_MS for deal in sold})
    assert sum(minute.sold.gmv_fen for minute in told.minutes) == told.sold.gmv_fen


@given(deals)
def test_the_best_minute_is_never_beaten(every: list[Deal]) -> None:
    """No minute brought more than the best one, none before it as much; without a sale there is none."""
    told = summarise(SHOW, GOODS, every, Outbox())
    by_hand: Counter[int] = Counter()
    for deal in every:
        if deal.status is SaleStatus.SOLD:
            by_hand[deal.at_ms // MINUTE_MS * MINUTE_MS] += deal.quantity * deal.unit_price_fen
    if not by_hand:
        assert told.peak is None
        return
    most = max(by_hand.values())
    assert told.peak is not None
    assert told.peak.at_ms == min(at for at, fen in by_hand.items() if fen == most)


def test_items_begin_with_what_brought_most_and_leave_nothing_out() -> None:
    """An item that sold nothing is there too, with what is left of it, behind those that did."""
    sold = [Deal(0, "b", 1, 900, SaleStatus.SOLD), Deal(0, "c", 3, 100, SaleStatus.SOLD)]
    told = summarise(SHOW, GOODS, sold, Outbox(3, 1, 5))
    assert [(item.number, item.left, item.sold.gmv_fen) for item in told.items] == [(2, 3, 900), (3, 2, 300), (1, 4, 0)]
    assert told.outbox == Outbox(3, 1, 5)
    assert told.lasted_s == 7200


@pytest.fixture
def evening(books: Books) -> Books:
    """Three sales that stand, one void, one refunded as a claim, one order refunded at the platform, one unpaid.

    Two were slips that were undone at once, one of them in an older book.
    """
    bangle, cup = books.list_item("豆绿手镯", stock=9), books.list_item("手工陶杯", 9_900, stock=9)
    books.do(StartShow(title="晚场"))
    number = 4711
    for item, place in ((bangle, number), (cup, number + 1)):
        answer = {"platform_item_id": place, "sku_id": place}
        (outbox_id,) = books.db.conn.execute("SELECT id FROM outbox WHERE item_id = ?", (item.item_id,)).fetchone()
        books.db.conn.execute("UPDATE outbox SET state = 'leased', request = '{}' WHERE id = ?", (outbox_id,))
        books.do(SettlePush(outbox_id=outbox_id, outcome="acked", answer=answer))
    ours = books.one("SELECT rel_item_id FROM items WHERE id = ?", bangle.item_id)
    books.do(RecordSale(number=1, quantity=2))
    books.do(RecordSale(number=2, quantity=3))
    void = books.do(RecordSale(number=2))
    books.do(VoidSale(sale_id=void.sale_id, reason="打错了"))
    for reason in (TAKEN_BACK[0], TAKEN_BACK[-1]):
        slip = books.do(RecordSale(number=1, quantity=2))
        books.do(VoidSale(sale_id=slip.sale_id, reason=reason))
    claim = books.do(RecordSale(number=1))
    books.do(ResolveClaim(sale_id=claim.sale_id, how="refund"))
    for order, status in (("o1", "paid"), ("o2", "paid"), ("o3", "unpaid")):
        books.do(_order(order, ours, status, 1))
    books.do(_order("o2", ours, "refunded", 2))
    books.do(EndShow())
    return books


def _order(order_id: str, platform_item: int, status: str, at_ms: int) -> TakeInOrder:
    return TakeInOrder(
        order_id=order_id, platform_item=platform_item, quantity=1, unit_price_fen=59_900, status=status, buyer="阿**",
        updated_at_ms=at_ms,
    )  # fmt: skip


def test_a_show_is_read_from_the_books(evening: Books) -> None:
    """The figures of the database are those its own triggers keep; refunds, voids and slips undone are told apart."""
    show = projection.latest_show(evening.db)
    assert show is not None
    told = summary.summary_of(evening.db, show.show_id)
    assert told.sold == projection.totals(evening.db, show.show_id) == Totals(6, 3, 3 * 59_900 + 3 * 9_900)
    assert told.unpaid == Totals(1, 1, 59_900)
    assert told.refunded == Totals(2, 2, 2 * 59_900)
    assert told.voided == Totals(1, 1, 9_900)
    assert told.taken_back == Totals(4, 2, 4 * 59_900)
    assert [(item.number, item.void_units, item.taken_back_units) for item in told.items] == [(1, 2, 4), (2, 1, 0)]
    assert {item.number: item.sold.units for item in told.items} == {1: 3, 2: 3}
    assert told.outbox.waiting == projection.outbox(evening.db).waiting


def test_pages_give_what_one_look_gives(evening: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in pages of two sales on the database thread, a show has the same figures."""
    show = projection.latest_show(evening.db)
    assert show is not None
    whole = summary.summary_of(evening.db, show.show_id)
    monkeypatch.setattr(summary.page, "__defaults__", (2,))

    async def read() -> summary.Summary:
        database = await Database.open(tmp_path)
        try:
            return await summary.read_summary(database, show.show_id)
        finally:
            await database.close()

    assert asyncio.run(read()) == whole


def test_the_command_line_tells_the_newest_show_or_a_former_one(evening: Books, tmp_path: Path) -> None:
    """Beside an open console: the newest show that was live, an older one by its id, or a line for each."""
    first = projection.latest_show(evening.db)
    assert first is not None
    evening.list_item("第二场的货")
    evening.do(StartShow(title="第二场"))
    (newest,) = summary.lines(tmp_path, "")
    assert json.loads(newest)["show"]["title"] == "第二场"
    assert json.loads(newest)["peak"] is None
    (former,) = summary.lines(tmp_path, first.show_id)
    told = json.loads(former)
    assert told["sold"] == {"units": 6, "orders": 3, "gmv_fen": 209_400}
    assert told["peak"]["orders"] == 3
    assert [json.loads(line)["title"] for line in summary.lines(tmp_path, "", every=True)] == ["第二场", "晚场"]


def test_what_is_not_there_is_said(evening: Books, tmp_path: Path) -> None:
    """No such show, and no database, are each an answer with its own words."""
    with pytest.raises(NoSuchShow):
        summary.lines(tmp_path, "nothing")
    with pytest.raises(NothingToCheck):
        summary.lines(tmp_path / "elsewhere", "")
    assert not (tmp_path / "elsewhere" / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("lang", "words", "slips"),
    [
        ("zh_CN", "成交 3 单，6 件，¥2,094.00", "记错撤回 2 单"),
        ("en", "Sold: 3 orders, 6 units, ¥2,094.00", "Slips taken back: 2"),
    ],
)
def test_the_words_can_be_pasted(evening: Books, lang: str, words: str, slips: str) -> None:
    """As text a show has its figures, its best minute and every item in both languages, and no buyer."""
    show = projection.latest_show(evening.db)
    assert show is not None
    said = summary.in_words(summary.summary_of(evening.db, show.show_id), lang)
    assert words in said
    assert slips in said
    assert "豆绿手镯" in said
    assert "手工陶杯" in said
    assert "阿" not in said
