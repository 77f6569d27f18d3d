"""Claims, conflicts, quotas and refused items: what is seen of them, and every way to deal with them by key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.errors import NotEnoughStock
from console.facts import (
    Conflict,
    Link,
    LinkMode,
    LinkStatus,
    ListingState,
    OpenSales,
    Outbox,
    PlatformState,
    Sale,
    SaleSource,
    SaleStatus,
)
from console.state import ShowState
from console.sync.settling import card
from console.sync.shelves import priced
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from ui.beside.unsettled import ReadOpen
from ui.panels.notices import mends
from ui.selling.claims import HOWS, mark, note
from ui.windows.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DIGITS = {
    "refund": Qt.Key.Key_1,
    "substitute": Qt.Key.Key_2,
    "backorder": Qt.Key.Key_3,
    "confirm": Qt.Key.Key_4,
}


def a_sale(n: int = 1, **changes: object) -> Sale:
    sale = Sale(f"s{n}", "item-12", 12, "豆绿手镯", 1, 59900, SaleSource.STUDIO, SaleStatus.SOLD, 1_790_000_000_000 - n)
    return replace(sale, **changes)  # type: ignore[arg-type]


def with_conflicts(count: int = 1, **changes: object) -> ShowState:
    sales = tuple(a_sale(n, conflict=Conflict.OPEN) for n in range(1, count + 1))
    return replace(three_items(), sales=sales, outbox=Outbox(0, count), **changes)  # type: ignore[arg-type]


def titles(window: MainWindow) -> list[str]:
    return [card.accessibleName() for card in window.notices.cards]


# --- conflicts -------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["backorder", "confirm"])
def test_a_conflict_is_decided_by_key_from_anywhere(qtbot: QtBot, open_window: Opened, how: str) -> None:
    """One key decides about the conflict on the card; its row then says what was decided, and the card is gone."""
    window, desk = open_window(with_conflicts())
    assert "12 号 ×1：平台没有货了 平台和店里都卖了" in titles(window)[0]
    QTest.keyClick(window.seat.form.line, DIGITS[how], CTRL)
    qtbot.waitUntil(lambda: not window.notices.cards)
    asked = desk.done[-1]
    assert isinstance(asked, c.ResolveClaim)
    assert (asked.sale_id, asked.how) == ("s1", how)
    said = note(desk.state.sales[0])
    assert said is not None
    assert said.word == {"backorder": "补货后发", "confirm": "已交货"}[how]


def test_a_refund_is_asked_once_more(qtbot: QtBot, open_window: Opened) -> None:
    """The key only asks; Esc leaves all as it was, Enter refunds."""
    window, desk = open_window(with_conflicts())
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_1, CTRL)
    assert "退款 ¥599" in window.strip.question.text()
    assert window.strip.yes.hasFocus()
    QTest.keyClick(window.strip.yes, Qt.Key.Key_Escape)
    assert not window.strip.isVisible()
    assert desk.done == []
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_1, CTRL)
    QTest.keyClick(window.strip.yes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.sales[0].conflict is Conflict.REFUNDED)
    assert window.seat.form.line.hasFocus()


def test_a_substitute_is_a_number_of_the_line_up(qtbot: QtBot, open_window: Opened) -> None:
    """The number is checked as it is given: unknown, the same, and sold out are asked again."""
    state = with_conflicts()
    state = replace(state, items=(*state.items, an_item(15, stock_left=0, listing=ListingState.SOLD_OUT)))
    window, desk = open_window(state)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_2, CTRL)
    for wrong in ("", "x", "99", "12", "15"):
        window.strip.field.setText(wrong)
        QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
        assert window.strip.wrong.text(), wrong
    window.strip.field.setText("13")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.state.sales) == 2)
    assert desk.done[-1].number == 13
    assert note(desk.state.sales[1]).word == "已换成 13 号"


def test_the_buttons_of_a_card_are_reached_and_pressed_by_keys(qtbot: QtBot, open_window: Opened) -> None:
    """F3 goes to the cards, Tab from button to button, Enter presses; afterwards the hands are at the next card."""
    window, desk = open_window(with_conflicts(2))
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F3)
    first = window.notices.cards[0].buttons
    assert first[0].hasFocus()
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert first[3].hasFocus()
    QTest.keyClick(first[3], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.notices.cards) == 1)
    assert desk.state.sales[1].conflict is Conflict.CONFIRMED, "the oldest first"
    assert window.notices.cards[0].buttons[0].hasFocus()
    QTest.keyClick(window.notices.cards[0].buttons[0], Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: not window.notices.cards)
    assert window.seat.form.line.hasFocus()


def test_a_conflict_of_an_earlier_show_has_a_card_that_leads_to_the_list(open_window: Opened) -> None:
    """It is not in this show's list; the card goes when somebody decided. The anchor's seat has no such list."""
    window, desk = open_window()
    anchor, _ = open_window(seat="anchor")
    earlier = a_sale(conflict=Conflict.OPEN, show_id="earlier")
    item = desk.state.items[0]
    refused = e.PushSettled(outbox_id="x", kind="stock", outcome="rejected", reason="", item=item, changed=(earlier,))
    for each in (window, anchor):
        each.bridge.happened.emit(refused)
    (said,) = titles(window)
    assert "12 号 豆绿手镯 ×1：平台没有货了" in said
    assert "Ctrl 0" in said
    assert titles(anchor) == []
    decided = replace(earlier, conflict=Conflict.CONFIRMED)
    window.bridge.happened.emit(
        e.ClaimResolved(
            sale_id="s1",
            show_id="earlier",
            how="confirm",
            item=item,
            totals=desk.state.totals,
            changed=(decided,),
            instead=None,
        )
    )
    assert titles(window) == []


def test_many_conflicts_are_two_cards_and_a_count(qtbot: QtBot, open_window: Opened) -> None:
    """However many there are, two cards stand and say how many more; decided ones make room."""
    window, desk = open_window(with_conflicts(7))
    assert len(window.notices.cards) == 2
    assert "还有 5 笔" in titles(window)[1]
    assert [bool(card.buttons[0].accessibleName().endswith("Ctrl 1")) for card in window.notices.cards] == [True, False]
    assert window.seat.sales.heading.text.startswith("7 笔要决定")
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: "还有 4 笔" in titles(window)[1])
    assert desk.state.sales[-1].conflict is Conflict.CONFIRMED


def test_a_card_put_off_leaves_the_list_red(qtbot: QtBot, open_window: Opened) -> None:
    """ "Later" takes the card away, not the conflict: the next key decides about the next one shown."""
    window, desk = open_window(with_conflicts(2))
    window.notices.cards[0].buttons[-1].click()
    assert len(window.notices.cards) == 1
    assert window.seat.sales.heading.text.startswith("2 笔要决定")
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_3, CTRL)
    qtbot.waitUntil(lambda: bool(desk.done))
    assert desk.done[0].sale_id == "s1"


def test_the_row_of_a_sale_offers_the_same(qtbot: QtBot, open_window: Opened) -> None:
    """The menu of a claim or a conflict offers the four decisions with their keys; of an agreed sale none."""
    window, desk = open_window(with_conflicts())
    sales = window.seat.sales
    menu = sales.menu_for(a_sale(conflict=Conflict.OPEN))
    assert [a.text() for a in menu.actions() if a.isEnabled() and a.text()][:4] == [
        f"{how.word}\tCtrl {n}" for n, how in enumerate(HOWS, 1)
    ]
    agreed = sales.menu_for(a_sale(agreed=True))
    offered = [a.text().split("\t")[0] for a in agreed.actions() if a.isEnabled() and a.text()]
    assert offered == ["看当时的画面", "作废…"]
    menu.actions()[3].trigger()
    qtbot.waitUntil(lambda: desk.state.sales[0].conflict is Conflict.CONFIRMED)


def test_the_menu_key_opens_the_menu_of_the_chosen_row(
    qtbot: QtBot, open_window: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By keyboard too: the menu belongs to the chosen sale, and to the chosen item."""
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: opened.append(menu))
    window, _desk = open_window(with_conflicts())
    for view in (window.seat.sales.view, window.seat.lineup.view):
        view.setFocus()
        view.setCurrentIndex(view.model().index(0, 0))
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(-1, -1), QPoint(-1, -1))
        QApplication.sendEvent(view, event)
    assert [menu.actions()[0].text() for menu in opened] == ["退款\tCtrl 1", "上讲解\tCtrl Enter"]


