"""What people choose takes effect at once: the window is furnished anew and loses nothing that was in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from console import commands as c
from console.errors import DiskFull
from tests.ui.conftest import Opened, three_items
from ui.windows.refit import chosen


def test_another_language_is_spoken_at_once(qtbot: QtBot, open_window: Opened) -> None:
    """The same window says everything in English after the choice, and Chinese again when it is taken back."""
    window, desk = open_window()
    assert window.seat.form.list_button.text() == "上架"
    window.acts.do(c.Prefer(name="lang", value="en"))
    qtbot.waitUntil(lambda: window.seat.form.list_button.text() == "List")
    assert window.isVisible()
    window.acts.do(c.Prefer(name="lang", value="zh_CN"))
    qtbot.waitUntil(lambda: window.seat.form.list_button.text() == "上架")
    assert desk.state.preferences["lang"] == "zh_CN"


def test_a_key_of_ones_own_works_at_once_and_stands_on_its_button(qtbot: QtBot, open_window: Opened) -> None:
    """A chosen key acts, the former one does not any more, and button and sheet show it."""
    window, _desk = open_window()
    window.acts.do(c.Prefer(name="keys", value='{"sale":["F10"]}'))
    qtbot.waitUntil(lambda: "F10" in window.seat.sales.button.accessibleName())
    assert "F10" in window.sheet.accessibleName()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert not window.strip.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F10)
    assert window.strip.isVisible()


def test_larger_text_is_larger_at_once(qtbot: QtBot, open_window: Opened) -> None:
    """Half as large again means buttons half as high again."""
    window, _desk = open_window(size=(1920, 1080))
    before = window.seat.form.line.sizeHint().height()
    window.acts.do(c.Prefer(name="text", value="150"))
    qtbot.waitUntil(lambda: window.seat.form.line.sizeHint().height() > 1.4 * before)


def test_the_light_look_is_worn_at_once_and_kept(qtbot: QtBot, open_window: Opened) -> None:
    """The look changes in place; furnished anew for another reason, the window still wears it."""
    window, _desk = open_window()
    window.acts.do(c.Prefer(name="look", value="light"))
    qtbot.waitUntil(lambda: window.theme.look == "light")
    window.acts.do(c.Prefer(name="lang", value="en"))
    qtbot.waitUntil(lambda: window.seat.form.list_button.text() == "List")
    assert window.theme.look == "light"
    window.acts.do(c.Prefer(name="look"))
    qtbot.waitUntil(lambda: window.theme.look == "dark")


def test_what_was_in_hand_is_still_there(qtbot: QtBot, open_window: Opened) -> None:
    """The line half typed, the row chosen, the card that waits and the offer to undo survive another language."""
    window, desk = open_window()
    window.seat.form.line.setText("手镯 59")
    window.seat.lineup.choose(13)
    desk.fails = DiskFull()
    window.acts.do(c.AddStock(number=13, quantity=1))
    qtbot.waitUntil(lambda: len(window.notices.cards) == 1)
    window.acts.change_price(12, 49900)
    qtbot.waitUntil(lambda: len(window.notices.cards) == 2)
    window.acts.do(c.Prefer(name="lang", value="en"))
    qtbot.waitUntil(lambda: window.seat.form.list_button.text() == "List")
    assert window.seat.form.line.text() == "手镯 59"
    assert window.seat.lineup.selected.number == 13
    assert any("disk is full" in card.accessibleName() for card in window.notices.cards)
    QTest.keyClick(window.seat.lineup.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.state.by_number(12).price_fen == 59900)


def test_a_question_that_was_asked_stays_asked(qtbot: QtBot, open_window: Opened) -> None:
    """In the other language, about the same item though another is on air by now; a slip told once is told there."""
    window, desk = open_window()
    QTest.keyClick(window, Qt.Key.Key_F4)
    window.strip.field.setText("5990")
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    assert window.strip.wrong.text()
    window.acts.do(c.PutOnAir(number=13))
    window.acts.do(c.Prefer(name="lang", value="en"))
    qtbot.waitUntil(lambda: window.strip.question.text().startswith("New price"))
    assert window.strip.field.text() == "5990"
    assert window.strip.wrong.text() == "¥599 to ¥5,990? Enter again changes it"
    assert not any(isinstance(done, c.ChangePrice) for done in desk.done)
    QTest.keyClick(window.strip.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.state.by_number(12).price_fen == 599000)
    assert not window.strip.isVisible()


def test_a_question_asked_at_the_anchors_seat_stays_asked(qtbot: QtBot, open_window: Opened) -> None:
    """There as at the desk; a question that was answered or left does not come back."""
    window, _desk = open_window(seat="anchor")
    QTest.keyClick(window, Qt.Key.Key_F8)
    window.strip.field.setText("3")
    window.acts.do(c.Prefer(name="lang", value="en"))
    qtbot.waitUntil(lambda: "sold" in window.strip.question.text())
    assert window.strip.isVisible()
    assert window.strip.field.text() == "3"
    QTest.keyClick(window.strip.field, Qt.Key.Key_Escape)
    window.acts.do(c.Prefer(name="lang", value="zh_CN"))
    qtbot.waitUntil(lambda: window.windowTitle().startswith("开播"))
    assert not window.strip.isVisible()


def test_what_is_half_written_in_a_row_or_a_script_stays(qtbot: QtBot, open_window: Opened) -> None:
    """A cell with its text, over the item as it stood; a script with all that was typed."""
    window, _desk = open_window()
    assert window.seat.lineup.editor.open("price", window.acts.state.by_number(13))
    window.seat.lineup.editor.field.setText("88")
    window.acts.do(c.Prefer(name="text", value="125"))
    former = window.seat
    qtbot.waitUntil(lambda: window.seat is not former)
    written = window.seat.lineup.editor.written
    assert (written.cell, written.item.number, written.typed) == ("price", 13, "88")
    window.seat.lineup.editor.drop()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    window.script.field.setPlainText("先讲产地")
    window.acts.do(c.Prefer(name="lang", value="en"))
    qtbot.waitUntil(lambda: window.script.written is not None and "No. 13" in window.script.title.text())
    assert window.script.field.toPlainText() == "先讲产地"


def test_what_is_looked_for_and_a_form_of_guarantees_stay(qtbot: QtBot, open_window: Opened) -> None:
    """What stands in the find field is looked for on, on the hit that was chosen; the form keeps all that was filled in
    for its item, and is saved from there."""
    window, desk = open_window(size=(1920, 1080))
    first = desk.state.items[0].number
    window.seat.lineup.choose(desk.state.items[-1].number)
    window.seat.lineup.finder.setText("1")
    qtbot.waitUntil(lambda: not window.seat.lineup.model.looking)
    window.seat.lineup.finder.stepped.emit(1)
    hit = window.seat.lineup.selected.number
    window.seat.trust.open_for(desk.state.by_number(first))
    window.seat.trust.certificate.setText("31-9")
    window.seat.trust.cost.setText("21,")
    window.seat.trust.jewellery.setChecked(True)
    kept = window.seat.trust.filled
    former = window.seat
    window.acts.do(c.Prefer(name="lang", value="en"))
    qtbot.waitUntil(lambda: window.seat is not former and window.seat.trust.isVisible())
    seat = window.seat
    qtbot.waitUntil(lambda: not seat.lineup.model.looking)

    assert (seat.lineup.finder.text(), seat.lineup.selected.number) == ("1", hit)
    assert seat.trust.filled is not None
    assert kept is not None
    assert (seat.trust.filled.number, seat.trust.filled.texts, seat.trust.filled.marks) == (
        first,
        kept.texts,
        kept.marks,
    )
    seat.trust.cost.setText("21")
    seat.trust.save.click()
    qtbot.waitUntil(lambda: any(isinstance(each, c.DescribeItem) for each in desk.done))
    assert next(each for each in desk.done if isinstance(each, c.DescribeItem)).certificate == "31-9"


def test_a_frozen_photo_stays_frozen(qtbot: QtBot, open_window: Opened) -> None:
    """The photo, the shot that was chosen and the code beside it survive another size, and Enter lists with them."""
    window, desk = open_window(three_items())
    QTest.keyClick(window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: window.seat.form.preview.frozen)
    former = window.seat.form
    former.shots.choose(1)
    former.seen_code.offer("6901234567892")
    former.line.setText("茶杯 59 x2")
    window.acts.do(c.Prefer(name="text", value="125"))
    qtbot.waitUntil(lambda: window.seat.form is not former)
    form = window.seat.form
    qtbot.waitUntil(lambda: form.preview.frozen)
    assert form.shots.shot == 1
    assert not form.head.crop.isHidden()
    QTest.keyClick(form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(isinstance(done, c.OpenFlash) for done in desk.done))
    (listed,) = (done for done in desk.done if isinstance(done, c.OpenFlash))
    assert desk.state.last_snap is not None
    assert (listed.snap_id, listed.shot, listed.barcode) == (desk.state.last_snap.snap_id, 1, "6901234567892")


def test_nothing_is_left_of_the_former_furniture(qtbot: QtBot, open_window: Opened) -> None:
    """After ten changes there are as many shortcuts and children as after one, and F2 snaps once."""
    window, desk = open_window(three_items())

    def change(n: int) -> None:
        percent = str(110 + 10 * (n % 2))
        window.acts.do(c.Prefer(name="text", value=percent))
        qtbot.waitUntil(lambda: desk.state.preferences.get("text") == percent and not window._wishes)
        qtbot.wait(20)

    change(0)
    counts = (len(window.children()), len(window.findChildren(QShortcut)))
    for n in range(1, 11):
        change(n)
    qtbot.waitUntil(lambda: (len(window.children()), len(window.findChildren(QShortcut))) == counts)
    desk.done.clear()
    QTest.keyClick(window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: desk.state.last_snap is not None)
    assert [type(command) for command in desk.done] == [c.TakeSnap]


def test_what_is_taken_away_is_styled_no_more(qtbot: QtBot, open_window: Opened) -> None:
    """The former furniture is gone before the new one gets its size of type: styling both takes twice as long."""
    window, _desk = open_window()
    former = [window.seat.form.line, window.sheet, window.seat.lineup.view]
    begun: list[bool] = []
    again = window.again
    assert again is not None
    window.again = lambda **changes: (begun.append(any(map(isValid, former))), again(**changes))
    window.wish(text_scale=1.2)
    qtbot.waitUntil(lambda: window.theme.scale == 1.2)
    assert begun == [False]


def test_only_what_was_chosen_is_said() -> None:
    """Choices become options of the window; what was taken back is as the program was started."""
    assert chosen({}) == {}
    assert chosen({"lang": "", "text": ""}, "en") == {"lang": "en", "text_scale": 1.0}
    assert chosen({"keys": '{"sale":["F10"],"dance":["F2"]}'}) == {"keys": {"sale": ("F10",)}}
