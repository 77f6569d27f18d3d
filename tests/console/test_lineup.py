"""The item queue: order, next and previous, on air."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.commands import (
    EndShow,
    MoveItem,
    NextOnAir,
    PreviousOnAir,
    PutOnAir,
    RecordSale,
    StartShow,
    TakeOffAir,
    WithdrawItem,
    WriteScript,
)
from console.desk import load
from console.errors import IllegalStep, LineupEmpty, NoShowLive, ScriptTooLong, ShowAlreadyLive, UnknownNumber
from console.lineup import SCRIPT_CAP, moved, moved_together
from console.state import ShowState, apply
from console.store import projection
from tests.console.conftest import Books


@given(st.lists(st.text(min_size=1), unique=True, min_size=1), st.data())
def test_moving_keeps_every_item_once(order: list[str], data: st.DataObject) -> None:
    """A move changes one item's place, loses none, and lands it right before the one named."""
    item = data.draw(st.sampled_from(order))
    before = data.draw(st.sampled_from([*order, None]))
    after = moved(order, item, before)
    assert sorted(after) == sorted(order)
    assert [other for other in after if other != item] == [other for other in order if other != item]
    if before is None:
        assert after[-1] == item
    elif before != item:
        assert after.index(item) + 1 == after.index(before)


@settings(deadline=None)
@given(st.lists(st.integers(0, 99).map(str), unique=True, min_size=1, max_size=20), st.data())
def test_several_move_as_one(order: list[str], data: st.DataObject) -> None:
    """What moves together stands together in its old order; the others keep theirs; none is lost."""
    chosen = data.draw(st.sets(st.sampled_from(order), min_size=1))
    before = data.draw(st.sampled_from([*order, None]))
    after = moved_together(order, chosen, before)
    first = after.index(next(item for item in after if item in chosen))
    assert list(after[first : first + len(chosen)]) == [item for item in order if item in chosen]
    assert [item for item in after if item not in chosen] == [item for item in order if item not in chosen]
    if before is not None and before not in chosen:
        assert after.index(before) == first + len(chosen)


def test_several_items_are_moved_by_one_command(books: Books) -> None:
    """`also` names those that go with it, whatever order they are named in."""
    for title in ("a", "b", "c", "d"):
        books.list_item(title=title)
    books.do(MoveItem(number=4, before=1, also=(2,)))
    show = projection.open_show(books.db)
    assert show is not None
    assert [item.number for item in projection.lineup(books.db, show.show_id)] == [2, 4, 1, 3]
    with pytest.raises(UnknownNumber):
        books.do(MoveItem(number=1, also=(9,)))


def test_numbers_stay_when_the_order_changes(books: Books) -> None:
    """The number is what the anchor says; moving an item does not change it."""
    for title in ("a", "b", "c"):
        books.list_item(title=title)
    books.do(MoveItem(number=3, before=1))
    show = projection.open_show(books.db)
    assert show is not None
    assert [item.number for item in projection.lineup(books.db, show.show_id)] == [3, 1, 2]
    with pytest.raises(UnknownNumber):
        books.do(MoveItem(number=1, before=9))


def test_next_and_previous_skip_what_cannot_be_sold(books: Books) -> None:
    """Paging goes over sold-out and withdrawn items, and stops at the ends."""
    for title in ("a", "b", "c", "d"):
        books.list_item(title=title, stock=1)
    books.do(RecordSale(number=2))
    books.do(WithdrawItem(number=3))
    assert books.do(NextOnAir()).number == 1
    assert books.do(NextOnAir()).number == 4
    assert books.do(NextOnAir()).number == 4, "a clicker pressed once too often stays where it is"
    assert books.do(PreviousOnAir()).number == 1
    assert books.do(PreviousOnAir()).number == 1
    assert books.do(TakeOffAir()).number is None


