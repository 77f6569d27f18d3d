"""The books are brought back before they are opened: a small window with how far it is, and a way to stop.

It is shown where a person asked for it in the settings, or where the database cannot be opened. The work is
`console.restoring`'s, on a thread of its own; stopped, it leaves everything as it was.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLayout, QProgressBar, QVBoxLayout, QWidget

from console import restoring
from console.config import Options
from console.errors import DataFolderInUse, KaiboError, Text
from console.facts import Notice
from ui.keys.buttons import KeyButton
from ui.look.language import speak
from ui.look.room import Room, fitting
from ui.look.theme import LOOK, Theme, dress, fit
from ui.panels.settings.choice import Note
from ui.windows import places as places_of
from ui.windows.opening import Left

WIDE = 720
STEPS = 1_000
T = TypeVar("T")
Say = Callable[[Text], None]
Share = Callable[[float | None], None]
Work = Callable[[Say, Share, threading.Event], T]


class RescueWindow(QWidget):
    """Asks first, or goes at once."""

    def __init__(self, theme: Theme, lang: str) -> None:
        super().__init__()
        self.setObjectName("rescue")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._lang = theme, lang
        self._cancel = threading.Event()
        self._answer: asyncio.Future[bool] | None = None
        self.quitting = False
        """Stopped because the program is to end."""
        self.setWindowTitle(self.tr("开播：找回数据"))
        self.title, self.told = QLabel(), Note()
        self.title.setProperty("step", "hero")
        self.title.setWordWrap(True)
        self.kept = Note(self.tr("原来的文件会改名留着，不会删。"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px(6))
        self.bar.setAccessibleName(self.tr("找回数据做了多少"))
        self.go_on = KeyButton(theme, self.tr("找回数据"), "Enter", kind="main")
        self.leave = KeyButton(theme, self.tr("停下"), "Esc", kind="second")
        self._lay_out()
        self.go_on.clicked.connect(lambda: self._say_answer(yes=True))
        self.leave.clicked.connect(self._left)

    def _lay_out(self) -> None:
        px = self._theme.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.go_on)
        row.addWidget(self.leave)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(14))
        for each in (self.title, self.told, self.bar, self.kept):
            column.addWidget(each)
        column.addSpacing(px(8))
        column.addLayout(row)

    async def offered(self, error: KaiboError) -> bool:
        """Tell why the books cannot be opened, and ask whether to bring them back."""
        self.ask(error)
        self._answer = asyncio.get_running_loop().create_future()
        return await self._answer

    def ask(self, error: KaiboError) -> None:
        """Show why the books cannot be opened, and that they can be brought back."""
        self.title.setText(error.shown(self._lang).title)
        self.told.say(self.tr("可以用备份和日志把数据找回来，到最后一单。"))
        self.bar.setVisible(False)
        self.go_on.setVisible(True)
        self.leave.setText(self.tr("退出"))
        self._come(self.go_on)

    async def go(self, work: Work[T]) -> T:
        """Do `work` on a thread of its own, and show how far it is. Raises what it raises."""
        loop = asyncio.get_running_loop()
        self.begin()

        def say(words: Text) -> None:
            loop.call_soon_threadsafe(self.say, words)

        def share(done: float | None) -> None:
            loop.call_soon_threadsafe(self.share, done)

        return await loop.run_in_executor(None, lambda: work(say, share, self._cancel))

    def begin(self) -> None:
        """Show that it goes on, and how to stop it."""
        self.title.setText(self.tr("正在找回数据…"))
        self.told.say(" ")
        self.bar.setVisible(True)
        self.go_on.setVisible(False)
        self.leave.setText(self.tr("停下"))
        self.share(None)
        self._come(self.leave)

    def say(self, words: Text) -> None:
        """What is being done."""
        self.told.say(words.said(self._lang))

    def share(self, done: float | None) -> None:
        """How much of it is done, 0 to 1; None where nobody knows."""
        self.bar.setRange(0, STEPS if done is not None else 0)
        self.bar.setValue(round(STEPS * (done or 0)))

    def stop(self) -> None:
        """Stop the work, or answer no; harmless when called twice."""
        self._cancel.set()
        self._say_answer(yes=False)

    def quit(self) -> None:
        """Stop because the program is to end."""
        self.quitting = True
        self._left()

    def _left(self) -> None:
        if self.bar.isVisible():
            self.leave.setEnabled(False)
            self.title.setText(self.tr("正在停下…"))
        self.stop()

    def _say_answer(self, *, yes: bool) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(yes)

    def _come(self, first: QWidget) -> None:
        wide = min(self._theme.px(WIDE), self.screen().availableGeometry().width())
        for label in (self.title, self.told, self.kept):
            label.ensurePolished()  # its height is that of the type it will have
        self.resize(wide, self.heightForWidth(wide))
        self.show()
        self.activateWindow()
        first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc leaves or stops."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.go_on if self.go_on.isVisible() and not self.leave.hasFocus() else self.leave).click()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it stops the work; it goes when that has ended."""
        self._left()
        event.ignore()