def test_a_claim_chosen_in_the_list_is_decided_by_key(qtbot: QtBot, open_window: Opened) -> None:
    """With the focus in the list the keys are about the chosen sale, also one that only waits."""
    state = replace(three_items(), sales=(a_sale(1), a_sale(2)))
    window, desk = open_window(state)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: "没有要决定的成交" in titles(window))
    view = window.seat.sales.view
    view.setFocus()
    view.setCurrentIndex(window.seat.sales.model.index(1))
    QTest.keyClick(view, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: bool(desk.done))
    assert desk.done[0].sale_id == "s2"


def test_what_cannot_be_substituted_after_all_changes_nothing(qtbot: QtBot, open_window: Opened) -> None:
    """If the desk refuses, a card says why and the conflict stays."""
    window, desk = open_window(with_conflicts())
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_2, CTRL)
    desk.fails = NotEnoughStock(number=13, left=0)
    window.strip.field.setText("13")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("13 号只剩 0 件" in said for said in titles(window)))
    assert desk.state.sales[0].conflict is Conflict.OPEN


def test_an_order_without_stock_is_told_once(qtbot: QtBot, open_window: Opened) -> None:
    """While the claim of the same item is open its card stands for both; afterwards the order has its own."""
    order = a_sale(9, source=SaleSource.PLATFORM, order_id="o", agreed=True, short_units=1)
    state = with_conflicts()
    window, _desk = open_window(replace(state, sales=(*state.sales, order)))
    assert len(window.notices.cards) == 1
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: "12 号超卖 1 件" in titles(window)[0])


