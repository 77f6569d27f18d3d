"""The books are brought back before they are opened: the window, the wish, the stop and the offer, on real files."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console import copying, restoring
from console.app import open_books
from console.commands import OpenFlash
from console.config import Options
from console.errors import LANGUAGES, DatabaseDamaged, NothingToRestore, Text
from console.facts import Notice
from console.store import restore_wish
from console.store.database import FILE_NAME
from ui.look.language import speak
from ui.look.theme import Theme, dress
from ui.run import _opened
from ui.windows import places, rescue
from ui.windows.opening import Left
from ui.windows.rescue import RescueWindow


@pytest.fixture
def shop(tmp_path: Path) -> Options:
    """Books with one item, closed, and a backup of them."""
    options = Options(data=tmp_path / "d", journal=tmp_path / "j")

    async def sell() -> None:
        async with open_books(options) as books:
            await books.desk.do(OpenFlash(title="手镯", price_fen=100, stock=3))

    asyncio.run(sell())
    copying.back_up(options, lambda _words: None)
    return options


@pytest.fixture
def opening(qtbot: QtBot) -> QWidget:
    """What stands on the screen first."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def the_window() -> RescueWindow | None:
    """The one that is shown."""
    shown = (each for each in QApplication.topLevelWidgets() if isinstance(each, RescueWindow) and each.isVisible())
    return next(shown, None)


def held(shop: Options) -> dict[str, bytes]:
    """The database's files."""
    return {path.name: path.read_bytes() for path in shop.data.glob("kaibo.db*")}


def items(shop: Options) -> int:
    """How many there are."""
    with closing(sqlite3.connect(shop.data / FILE_NAME)) as db:
        return int(db.execute("SELECT count(*) FROM items").fetchone()[0])


def test_without_a_wish_nothing_is_shown(loop: asyncio.AbstractEventLoop, shop: Options, opening: QWidget) -> None:
    """The usual start asks nothing and changes nothing."""
    before = held(shop)
    assert loop.run_until_complete(rescue.bring_back(shop, opening)) is None
    assert opening.isVisible()
    assert held(shop) == before


def test_a_wish_is_carried_out_and_told(loop: asyncio.AbstractEventLoop, shop: Options, opening: QWidget) -> None:
    """The books are rebuilt from the backup and the journal, the former file is kept, the wish is gone."""
    (made,) = shop.backup_folder.iterdir()
    restore_wish.write(shop.data, restore_wish.Wish(made.name))
    notice = loop.run_until_complete(rescue.bring_back(shop, opening))
    assert notice is not None
    assert "找回来了" in notice.title.said("zh_CN", **notice.facts)
    assert (shop.data / notice.facts["moved"] / FILE_NAME).exists()
    assert items(shop) == 1
    assert restoring.wished(shop) is None
    assert the_window() is None
    assert opening.isVisible()


