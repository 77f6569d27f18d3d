"""Snaps at the desk: cut by hand, white behind the goods, safe before anything is listed with them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from console.camera import focus
from console.camera.cv import cv2
from console.camera.source import Frame
from console.camera.synthetic import draw
from console.clock import SystemClock
from console.commands import CropSnap, KeepSnap, OpenFlash, ReplaceSnap, TakeSnap, WhitenSnap
from console.darkroom import open_darkroom
from console.desk import OPS, LocalDesk, load
from console.errors import CropUnfit, NothingToCutOut, PictureGone, SnapsPaused, UnknownShot, UnknownSnap
from console.events import Event, SnapUnderWay
from console.facts import Crop, Shot, Snap
from console.script import command_from
from console.store import journal, projection
from console.store.database import Database


class Studio:
    """A camera that shows the drawn studio, frozen at one moment."""

    def __init__(self, picture: np.ndarray | None = None) -> None:
        self.picture = draw(63.0) if picture is None else picture

    def last_second(self) -> list[Frame]:
        """Five frames with a little grain each."""
        rng = np.random.default_rng(3)
        pictures = [cv2.add(self.picture, rng.integers(0, 3, self.picture.shape, np.uint8)) for _ in range(5)]
        details = [focus.detail(focus.small_grey(each)) for each in pictures]
        return [Frame(pictures[n], n / 10, n, details[n].mean(), details[n]) for n in range(5)]


class At:
    """A desk with a darkroom."""

    def __init__(self, desk: LocalDesk, db: Database, data: Path) -> None:
        self.desk, self.db, self.data = desk, db, data
        self.room = True
        self.told: list[Event] = []
        desk.hub.subscribe(self.told.append)

    async def snap(self) -> Snap:
        """Take one."""
        event: Any = await self.desk.do(TakeSnap())
        return event.snap

    async def do(self, command: Any) -> Snap:
        """Carry out a command that answers with a snap."""
        event: Any = await self.desk.do(command)
        assert event.snap_id == command.snap_id
        return event.snap

    def picture(self, name: str) -> np.ndarray:
        """A kept file."""
        picture = cv2.imread(str(self.data / name))
        assert picture is not None
        return picture


def run(data: Path, work: Callable[[At], Awaitable[None]], picture: np.ndarray | None = None) -> None:
    """`work` at a desk over `data`."""

    async def whole() -> None:
        async with AsyncExitStack() as stack:
            db = await Database.open(data)
            stack.push_async_callback(db.close)
            desk = LocalDesk(db, await db.run(load), SystemClock())
            at = At(desk, db, data)
            open_darkroom(stack, desk, db, Studio(picture), data, lambda: at.room)
            await work(at)

    data.mkdir(parents=True, exist_ok=True)
    asyncio.run(whole())


def parts(shot: Shot) -> tuple[str, str, str, str]:
    """The four files."""
    return shot.full, shot.square, shot.portrait, shot.thumb


def test_a_crop_by_hand_makes_new_files_and_leaves_the_old(tmp_path: Path) -> None:
    """The chosen rectangles, from the same full picture; the shots beside it and the first snap stay as they were."""

    async def work(at: At) -> None:
        first = await at.snap()
        before = {path: path.read_bytes() for path in (tmp_path / "snaps").rglob("*.jpg")}
        square, portrait = Crop(100, 50, 500, 500), Crop(200, 0, 540, 720)
        second = await at.do(CropSnap(of=first.snap_id, shot=1, square=square, portrait=portrait))
        assert second.shots[0] == first.shots[0]
        assert second.shots[2] == first.shots[2]
        cut, was = second.shots[1], first.shots[1]
        assert cut.full == was.full
        assert {cut.square, cut.portrait, cut.thumb}.isdisjoint(parts(was))
        assert (cut.square_crop, cut.portrait_crop) == (square, portrait)
        assert at.picture(cut.square).shape == (500, 500, 3)
        assert at.picture(cut.portrait).shape == (720, 540, 3)
        expected = at.picture(cut.full)[50:550, 100:600].astype(int)
        assert np.abs(at.picture(cut.square) - expected).mean() < 4
        assert all(path.read_bytes() == data for path, data in before.items())
        assert await at.db.run(projection.snap, first.snap_id) == first
        assert await at.db.run(projection.snap, second.snap_id) == second

    run(tmp_path, work)


def test_one_crop_alone_leaves_the_other(tmp_path: Path) -> None:
    """Who moves the square keeps the upright picture, file and all."""

    async def work(at: At) -> None:
        first = await at.snap()
        second = await at.do(CropSnap(of=first.snap_id, square=Crop(0, 0, 300, 300)))
        assert second.shots[0].portrait_crop == first.shots[0].portrait_crop
        assert second.shots[0].square != first.shots[0].square

    run(tmp_path, work)


@pytest.mark.parametrize(
    "crop", [Crop(-1, 0, 400, 400), Crop(1000, 0, 400, 400), Crop(0, 0, 400, 300), Crop(0, 0, 3, 3), Crop(0, 0, 0, 0)]
)
def test_a_crop_that_cannot_be_is_refused(tmp_path: Path, crop: Crop) -> None:
    """Outside the photo, of another shape, or too small: told, and nothing is recorded."""

    async def work(at: At) -> None:
        first = await at.snap()
        wish = CropSnap(of=first.snap_id, square=crop)
        with pytest.raises(CropUnfit):
            await at.desk.do(wish)
        assert await at.db.run(projection.snap, wish.snap_id) is None

    run(tmp_path, work)


def test_unknown_snaps_and_shots_are_refused(tmp_path: Path) -> None:
    """A snap that was never taken, a shot that is not there, a file that is gone."""

    async def work(at: At) -> None:
        with pytest.raises(UnknownSnap):
            await at.desk.do(CropSnap(of="nobody", square=Crop(0, 0, 300, 300)))
        first = await at.snap()
        for kind in (CropSnap, WhitenSnap):
            with pytest.raises(UnknownShot):
                await at.desk.do(kind(of=first.snap_id, shot=3))
        (tmp_path / first.shots[0].full).unlink()
        with pytest.raises(PictureGone):
            await at.desk.do(CropSnap(of=first.snap_id, square=Crop(0, 0, 300, 300)))
        at.room = False
        with pytest.raises(SnapsPaused):
            await at.desk.do(CropSnap(of=first.snap_id, shot=1, square=Crop(0, 0, 300, 300)))

    run(tmp_path, work)


def test_white_behind_the_goods_is_a_shot_more(tmp_path: Path) -> None:
    """The others stay, so that the original can be chosen again; what surrounds the vase is pure white."""

    async def work(at: At) -> None:
        first = await at.snap()
        second = await at.do(WhitenSnap(of=first.snap_id, shot=0))
        assert second.shots[:3] == first.shots
        white = second.shots[3]
        assert set(parts(white)).isdisjoint(parts(first.shots[0]))
        picture = at.picture(white.square)
        assert (picture[:20] > 250).all()
        assert (picture[:, :20] > 250).all()
        vase = picture[picture.shape[0] // 2 - 40 : picture.shape[0] // 2 + 40, picture.shape[1] // 2 - 40 :][:, :80]
        assert (vase < 200).mean() > 0.2
        shares = [event.share for event in at.told if isinstance(event, SnapUnderWay)]
        assert shares == sorted(shares)
        assert shares[-1] == 1.0

    run(tmp_path, work)


def test_nothing_to_cut_out_is_told(tmp_path: Path) -> None:
    """An even wall has no goods."""

    async def work(at: At) -> None:
        first = await at.snap()
        with pytest.raises(NothingToCutOut):
            await at.desk.do(WhitenSnap(of=first.snap_id))

    run(tmp_path, work, np.full((360, 640, 3), 150, np.uint8))


def test_a_cutting_out_is_given_up_and_never_delays_a_snap(tmp_path: Path) -> None:
    """While it runs another snap is taken; cancelled, it ends without a trace."""

    async def work(at: At) -> None:
        first = await at.snap()
        wish = WhitenSnap(of=first.snap_id)
        begun = asyncio.Event()
        at.desk.hub.subscribe(lambda event: begun.set() if isinstance(event, SnapUnderWay) else None)
        cutting = asyncio.ensure_future(at.desk.do(wish))
        await begun.wait()
        await at.snap()
        cutting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cutting
        assert await at.db.run(projection.snap, wish.snap_id) is None

    run(tmp_path, work)


def test_it_is_recorded_as_pictures_that_are_kept(tmp_path: Path) -> None:
    """The second copy needs no camera and no picture work: what is written is KeepSnap, with all that is known."""

    async def work(at: At) -> None:
        first = await at.snap()
        assert first.shots[0].size == (1280, 720)
        kept = KeepSnap(snap_id="again", shots=first.shots)
        line = json.loads("{" + journal.composed(kept, 1) + "}")
        assert line["command"] == "KeepSnap"
        again: Any = await at.desk.do(command_of(line))
        assert again.snap.shots == first.shots

    run(tmp_path, work)


def command_of(line: dict[str, Any]) -> KeepSnap:
    """A journal line as the command it holds."""
    import msgspec

    return msgspec.convert(line["fields"], KeepSnap)


def test_programs_may_ask_for_both(tmp_path: Path) -> None:
    """As JSON, with rectangles as objects; the new snap can be listed and given to an item."""
    assert OPS.keys() & {CropSnap, WhitenSnap} == set()  # completed before they are recorded
    wish = command_from({"do": "CropSnap", "of": "x", "square": {"x": 1, "y": 2, "w": 30, "h": 30}})
    assert isinstance(wish, CropSnap)
    assert wish.square == Crop(1, 2, 30, 30)
    assert isinstance(command_from({"do": "WhitenSnap", "of": "x", "shot": 1}), WhitenSnap)

    async def work(at: At) -> None:
        first = await at.snap()
        second = await at.do(CropSnap(of=first.snap_id, square=Crop(0, 0, 600, 600)))
        listed: Any = await at.desk.do(OpenFlash(title="花瓶", price_fen=100, stock=1, snap_id=second.snap_id))
        assert listed.item.square == second.shots[0].square
        given: Any = await at.desk.do(ReplaceSnap(number=listed.number, snap_id=first.snap_id, shot=2))
        assert given.item.square == first.shots[2].square

    run(tmp_path, work)