@pytest.mark.parametrize(
    ("sale", "shape", "word"),
    [
        (a_sale(), "wait", "待平台确认"),
        (a_sale(agreed=True), "tick", "平台已确认"),
        (a_sale(conflict=Conflict.OPEN), "cross", "平台没有货了"),
        (a_sale(conflict=Conflict.CONFIRMED), "tick", "已交货"),
        (a_sale(conflict=Conflict.BACKORDERED), "wait", "补货后发"),
        (a_sale(conflict=Conflict.REFUNDED, status=SaleStatus.VOID, void_reason="退款"), "wait", "已退款"),
        (a_sale(status=SaleStatus.VOID, agreed=True), "tick", "已作废：没有写原因"),
    ],
)
def test_every_standing_has_its_shape_and_word(qtbot: QtBot, sale: Sale, shape: str, word: str) -> None:
    """Agreed, claimed, in conflict, decided, void: never colour alone."""
    assert (mark(sale).shape, mark(sale).word) == (shape, word)


def test_a_claim_says_so_when_it_is_more_than_a_moment(qtbot: QtBot, open_window: Opened) -> None:
    """With a good line a sale waits a moment without a second line; after four seconds, or offline, it is worded."""
    window, desk = open_window(replace(three_items(), link=Link(LinkMode.AUTO, LinkStatus.ONLINE)))
    window.acts.sell(1, 12)
    qtbot.waitUntil(lambda: window.seat.sales.model.rowCount() == 1)
    rows, index = window.seat.sales._rows, window.seat.sales.model.index(0)
    low = rows.sizeHint(None, index).height()  # type: ignore[arg-type]
    desk.clock.advance(5)
    window.seat.tick()
    assert rows.sizeHint(None, index).height() > low  # type: ignore[arg-type]
    assert "待平台确认" in window.seat.sales.model.data(index)
    assert window.seat.sales.heading.text == "1 笔待平台确认"


# --- quotas ----------------------------------------------------------------------------------


def hold_by_key(window: MainWindow, number: int, typed: str) -> None:
    window.seat.lineup.choose(number)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_H, CTRL)
    window.strip.field.setText(typed)
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)


