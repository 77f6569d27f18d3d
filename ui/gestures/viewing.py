"""Hands on the picture: keys, wheel, drag and menu, turned into commands that switch and frame the cameras.

Framing follows the hand: while one wish is being kept, only the newest of those after it waits. The
geometry is `console.camera.view`; painting, and saying how the picture is framed, is the preview's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from console import commands as c
from console.camera import view as geometry
from console.camera.devices import Device, labels
from console.camera.plugged import here
from console.errors import KaiboError
from console.facts import View
from ui.actions import Actions
from ui.keys.shortcuts import Key
from ui.loop.tasks import Tasks
from ui.panels.picture.preview import PreviewPanel

STEP = 0.1
"""One press of an arrow moves the picture by this share of what is seen."""
PLACES = (1, 2)
ListDevices = Callable[[], Sequence[Device]]


class Viewing(QObject):
    """What a person may do with the picture of this window."""

    addressWished = Signal(int)
    """The camera of this place is somewhere in the network: ask where."""

    def __init__(
        self,
        actions: Actions,
        tasks: Tasks,
        keys: Mapping[str, Key],
        panel: PreviewPanel,
        devices: ListDevices = here.devices,
    ) -> None:
        super().__init__()
        self._actions, self._tasks, self._keys = actions, tasks, keys
        self._panel, self._devices = panel, devices
        self._wish: tuple[int, View] | None = None
        self._sending = False
        panel.zoomWished.connect(self.zoom)
        panel.moveWished.connect(self.move)
        panel.menuWished.connect(self.open_menu)
        panel.switchWished.connect(self.switch)

    def deeds(self) -> dict[str, Callable[[], object]]:
        """What each key of the table does here."""
        return {
            "camera": self.switch,
            "turn": self.turn,
            "mirror": self.mirror,
            "upright": self.upright,
            "zoom_in": lambda: self.zoom(geometry.ZOOM_STEP),
            "zoom_out": lambda: self.zoom(1 / geometry.ZOOM_STEP),
            "look_left": lambda: self.move(-STEP, 0),
            "look_right": lambda: self.move(STEP, 0),
            "look_up": lambda: self.move(0, -STEP),
            "look_down": lambda: self.move(0, STEP),
            "as_it_comes": self.as_it_comes,
            "view_menu": self.open_menu,
        }

    # --- which source ------------------------------------------------------------------------

    def switch(self) -> None:
        """Show the other camera."""
        self._wish = None
        self._actions.do(c.SwitchCamera())

    def choose(self, place: int, source: str) -> None:
        """Put a source in a place."""
        self._actions.do(c.ChooseCamera(camera=place, source=source))

    # --- how it is shown ---------------------------------------------------------------------

    def turn(self) -> None:
        """A quarter turn, clockwise."""
        self._set(geometry.turned_on(self.now))

    def mirror(self) -> None:
        """Change left and right on the screen, or back."""
        self._set(replace(self.now, mirror=not self.now.mirror))

    def mirror_photos(self) -> None:
        """Mirror photos like the screen, or do not."""
        self._set(replace(self.now, mirror_photos=not self.now.mirror_photos))

    def upright(self) -> None:
        """Show the 9:16 part alone, or all."""
        self._set(replace(self.now, upright=not self.now.upright))

    def zoom(self, factor: float, at: object = (0.5, 0.5)) -> None:
        """Closer or further; what lies under `at` (shares of the picture) stays there."""
        assert isinstance(at, tuple)
        self._set(geometry.zoomed(self.now, factor, at, self._source()))

    def move(self, right: float, down: float) -> None:
        """Look further to the right and down, by shares of what is seen."""
        self._set(geometry.moved(self.now, right, down, self._source()))

    def as_it_comes(self) -> None:
        """Take everything back."""
        self._set(View())

    def _source(self) -> tuple[int, int]:
        camera = self._actions.state.camera
        return (camera.width, camera.height) if camera.width and camera.height else (16, 9)

    @property
    def now(self) -> View:
        """What was wished last, else what is."""
        camera = self._actions.state.camera
        return self._wish[1] if self._wish is not None and self._wish[0] == camera.place else camera.view

    def _set(self, view: View) -> None:
        if view == self.now:
            return
        self._wish = (self._actions.state.camera.place, view)
        if not self._sending:
            self._send()

    def _send(self) -> None:
        assert self._wish is not None
        place, view = sent = self._wish
        self._sending = True

        def kept(_event: object) -> None:
            self._sending = False
            if self._wish == sent:
                self._wish = None
            elif self._wish is not None:
                self._send()

        def refused(error: KaiboError) -> None:
            self._sending, self._wish = False, None
            self._actions.failed.emit(error)

        command = c.SetView(
            camera=place,
            turn=view.turn,
            mirror=view.mirror,
            mirror_photos=view.mirror_photos,
            upright=view.upright,
            zoom=view.zoom,
            x=view.x,
            y=view.y,
        )
        self._actions.do(command, kept, refused)

    # --- the menu ----------------------------------------------------------------------------

    def open_menu(self, at: QPoint | None = None) -> None:
        """Open the menu at a place of the screen, by default on the picture, once the devices are listed."""
        where = self._panel.mapToGlobal(self._panel.rect().center()) if at is None else at
        self._tasks.start(self._list_and_open(where))

    async def _list_and_open(self, at: QPoint) -> None:
        devices = await self._tasks.off_thread(self._devices)
        self.menu_for(devices, self._panel).popup(at)

    def menu_for(self, devices: Sequence[Device], parent: QWidget) -> QMenu:
        """Everything that can be done with the picture, each with its key, and the cameras to choose from."""
        menu = QMenu(parent)
        camera, now = self._actions.state.camera, self.now
        deeds = self.deeds()
        for action, text, ticked, offered in (
            ("camera", self.tr("换机位"), None, camera.other is not None),
            ("", "", None, True),
            ("turn", self.tr("转 90°"), None, True),
            ("mirror", self.tr("镜像（只在屏幕上）"), now.mirror, True),
            ("mirror_photos", self.tr("照片也镜像"), now.mirror_photos, now.mirror),
            ("upright", self.tr("只留竖屏 9:16"), now.upright, True),
            ("zoom_in", self.tr("放大"), None, now.zoom < geometry.MOST_ZOOM),
            ("zoom_out", self.tr("缩小"), None, now.zoom > 1),
            ("as_it_comes", self.tr("画面还原"), None, not now.neutral),
            ("", "", None, True),
        ):
            if not action:
                menu.addSeparator()
                continue
            key = f"\t{self._keys[action].shown}" if action in self._keys else ""
            entry = QAction(text + key, menu)
            entry.setEnabled(offered)
            if ticked is not None:
                entry.setCheckable(True)
                entry.setChecked(ticked)
            deed = deeds.get(action, self.mirror_photos)
            entry.triggered.connect(lambda _checked=False, deed=deed: deed())
            menu.addAction(entry)
        for place in PLACES:
            menu.addMenu(self._sources_for(place, devices, menu))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _sources_for(self, place: int, devices: Sequence[Device], parent: QWidget) -> QMenu:
        menu = QMenu(self.tr("机位 {n} 用哪个摄像头").format(n=place), parent)
        camera = self._actions.state.camera
        named = labels(devices)
        offered = [(named[device.id], f"device:{device.id}") for device in devices]
        offered.append((self.tr("模拟画面"), "synthetic"))
        offered.append((self.tr("默认的摄像头") if place == 1 else self.tr("不用"), ""))
        for label, source in offered:
            entry = QAction(label, menu)
            entry.setCheckable(True)
            entry.setChecked(camera.place == place and camera.spec == source)
            entry.triggered.connect(lambda _checked=False, source=source: self.choose(place, source))
            menu.addAction(entry)
        menu.addSeparator()
        address = QAction(self.tr("网络摄像头、手机…"), menu)
        address.triggered.connect(partial(self.addressWished.emit, place))
        menu.addAction(address)
        return menu
