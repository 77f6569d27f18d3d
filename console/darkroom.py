"""Snaps at the desk: taking one, cutting it by hand, white behind the goods, and waiting for the disk.

Commands that need pictures are completed here before they are recorded. Encoding has a thread of its own,
and so has the white background, which takes a second: it is never in the way of the next snap. What is done
to pictures is `snap`'s.
"""

from __future__ import annotations

import asyncio
import importlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from console import snap
from console.camera.errors import CameraError, NoFrameYet
from console.commands import Command, CropSnap, KeepSnap, OpenFlash, ReplaceSnap, TakeSnap, WhitenSnap
from console.desk import LocalDesk
from console.errors import SnapsPaused, UnknownShot, UnknownSnap
from console.events import SnapTaken, SnapUnderWay
from console.facts import Camera, CameraStatus, Shot
from console.listing.flash import understood
from console.store import projection
from console.store.database import Database
from console.threads import be_modest

if TYPE_CHECKING:
    from console.camera.source import Frame

FIRST_FRAMES_WITHIN_S = 35.0
"""How long a snap waits for a source that is opening to deliver a burst."""


class LastSecond(Protocol):
    """The cameras, as snaps need them."""

    def last_second(self) -> list[Frame]:
        """The frames of the last second, oldest first."""
        ...


def open_darkroom(
    stack: AsyncExitStack,
    desk: LocalDesk,
    db: Database,
    cameras: LastSecond,
    folder: Path,
    may_keep: Callable[[], bool],
) -> None:
    """Let the desk complete what needs pictures, until `stack` closes. `may_keep`: is there room on the disk?"""
    darkroom = Darkroom(desk, db, cameras, folder, may_keep)
    stack.callback(darkroom.close)
    desk.completers[TakeSnap] = darkroom.take
    desk.completers[CropSnap] = darkroom.crop
    desk.completers[WhitenSnap] = darkroom.whiten
    desk.completers[OpenFlash] = darkroom.illustrate
    desk.completers[ReplaceSnap] = darkroom.illustrate_again


class Darkroom:
    """Makes the pictures of one console."""

    def __init__(
        self, desk: LocalDesk, db: Database, cameras: LastSecond, folder: Path, may_keep: Callable[[], bool]
    ) -> None:
        self._desk, self._db, self._cameras = desk, db, cameras
        self._folder, self._may_keep = folder, may_keep
        self._loop = asyncio.get_running_loop()
        self._quick = ThreadPoolExecutor(max_workers=1, thread_name_prefix="snap")
        self._slow = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cutout", initializer=be_modest)
        self._quick.submit(importlib.import_module, "console.snap.photos")  # or the first snap would wait for it
        self._flushing: dict[str, asyncio.Future[None]] = {}
        self._closing = threading.Event()

    def close(self) -> None:
        """Finish what is in hand; a cutting-out is given up."""
        self._closing.set()
        self._slow.shutdown(wait=True, cancel_futures=True)
        self._quick.shutdown(wait=True)

    # --- taking --------------------------------------------------------------------------------

    async def take(self, command: TakeSnap) -> Command:
        """The best of the last second. Raises SnapsPaused, NoFrameYet, DiskFull and DiskTrouble."""
        self._refuse_without_room()
        frames = self._cameras.last_second()
        waited_until_s = self._loop.time() + FIRST_FRAMES_WITHIN_S
        while len(frames) < snap.SHOTS and self._loop.time() < waited_until_s and _coming(self._desk.state.camera):
            await asyncio.sleep(0.02)  # the source has just opened: a burst is a moment away
            frames = self._cameras.last_second()
        if not frames:
            raise NoFrameYet
        kept = await self._loop.run_in_executor(self._quick, snap.take, frames, self._folder)
        return self._kept(command.snap_id, kept, kept.shots)

    def _refuse_without_room(self) -> None:
        if not self._may_keep():
            raise SnapsPaused(folder=self._folder)

    def _kept(self, snap_id: str, kept: snap.Kept, shots: tuple[Shot, ...]) -> KeepSnap:
        """What is recorded. The photo is shown at once; the disk is waited for before anything is listed."""
        flush = self._flushing[snap_id] = self._loop.run_in_executor(self._quick, snap.flush, kept)
        flush.add_done_callback(lambda done: done.exception() or self._flushing.pop(snap_id, None))
        return KeepSnap(snap_id=snap_id, shots=shots)

    # --- making others of a shot -----------------------------------------------------------------

    async def crop(self, command: CropSnap) -> Command:
        """The same shots, one of them cut by hand. Raises UnknownSnap, UnknownShot and what `recut.cropped` raises."""
        self._refuse_without_room()
        shots = await self._shots(command.of, command.shot)
        kept = await self._loop.run_in_executor(
            self._quick, snap.cropped, shots[command.shot], command.square, command.portrait, self._folder
        )
        return self._kept(command.snap_id, kept, (*shots[: command.shot], *kept.shots, *shots[command.shot + 1 :]))

    async def whiten(self, command: WhitenSnap) -> Command:
        """The same shots and a white one. Given up when its caller is cancelled."""
        self._refuse_without_room()
        shots = await self._shots(command.of, command.shot)
        given_up = threading.Event()

        def progress(share: float) -> bool:
            """On the thread of the cutting-out."""
            if not self._closing.is_set():
                told = SnapUnderWay(snap_id=command.snap_id, share=share)
                self._loop.call_soon_threadsafe(self._desk.tell, told)
            return not (given_up.is_set() or self._closing.is_set())

        try:
            kept = await self._loop.run_in_executor(
                self._slow, snap.on_white, shots[command.shot], self._folder, progress
            )
        except asyncio.CancelledError:
            given_up.set()
            raise
        return self._kept(command.snap_id, kept, (*shots, *kept.shots))

    async def _shots(self, snap_id: str, shot: int) -> tuple[Shot, ...]:
        """The shots of a snap, `shot` being one of them. Raises UnknownSnap and UnknownShot."""
        known = self._desk.state.last_snap
        if known is None or known.snap_id != snap_id:
            known = await self._db.run(projection.snap, snap_id)
        if known is None:
            raise UnknownSnap
        if not 0 <= shot < len(known.shots):
            raise UnknownShot(shot=shot)
        return known.shots

    # --- listing -------------------------------------------------------------------------------

    async def illustrate(self, command: OpenFlash) -> Command:
        """Snap at this moment when nobody did; without a camera the item is listed as a draft."""
        if command.snap_id is not None:
            await self._flushed(command.snap_id)
            return command
        if self._desk.state.item(command.item_id) is not None:
            return command
        understood(command)
        try:
            taken = await self._desk.do(TakeSnap())
        except (CameraError, SnapsPaused):
            return command
        assert isinstance(taken, SnapTaken)
        await self._flushed(taken.snap_id)
        return replace(command, snap_id=taken.snap_id)

    async def illustrate_again(self, command: ReplaceSnap) -> Command:
        """Wait for the pictures."""
        await self._flushed(command.snap_id)
        return command

    async def _flushed(self, snap_id: str) -> None:
        """Until the pictures of a snap are safe. Raises DiskFull or DiskTrouble when they never will be."""
        if (waiting := self._flushing.pop(snap_id, None)) is not None:
            await waiting


def _coming(camera: Camera) -> bool:
    """Whether more frames may be expected: it is open, or being opened."""
    return camera.status not in (CameraStatus.FAILED, CameraStatus.CLOSED)