def test_stopped_it_leaves_the_books_and_drops_the_wish(
    loop: asyncio.AbstractEventLoop, shop: Options, opening: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc while it goes: not a byte has changed, nobody is asked again, and the console will say so."""
    restore_wish.write(shop.data, restore_wish.Wish())
    before, notice = held(shop), loop.run_until_complete(_pressing(shop, opening, monkeypatch, Qt.Key.Key_Escape))
    assert notice is not None
    assert "你停下了" in notice.title.said("zh_CN")
    assert held(shop) == before
    assert restoring.wished(shop) is None
    assert not list(shop.data.glob("damaged-*"))


def test_a_system_that_shuts_down_leaves_the_wish(
    loop: asyncio.AbstractEventLoop, shop: Options, opening: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody took it back: the start after this one carries it out."""
    restore_wish.write(shop.data, restore_wish.Wish())
    before = held(shop)
    with pytest.raises(Left):
        loop.run_until_complete(_pressing(shop, opening, monkeypatch, None))
    assert held(shop) == before
    assert restoring.wished(shop) == Path()


async def _pressing(
    shop: Options, opening: QWidget, monkeypatch: pytest.MonkeyPatch, key: Qt.Key | None
) -> Notice | None:
    """Bring back, held up at its first word until a key was pressed (None: until the program is to end)."""
    pressed = threading.Event()
    real = restoring.restore

    def held_up(*args: object, **options: object) -> restoring.Restored:
        assert pressed.wait(10)
        return real(*args, **options)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(restoring, "restore", held_up)
    going = asyncio.ensure_future(rescue.bring_back(shop, opening))
    while (window := the_window()) is None:  # noqa: ASYNC110 - as a person looks
        await asyncio.sleep(0.01)
    assert not opening.isVisible()
    assert window.bar.isVisible()
    if key is None:
        window.quit()
    else:
        QTest.keyClick(window, key)
    pressed.set()
    return await going


def test_what_cannot_be_restored_is_told_and_the_books_stay(
    loop: asyncio.AbstractEventLoop, shop: Options, opening: QWidget
) -> None:
    """A wish for a backup that is damaged: the console opens as before, with the reason on a card."""
    (made,) = shop.backup_folder.iterdir()
    made.write_bytes(b"no database")
    restore_wish.write(shop.data, restore_wish.Wish(made.name))
    before = held(shop)
    notice = loop.run_until_complete(rescue.bring_back(shop, opening))
    assert notice is not None
    assert "账本和之前一样" in notice.title.said("zh_CN")
    assert held(shop) == before
    assert restoring.wished(shop) is None


@pytest.mark.parametrize("yes", [True, False])
def test_books_that_cannot_be_opened_are_offered_back(
    loop: asyncio.AbstractEventLoop, shop: Options, opening: QWidget, *, yes: bool
) -> None:
    """The window says why, Enter brings them back, Esc ends the program and leaves the damaged file."""
    (shop.data / FILE_NAME).write_bytes(b"no database at all")
    before = held(shop)
    error = DatabaseDamaged(why="file is not a database", path=shop.data / FILE_NAME)

    async def asked() -> Notice:
        offered = asyncio.ensure_future(rescue.offer(shop, opening, error))
        while (window := the_window()) is None:  # noqa: ASYNC110 - as a person looks
            await asyncio.sleep(0.01)
        assert "打不开" in window.title.text()
        QTest.keyClick(window, Qt.Key.Key_Return if yes else Qt.Key.Key_Escape)
        return await offered

    if not yes:
        with pytest.raises(Left):
            loop.run_until_complete(asked())
        assert held(shop) == before
        return
    notice = loop.run_until_complete(asked())
    assert items(shop) == 1
    assert (shop.data / notice.facts["moved"] / FILE_NAME).read_bytes() == before[FILE_NAME]


def test_it_speaks_as_the_windows_did_that_stood_there_last(shop: Options) -> None:
    """The books, where language and look were chosen, are not open yet; a language said for this run goes before."""
    assert rescue._worn(shop) == (shop.lang, "dark")
    places.write(shop.data, places.Places(speaks="en", look="light"))
    assert rescue._worn(shop) == ("en", "light")
    assert rescue._worn(replace(shop, lang="zh_CN", lang_said=True)) == ("zh_CN", "light")


def test_progress_is_shown_as_it_is_told(loop: asyncio.AbstractEventLoop, qtbot: QtBot) -> None:
    """A share fills the bar, words stand above it, and what fails reaches whoever asked."""
    window = RescueWindow(Theme(), "en")
    qtbot.addWidget(window)

    def work(say: rescue.Say, share: rescue.Share, _cancel: threading.Event) -> int:
        say(Text("复制 40%", "copied 40%"))
        share(0.4)
        return 7

    assert loop.run_until_complete(window.go(work)) == 7
    qtbot.waitUntil(lambda: window.told.text() == "copied 40%")
    assert window.bar.value() == 0.4 * window.bar.maximum()

    def fails(_say: rescue.Say, _share: rescue.Share, _cancel: threading.Event) -> int:
        raise NothingToRestore(why=Text("没有备份", "no backup"))

    with pytest.raises(NothingToRestore):
        loop.run_until_complete(window.go(fails))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("opening")
def test_no_word_is_cut_off(qapp: QApplication, loop: asyncio.AbstractEventLoop, tmp_path: Path, lang: str) -> None:
    """Every line of the offer and of the work has its height, in both languages; every control has a name."""
    theme = Theme()
    speak(qapp, lang, tmp_path)
    dress(qapp, theme)
    window = RescueWindow(theme, lang)

    def look() -> None:
        for label in window.findChildren(QLabel):
            if label.isVisible():
                assert label.heightForWidth(label.width()) <= label.height(), label.text()
        assert all(each.accessibleName() for each in (window.go_on, window.leave, window.bar))

    async def both() -> None:
        offered = asyncio.ensure_future(window.offered(DatabaseDamaged(why="file is not a database", path=tmp_path)))
        await asyncio.sleep(0.05)
        look()
        window.stop()
        assert not await offered
        await window.go(lambda say, _share, _cancel: say(Text("检查备份", "checking a backup")))
        await asyncio.sleep(0.05)
        look()

    loop.run_until_complete(both())
    window.hide()
    window.deleteLater()
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)


def test_the_console_that_opens_then_has_the_card(
    loop: asyncio.AbstractEventLoop, shop: Options, opening: QWidget
) -> None:
    """The next start carries the wish out before the books are opened, and says what came of it."""
    restore_wish.write(shop.data, restore_wish.Wish())

    async def started() -> tuple[Notice, ...]:
        async with _opened(replace(shop, camera="synthetic"), opening, None) as console:
            assert [item.title for item in console.desk.state.items] == ["手镯"]
            return console.desk.state.notices

    assert restoring.CARD in [notice.key for notice in loop.run_until_complete(started())]
    assert list(shop.data.glob("damaged-*/kaibo.db"))
