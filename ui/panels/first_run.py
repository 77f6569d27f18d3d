"""The first steps at a new console: language, camera, practice or shop. Three pages at most, by keyboard, once.

It lies over the line-up and stops nothing: the picture stays in sight beside it, so that a camera is chosen by what
it shows. Esc leaves it at any page; it does not come again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from console import commands as c
from console.camera.devices import Device
from console.preferences import DONE, FIRST_STEPS, LANG
from console.state import ShowState
from ui.actions import Actions
from ui.beside.upkeep import Upkeep
from ui.keys.buttons import KeyButton
from ui.look.theme import Theme
from ui.loop.tasks import Tasks
from ui.panels.over import OverSheet
from ui.panels.settings.camera import offered
from ui.panels.settings.choice import Choice, Note
from ui.panels.settings.look import LANGUAGE_NAMES

SAMPLES, EMPTY, SHOP = "samples", "empty", "shop"
STEPS = 3
SIZE = (580, 330)
LEAST_TALL = 300


class FirstRun(OverSheet):
    """Shows itself with `begin`; `closed` when it is done or left."""

    few = True
    sampled = Signal()
    """The sample line-up is made."""
    shopWished = Signal()
    """The person wants to sell for real: the settings have the page for it."""

    def __init__(
        self,
        theme: Theme,
        actions: Actions,
        tasks: Tasks,
        upkeep: Upkeep,
        devices: Callable[[], Sequence[Device]],
        lang: str,
    ) -> None:
        super().__init__(theme, SIZE, LEAST_TALL)
        self._actions, self._tasks, self._upkeep, self._devices = actions, tasks, upkeep, devices
        self.step = 0
        self.count, self.title, self.told = QLabel(), QLabel(), Note()
        self.count.setProperty("tone", "quiet")
        self.title.setProperty("step", "hero")
        self.language = Choice(theme, self.tr("你说哪种语言？"), LANGUAGE_NAMES, per_row=2)
        self.language.show_value(lang)
        self._found: Sequence[Device] = ()
        self.camera = Choice(theme, self.tr("用哪个摄像头？画面就在旁边"), per_row=2)
        self.start = Choice(
            theme,
            self.tr("先做什么？"),
            (
                (SAMPLES, self.tr("彩排，用示例货单（推荐）")),
                (EMPTY, self.tr("彩排，货单自己来")),
                (SHOP, self.tr("开自己的店")),
            ),
            per_row=1,
        )
        self.start.show_value(SAMPLES)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.px(6))
        self.bar.setAccessibleName(self.tr("示例货单做了多少"))
        self.on = KeyButton(theme, self.tr("下一步"), "Enter", kind="main")
        self.skip = KeyButton(theme, self.tr("跳过"), "Esc", kind="plain")
        self._lay_out()
        self._connect()
        self.setAccessibleName(self.tr("第一次使用"))

    def _lay_out(self) -> None:
        px = self._theme.px
        self.pages = QStackedWidget()
        for choice in self.choices:
            choice.label.setProperty("tone", "")
            choice.label.setProperty("step", "title")
            page = QWidget()
            page.setObjectName("scrolled")
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(choice)
            column.addWidget(Note(self.tr("以后都能在设置里改（Ctrl ,）")))
            column.addStretch(1)
            self.pages.addWidget(page)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.on)
        row.addStretch(1)
        row.addWidget(self.skip)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(20), px(16))
        column.setSpacing(px(12))
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.told)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.bar.setVisible(False)
        self.told.say("")

    def _connect(self) -> None:
        self.language.chosen.connect(lambda value: self._actions.do(c.Prefer(name=LANG, value=value)))
        self.camera.chosen.connect(self._choose_camera)
        for choice in self.choices:
            choice.settled.connect(self.go_on)
        self.on.clicked.connect(self.go_on)
        self.skip.clicked.connect(self.leave)
        self._upkeep.sampled.connect(self._sampled)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is chosen, step by step."""
        return (self.language, self.camera, self.start)

    # --- the way through ---------------------------------------------------------------------

    def begin(self, step: int = 0) -> None:
        """Show the step, the hands on what is proposed."""
        self.step = step
        titles = (self.tr("欢迎使用开播"), self.tr("摄像头"), self.tr("彩排还是开店"))
        self.title.setText(titles[step])
        self.count.setText(self.tr("第 {n} 步，共 {all} 步").format(n=step + 1, all=STEPS))
        self.on.setText(self.tr("下一步") if step + 1 < STEPS else self.tr("开始"))
        self.pages.setCurrentIndex(step)
        self.told.say("")
        if step == 1:
            self._offer(())
            self._tasks.start(self._list())
        self.come()
        self.choices[step].offer_focus()

    def go_on(self) -> None:
        """The next step, or what the last one asks for."""
        if self.step + 1 < STEPS:
            self.begin(self.step + 1)
        elif self.start.value == SAMPLES and self._upkeep.possible:
            self.on.setEnabled(False)
            self.bar.setVisible(True)
            self.told.say(self.tr("正在画示例商品…"))
            self._upkeep.load_samples()
        else:
            shop = self.start.value == SHOP
            self.leave()
            if shop:
                self.shopWished.emit()

    def leave(self) -> None:
        """Done, or not wanted: it does not come again."""
        self._actions.do(c.Prefer(name=FIRST_STEPS, value=DONE))
        self.drop()

    def back(self) -> bool:
        """Esc: leave it; False when it was away."""
        if not self.isVisible():
            return False
        self.leave()
        return True

    def _sampled(self, share: float) -> None:
        """How far the sample line-up is; all of it ends the first steps, a failure is told and can be tried again."""
        if not self.isVisible():
            return
        self.bar.setValue(round(100 * share))
        if share >= 1:
            self.sampled.emit()
            self.leave()
        elif share < 0:
            self.on.setEnabled(True)
            self.bar.setVisible(False)
            self.told.say(self.tr("示例货单没做成；再试一次，或选“货单自己来”"), "amber")

    # --- what is offered ---------------------------------------------------------------------

    async def _list(self) -> None:
        devices = await self._tasks.off_thread(self._devices)
        if self.step != 1:  # somebody was quicker: it has nothing to do with that step
            return
        self._offer(devices)
        if self.isVisible():
            self.camera.offer_focus()

    def _offer(self, devices: Sequence[Device]) -> None:
        self._found = devices
        self._show_camera(self._actions.state.camera.spec)
        self.told.say(self.tr("一个摄像头也没有？先用模拟画面。") if not devices else "")

    def show_state(self, state: ShowState) -> None:
        """Follow the camera."""
        if self.step == 1:
            self._show_camera(state.camera.spec)

    def _show_camera(self, spec: str) -> None:
        self.camera.offer(offered(self._found, first=True, used=spec))
        self.camera.show_value(spec)

    def _choose_camera(self, source: str) -> None:
        if source in dict(offered(self._found, first=True)):
            self._actions.do(c.ChooseCamera(camera=1, source=source))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter anywhere goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
            return
        super().keyPressEvent(event)