async def bring_back(options: Options, opening: QWidget) -> Notice | None:
    """Do what was wished in the settings, if anything was; returns what to tell once the console is open.

    Stopped or refused, the books are as they were and the wish is gone. Raises `Left`, or `DataFolderInUse`.
    """
    loop = asyncio.get_running_loop()
    source = await loop.run_in_executor(None, restoring.wished, options)
    if source is None:
        return None
    with _rescuing(options, await loop.run_in_executor(None, _worn, options), opening) as window:
        try:
            done = await window.go(partial(_restored, options, source if source.name else None))
        except restoring.Cancelled:
            if window.quitting:
                raise Left from None  # the wish stays: nobody took it back
            notice = restoring.not_restored(None)
        except DataFolderInUse:
            raise
        except KaiboError as error:
            notice = restoring.not_restored(error)
        else:
            return restoring.told(done)
    with suppress(OSError):  # it comes again at the next start, and can be stopped again
        await loop.run_in_executor(None, restoring.forget, options)
    return notice


async def offer(options: Options, opening: QWidget, error: KaiboError) -> Notice:
    """Offer to bring back books that cannot be opened; returns what to tell once they are.

    Raises `Left` where the person does not want to, and what kept them from coming back.
    """
    worn = await asyncio.get_running_loop().run_in_executor(None, _worn, options)
    with _rescuing(options, worn, opening) as window:
        if not await window.offered(error):
            raise Left
        try:
            return restoring.told(await window.go(partial(_restored, options, None)))
        except restoring.Cancelled:
            raise Left from None


def _restored(
    options: Options, source: Path | None, say: Say, share: Share, cancel: threading.Event
) -> restoring.Restored:
    return restoring.restore(options, source, say, share=share, cancel=cancel)


def _worn(options: Options) -> tuple[str, str]:
    """Language and look of the windows that stood there last: the books, where they were chosen, are not open yet."""
    places = places_of.read(options.data)
    speaks = options.lang if options.lang_said else places.speaks or options.lang
    return speaks, places.look or LOOK


def _room(app: QApplication) -> Room:
    """What the first screen has for a window: the type is as large as in the console that opens after it."""
    screen = app.primaryScreen()
    size = screen.availableGeometry()
    return Room(size.width(), size.height() - places_of.TITLE, screen.devicePixelRatio())


@contextmanager
def _rescuing(options: Options, worn: tuple[str, str], opening: QWidget) -> Iterator[RescueWindow]:
    """The window in place of the opening picture; Ctrl+C and a system that shuts down stop the work in order."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    lang, look = worn
    theme = Theme(look, fitting(1.0, _room(app)), wished=1.0)
    speak(app, lang, options.data / "cache")
    dress(app, theme)
    window = RescueWindow(theme, lang)
    fit(window, theme)
    loop = asyncio.get_running_loop()
    former = {
        number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(window.quit))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    opening.hide()
    try:
        yield window
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        window.hide()
        window.deleteLater()
        opening.show()
