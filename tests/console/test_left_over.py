"""What one show did not sell goes along into the next, with its numbers; or stays behind."""

from __future__ import annotations

import pytest

from console import commands as c
from console.desk import load
from console.errors import LineupEmpty
from console.events import LeftOverChanged
from console.facts import TAKEN_BACK, ShowStatus
from console.state import apply
from console.summary import summary_of
from tests.console.conftest import Books


def an_ended_show(books: Books) -> None:
    """Three goods and a fourth: the second is sold out, the fourth withdrawn, the third has a script."""
    for title in ("豆绿手镯", "手工陶杯", "老铜钱", "棉布围裙"):
        books.list_item(title, stock=2)
    books.do(c.WriteScript(number=3, text="讲讲来历"))
    books.do(c.WriteScript(text="今晚开场"))
    books.do(c.StartShow(title="早场"))
    books.do(c.RecordSale(number=2, quantity=2))
    books.do(c.WithdrawItem(number=4))
    books.do(c.EndShow())


def numbers(books: Books) -> list[int]:
    return [item.number for item in load(books.db).items]


def test_an_ended_show_says_what_it_did_not_sell(books: Books) -> None:
    """Sold out and withdrawn goods are not among what is left."""
    assert load(books.db).unsold == ()
    an_ended_show(books)
    assert [item.number for item in load(books.db).unsold] == [1, 3]


def test_what_is_left_goes_along_with_its_numbers_and_scripts(books: Books) -> None:
    """Labels on the goods stay true; the opening was said for that evening and stays behind."""
    an_ended_show(books)
    event = books.do(c.BringAlong())
    state = load(books.db)
    assert isinstance(event, LeftOverChanged)
    assert state.show.status is ShowStatus.PLANNED
    assert numbers(books) == [1, 3]
    assert [script.text for script in state.scripts] == ["讲讲来历"]
    assert state.unsold == ()
    assert state.totals.units == 0


def test_what_a_row_says_was_sold_is_what_the_sum_of_its_show_says(books: Books) -> None:
    """Goods that came along begin at nothing sold; a sale counts in the row, and a void one no more."""
    books.list_item(stock=9)
    books.do(c.StartShow(title="早场"))
    books.do(c.RecordSale(number=1, quantity=4))
    books.do(c.EndShow())
    books.do(c.BringAlong())
    books.do(c.StartShow(title="晚场"))
    (item,) = load(books.db).items
    assert (item.show_units, item.sold_units) == (0, 4)
    sold, slip = books.do(c.RecordSale(number=1)), books.do(c.RecordSale(number=1))
    assert (sold.item.show_units, slip.item.show_units) == (1, 2)
    assert books.do(c.VoidSale(sale_id=slip.sale_id, reason=TAKEN_BACK[0])).item.show_units == 1
    state = load(books.db)
    (told,) = summary_of(books.db, state.show.show_id).items
    assert [(item.show_units, item.sold_units) for item in state.items] == [(told.sold.units, 5)]


def test_nothing_is_told_to_the_platform_twice(books: Books) -> None:
    """Going along is no listing: nothing new waits in the outbox, and no stock moves."""
    an_ended_show(books)
    asked = "SELECT (SELECT count(*) FROM outbox) || '/' || (SELECT count(*) FROM stock_moves)"
    before = books.one(asked)
    books.do(c.BringAlong())
    books.do(c.LeaveBehind())
    assert books.one(asked) == before


def test_the_next_listing_goes_on_counting(books: Books) -> None:
    """A new piece never takes the number of one that is there already."""
    an_ended_show(books)
    books.do(c.BringAlong())
    assert books.list_item("新手镯").number == 4
    assert numbers(books) == [1, 3, 4]


