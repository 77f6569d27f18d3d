"""What is typed into the find field, held against items."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.facts import Item, ListingState
from console.state import ShowState
from tests.ui.conftest import Opened
from tests.ui.fake_desk import an_item, live_state
from ui.models.lineup_model import LineupModel
from ui.typed.finding import Rank, Spelling, rank, spelled, words_in
from ui.typed.pinyin import Read, load, spelling

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def read() -> Read:
    return load()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dlsz", Rank.WHOLE),
        ("DLSZ", Rank.WHOLE),
        ("ｄｌｓｚ", Rank.WHOLE),
        ("doulvshouzhuo", Rank.WHOLE),
        ("doulushouzhuo", Rank.WHOLE),
        ("dlshzh", Rank.WHOLE),
        ("doul", Rank.SPELLED),
        ("doux", None),
        ("sz", Rank.SPELLED_INSIDE),
        ("shouzh", Rank.SPELLED_INSIDE),
        ("dsz", Rank.LOOSE),
        ("zs", None),
        ("豆绿", Rank.BEGINS),
        ("手镯", Rank.INSIDE),
        ("豆绿手镯", Rank.WHOLE),
        ("绿 dlsz", Rank.INSIDE),
        ("绿 xyz", None),
    ],
)
def test_a_title_is_found_as_it_is_spelled(read: Read, typed: str, found: Rank | None) -> None:
    """Initials, whole syllables and anything between find a title; the better the hit, the lower its rank."""
    assert rank(an_item(12, "豆绿手镯"), words_in(typed), spelling("豆绿手镯", read)) is found


@pytest.mark.parametrize("typed", ["cq", "zq", "chongqing", "zhongqing", "chongq"])
def test_any_reading_of_a_character_counts(read: Read, typed: str) -> None:
    """重 is read chóng and zhòng: whoever types either finds it."""
    assert spelled(typed, spelling("重庆火锅底料", read)) is Rank.SPELLED


def test_letters_and_digits_in_a_title_sound_as_they_are_written(read: Read) -> None:
    """ "A货" is typed "ah", signs between characters are passed over."""
    title = "（A货）豆绿·手镯 57"
    assert spelled("ahdl", spelling(title, read)) is Rank.SPELLED
    assert spelled("dlsz57", spelling(title, read)) is Rank.SPELLED_INSIDE


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_every_spelling_of_a_title_finds_it(read: Read, data: st.DataObject) -> None:
    """However each character is spelled, by a reading, its initial or its first letter, the title is hit as a whole."""
    title = data.draw(st.text(alphabet="豆绿圆条手镯重庆长乐行女", min_size=1, max_size=6))
    typed = ""
    for ways in spelling(title, read):
        way = data.draw(st.sampled_from(ways))
        initial = way[:2] if way[1:2] == "h" and way[0] in "zcs" else way[0]
        typed += data.draw(st.sampled_from((way, initial, way[0])))
    assert spelled(typed, spelling(title, read)) is Rank.WHOLE


def test_numbers_codes_and_bins() -> None:
    """A number beats those it begins; barcode and bin are found whole, bin and points in part."""
    item = replace(an_item(13, "杯"), barcode="0690123456789", bin_code="A-07", points="手拉坯/可微波")
    hits = {word: rank(item, words_in(word), ()) for word in ("13", "1", "690123456789", "a-07", "a-0", "微波", "99")}
    assert hits == {
        "13": Rank.EXACT,
        "1": Rank.NUMBER,
        "690123456789": Rank.EXACT,
        "a-07": Rank.EXACT,
        "a-0": Rank.BESIDE,
        "微波": Rank.BESIDE,
        "99": None,
    }


def numbers(model: LineupModel) -> list[int]:
    return [model.at(row).number for row in range(model.rowCount())]


def test_the_best_hit_stands_first(qtbot: QtBot, read: Read) -> None:
    """Exact before beginning before inside; of equal hits, what can be sold before what cannot, then as in the show."""
    model = LineupModel(lambda title: spelling(title, read))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    gone = {"stock_left": 0, "listing": ListingState.SOLD_OUT}
    model.show(live_state(an_item(1, "小手镯"), an_item(2, "手镯", **gone), an_item(3, "手镯"), an_item(4, "手镯盒")))
    model.seek("sz")
    assert numbers(model) == [3, 2, 4, 1]
    model.seek("szh")
    assert numbers(model)[0] == 3
    model.seek("4")
    assert numbers(model) == [4]
    model.seek("")
    assert numbers(model) == [1, 2, 3, 4]


def test_far_fetched_hits_show_only_when_there_is_no_other(qtbot: QtBot, read: Read) -> None:
    """Scattered initials find 豆绿圆条手镯 by "dlsz", but not beside a 豆绿手镯."""
    model = LineupModel(lambda title: spelling(title, read))
    model.show(live_state(an_item(1, "豆绿圆条手镯"), an_item(2, "南红")))
    model.seek("dlsz")
    assert numbers(model) == [1]
    model.show(live_state(an_item(1, "豆绿圆条手镯"), an_item(2, "豆绿手镯")))
    assert numbers(model) == [2]


def test_hits_follow_what_happens_while_something_is_looked_for(qtbot: QtBot, read: Read) -> None:
    """What is sold out or renamed meanwhile stands where it belongs now; nothing can be dragged between hits."""
    model = LineupModel(lambda title: spelling(title, read))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    items = [an_item(1, "手镯"), an_item(2, "手镯"), an_item(3, "杯")]
    model.show(live_state(*items))
    model.seek("sz")
    items[0] = replace(items[0], stock_left=0, listing=ListingState.SOLD_OUT)
    items[2] = replace(items[2], title="手镯")
    model.show(live_state(*items))
    assert numbers(model) == [2, 3, 1]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_a_long_line_up_is_searched_in_slices(qtbot: QtBot, read: Read) -> None:
    """Ten thousand titles are looked at between other work; the newest word wins."""
    known: dict[str, Spelling] = {}

    def spell(title: str) -> Spelling:
        return known.setdefault(title, spelling(title, read))

    model = LineupModel(spell)
    model.show(live_state(*(an_item(n, f"豆绿手镯 {n}") for n in range(1, 10_001))))
    model.seek("dlsz")
    assert model.looking
    assert model.rowCount() == 10_000, "what was shown stands until the answer is there"
    model.seek("9999")
    qtbot.waitUntil(lambda: not model.looking)
    assert numbers(model) == [9999]


def test_words_in_any_order_find_the_same() -> None:
    """Several words must all be there, wherever."""
    item: Item = replace(an_item(7, "豆绿圆条手镯"), bin_code="B-02")
    words = ["豆绿", "手镯", "b-02"]
    random.Random(3).shuffle(words)
    assert {rank(item, order, ()) for order in itertools.permutations(words)} == {Rank.INSIDE}


# --- the field in the window -----------------------------------------------------------------


def show_of_four() -> ShowState:
    return live_state(
        an_item(12, "豆绿圆条手镯"), an_item(13, "手工陶杯"), an_item(14, "老铜钱"), an_item(15, "豆绿手镯"), on_air=12
    )


def test_enter_puts_the_best_hit_on_air(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+F, "dlsz", Enter: the bangle is on air, the field empty, the hands where they were."""
    window, desk = open_window(show_of_four())
    lineup, line = window.seat.lineup, window.seat.form.line
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(lineup.finder, "dlsz")
    qtbot.waitUntil(lambda: lineup.selected is not None and lineup.selected.number == 15)
    assert [lineup.model.at(n).number for n in range(lineup.model.rowCount())] == [15]
    QTest.keyClick(lineup.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 15)
    qtbot.waitUntil(lambda: lineup.finder.text() == "")
    assert lineup.model.rowCount() == 4
    assert lineup.selected.number == 15
    assert QApplication.focusWidget() is line


