"""Sales, voids and the stock ledger."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.commands import AddStock, EndShow, PutOnAir, RecordSale, StartShow, TakeInOrder, VoidSale, WithdrawItem
from console.errors import (
    IllegalStep,
    NotEnoughStock,
    NothingOnAir,
    OrderOfPlatform,
    QuantityOutOfRange,
    ReasonMissing,
    SaleAlreadyVoid,
    StockOutOfRange,
    UnknownNumber,
    UnknownSale,
)
from console.events import OrderAlreadyKnown, SalePaid, SaleRecorded, SaleVoided
from console.facts import Item, ListingState, SaleStatus, Totals
from console.store import projection
from tests.console.conftest import Books


def order(books: Books, item: Item, **changes: object) -> TakeInOrder:
    """A paid order of one unit, with changes."""
    rel = books.one("SELECT rel_item_id FROM items WHERE id = ?", item.item_id)
    fields = {
        "order_id": "o1",
        "platform_item": rel,
        "quantity": 1,
        "unit_price_fen": item.price_fen,
        "status": "paid",
        "buyer": "老*",
        "updated_at_ms": 1,
    }
    return TakeInOrder(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_sale_is_a_row_a_movement_and_an_outbox_entry(books: Books) -> None:
    """One sale writes exactly one sale, one stock movement and one outbox entry, and totals follow."""
    item = books.list_item(stock=3)
    event = books.do(RecordSale(number=1, quantity=2, buyer="阿珍"))
    assert isinstance(event, SaleRecorded)
    assert (event.quantity, event.unit_price_fen, event.item.stock_left) == (2, 59_900, 1)
    assert books.one("SELECT count(*) FROM sales WHERE id = ?", event.sale_id) == 1
    assert books.one("SELECT delta FROM stock_moves WHERE sale_id = ?", event.sale_id) == -2
    assert books.one("SELECT body FROM outbox WHERE sale_id = ?", event.sale_id) == '{"delta": -2}'
    assert event.totals == Totals(units=2, orders=1, gmv_fen=119_800)
    assert books.item(item).sold_units == 2


def test_the_same_sale_twice_is_one_sale(books: Books) -> None:
    """A repeated command with the same id answers the first sale and changes nothing."""
    books.list_item(stock=3)
    command = RecordSale(number=1)
    first, second = books.do(command), books.do(command)
    assert first.sale_id == second.sale_id
    assert books.one("SELECT count(*) FROM sales") == 1
    assert second.item.stock_left == 2


def test_selling_more_than_there_is_leaves_no_trace(books: Books) -> None:
    """A refused sale writes neither row nor movement nor outbox entry."""
    books.list_item(stock=1)
    before = books.one("SELECT count(*) FROM outbox")
    with pytest.raises(NotEnoughStock):
        books.do(RecordSale(number=1, quantity=2))
    assert books.one("SELECT count(*) FROM sales") == 0
    assert books.one("SELECT count(*) FROM outbox") == before


@pytest.mark.parametrize("quantity", [0, -1, 10_000_000, 10**30])
def test_a_quantity_out_of_range_is_refused(books: Books, quantity: int) -> None:
    """Quantities below one and over the cap are refused in words."""
    books.list_item()
    with pytest.raises(QuantityOutOfRange):
        books.do(RecordSale(number=1, quantity=quantity))


@pytest.mark.parametrize("number", [0, 2, -1, 10**30])
def test_an_unknown_number_is_refused(books: Books, number: int) -> None:
    """A number that is not in the line-up is refused, however odd it is."""
    books.list_item()
    with pytest.raises(UnknownNumber):
        books.do(RecordSale(number=number))


def test_without_a_number_the_item_on_air_is_sold(books: Books) -> None:
    """F8 sells what viewers see, and says so when nothing is on air."""
    books.list_item()
    books.list_item(title="南红圆牌")
    with pytest.raises(NothingOnAir):
        books.do(RecordSale())
    books.do(PutOnAir(number=2))
    assert books.do(RecordSale()).number == 2


def test_the_last_unit_takes_the_card_off(books: Books) -> None:
    """When stock reaches zero the item is sold out and no longer on air."""
    item = books.list_item(stock=1)
    books.do(PutOnAir(number=1))
    event = books.do(RecordSale(number=1))
    assert event.on_air_item_id is None
    assert books.item(item).listing is ListingState.SOLD_OUT
    with pytest.raises(NotEnoughStock):
        books.do(RecordSale(number=1))


def test_a_withdrawn_item_cannot_be_sold(books: Books) -> None:
    """Taking an item off sale means that nobody sells it by mistake."""
    books.list_item()
    books.do(WithdrawItem(number=1))
    with pytest.raises(IllegalStep):
        books.do(RecordSale(number=1))


def test_a_void_returns_the_units_and_the_money(books: Books) -> None:
    """A voided sale leaves the totals, returns its stock and tells the platform once."""
    item = books.list_item(stock=1)
    sale = books.do(RecordSale(number=1))
    event = books.do(VoidSale(sale_id=sale.sale_id, reason="客人不要了"))
    assert isinstance(event, SaleVoided)
    assert event.totals == Totals()
    assert (event.item.stock_left, event.item.sold_units, event.item.listing) == (1, 0, ListingState.LISTED)
    assert books.one("SELECT body FROM outbox WHERE id = ?", f"sale:{sale.sale_id}/void") == '{"delta": 1}'
    assert books.item(item).stock_total == 1
    with pytest.raises(SaleAlreadyVoid):
        books.do(VoidSale(sale_id=sale.sale_id, reason="again"))
    assert books.item(item).stock_left == 1


def test_a_void_needs_a_sale_and_a_reason(books: Books) -> None:
    """An unknown sale and an empty reason are refused."""
    books.list_item()
    sale = books.do(RecordSale(number=1))
    with pytest.raises(ReasonMissing):
        books.do(VoidSale(sale_id=sale.sale_id, reason="  "))
    with pytest.raises(UnknownSale):
        books.do(VoidSale(sale_id="no such sale", reason="x"))


def test_an_order_holds_stock_until_it_is_closed(books: Books) -> None:
    """An unpaid order holds stock without money; paying counts it, closing gives it back."""
    item = books.list_item(stock=2)
    books.do(order(books, item, status="unpaid"))
    assert (books.item(item).stock_left, projection.totals(books.db, _show(books))) == (1, Totals())
    paid = books.do(order(books, item, status="paid", updated_at_ms=2))
    assert isinstance(paid, SalePaid)
    assert paid.totals == Totals(1, 1, 59_900)
    closed = books.do(order(books, item, status="closed", updated_at_ms=3))
    assert isinstance(closed, SaleVoided)
    assert (closed.item.stock_left, closed.totals) == (2, Totals())
    assert books.one("SELECT count(*) FROM outbox WHERE kind = 'stock'") == 0, "the platform moved its stock itself"


def test_an_order_seen_before_changes_nothing(books: Books) -> None:
    """Repeats and older versions leave the books alone; a step forward within one tick of the clock does not."""
    item = books.list_item(stock=2)
    books.do(order(books, item, updated_at_ms=5))
    assert isinstance(books.do(order(books, item, updated_at_ms=5)), OrderAlreadyKnown)
    assert isinstance(books.do(order(books, item, status="closed", updated_at_ms=4)), OrderAlreadyKnown)
    assert books.item(item).stock_left == 1
    assert isinstance(books.do(order(books, item, status="closed", updated_at_ms=5)), SaleVoided)
    assert isinstance(books.do(order(books, item, updated_at_ms=5)), OrderAlreadyKnown)
    assert books.item(item).stock_left == 2


def test_an_order_beyond_the_stock_is_kept_as_short(books: Books) -> None:
    """When studio and platform both sold the last unit, the order is recorded and its shortage shown."""
    item = books.list_item(stock=1)
    books.do(RecordSale(number=1))
    event = books.do(order(books, item))
    assert (event.short_units, books.item(item).stock_left) == (1, 0)
    books.do(order(books, item, status="closed", updated_at_ms=2))
    assert books.item(item).stock_left == 0, "a unit that was never there does not come back"


def test_an_order_of_the_platform_is_not_voided_here(books: Books) -> None:
    """Only the platform can close its own order."""
    item = books.list_item()
    event = books.do(order(books, item))
    with pytest.raises(OrderOfPlatform):
        books.do(VoidSale(sale_id=event.sale_id, reason="x"))


def test_orders_after_the_end_belong_to_the_show_that_sold(books: Books) -> None:
    """An order that arrives after the end counts for the show whose line-up had the item."""
    item = books.list_item()
    first = _show(books)
    books.do(StartShow(title="晚场"))
    books.do(EndShow())
    books.list_item(title="下一场的")
    event = books.do(order(books, item))
    assert event.show_id == first


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM sales",
        "UPDATE sales SET quantity = 9",
        "UPDATE stock_moves SET delta = 5",
        "DELETE FROM stock_moves",
        "DELETE FROM outbox",
        "UPDATE items SET stock_left = -1",
        "UPDATE items SET price_fen = 0",
    ],
)
def test_the_database_itself_refuses_what_must_never_be(books: Books, sql: str) -> None:
    """Ledger rows cannot be rewritten or deleted, not even with another tool."""
    books.list_item()
    books.do(RecordSale(number=1))
    with pytest.raises(sqlite3.IntegrityError):
        books.db.conn.execute(sql)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), st.integers(1, 4)),
        st.tuples(st.just("void"), st.integers(0, 20)),
        st.tuples(st.just("order"), st.integers(1, 3)),
        st.tuples(st.just("close"), st.integers(0, 20)),
        st.tuples(st.just("add"), st.integers(-2, 5)),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_stock_and_totals_always_follow_from_the_rows(books: Books, steps: list[tuple[str, int]]) -> None:
    """After any steps, stock is the sum of movements, never negative, and totals are the sum of paid sales."""
    item = books.list_item(title=f"n{books.now_ms}", stock=5)
    sold: list[str] = []
    orders = 0
    for what, n in steps:
        try:
            if what == "sell":
                sold.append(books.do(RecordSale(number=item.number, quantity=n)).sale_id)
            elif what == "void" and sold:
                books.do(VoidSale(sale_id=sold[n % len(sold)], reason="x"))
            elif what == "order":
                orders += 1
                books.do(order(books, item, order_id=f"{item.item_id}{orders}", quantity=n))
            elif what == "close" and orders:
                oid = f"{item.item_id}{1 + n % orders}"
                books.do(order(books, item, order_id=oid, status="closed", updated_at_ms=9))
            elif what == "add":
                books.do(AddStock(number=item.number, quantity=n))
        except (NotEnoughStock, SaleAlreadyVoid, StockOutOfRange):
            continue
    moves = books.one("SELECT coalesce(sum(delta), 0) FROM stock_moves WHERE item_id = ?", item.item_id)
    now = books.item(item)
    assert now.stock_left == moves >= 0
    units, gmv = books.db.conn.execute(
        "SELECT coalesce(sum(quantity), 0), coalesce(sum(quantity * unit_price_fen), 0) FROM sales"
        " WHERE item_id = ? AND status = ?",
        (item.item_id, SaleStatus.SOLD),
    ).fetchone()
    kept = books.db.conn.execute("SELECT units, gmv_fen FROM item_totals WHERE item_id = ?", (item.item_id,)).fetchone()
    assert (units, gmv) == (tuple(kept) if kept else (0, 0))
    assert now.sold_units == units


def _show(books: Books) -> str:
    show = projection.open_show(books.db)
    assert show is not None
    return show.show_id
