"""The window of a seat over a desk in memory, driven by real key events; no screen, no database."""

from __future__ import annotations

import asyncio
import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.listing.line import read
from console.state import ShowState
from tests.clock import FakeClock
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from tests.ui.goods import StillSource, save_goods
from ui.windows.app import build_window
from ui.windows.main_window import MainWindow
from ui.windows.parts import Given

Opened = Callable[..., tuple[MainWindow, FakeDesk]]


@pytest.fixture(scope="session")
def goods_folder(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Path:
    folder = tmp_path_factory.mktemp("goods")
    save_goods(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def what_stands_already() -> None:
    """What was there before the first window is no garbage, and need not be looked through after each test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def garbage_of_windows(what_stands_already: None) -> Iterator[None]:
    """Looked for on this thread alone, as in the product: see `ui/loop/tidying.py`."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)  # as it is in the product, where the loop runs
    yield loop
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def open_window(qtbot: QtBot, loop: qasync.QEventLoop, goods_folder: Path, qapp: QApplication) -> Iterator[Opened]:
    """Opens a seat's window, shown and active; stops all of them at the end."""
    opened: list[MainWindow] = []

    def open_it(
        state: ShowState | None = None,
        *,
        seat: str = "assistant",
        lang: str = "zh_CN",
        size: tuple[int, int] = (1366, 768),
        source: StillSource | None = None,
        clock: FakeClock | None = None,
        **options: object,
    ) -> tuple[MainWindow, FakeDesk]:
        clock = clock or FakeClock()
        desk = FakeDesk(state if state is not None else three_items(), clock)
        window = build_window(
            Given(
                desk=desk,
                data_folder=goods_folder,
                read_line=read,
                preview=source,
                seat=seat,
                lang=lang,
                clock=clock,
                loop=loop,
                **options,  # type: ignore[arg-type]
            )
        )
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        opened.append(window)
        return window, desk

    yield open_it
    for window in opened:
        window.stop()
        window.hide()
    qtbot.waitUntil(lambda: not any(len(window.tasks) for window in opened))  # cancelled work ends a turn later
    for window in opened:
        window.deleteLater()
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    shutil.rmtree(goods_folder / "cache", ignore_errors=True)


def three_items() -> ShowState:
    """A live show: 12 is on air, 13 and 14 come next."""
    return live_state(an_item(12), an_item(13, "手工陶杯", price_fen=9900), an_item(14, "老铜钱"), on_air=12)
