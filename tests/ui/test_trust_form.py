"""Guarantees, certificate, source and cost: entered by the assistant, shown to viewers only with their proof."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.facts import Show, ShowStatus, Snap, Trust
from console.state import ShowState
from console.words import check
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk
from tests.ui.settled import settled
from tests.ui.states.tools import SAID
from ui.look.theme import Theme
from ui.selling import card
from ui.selling.badges import badges, lacking_words, unproved
from ui.selling.flash_sales import former_fen
from ui.typed.asking import share_in
from ui.windows.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def with_trust(trust: Trust) -> ShowState:
    """Three items, the one on air believable as said."""
    state = three_items()
    return replace(state, items=(replace(state.items[0], trust=trust), *state.items[1:]))


def opened_form(window: MainWindow, desk: FakeDesk) -> None:
    """The form of item 12, by its key, after a snap."""
    desk.tell(e.SnapTaken(snap_id="snap-1", snap=Snap("snap-1", desk.clock.now_ms(), desk.shots)))
    window.bridge.stateChanged.emit(desk.state)
    window.seat.lineup.choose(12)
    window.seat.lineup.view.setFocus()
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_I, CTRL)


@pytest.mark.parametrize(
    ("typed", "share"), [("15", 1500), ("12.5%", 1250), ("", 0), ("100", 10_000), ("101", None), ("x", None)]
)
def test_a_commission_as_people_type_it(typed: str, share: int | None) -> None:
    """Percent with up to two places; more than all of it is asked again."""
    assert share_in(typed) == share


def test_only_what_was_changed_is_asked(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+I, certificate, its photo from the last snap, Enter: one command with these fields alone."""
    window, desk = open_window()
    opened_form(window, desk)
    form = window.seat.trust
    form.guarantees["seven_days"].click()
    form.certificate.setText("31-8842")
    assert "证书缺照片" in form.lacks.text
    form.certificate_photo.click()
    assert form.lacks.text == ""
    form.cost.setText("210")
    QTest.keyClick(form.cost, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).trust.certified)
    assert desk.done == [
        c.DescribeItem(
            number=12,
            guarantees=("seven_days",),
            certificate="31-8842",
            certificate_snap_id="snap-1",
            cost_fen=21_000,
        )
    ]
    assert not form.isVisible()


def test_a_change_of_guarantees_is_taken_back(qtbot: QtBot, open_window: Opened) -> None:
    """Ctrl+Z brings back what was told before."""
    window, desk = open_window(with_trust(SAID))
    window.acts.do(c.DescribeItem(number=12, guarantees=()))
    qtbot.waitUntil(lambda: desk.state.by_number(12).trust.guarantees == ())
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.state.by_number(12).trust == SAID)


def test_a_badge_stands_only_where_its_proof_is() -> None:
    """Number without picture, label without proof: no badge, and it is said what lacks."""
    words = [badge.word for badge in badges(SAID)]
    assert words == ["证书 31-8842", "产业带 镇平", "七天无理由", "假一赔十"]
    bare = replace(SAID, certificate_photo="", source_photo="", guarantees=())
    assert badges(bare) == []
    assert [told.word for told in unproved(bare)] == ["证书缺照片", "产业带 缺凭证"]
    assert lacking_words(bare) == "珠宝上架还缺：证书照片"
    assert lacking_words(SAID) == ""


def test_cost_and_margin_are_the_assistants_alone(qtbot: QtBot, open_window: Opened) -> None:
    """The assistant reads cost, commission and margin; nothing of it is painted or spoken on the anchor's screen."""
    window, _desk = open_window(with_trust(SAID))
    qtbot.waitUntil(lambda: "毛利 ¥299.15" in window.seat.tools.margin.text)
    cheap = with_trust(replace(SAID, cost_fen=1, commission_bp=9_000))
    dear = with_trust(replace(SAID, cost_fen=50_000, commission_bp=0))
    anchor, desk = open_window(cheap, seat="anchor")
    settled(anchor, painted=True)
    before = anchor.seat.on_air.grab().toImage()
    card = anchor.seat.preview.grab().toImage()
    desk.tell(e.ItemChanged(item_id="item-12", number=12, item=dear.items[0], on_air_item_id="item-12"))
    qtbot.waitUntil(lambda: anchor.seat.on_air.state.on_air.trust.cost_fen == 50_000)
    assert anchor.seat.on_air.grab().toImage() == before
    assert anchor.seat.preview.grab().toImage() == card