def test_a_quota_is_asked_for_and_only_then_owned(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+H asks how many; until the platform answers it is "being held", and then held."""
    from ui.look.format import held_words

    window, desk = open_window()
    hold_by_key(window, 12, "11")
    assert "1 到 10" in window.strip.wrong.text()
    window.strip.field.setText("2")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.done))
    asked = desk.done[-1]
    assert isinstance(asked, c.HoldQuota)
    assert (asked.number, asked.units) == (12, 2)
    item = desk.state.by_number(12)
    assert held_words(item, window.acts.holds.units(item.item_id)) == "预留中"
    owned = replace(item, quota=2, unsent=0)
    desk.tell(e.PushSettled(outbox_id=asked.change_id, kind="stock", outcome="acked", reason="", item=owned))
    item = desk.state.by_number(12)
    assert held_words(item, window.acts.holds.units(item.item_id)) == "预留 2"
    qtbot.waitUntil(lambda: "预留 2 件" in window.seat.lineup.model.data(window.seat.lineup.model.index(0)))


def test_a_quota_goes_back_by_key(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Shift+H gives back what is held, and what was asked for; without any it asks nothing."""
    state = live_state(an_item(12, quota=2), an_item(13), on_air=12)
    window, desk = open_window(state, holds={"change": ("item-12", 3)})
    view = window.seat.lineup.view
    window.seat.lineup.choose(13)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_H, CTRL | SHIFT)
    window.seat.lineup.choose(12)
    QTest.keyClick(view, Qt.Key.Key_H, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(desk.done) == 1)
    assert desk.done == [replace(desk.done[0], number=12)]
    assert isinstance(desk.done[0], c.GiveBackQuota)
    qtbot.waitUntil(lambda: window.acts.holds.units("item-12") == 0)


def test_a_hold_the_platform_refuses_is_a_card(qtbot: QtBot, open_window: Opened) -> None:
    """The platform's words stand on it, and it can be sent again; nothing is owned meanwhile."""
    window, desk = open_window(holds={"change": ("item-12", 3)})
    desk.tell(
        e.PushSettled(
            outbox_id="change", kind="stock", outcome="rejected", reason="库存不足", item=desk.state.by_number(12)
        )
    )
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    assert "12 号：预留 3 件被平台退回" in titles(window)[0]
    assert "库存不足" in titles(window)[0]
    assert window.acts.holds.units("item-12") == 0
    window.notices.cards[0].buttons[0].click()
    qtbot.waitUntil(lambda: desk.done == [c.ResendItem(number=12)])
    qtbot.waitUntil(lambda: not window.notices.cards)


def test_a_refused_hold_can_be_let_go(qtbot: QtBot, open_window: Opened) -> None:
    """Whoever does not want it any more says so on the card; nothing stays refused."""
    window, desk = open_window(holds={"change": ("item-12", 3)})
    item = desk.state.by_number(12)
    desk.tell(e.PushSettled(outbox_id="hold:change", kind="stock", outcome="rejected", reason="库存不足", item=item))
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    QTest.keyClick(window.notices.cards[0].buttons[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.done))
    assert isinstance(desk.done[0], c.GiveBackQuota)


def test_a_hold_that_was_never_asked_is_not_shown_as_asked(qtbot: QtBot, open_window: Opened) -> None:
    """If the desk refuses the wish itself, the row says nothing of it."""
    window, desk = open_window()
    desk.fails = NotEnoughStock(number=12, left=0)
    hold_by_key(window, 12, "2")
    qtbot.waitUntil(lambda: "只剩 0 件" in window.strip.wrong.text())
    assert window.acts.holds.units("item-12") == 0


OFFLINE = Link(LinkMode.OFFLINE, LinkStatus.OFFLINE)


@pytest.mark.parametrize(
    ("quota", "link", "said"),
    [
        (0, Link(LinkMode.AUTO, LinkStatus.ONLINE), ""),
        (0, OFFLINE, "卖出先记为待平台确认"),
        (0, Link(LinkMode.AUTO, LinkStatus.OFFLINE), "卖出先记为待平台确认"),
        (2, Link(LinkMode.AUTO, LinkStatus.ONLINE), "离线可卖 2"),
        (2, OFFLINE, "离线可卖 2，再多待平台确认"),
        (10, OFFLINE, "离线可卖 10"),
    ],
)
def test_the_anchor_knows_what_is_sure_without_a_line(
    qtbot: QtBot, open_window: Opened, quota: int, link: Link, said: str
) -> None:
    """What is owned can be sold for sure; beyond it, offline, a sale is a claim, told calmly."""
    state = live_state(an_item(12, quota=quota), on_air=12, link=link)
    window, _desk = open_window(state, seat="anchor")
    spoken = window.seat.on_air.accessibleName()
    assert spoken.endswith(said) if said else spoken.endswith(" 10")


