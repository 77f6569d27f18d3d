"""The foot of the assistant's window: the link and why, what waits and since when, the camera, what is saved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from console import events as e
from console.clock import Clock
from console.events import Event
from console.facts import CameraStatus, LinkMode
from console.state import ShowState
from ui.actions import Actions
from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.chips import Chip
from ui.look.format import calls_words, link_standing, place_words, span, wall, whole
from ui.look.language import translate
from ui.look.theme import Theme
from ui.panels.picture.sign import sign_of

NO_COMMIT = (
    e.OutboxChanged,
    e.LinkChanged,
    e.RetryAsked,
    e.CameraChanged,
    e.CameraSwitched,
    e.OtherCameraChanged,
    e.NoticeRaised,
    e.NoticeCleared,
    e.OrderAlreadyKnown,
)
"""What is told without a commit; everything else is on the disk when it is told."""


NARROW = 1_060
"""Design pixels of width up to which there is no room for the reason of a poor line."""


class StatusBar(QFrame):
    """Everything that must always be visible, each with shape, word and colour."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        actions: Actions,
        clock: Clock,
        lang: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._theme, self._clock, self._lang = theme, clock, lang
        self._state = actions.state
        self.link = Chip(theme, elastic=True)
        self.link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.unsent = Chip(theme)
        self.parked = Chip(theme)
        self.calls = Chip(theme)
        self.camera = Chip(theme)
        self.saved = Chip(theme, flat=True)
        self._switch_word = QLabel(self.tr("联网"))
        self._switch_word.setProperty("tone", "quiet")
        self.automatic = self._mode_button(self.tr("自动"))
        self.offline = self._mode_button(self.tr("强制离线"))
        self.retry = KeyButton(theme, self.tr("立即重试"), keys["retry"].shown, kind="link")
        self.retry.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._modes = QButtonGroup(self)
        self._modes.addButton(self.automatic)
        self._modes.addButton(self.offline)
        self.setFixedHeight(theme.px(44))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, theme.px(8), 0)
        row.setSpacing(theme.px(8))
        for widget in (self.link, self.unsent, self.parked, self.calls, self.camera):
            row.addWidget(widget)
        row.addSpacing(theme.px(4))
        row.addWidget(self.saved)
        row.addStretch(1)
        for control in (self._switch_word, self.automatic, self.offline, self.retry):
            row.addWidget(control)
        self.automatic.clicked.connect(lambda: actions.set_link(LinkMode.AUTO))
        self.offline.clicked.connect(lambda: actions.set_link(LinkMode.OFFLINE))
        self.retry.clicked.connect(actions.retry_now)
        self.show_state(self._state)

    def happened(self, event: Event) -> None:
        """Say when something was last committed to this machine's disk."""
        if not isinstance(event, NO_COMMIT):
            self.saved.say(
                self.tr("数据已存本机 {time}").format(time=wall(self._clock.now_ms())), tone="quiet", shape="tick"
            )

    def show_state(self, state: ShowState) -> None:
        """Show link, outbox and camera of `state`."""
        self._state = state
        self._say_link()
        calls = calls_words(state)
        self.calls.say(calls if state.link.calls_low else "", tone="amber", shape="warn")
        self.automatic.setChecked(state.link.mode is LinkMode.AUTO)
        self.offline.setChecked(state.link.mode is LinkMode.OFFLINE)
        self.retry.setEnabled(state.link.mode is LinkMode.AUTO)
        refused = whole(state.outbox.parked) if state.outbox.parked else ""
        self.parked.say(self.tr("被退回") if refused else "", refused, tone="trouble", shape="cross")
        self._show_camera(state)
        self._give_room()
        self.tick()

    def _say_link(self) -> None:
        """How the line stands; why, where there is room for all of it, else when pointed at."""
        how, calls = link_standing(self._state, self._lang), calls_words(self._state)
        word, _, why = how.word.partition(translate("format", "："))
        narrow = self.width() <= self._theme.px(NARROW)
        more = " · ".join(said for said in (why if narrow else "", calls) if said)
        self.link.say(word if narrow else how.word, tone=how.tone, shape=how.shape, more=more)

    def tick(self) -> None:
        """Let the age of the oldest unsent fact go on."""
        outbox = self._state.outbox
        if not outbox.waiting:
            self.unsent.say(self.tr("全部已同步"), tone="quiet", shape="tick")
            return
        age = ""
        if outbox.oldest_at_ms is not None:
            age = self.tr(" · 最久 {age}").format(age=span((self._clock.now_ms() - outbox.oldest_at_ms) / 1000))
        self.unsent.say(self.tr("待同步"), f"{outbox.waiting}{age}", tone="amber", shape="wait")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._theme.px
        self._switch_word.setVisible(self.width() > px(1280))
        self._say_link()
        self._give_room()

    def _give_room(self) -> None:
        """Where it gets narrow, what must be known goes before what is well."""
        low = self._state.link.calls_low
        self.camera.give_room(self.width() > self._theme.px(1180 if low else 900))
        self.saved.give_room(self.width() > self._theme.px(1500 if low else 1120))

    def _show_camera(self, state: ShowState) -> None:
        camera = state.camera
        place, frames = place_words(camera), round(camera.fps)
        live = self.tr("{n} 帧") if place else self.tr("摄像头 {n} 帧")
        word, tone, shape = {
            CameraStatus.CLOSED: (self.tr("摄像头没开"), "quiet", "ring"),
            CameraStatus.OPENING: (self.tr("摄像头打开中"), "quiet", "wait"),
            CameraStatus.LIVE: (live.format(n=frames), "text", "full"),
            CameraStatus.SUBSTITUTE: (
                self.tr("没有摄像头 · 模拟画面"),
                *(("quiet", "ring") if state.rehearsal else ("amber", "warn")),
            ),
            CameraStatus.FAILED: (self.tr("摄像头打不开"), "trouble", "cross"),
        }[camera.status]
        sign = sign_of(camera)
        if camera.trouble is not None and sign is not None:
            word, tone, shape = sign.word, "trouble", sign.shape
        mark = "jade" if camera.status is CameraStatus.LIVE and camera.trouble is None else tone
        self.camera.say(f"{place} · {word}" if place else word, tone=tone, shape=shape, mark=mark)

    def _mode_button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "link")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
