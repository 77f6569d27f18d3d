"""Long work with the disk: it says how far it is, and one that is interrupted leaves nothing half."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from console import copying, restoring
from console.config import Options
from console.errors import LANGUAGES, DataFolderInUse, NothingToCheck, Text
from console.store import backup, folder, restore_wish
from tests.console.conftest import Books


@pytest.fixture
def shop(tmp_path: Path) -> Options:
    """A data folder with a database in it, closed."""
    from console.store.database import _connect

    data = tmp_path / "d"
    data.mkdir()
    db = _connect(data / "kaibo.db")
    books = Books(db)
    for n in range(30):
        books.list_item(f"货 {n}")
    db.close()
    return Options(data=data, journal=tmp_path / "j")


def test_a_backup_by_hand_says_how_far_it_is(shop: Options) -> None:
    """Up to a hundred percent in both languages; the copy is sound and stands among the others."""
    said: list[Text] = []
    done = copying.back_up(shop, said.append)
    assert said[-1].zh == "备份 100%"
    assert all(text.said(lang) for text in said for lang in LANGUAGES)
    assert backup.problem_of(done.path) is None
    assert [each.path for each in backup.listed(shop.backup_folder)] == [done.path]
    assert done.bytes == done.path.stat().st_size


def test_an_interrupted_backup_leaves_nothing(shop: Options) -> None:
    """Ctrl+C in the middle: no copy, no part of one, and the folder is free again."""

    def stop(_text: Text) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copying.back_up(shop, stop)
    assert list(shop.backup_folder.iterdir()) == []
    folder.hold(shop.data).release()


def test_a_backup_needs_a_database_that_nobody_uses(shop: Options, tmp_path: Path) -> None:
    """A running console makes its own; where there is no database that is said."""
    with pytest.raises(NothingToCheck):
        copying.back_up(Options(data=tmp_path / "none"), lambda _text: None)
    lock = folder.hold(shop.data)
    try:
        with pytest.raises(DataFolderInUse):
            copying.back_up(shop, lambda _text: None)
    finally:
        lock.release()


@pytest.mark.parametrize("nth", range(1, 4))
def test_an_interrupted_restore_leaves_the_old_database(shop: Options, nth: int) -> None:
    """Ctrl+C at whatever it says: the files of before are as they were, and nothing half stands beside them."""
    copying.back_up(shop, lambda _text: None)
    before = {path.name: path.read_bytes() for path in shop.data.glob("kaibo.db*")}
    said = 0

    def stop(_text: Text) -> None:
        nonlocal said
        said += 1
        if said == nth:
            raise KeyboardInterrupt

    try:
        restoring.restore(shop, None, stop)
    except KeyboardInterrupt:
        after = {path.name: path.read_bytes() for path in shop.data.glob("kaibo.db*")}
        assert after == before
        assert not list(shop.data.glob("*.restoring*"))
    else:
        assert said < nth
    folder.hold(shop.data).release()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_while_the_files_are_changed_over_comes_too_late(shop: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    """The few milliseconds in which old and new files are moved are not disturbed: the restored database is there."""
    assert threading.current_thread() is threading.main_thread()
    copying.back_up(shop, lambda _text: None)
    link = restoring._link

    def pressed(old: Path, new: Path) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        link(old, new)

    monkeypatch.setattr(restoring, "_link", pressed)
    handler = signal.getsignal(signal.SIGINT)
    done = restoring.restore(shop, None, lambda _text: None)
    assert done.backup
    assert backup.problem_of(shop.data / "kaibo.db") is None
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_restore_that_is_cancelled_leaves_the_old_database(shop: Options) -> None:
    """Whenever it is stopped from another thread, the files are as they were and nothing half stands beside them."""
    copying.back_up(shop, lambda _text: None)
    before = {path.name: path.read_bytes() for path in shop.data.glob("kaibo.db*")}
    for nth in range(20):
        cancel, said = threading.Event(), list[Text]()

        def stop(text: Text, cancel: threading.Event = cancel, said: list[Text] = said, nth: int = nth) -> None:
            said.append(text)
            if len(said) > nth:
                cancel.set()

        try:
            restoring.restore(shop, None, stop, cancel=cancel)
        except restoring.Cancelled:
            assert {path.name: path.read_bytes() for path in shop.data.glob("kaibo.db*")} == before
            folder.hold(shop.data).release()
        else:
            assert len(said) <= nth
            break
    assert nth >= 3


def test_a_wish_for_the_next_start_names_a_backup_and_is_gone_once_it_is_done(shop: Options) -> None:
    """It stands in the data folder until a restore has gone through; what leads out of the backups is no wish."""
    assert restoring.wished(shop) is None
    made = copying.back_up(shop, lambda _text: None)
    restore_wish.write(shop.data, restore_wish.Wish(made.path.name))
    assert restoring.wished(shop) == made.path
    restoring.restore(shop, restoring.wished(shop), lambda _text: None)
    assert restoring.wished(shop) is None
    restore_wish.write(shop.data, restore_wish.Wish("../../elsewhere.db"))
    assert restoring.wished(shop) is None
    restore_wish.write(shop.data, restore_wish.Wish())
    assert restoring.wished(shop) == Path()
    restoring.forget(shop)
    assert restoring.wished(shop) is None