def test_escape_leaves_the_form_as_it_was(qtbot: QtBot, open_window: Opened) -> None:
    """Esc asks for nothing, and the hands are back at the listing line."""
    window, desk = open_window()
    opened_form(window, desk)
    assert window.seat.trust.isVisible()
    QTest.keyClick(window.seat.trust.certificate, Qt.Key.Key_Escape)
    assert not window.seat.trust.isVisible()
    assert desk.done == []
    assert window.seat.form.line.hasFocus()


def test_a_compared_price_hours_and_people_are_told(qtbot: QtBot, open_window: Opened) -> None:
    """Sum, its proof, hours and people go in one command; emptied, they are taken away."""
    window, desk = open_window()
    opened_form(window, desk)
    form = window.seat.trust
    form.base.setText("1299")
    assert "原价缺凭证" in form.lacks.text
    form.base_photo.click()
    form.ships.setText("48")
    form.online.setText("312")
    QTest.keyClick(form.online, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).trust.based)
    assert desk.done == [
        c.DescribeItem(number=12, base_price_fen=129_900, base_snap_id="snap-1", online=312, ships_within_h=48)
    ]
    form.open_for(desk.state.by_number(12))
    assert (form.base.text(), form.ships.text(), form.online.text()) == ("1299", "48", "312")
    form.ships.setText("")
    QTest.keyClick(form.online, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).trust.ships_within_h is None)
    assert desk.done[-1] == c.DescribeItem(number=12, ships_within_h=0)


def test_a_number_that_is_none_is_not_saved(qtbot: QtBot, open_window: Opened) -> None:
    """Hours in words stay in the form with what to write."""
    window, desk = open_window()
    opened_form(window, desk)
    form = window.seat.trust
    form.ships.setText("两天")
    QTest.keyClick(form.ships, Qt.Key.Key_Return)
    assert form.isVisible()
    assert "整数" in form.lacks.text
    assert desk.done == []


def test_a_compared_price_is_struck_through_only_with_its_proof(qtbot: QtBot, open_window: Opened) -> None:
    """Without picture, or not above the price, nobody sees it; a flash sale strikes its own regular price."""
    item = three_items().items[0]
    proved = replace(item, trust=Trust(base_price_fen=item.price_fen + 100, base_photo="p.jpg"))
    assert former_fen(proved) == item.price_fen + 100
    assert former_fen(replace(item, trust=Trust(base_price_fen=item.price_fen + 100))) is None
    assert former_fen(replace(item, trust=Trust(base_price_fen=item.price_fen, base_photo="p.jpg"))) is None
    theme = Theme()
    bare = card.render(theme, item, None, 420)
    assert card.render(theme, replace(item, trust=Trust(base_price_fen=item.price_fen + 100)), None, 420) == bare
    assert card.render(theme, proved, None, 420) != bare


def test_words_in_the_form_are_underlined_and_what_is_blocked_stays(qtbot: QtBot, open_window: Opened) -> None:
    """Origin and material are checked as they are typed; a way off the platform is not saved."""
    window, desk = open_window(check=check)
    opened_form(window, desk)
    form = window.seat.trust
    form.origin.setText("加微信 abc12345")
    qtbot.waitUntil(lambda: bool(form.origin.marks))
    assert form.words[0].isVisible()
    QTest.keyClick(form.origin, Qt.Key.Key_Return)
    assert form.isVisible()
    assert desk.done == []


def test_the_title_of_a_show_is_underlined(qtbot: QtBot, open_window: Opened) -> None:
    """What is doubtful in it is said beside its field before the show."""
    state = replace(three_items(), show=Show("show", "", ShowStatus.PLANNED))
    window, _ = open_window(state, check=check)
    window.seat.show_bar.title_field.setText("全网最低专场")
    qtbot.waitUntil(lambda: bool(window.seat.show_bar.title_field.marks))
    assert window.seat.show_bar.words.text