def test_the_question_for_a_sale_says_what_is_sure(qtbot: QtBot, open_window: Opened) -> None:
    """Offline, F8 says how many of the item are ours; online it does not."""
    window, desk = open_window(live_state(an_item(12, quota=2), on_air=12, link=OFFLINE))
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert "离线可卖 2 件" in window.strip.question.text()
    QTest.keyClick(window.strip.field, Qt.Key.Key_Escape)
    desk.tell(e.LinkChanged(link=Link(LinkMode.AUTO, LinkStatus.ONLINE)))
    desk.tell(e.LinkModeSet(mode=LinkMode.AUTO))
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert "离线" not in window.strip.question.text()


# --- calls left ------------------------------------------------------------------------------


def test_calls_left_are_told_when_few_and_can_always_be_read(qtbot: QtBot, open_window: Opened) -> None:
    """Few calls left are a chip of their own; many stand in the link's tool tip and for a screen reader."""
    window, desk = open_window()
    status = window.seat.status
    desk.tell(e.LinkChanged(link=Link(LinkMode.AUTO, LinkStatus.ONLINE, calls_left=1800)))
    qtbot.waitUntil(lambda: "今天还可调用 1,800 次" in status.link.toolTip())
    assert "今天还可调用 1,800 次" in status.link.accessibleName()
    assert not status.calls.isVisible()
    desk.tell(e.LinkChanged(link=Link(LinkMode.AUTO, LinkStatus.ONLINE, calls_left=120, calls_low=True)))
    qtbot.waitUntil(lambda: status.calls.text == "今天还可调用 120 次")
    assert status.calls.isVisible()
    assert "120" in status.link.toolTip()


# --- refused items ---------------------------------------------------------------------------


def refused(reason: str) -> ShowState:
    item = an_item(17, "方巾", platform=PlatformState.REFUSED, platform_reason=reason, listing=ListingState.LISTED)
    return live_state(an_item(12), item, on_air=12, outbox=Outbox(0, 1))


@pytest.mark.parametrize(
    ("reason", "named"),
    [
        ("标题含有违禁词", ("edit",)),
        ("价格低于限价", ("price",)),
        ("主图有边框", ("retake",)),
        ("标题与主图不符", ("edit", "retake")),
        ("资质不全", ("edit", "price", "retake")),
        ("类目选择错误", ("category",)),
        ("运费模板不存在", ("freight",)),
        ("Title too long", ("edit",)),
    ],
)
def test_the_reason_says_what_mends(reason: str, named: tuple[str, ...]) -> None:
    """The platform's words choose what is offered; unclear words offer everything."""
    assert mends(reason) == named


def test_a_refused_title_is_mended_and_sent_again(qtbot: QtBot, open_window: Opened) -> None:
    """From the card by keys alone: rename, Enter, and the item goes out again."""
    window, desk = open_window(refused("标题含有违禁词"))
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F3)
    assert window.notices.cards[0].buttons[0].text() == "改名"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    window.strip.field.setText("真丝方巾")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.done) == 2)
    assert desk.done == [c.EditItem(number=17, title="真丝方巾"), c.ResendItem(number=17)]
    qtbot.waitUntil(lambda: not window.notices.cards)


@pytest.mark.parametrize(
    ("reason", "typed", "asked"),
    [
        ("类目选择错误", "1002", {"category_id": 1002}),
        ("类目选择错误", "", {}),
        ("运费模板不存在", "880002", {"express_template_id": 880_002}),
    ],
)
def test_a_refused_template_is_mended_and_sent_again(
    qtbot: QtBot, open_window: Opened, reason: str, typed: str, asked: dict[str, int]
) -> None:
    """A category or a freight template by its number, or none: then the platform suggests anew."""
    window, desk = open_window(refused(reason))
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F3)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    window.strip.field.setText("x1")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    assert window.strip.wrong.text()
    window.strip.field.setText(typed)
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.done))
    sent = desk.done[0]
    assert sent == c.ChangeTemplate(number=17, change_id=sent.change_id, **asked)
    qtbot.waitUntil(lambda: not window.notices.cards)