def test_a_number_that_is_taken_is_not_taken_twice(books: Books) -> None:
    """What was listed before they came along keeps its number; the other gets the next free one."""
    an_ended_show(books)
    books.list_item("新手镯")
    assert [item.number for item in load(books.db).unsold] == [1, 3]
    books.do(c.BringAlong())
    assert [(item.number, item.title) for item in load(books.db).items] == [
        (1, "新手镯"), (4, "豆绿手镯"), (3, "老铜钱"),
    ]  # fmt: skip


def test_what_came_along_can_stay_behind_and_come_again(books: Books) -> None:
    """Starting empty loses nothing: the goods of the show before can be fetched again."""
    an_ended_show(books)
    books.do(c.BringAlong())
    books.do(c.LeaveBehind())
    assert numbers(books) == []
    assert [item.number for item in load(books.db).unsold] == [1, 3]
    books.do(c.BringAlong())
    assert numbers(books) == [1, 3]


def test_an_empty_start_can_be_wished_before_anything_came_along(books: Books) -> None:
    """The next show is then planned, and empty."""
    an_ended_show(books)
    books.do(c.LeaveBehind())
    state = load(books.db)
    assert (state.show.status, state.items) == (ShowStatus.PLANNED, ())
    assert len(state.unsold) == 2


def test_what_was_sold_or_listed_in_this_show_stays(books: Books) -> None:
    """Leaving behind takes nothing away that this show has to do with already."""
    an_ended_show(books)
    books.do(c.BringAlong())
    books.list_item("新手镯")
    books.do(c.StartShow())
    books.do(c.RecordSale(number=1))
    books.do(c.LeaveBehind())
    assert numbers(books) == [1, 4]
    assert books.item(load(books.db).unsold[0]).number == 3


def test_a_sale_after_it_counts_in_the_new_show(books: Books) -> None:
    """The show before keeps its sum."""
    an_ended_show(books)
    books.do(c.BringAlong())
    books.do(c.StartShow())
    books.do(c.RecordSale(number=3))
    assert load(books.db).totals.units == 1
    before = "SELECT units FROM show_totals t JOIN shows w ON w.id = t.show_id ORDER BY w.rowid LIMIT 1"
    assert books.one(before) == 2


def test_without_anything_left_nothing_is_changed(books: Books) -> None:
    """No show is begun for it."""
    with pytest.raises(LineupEmpty):
        books.do(c.BringAlong())
    assert books.one("SELECT count(*) FROM shows") == 0


def test_the_screen_says_the_same_as_the_books(books: Books) -> None:
    """Events laid over the state give what a restart would read."""
    an_ended_show(books)
    state = load(books.db)
    for command in (c.LeaveBehind(), c.BringAlong(), c.AddStock(number=1, quantity=1), c.LeaveBehind()):
        state = apply(state, books.do(command))
        read = load(books.db)
        assert (state.items, state.unsold, state.scripts, state.show) == (
            read.items, read.unsold, read.scripts, read.show,
        )  # fmt: skip


def test_goods_sold_elsewhere_meanwhile_are_not_left_any_more(books: Books) -> None:
    """An order that takes the last unit of what stayed behind is noticed without a restart."""
    an_ended_show(books)
    state = apply(load(books.db), books.do(c.LeaveBehind()))
    gone = state.unsold[0].item_id
    there = books.one("SELECT rel_item_id FROM items WHERE id = ?", gone)
    order = c.TakeInOrder(
        order_id="o1",
        platform_item=there,
        quantity=2,
        unit_price_fen=59_900,
        status="paid",
        buyer="小*",
        updated_at_ms=books.now_ms,
    )
    assert [item.number for item in apply(state, books.do(order)).unsold] == [3]


def test_another_like_a_sold_out_one_can_be_listed_in_the_next_show(books: Books) -> None:
    """Its number is looked up in the show that ended last, where this one does not have it."""
    an_ended_show(books)
    books.do(c.BringAlong())
    event = books.do(c.ListAgain(number=2))
    assert (event.number, event.item.title) == (4, "手工陶杯")
