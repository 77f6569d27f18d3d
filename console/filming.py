"""The cameras at the desk: what a person may do with them, and what is told of them.

Switching needs no record and is done at once; how a source is shown, and which one is in a place, is
remembered (`views`) before it takes effect. Opening and reading are `camera`'s, snapping is `darkroom`'s.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

from console import views
from console.camera.devices import WANTED, Format, shortfall
from console.camera.errors import CameraError, NoSuchCamera
from console.camera.pair import PLACES, UNUSED_S, Cameras
from console.camera.plugged import Plugged, here
from console.camera.source import SpecKind, mask, parse_spec
from console.commands import ChooseCamera, KeepCamera, KeepView, SetView, SwitchCamera
from console.config import Options
from console.desk import LocalDesk
from console.errors import KaiboError, Text
from console.events import (
    CameraChanged,
    CameraHealthChanged,
    CameraSwitched,
    Event,
    NoticeCleared,
    NoticeRaised,
    OtherCameraChanged,
    Preferred,
)
from console.facts import Camera, CameraHealth, CameraStatus, Notice, NoticeLevel
from console.preferences import PICTURE, PICTURES
from console.store.database import Database

CAMERA = "camera"
"""The key of the card about the source that is shown."""
SHORT = "camera-short"
"""The key of the card about a device that delivers less than it offered."""
SHORT_FOR_S = 5.0
"""A rate that dips for less is no news."""


async def open_cameras(
    stack: AsyncExitStack, desk: LocalDesk, db: Database, options: Options, cameras: Cameras | None = None
) -> Cameras:
    """Start the first source, make the second ready, and let the desk switch and frame them. Closed by `stack`."""
    cameras = cameras or Cameras()
    filming = Filming(desk, db, cameras)
    cameras.on_change = filming.changed
    cameras.on_other = filming.other_changed
    cameras.on_health = filming.felt
    stack.callback(filming.stop)
    stack.callback(desk.hub.subscribe(filming.heard))
    named = {1: options.camera, 2: options.camera2}
    for place in PLACES:
        spec = named[place] or await db.run(views.source_in, place)
        await filming.put(place, spec)
    desk.deeds[SwitchCamera] = filming.switch
    desk.deeds[SetView] = filming.set_view
    desk.deeds[ChooseCamera] = filming.choose
    return cameras


class Filming:
    """Carries out what is wished of the cameras, and tells the desk what they say."""

    def __init__(
        self,
        desk: LocalDesk,
        db: Database,
        cameras: Cameras,
        *,
        unused_s: float = UNUSED_S,
        short_for_s: float = SHORT_FOR_S,
        machine: Plugged = here,
    ) -> None:
        self._desk = desk
        self._machine = machine
        self._short_for_s = short_for_s
        self._weighing: asyncio.Task[None] | None = None
        self._short: str | None = None
        self._db = db
        self._cameras = cameras
        self._unused_s = unused_s
        self._loop = asyncio.get_running_loop()
        self._closing: asyncio.TimerHandle | None = None
        self._carded: Notice | None = None
        self._reopening: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        """Close the cameras; nothing is told afterwards."""
        self._cameras.on_change = self._cameras.on_other = self._cameras.on_health = None
        if self._closing is not None:
            self._closing.cancel()
        if self._weighing is not None:
            self._weighing.cancel()
        for task in self._reopening:
            task.cancel()
        self._cameras.stop()

    async def put(self, place: int, spec: str) -> None:
        """Put the source `spec` in a place, shown as it was the last time; "" leaves the second place empty."""
        self._machine.wanted = _size_in(self._desk.state.preferences.get(PICTURE, ""))
        self._cameras.show_as(place, await self._db.run(views.view_of, spec))
        self._cameras.choose(place, spec if spec or place == 1 else None)

    # --- what a person does ------------------------------------------------------------------

    async def switch(self, command: SwitchCamera) -> Event:
        """Show the other source, or the one that is named."""
        camera = self._cameras.switch(self._cameras.other() if command.camera is None else command.camera)
        if self._closing is not None:
            self._closing.cancel()
        self._closing = self._loop.call_later(self._unused_s, self._cameras.close_unused)
        event = CameraSwitched(camera=camera)
        self._desk.tell(event)
        self._tell_card(self._cameras.error)
        if self._cameras.health.strain is not self._desk.state.camera_health.strain:
            self._tell_health(self._cameras.health)
        return event

    async def set_view(self, command: SetView) -> Event:
        """Remember how a source is to be shown, then show it like that."""
        place = self._place(self._cameras.shown if command.camera is None else command.camera)
        view = views.wished(self._cameras.view(place), command)
        source = views.name_of(self._cameras.spec(place) or "")
        event = await self._desk.do(KeepView(camera=place, source=source, view=view))
        self._cameras.show_as(place, view)
        return event

    async def choose(self, command: ChooseCamera) -> Event:
        """Remember a source for a place, then open it there."""
        if command.camera not in PLACES:
            raise NoSuchCamera(place=command.camera)
        spec = command.source.strip()
        parse_spec(spec)
        kept = "" if mask(spec) != spec else spec
        event = await self._desk.do(KeepCamera(camera=command.camera, source=kept))
        await self.put(command.camera, spec)
        self._desk.tell(CameraSwitched(camera=self._cameras.camera))
        self._tell_card(self._cameras.error)
        return event

    def heard(self, event: Event) -> None:
        """Another size of the picture was chosen: open the cameras of this machine anew with it."""
        if isinstance(event, Preferred) and event.name == PICTURE:
            for place in PLACES:
                spec = self._cameras.spec(place)
                if spec is not None and parse_spec(spec).kind in _SIZED:
                    task = self._loop.create_task(self.put(place, spec))
                    self._reopening.add(task)
                    task.add_done_callback(self._reopening.discard)

    def _place(self, place: int) -> int:
        if place not in PLACES or self._cameras.spec(place) is None:
            raise NoSuchCamera(place=place)
        return place

    # --- what the cameras say, on their threads ----------------------------------------------

    def changed(self, camera: Camera, error: KaiboError | None) -> None:
        """The shown source changed."""
        self._loop.call_soon_threadsafe(self._tell, camera, error)

    def other_changed(self, status: CameraStatus) -> None:
        """The source that is not shown changed."""
        self._loop.call_soon_threadsafe(self._tell_other, status)

    def felt(self, health: CameraHealth) -> None:
        """The picture of the shown source became uneven, still is, or is even again."""
        self._loop.call_soon_threadsafe(self._tell_health, health)

    def _tell_health(self, _health: CameraHealth) -> None:
        if (now := self._cameras.health) != self._desk.state.camera_health:  # another source may be shown by now
            self._desk.tell(CameraHealthChanged(health=now))

    def _tell(self, camera: Camera, error: KaiboError | None) -> None:
        if camera.place != self._cameras.shown:
            return  # said before another source was shown
        self._desk.tell(CameraChanged(camera=camera))
        self._tell_card(error)
        if self._weighing is None and camera.fps:
            self._weighing = self._loop.create_task(self._weigh())

    def _tell_other(self, _status: CameraStatus) -> None:
        other = self._cameras.camera.other
        if other is not None and other is not self._desk.state.camera.other:
            self._desk.tell(OtherCameraChanged(status=other))

    async def _weigh(self) -> None:
        """Hold what the shown device delivers against what was asked of it; a card once it fell short for a while."""
        short = await self._shortfall()
        if short is not None:
            await asyncio.sleep(self._short_for_s)
            short = await self._shortfall()
        spec = self._cameras.spec(self._cameras.shown)
        if short is not None and self._short != spec:
            self._short = spec
            self._desk.tell(NoticeRaised(notice=Notice(SHORT, NoticeLevel.WARNING, short, _SHORT_ADVICE)))
        elif short is None and self._short is not None:
            self._short = None
            self._desk.tell(NoticeCleared(key=SHORT))
        self._weighing = None

    async def _shortfall(self) -> Text | None:
        camera, spec = self._cameras.camera, self._cameras.spec(self._cameras.shown)
        if spec is None or camera.status is not CameraStatus.LIVE:
            return None
        asked = await self._loop.run_in_executor(None, self._machine.asked, spec)
        return shortfall(asked, camera.width, camera.height, camera.fps)

    def _tell_card(self, error: KaiboError | None) -> None:
        """A card that a person put away stays away until something else is the matter."""
        card = None if error is None else _card(error)
        known, self._carded = card == self._carded, card
        if card is not None:
            if not known:
                self._desk.tell(NoticeRaised(notice=card))
        elif any(notice.key == CAMERA for notice in self._desk.state.notices):
            self._desk.tell(NoticeCleared(key=CAMERA))


_SIZED = (SpecKind.NAMED, SpecKind.DEVICE, SpecKind.DEFAULT)


def _size_in(chosen: str) -> Format:
    """The size that was chosen ("1280x720"), at the usual rate; the usual size when nothing was."""
    if chosen not in PICTURES:
        return WANTED
    width, height = map(int, chosen.split("x"))
    return replace(WANTED, width=width, height=height)


_SHORT_ADVICE = Text(
    "换一个 USB 口（不经集线器），多打点光，关掉别的用摄像头的软件；照常可以播",
    "Try another USB socket without a hub, more light, and close other programs that use it; the show goes on",
)


def _card(error: KaiboError) -> Notice:
    shown = error.while_running if isinstance(error, CameraError) else error.shown
    zh, en = shown("zh_CN"), shown("en")
    return Notice(CAMERA, NoticeLevel.TROUBLE, Text(zh.title, en.title), Text(zh.advice, en.advice))