def test_a_refused_price_is_mended_and_sent_again(qtbot: QtBot, open_window: Opened) -> None:
    """The row's own key does the same for a refused item: a new price, and it is sent again."""
    window, desk = open_window(refused("价格低于限价"))
    window.seat.lineup.choose(17)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_F4)
    field = window.seat.lineup.editor.field
    field.setText("549")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.done) == 2)
    assert [type(command) for command in desk.done] == [c.ChangePrice, c.ResendItem]


def test_a_refused_picture_is_retaken_by_key(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+T on the row snaps; Enter gives the photo to the item."""
    window, desk = open_window(refused("主图有边框"))
    window.seat.lineup.choose(17)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: window.seat.form.preview.frozen)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk.done[-1], c.ReplaceSnap))


def test_a_refused_change_of_a_good_item_is_a_card_too(qtbot: QtBot, open_window: Opened) -> None:
    """A price the platform did not take: the item is on sale all the same, the card offers another price."""
    item = an_item(12, platform_reason="价格低于限价")
    window, _desk = open_window(live_state(item, on_air=12, outbox=Outbox(0, 1)))
    assert "12 号：改动被平台退回" in titles(window)[0]
    assert [button.text() for button in window.notices.cards[0].buttons] == ["改价", "重发", "知道了"]


# --- more of them than the state keeps -------------------------------------------------------


def read_of(desk: list[FakeDesk], total: int, asked: list[int]) -> ReadOpen:
    """A database with `total` open sales, less those that were decided at the desk."""

    async def read(limit: int) -> OpenSales:
        asked.append(limit)
        done = {command.sale_id for command in desk[0].done if isinstance(command, c.ResolveClaim)} if desk else set()
        found = [a_sale(n, conflict=Conflict.OPEN if n <= 10 else Conflict.NONE) for n in range(1, total + 1)]
        found = [sale for sale in found if sale.sale_id not in done]
        conflicts = sum(sale.conflict is Conflict.OPEN for sale in found)
        return OpenSales(conflicts, 0, len(found) - conflicts, tuple(found[:limit]))

    return read


def test_every_open_sale_is_counted_and_reached_by_key(qtbot: QtBot, open_window: Opened) -> None:
    """450 of them, none in the state: the heading counts all, Ctrl+0 lists them, End reads on to the very last."""
    asked: list[int] = []
    window, _desk = open_window(three_items(), open_sales=read_of([], 450, asked))
    sales = window.seat.sales
    qtbot.waitUntil(lambda: sales.heading.text == "10 笔要决定 · 440 笔待平台确认")
    assert sales.model.rowCount() == 0
    assert asked == [0], "only counted until somebody looks"
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_0, CTRL)
    qtbot.waitUntil(lambda: sales.model.rowCount() == 200)
    assert sales.view.hasFocus()
    assert sales.selected == a_sale(1, conflict=Conflict.OPEN)
    for rows in (400, 450):
        QTest.keyClick(sales.view, Qt.Key.Key_End)
        qtbot.waitUntil(lambda rows=rows: sales.model.rowCount() == rows)
    QTest.keyClick(sales.view, Qt.Key.Key_End)
    assert sales.selected.sale_id == "s450"
    QTest.keyClick(sales.view, Qt.Key.Key_Escape)
    assert sales.model.rowCount() == 0, "back at the recent sales"


def test_what_is_decided_in_the_list_leaves_it(qtbot: QtBot, open_window: Opened) -> None:
    """A key decides about the chosen row, of whatever show; the list and the count follow."""
    desks: list[FakeDesk] = []
    window, desk = open_window(
        replace(three_items(), sales=(a_sale(1, conflict=Conflict.OPEN),)), open_sales=read_of(desks, 12, [])
    )
    desks.append(desk)
    sales = window.seat.sales
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_0, CTRL)
    qtbot.waitUntil(lambda: sales.model.rowCount() == 12)
    QTest.keyClick(sales.view, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: sales.model.rowCount() == 11)
    assert (desk.done[0].sale_id, desk.done[0].how) == ("s1", "confirm")
    assert sales.heading.text.startswith("9 笔要决定")
    sales.view.setCurrentIndex(sales.model.index(10, 0))
    assert [entry.isEnabled() for entry in sales.menu_for(sales.selected).actions()][:4] == [True] * 4


def test_nothing_open_takes_no_room(qtbot: QtBot, open_window: Opened) -> None:
    """Where all is settled there is no button; the key shows an empty list that says so."""
    window, _desk = open_window(three_items(), open_sales=read_of([], 0, []))
    sales = window.seat.sales
    qtbot.waitUntil(lambda: sales.unsettled.found is not None)
    assert not sales.open_button.isVisible()
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_0, CTRL)
    qtbot.waitUntil(lambda: sales.heading.text == "没有待处理的成交")
    assert sales.open_button.isVisible()


# --- stock that does not add up --------------------------------------------------------------


@pytest.mark.parametrize(("tabs", "whose"), [(0, "platform"), (1, "studio")])
def test_whose_number_is_right_is_said_by_keys(qtbot: QtBot, open_window: Opened, tabs: int, whose: str) -> None:
    """F3, Tab, Enter: the card offers both numbers, the answer is sent, the card goes and a word says what happens."""
    window, desk = open_window(three_items())
    item = desk.state.items[0]
    desk.tell(e.NoticeRaised(notice=card(item, 6, 8)))
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F3)
    buttons = window.notices.cards[0].buttons
    assert [button.text() for button in buttons] == ["以平台为准：6 件", "以店里为准：8 件", "知道了"]
    for _ in range(tabs):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.done))
    asked = desk.done[0]
    assert isinstance(asked, c.SettleStock)
    assert (asked.item_id, asked.whose) == (item.item_id, whose)
    qtbot.waitUntil(lambda: not any("对不上" in title for title in titles(window)))
    assert any("以平台为准" in title or "以店里为准" in title for title in titles(window))


@pytest.mark.parametrize(("tabs", "fen"), [(0, 4_900), (1, 59_900)])
def test_whose_price_is_right_is_said_by_keys(qtbot: QtBot, open_window: Opened, tabs: int, fen: int) -> None:
    """F3, Tab, Enter: the card offers both prices, and the chosen one is the item's from now on."""
    window, desk = open_window(three_items())
    item = replace(desk.state.items[0], price_fen=59_900)
    desk.tell(e.NoticeRaised(notice=priced(item, 4_900)))
    qtbot.waitUntil(lambda: bool(window.notices.cards))
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F3)
    buttons = window.notices.cards[0].buttons
    assert [button.text() for button in buttons] == ["以平台为准：¥49", "以店里为准：¥599", "知道了"]
    for _ in range(tabs):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.done))
    asked = desk.done[0]
    assert isinstance(asked, c.ChangePrice)
    assert (asked.number, asked.price_fen) == (item.number, fen)


# --- what is said of an item -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed", "field"),
    [(Qt.Key.Key_P, "冰种 / 57圈口", "points"), (Qt.Key.Key_B, "A-07", "bin_code")],
)
def test_points_and_bin_are_written_in_the_window(
    qtbot: QtBot, open_window: Opened, key: Qt.Key, typed: str, field: str
) -> None:
    """A key, one line, Enter; Ctrl+Z takes it back."""
    window, desk = open_window()
    window.seat.lineup.choose(13)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, key, CTRL)
    window.seat.lineup.editor.field.setText(typed)
    QTest.keyClick(window.seat.lineup.editor.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: getattr(desk.state.by_number(13), field) == typed)
    assert desk.state.by_number(13).title == "手工陶杯"
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: getattr(desk.state.by_number(13), field) == "")


def test_a_card_that_stays_keeps_its_focus(qtbot: QtBot, open_window: Opened) -> None:
    """News about something else does not take the hand off a button."""
    window, _desk = open_window(with_conflicts())
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F3)
    button = QApplication.focusWidget()
    window.acts.change_price(13, 100)
    qtbot.waitUntil(lambda: len(window.notices.cards) == 2)
    window.notices._pass_second()
    assert QApplication.focusWidget() is button