def test_esc_returns_where_one_was(qtbot: QtBot, open_window: Opened) -> None:
    """The row, how far it was scrolled, and the focus are as before Ctrl+F."""
    window, desk = open_window(live_state(*(an_item(n, f"货 {n}") for n in range(1, 60))), size=(1366, 768))
    lineup = window.seat.lineup
    lineup.view.setFocus()
    lineup.choose(31)
    lineup.view.verticalScrollBar().setValue(lineup.view.verticalScrollBar().value() + 13)
    scrolled = lineup.view.verticalScrollBar().value()
    QTest.keyClick(lineup.view, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(lineup.finder, "59")
    assert lineup.selected.number == 59
    QTest.keyClick(lineup.finder, Qt.Key.Key_Escape)
    assert lineup.model.rowCount() == 59
    assert (lineup.selected.number, lineup.view.verticalScrollBar().value()) == (31, scrolled)
    assert lineup.view.hasFocus()
    assert desk.done == []


def test_another_hit_is_chosen_without_leaving_the_field(qtbot: QtBot, open_window: Opened) -> None:
    """Down goes to the next hit, and Enter puts that one on air."""
    window, desk = open_window(show_of_four())
    lineup = window.seat.lineup
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F, CTRL)
    lineup.finder.setText("豆绿")
    QTest.keyClick(lineup.finder, Qt.Key.Key_Down)
    assert lineup.finder.hasFocus()
    assert lineup.selected.number == 15
    QTest.keyClick(lineup.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.on_air.number == 15)


def test_nothing_happens_while_an_input_method_composes(qtbot: QtBot, open_window: Opened) -> None:
    """Enter that ends a composition puts nothing on air; what is composed is not looked for yet."""
    window, desk = open_window(show_of_four())
    lineup = window.seat.lineup
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F, CTRL)
    lineup.finder.setText("14")
    QApplication.sendEvent(lineup.finder, QInputMethodEvent("dou", []))
    QTest.keyClick(lineup.finder, Qt.Key.Key_Return)
    QTest.keyClick(lineup.finder, Qt.Key.Key_Down)
    qtbot.wait(20)
    assert desk.done == []
    assert [lineup.model.at(n).number for n in range(lineup.model.rowCount())] == [14]


def test_what_cannot_be_found_is_said(qtbot: QtBot, open_window: Opened) -> None:
    """No hit: the list says so, Enter does nothing, Esc brings everything back."""
    window, desk = open_window(show_of_four())
    lineup = window.seat.lineup
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(lineup.finder, "9876")
    assert lineup.model.rowCount() == 0
    assert lineup.view.empty[0] == "没有找到"
    QTest.keyClick(lineup.finder, Qt.Key.Key_Return)
    QTest.keyClick(lineup.finder, Qt.Key.Key_Escape)
    assert lineup.model.rowCount() == 4
    assert desk.done == []
