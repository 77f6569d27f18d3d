"""Settings: which camera is in which place, and how large its picture is. Each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from console import commands as c
from console.camera.devices import Device, labels
from console.facts import CameraStatus
from console.preferences import PICTURE
from console.state import ShowState
from ui.actions import Actions
from ui.look.language import translate
from ui.look.theme import Theme
from ui.loop.tasks import Tasks
from ui.panels.settings.choice import Choice, Note, Page

SYNTHETIC = "synthetic"


LONGEST = 26
"""Characters of a source that is named; of a longer one beginning and end are."""


def offered(devices: Sequence[Device], *, first: bool, used: str = "") -> list[tuple[str, str]]:
    """The sources to choose from for a place, as (source, words), with the one in `used` that is none of them.

    That one is an address, a file, or a camera that is named and not plugged in. It is masked and can only be shown.
    """
    named = labels(devices)
    found = [(f"device:{device.id}", named[device.id]) for device in devices]
    usual = translate("cameras", "第一个能用的") if first else translate("cameras", "不用")
    listed = [("", usual), *found, (SYNTHETIC, translate("cameras", "模拟画面（练习）"))]
    if used in dict(listed):
        return listed
    return [*listed, (used, translate("cameras", "现在用的：{source}").format(source=_short(used)))]


def _short(source: str) -> str:
    """A source as it fits on a button: of a file its name, of an address where it is."""
    said = source.removeprefix("device:")
    said = said.partition("://")[2].rpartition("@")[2] if "://" in said else PurePath(said).name
    return said if len(said) <= LONGEST else f"{said[: LONGEST // 2]}…{said[1 - LONGEST // 2 :]}"


class CameraPage(Page):
    """The cameras by their names; network cameras are chosen in the menu of the picture."""

    def __init__(
        self, theme: Theme, actions: Actions, tasks: Tasks, devices: Callable[[], Sequence[Device]], menu_key: str
    ) -> None:
        super().__init__(theme)
        self._actions, self._tasks, self._devices = actions, tasks, devices
        self.first = Choice(theme, self.tr("主机位"), per_row=2)
        self.second = Choice(theme, self.tr("第二机位（特写）"), per_row=2)
        self.now = Note()
        self.extent = Choice(
            theme,
            self.tr("画面大小"),
            (("1280x720", "720p"), ("1920x1080", self.tr("1080p，推荐")), ("3840x2160", "4K")),
        )
        self.first.chosen.connect(lambda source: self._choose(1, source))
        self.second.chosen.connect(lambda source: self._choose(2, source))
        self.extent.chosen.connect(lambda value: actions.do(c.Prefer(name=PICTURE, value=value)))
        for each in (self.first, self.second, self.now, self.extent):
            self.column.addWidget(each)
        self.column.addWidget(Note(self.tr("马上生效；换大小时画面会停一两秒。摄像头给不出的大小，用最接近的。")))
        self.column.addWidget(
            Note(self.tr("网络摄像头、手机和画面方向：在画面上点右键，或按 {key}。").format(key=menu_key))
        )
        self.column.addStretch(1)
        self._found: Sequence[Device] = ()
        self._used: dict[int, str] = {}
        """What is in use in each place; the second is known once it was shown here or chosen."""
        self.show_state(actions.state)

    def enter(self) -> None:
        """Look what is plugged in, off this thread."""
        self._tasks.start(self._list())

    async def _list(self) -> None:
        self._found = await self._tasks.off_thread(self._devices)
        self.show_state(self._actions.state)

    def _choose(self, place: int, source: str) -> None:
        if source in dict(offered(self._found, first=place == 1)):
            self._used[place] = source
            self._actions.do(c.ChooseCamera(camera=place, source=source))

    def show_state(self, state: ShowState) -> None:
        """Show which is chosen as far as it is known, and what comes of it."""
        camera = state.camera
        self._used[camera.place] = camera.spec
        if camera.other is None and camera.place == 1:
            self._used[2] = ""
        for place, choice in ((1, self.first), (2, self.second)):
            choice.offer(offered(self._found, first=place == 1, used=self._used.get(place, "")))
            choice.show_value(self._used.get(place))
        self.extent.show_value(state.preferences.get(PICTURE) or "1920x1080")
        if camera.status is CameraStatus.LIVE:
            said = self.tr("现在的画面：{wide}×{tall}，每秒 {fps} 帧")
            self.now.say(said.format(wide=camera.width, tall=camera.height, fps=round(camera.fps)), "jade")
        elif camera.status is CameraStatus.SUBSTITUTE:
            self.now.say(self.tr("没有找到摄像头，先用模拟画面；插上就会换过去"), "amber")
        elif camera.status is CameraStatus.FAILED:
            self.now.say(self.tr("现在没有画面；看提示卡片上的办法"), "amber")
        else:
            self.now.say(self.tr("正在打开…"))