def test_nothing_to_show_is_said(books: Books) -> None:
    """An empty line-up, a sold-out item and an unknown number are refused in words."""
    with pytest.raises(LineupEmpty):
        books.do(NextOnAir())
    books.list_item(stock=1)
    books.do(RecordSale(number=1))
    with pytest.raises(IllegalStep):
        books.do(PutOnAir(number=1))
    with pytest.raises(UnknownNumber):
        books.do(PutOnAir(number=5))


def test_one_show_at_a_time(books: Books) -> None:
    """A show starts with the line-up prepared before, cannot start twice, and ends once."""
    with pytest.raises(NoShowLive):
        books.do(EndShow())
    books.list_item()
    started = books.do(StartShow(title=" 晚场 "))
    assert started.show.title == "晚场"
    with pytest.raises(ShowAlreadyLive):
        books.do(StartShow())
    assert books.do(PutOnAir(number=1)).number == 1
    ended = books.do(EndShow())
    assert ended.show.show_id == started.show.show_id
    assert books.one("SELECT on_air_item_id FROM shows") is None
    with pytest.raises(UnknownNumber):
        books.do(PutOnAir(number=1))
    assert books.list_item(title="第二场").number == 1


def test_what_is_said_after_an_item_stays_with_it(books: Books) -> None:
    """It survives a restart and a new order; written anew it is replaced, and empty it goes."""
    first, second = books.list_item(title="a"), books.list_item(title="b")
    books.do(WriteScript(text="大家晚上好"))
    books.do(WriteScript(number=1, text="讲讲产地\r\n再看灯下"))
    books.do(WriteScript(number=2, text="谢谢"))
    books.do(MoveItem(number=2, before=1))
    state = load(books.db)
    assert state.script_after(None) == "大家晚上好"
    assert state.script_after(first.item_id) == "讲讲产地\n再看灯下"
    state = apply(state, books.do(WriteScript(number=1, text="换一段")))
    state = apply(state, books.do(WriteScript(number=2, text=" ")))
    assert (state.script_after(first.item_id), state.script_after(second.item_id)) == ("换一段", "")
    assert set(load(books.db).scripts) == set(state.scripts)


def test_what_opens_the_next_show_is_written_into_it(books: Books) -> None:
    """After a show has ended the opening belongs to the next one, which begins without the words of the last."""
    item = books.list_item()
    state = apply(ShowState(), books.do(StartShow()))
    state = apply(state, books.do(WriteScript(number=1, text="讲讲产地")))
    state = apply(state, books.do(EndShow()))
    with pytest.raises(UnknownNumber):
        books.do(WriteScript(number=1, text="晚了"))
    state = apply(state, books.do(WriteScript(text="下一场见")))
    assert state.scripts == load(books.db).scripts
    assert (state.script_after(None), state.script_after(item.item_id)) == ("下一场见", "")


def test_a_script_has_a_length_that_can_be_read(books: Books) -> None:
    """More than twenty minutes of talk are refused, and nothing is kept of them."""
    books.list_item()
    books.do(WriteScript(number=1, text="好" * SCRIPT_CAP))
    with pytest.raises(ScriptTooLong):
        books.do(WriteScript(number=1, text="长" * (SCRIPT_CAP + 1)))
    assert load(books.db).scripts[0].text[0] == "好"


def test_how_long_an_item_is_on_air_is_known_after_a_restart(books: Books) -> None:
    """Since when it is there stands in the books: put there again it stays since then, another one begins anew."""
    for _ in range(2):
        books.list_item(stock=1)
    books.do(StartShow())
    assert load(books.db).on_air_since_ms is None
    shown = books.do(PutOnAir(number=1))
    assert shown.since_ms == books.now_ms
    assert books.do(PutOnAir(number=1)).since_ms == shown.since_ms
    assert books.do(PreviousOnAir()).since_ms == shown.since_ms, "there is none before it"
    assert load(books.db).on_air_since_ms == shown.since_ms
    assert books.do(NextOnAir()).since_ms == books.now_ms > shown.since_ms
    books.do(RecordSale(number=2))
    assert load(books.db).on_air_since_ms is None, "sold out, it left"
