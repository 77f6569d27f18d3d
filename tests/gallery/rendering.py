"""Takes the pictures of one density and language; a process of its own, because Qt's density is one of a process.

Run by `tests.gallery`: QT_SCALE_FACTOR is set, the shots come as JSON on standard input.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from itertools import groupby
from pathlib import Path

import qasync
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gallery.shots import Screen, Shot
from tests.ui.grab import open_state
from tests.ui.settled import settled
from ui.panels.settings.look import LookPage
from ui.windows.main_window import MainWindow

THUMB = QSize(400, 225)
SETTLE_MS = 40
QUALITY = 92


def main() -> None:
    """Take what standard input asks for: goods (folder), out (folder), shots (state, w, h, scale, lang, look)."""
    asked = json.load(sys.stdin)
    out = Path(asked["out"])
    wanted = [Shot(name, Screen(w, h, scale), lang, look) for name, w, h, scale, lang, look in asked["shots"]]
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setCursorFlashTime(0)  # a caret that stands
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    in_turn = sorted(wanted, key=lambda shot: (*_of_one_window(shot), shot.look, shot.screen))
    for (state, lang, _type), some in groupby(in_turn, key=_of_one_window):
        _state(state, lang, list(some), Path(asked["goods"]), out, loop)
    sys.stdout.flush()
    os._exit(0)  # work that never ends belongs to some states; nobody waits for it


def _of_one_window(shot: Shot) -> tuple[str, str, float]:
    """What is alike in the pictures of one window: it is made larger and smaller, but its type is of one size."""
    return shot.state, shot.lang, shot.screen.type_scale


def _state(name: str, lang: str, some: list[Shot], goods: Path, out: Path, loop: asyncio.AbstractEventLoop) -> None:
    """One state in one language and size of type: its window once, then each size and look of it."""
    screen = some[0].screen
    window = open_state(name, goods, loop, lang=lang, size=screen.logical, room=screen.room)
    for shot in some:
        window.theme.wear(shot.look)
        for page in window.settings.findChildren(LookPage):
            page.look.show_value(shot.look)
        window.resize(*shot.screen.logical)
        _settle(window)
        _take(window, out / shot.file)
    window.stop()
    window.close()
    window.deleteLater()
    QTest.qWait(1)


def _settle(window: MainWindow) -> None:
    """Until nothing moves any more and every photo that is asked for has been read."""
    QTest.qWait(SETTLE_MS)
    settled(window, painted=True)


def _take(window: MainWindow, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image: QImage = window.grab().toImage()
    image.save(str(path), quality=QUALITY)
    image.setDevicePixelRatio(1)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    image.scaled(THUMB, keep, smooth).save(str(path.with_suffix(".thumb.jpg")), quality=80)


if __name__ == "__main__":
    main()
