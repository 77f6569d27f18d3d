"""Render the windows in many states to `build/looks/*.png`, to be looked at: `python -m tests.ui.grab [words]`."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtWidgets import QApplication

from console.facts import (
    CameraStatus,
)
from console.listing.line import read
from console.words import check
from tests.clock import FakeClock
from tests.ui.english import EnglishDesk, in_english, said, write_english
from tests.ui.fake_desk import FakeDesk
from tests.ui.goods import StillSource, save_goods
from tests.ui.states import STATES
from tests.ui.states.before import Murmur, a_machine
from tests.ui.states.ending import PastShows, never_done
from tests.ui.states.selling import read_open
from tests.ui.states.show import turn
from tests.ui.test_bulk_sheet import Shelf
from tests.ui.upkeep_double import Machine as UpkeepDouble
from ui.look.room import Room
from ui.windows.app import build_window
from ui.windows.main_window import MainWindow
from ui.windows.parts import Given

LOOKS = Path("build/looks")


SIZES = {"1080": (1920, 1080), "768": (1366, 768), "540": (960, 540)}


def open_state(
    name: str,
    folder: Path,
    loop: asyncio.AbstractEventLoop,
    *,
    lang: str = "zh_CN",
    size: tuple[int, int] = (1366, 768),
    room: Room | None = None,
) -> MainWindow:
    """The window of a state, shown, on a screen with `room`.

    `folder` has the goods, photos of the studio where it has those.
    """
    seat, state, deed = STATES[name]
    clock, photo = FakeClock(), folder / "bangle-wide.jpg"
    desk = EnglishDesk(state, clock) if lang == "en" else FakeDesk(state, clock)
    live = state.camera.status is CameraStatus.LIVE
    still = StillSource(state.camera.view, photo if photo.exists() else None, lit=name != "b-black")
    window = build_window(
        Given(
            desk=desk,
            data_folder=folder,
            read_line=read,
            preview=still if live else None,
            seat=seat,
            lang=lang,
            clock=clock,
            loop=loop,
            export=never_done(loop),
            check=check,
            bulk=Shelf(say=said) if lang == "en" else Shelf(),
            machine=a_machine,
            shows=PastShows(in_english) if lang == "en" else PastShows(),
            work=UpkeepDouble(),
            ear=Murmur("USB PnP microphone") if lang == "en" else Murmur(),
            open_sales=read_open(desk.state) if name == "a-open" else None,
            room=room,
        )
    )
    window.resize(*size)
    window.show()
    turn(60)
    deed(window, desk)
    if lang == "en":
        write_english(window)
    turn(60)
    return window


def main() -> None:
    """Grab every state whose file name holds all the words given."""
    app = QApplication.instance() or QApplication(sys.argv)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    folder = Path("build/goods").resolve()
    save_goods(folder)
    LOOKS.mkdir(parents=True, exist_ok=True)
    for lang in ("zh_CN", "en"):
        for size, resolution in SIZES.items():
            for name in STATES:
                path = LOOKS / f"{name}-{size}-{lang[:2]}.png"
                if not all(word in path.name for word in sys.argv[1:]):
                    continue
                window = open_state(name, folder, loop, lang=lang, size=resolution)
                turn(100)
                window.grab().save(str(path))
                window.stop()
                window.close()
                window.deleteLater()
    loop.close()


if __name__ == "__main__":
    main()
