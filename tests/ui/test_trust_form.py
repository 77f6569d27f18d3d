"""Guarantees, certificate, source and cost: entered by the assistant, shown to viewers only with their proof."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import commands as c
from console import events as e
from console.facts import Snap, Trust
from console.state import ShowState
from tests.ui.conftest import Opened, three_items
from tests.ui.fake_desk import FakeDesk
from tests.ui.grab import SAID
from ui.asking import share_in
from ui.main_window import MainWindow
from ui.selling import badges, lacking_words, unproved

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
