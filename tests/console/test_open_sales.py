"""Sales that need a hand or an answer are never out of sight, however many came after them."""

from __future__ import annotations

from dataclasses import replace

from console import events as e
from console.commands import EndShow, NoteSent, RecordSale, ResolveClaim, SettlePush, StartShow, TakeInOrder
from console.desk import load
from console.facts import Conflict, Item, Sale, SaleSource, SaleStatus, Show, ShowStatus
from console.ids import platform_number
from console.state import OLDER_KEPT, RECENT_SALES, ShowState, apply
from console.store import outbox, projection
from tests.console.conftest import Books


def told(books: Books, item: Item, outcome: str = "acked") -> None:
    """The platform has the item; then everything that waits is answered with `outcome`."""
    if not books.one("SELECT platform_item_id IS NOT NULL FROM items WHERE id = ?", item.item_id):
        books.do(SettlePush(outbox_id=item.item_id, outcome="acked", answer={"platform_item_id": 1, "sku_id": 2}))
    while (entry := outbox.claim(books.db, books.now_ms, 1_000)) is not None:
        books.do(NoteSent(outbox_id=entry.outbox_id, request={}))
        books.do(SettlePush(outbox_id=entry.outbox_id, outcome=outcome, reason="没有货了"))


def test_an_old_conflict_is_there_after_a_start(books: Books) -> None:
    """The first sale of a long show is in conflict: a start shows it behind the newest 200."""
    item = books.list_item(stock=1_000)
    books.do(StartShow())
    first = books.do(RecordSale(number=1))
    told(books, item, "rejected")
    for _ in range(RECENT_SALES + 20):
        books.do(RecordSale(number=1))
    state = load(books.db)
    assert len(state.sales) == RECENT_SALES + 1
    assert (state.sales[-1].sale_id, state.sales[-1].conflict) == (first.sale_id, Conflict.OPEN)


def test_all_open_ones_are_listed_across_shows(books: Books) -> None:
    """Conflicts first, then short orders, then claims, of last week's show too; what was decided is not among them."""
    item = books.list_item(stock=4)
    books.do(StartShow())
    conflict, decided = books.do(RecordSale(number=1)), books.do(RecordSale(number=1))
    told(books, item, "rejected")
    books.do(ResolveClaim(sale_id=decided.sale_id, how="confirm"))
    short = books.do(
        TakeInOrder(
            order_id="9",
            platform_item=platform_number(item.item_id),
            quantity=3,
            unit_price_fen=1,
            status="paid",
            buyer="*",
            updated_at_ms=1,
        )
    )
    books.do(EndShow())
    books.list_item(stock=3)
    claims = [books.do(RecordSale(number=1)) for _ in range(3)]
    found = projection.open_sales(books.db, 100)
    assert (found.conflicts, found.short, found.claims) == (1, 1, 3)
    expected = [conflict.sale_id, short.sale_id, *(claim.sale_id for claim in claims)]
    assert [sale.sale_id for sale in found.sales] == expected
    assert [sale.sale_id for sale in projection.open_sales(books.db, 2).sales] == expected[:2]
    assert projection.open_sales(books.db, 0).claims == 3


def a_sale(n: int, conflict: Conflict = Conflict.NONE) -> Sale:
    one = Sale(f"s{n}", "i", 1, "手镯", 1, 100, SaleSource.STUDIO, SaleStatus.SOLD, n, conflict=conflict)
    return replace(one, show_id="this")


def recorded(books: Books, state: ShowState, sale: Sale) -> ShowState:
    """`state` after one more sale."""
    event = e.SaleRecorded(
        sale_id=sale.sale_id,
        show_id=state.show.show_id,
        item_id="i",
        number=1,
        title="手镯",
        quantity=1,
        unit_price_fen=100,
        source="studio",
        status="sold",
        buyer="",
        order_id="",
        short_units=0,
        recorded_at_ms=sale.recorded_at_ms,
        sale=sale,
        item=state.items[0],
        totals=state.totals,
        on_air_item_id=None,
    )
    return apply(state, event)


def test_conflicts_stay_in_the_state_while_sales_go_by(books: Books) -> None:
    """What needs a hand is kept when 200 newer sales push it out; what waits only for an answer is not; none grows
    without bound, and the oldest stay."""
    item = replace(books.list_item(stock=3), item_id="i")
    state = replace(load(books.db), items=(item,))
    state = replace(state, sales=tuple(a_sale(n, Conflict.OPEN) for n in range(2 * OLDER_KEPT, 0, -1)))
    for n in range(1_000, 1_000 + RECENT_SALES + 100):
        state = recorded(books, state, a_sale(n))
    assert len(state.sales) == RECENT_SALES + OLDER_KEPT
    assert [sale.sale_id for sale in state.sales[:2]] == ["s1299", "s1298"]
    assert [sale.sale_id for sale in state.sales[-2:]] == ["s2", "s1"]


def test_a_claim_long_out_of_sight_comes_back_as_a_conflict(books: Books) -> None:
    """The platform refuses a sale that was pushed out of the state: its card can be shown. None of another show's, also
    where its goods came along into this one."""
    item = replace(books.list_item(stock=3), item_id="i")
    state = replace(load(books.db), items=(item,), show=Show("this", "晚场", ShowStatus.LIVE))
    state = replace(state, sales=tuple(a_sale(n) for n in range(1_000 + RECENT_SALES, 1_000, -1)))
    old = a_sale(5, Conflict.OPEN)
    refused = e.PushSettled(outbox_id="x", kind="stock", outcome="rejected", reason="", item=item, changed=(old,))
    assert apply(state, refused).sales[-1] == old
    agreed = replace(old, conflict=Conflict.NONE, agreed=True)
    later = e.PushSettled(outbox_id="x", kind="stock", outcome="acked", reason="", item=item, changed=(agreed,))
    assert apply(state, later).sales == state.sales
    elsewhere = replace(old, show_id="another")
    other = e.PushSettled(outbox_id="x", kind="stock", outcome="rejected", reason="", item=item, changed=(elsewhere,))
    assert apply(state, other).sales == state.sales
