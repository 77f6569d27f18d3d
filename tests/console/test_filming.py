"""The cameras at the desk: switching, framing and choosing as commands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from console import views
from console.camera.devices import WANTED, Device
from console.camera.errors import CameraUnavailable, NoSuchCamera, PictureStalled, ViewUnfit
from console.camera.feed import CameraFeed
from console.camera.pair import Cameras
from console.camera.plugged import Plugged, here
from console.camera.source import Spec
from console.commands import ChooseCamera, KeepView, Prefer, SetView, SwitchCamera
from console.config import Options
from console.desk import LocalDesk, load
from console.events import CameraChosen, CameraSwitched, NoticeCleared, ViewSet
from console.facts import CameraStatus, CameraTrouble, View
from console.filming import Filming, open_cameras
from console.store import settings
from console.store.database import Database
from tests.clock import FakeClock
from tests.console.conftest import Books
from tests.console.test_camera_feed import Scripted
from tests.waiting import reached

pytestmark = pytest.mark.anyio


@dataclass
class Set:
    """A desk with two scripted cameras."""

    desk: LocalDesk
    db: Database
    cameras: Cameras
    sources: dict[str, Scripted]

    async def until(self, status: CameraStatus) -> None:
        """Wait until the shown camera is told to stand like this."""
        await reached(lambda: self.desk.state.camera.status is status)


async def opened(stack: AsyncExitStack, db: Database, options: Options) -> Set:
    sources: dict[str, Scripted] = {}

    def source_for(spec: Spec) -> Scripted:
        return sources.setdefault(spec.text or spec.kind.value, Scripted())

    desk = LocalDesk(db, await db.run(load), FakeClock())
    cameras = Cameras(lambda: CameraFeed(source_for, backoff_s=(0.02,)))
    await open_cameras(stack, desk, db, options, cameras)
    return Set(desk, db, cameras, sources)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    db = await Database.open(tmp_path)
    yield db
    await db.close()


@pytest.fixture
async def studio(db: Database, tmp_path: Path) -> AsyncIterator[Set]:
    async with AsyncExitStack() as stack:
        yield await opened(stack, db, Options(data=tmp_path, camera="1", camera2="2"))


async def test_one_command_goes_to_and_fro(studio: Set) -> None:
    """`SwitchCamera` shows the other; both are told with how they stand."""
    await studio.until(CameraStatus.LIVE)
    assert studio.desk.state.camera.other is CameraStatus.CLOSED
    event = await studio.desk.do(SwitchCamera())
    assert isinstance(event, CameraSwitched)
    assert (event.camera.place, event.camera.status) == (2, CameraStatus.OPENING)
    assert studio.desk.state.camera.place == 2
    await studio.until(CameraStatus.LIVE)
    assert studio.desk.state.camera.other is CameraStatus.LIVE
    await studio.desk.do(SwitchCamera())
    assert studio.desk.state.camera.place == 1
    await studio.desk.do(SwitchCamera(camera=1))
    assert studio.desk.state.camera.place == 1


async def test_switching_writes_nothing(studio: Set) -> None:
    """A switch costs no commit; it must work when the disk does not."""
    changes = "SELECT total_changes()"
    before = await studio.db.run(lambda db: db.conn.execute(changes).fetchone()[0])
    for _ in range(5):
        await studio.desk.do(SwitchCamera())
    assert await studio.db.run(lambda db: db.conn.execute(changes).fetchone()[0]) == before


async def test_the_card_of_a_broken_close_up_goes_with_it(studio: Set) -> None:
    """A failing second source is told when it is shown, and the card goes when the first is shown again."""
    await studio.until(CameraStatus.LIVE)
    studio.sources["2"] = Scripted(opens=False)
    await studio.desk.do(SwitchCamera())
    await studio.until(CameraStatus.FAILED)
    assert [notice.key for notice in studio.desk.state.notices] == ["camera"]
    await studio.desk.do(SwitchCamera())
    assert studio.desk.state.camera.status is CameraStatus.LIVE
    assert studio.desk.state.camera.other is CameraStatus.FAILED
    await asyncio.sleep(0.1)  # it goes on failing, unseen
    assert studio.desk.state.notices == ()


async def test_a_second_that_is_not_used_is_closed_by_itself(db: Database) -> None:
    """Some time after the first was shown again, the second lets go of its device."""
    desk = LocalDesk(db, await db.run(load), FakeClock())
    cameras = Cameras(lambda: CameraFeed(lambda _spec: Scripted(), backoff_s=(0.02,)))
    filming = Filming(desk, db, cameras, unused_s=0.05)
    cameras.on_change, cameras.on_other = filming.changed, filming.other_changed
    await filming.put(1, "1")
    await filming.put(2, "2")
    studio = Set(desk, db, cameras, {})
    await filming.switch(SwitchCamera())
    await asyncio.sleep(0.15)
    await studio.until(CameraStatus.LIVE)  # shown, it stays
    await filming.switch(SwitchCamera())
    await reached(lambda: desk.state.camera.other is CameraStatus.CLOSED)
    assert desk.state.camera.status is CameraStatus.LIVE
    filming.stop()


async def test_a_device_that_delivers_less_than_it_offers_is_told(db: Database, tmp_path: Path) -> None:
    """Asked for 1080p, it sends 64x36: a card after a while, once; gone when another source keeps its word."""
    (tmp_path / "sys/class/video4linux/video0").mkdir(parents=True)
    machine = Plugged("Linux", tmp_path)
    machine.tell([Device("/dev/video0", "Cam", formats=(WANTED,))])
    desk = LocalDesk(db, await db.run(load), FakeClock())
    cameras = Cameras(lambda: CameraFeed(lambda _spec: Scripted(fps=40), backoff_s=(0.02,)))
    filming = Filming(desk, db, cameras, short_for_s=0.05, machine=machine)
    cameras.on_change, cameras.on_other = filming.changed, filming.other_changed
    await filming.put(1, "0")
    await reached(lambda: desk.state.notices)
    (notice,) = desk.state.notices
    assert notice.key == "camera-short"
    assert "64x36" in notice.title.zh
    assert "1920x1080 30" in notice.title.en
    await filming.put(1, "synthetic")
    await reached(lambda: not desk.state.notices)
    filming.stop()


async def test_a_view_is_kept_with_its_source(studio: Set, tmp_path: Path) -> None:
    """Set once, the source is shown like that the next time, also in the other place."""
    event = await studio.desk.do(SetView(turn=90, zoom=2.0))
    assert event == ViewSet(camera=1, view=View(turn=90, zoom=2.0))
    assert studio.desk.state.camera.view == View(turn=90, zoom=2.0)
    await studio.desk.do(SetView(mirror=True))
    assert studio.cameras.view(1) == View(turn=90, zoom=2.0, mirror=True)
    await studio.desk.do(SetView(camera=2, upright=True))
    assert studio.desk.state.camera.view == View(turn=90, zoom=2.0, mirror=True), "the other one's is not ours"
    async with AsyncExitStack() as stack:
        again = await opened(stack, studio.db, Options(data=tmp_path, camera="2", camera2="1"))
        assert again.cameras.view(1) == View(upright=True)
        assert again.cameras.view(2) == View(turn=90, zoom=2.0, mirror=True)


@pytest.mark.parametrize(
    "command",
    [SetView(turn=45), SetView(turn=360), SetView(zoom=0.5), SetView(zoom=4.1), SetView(x=-0.1), SetView(y=1.1)],
)
async def test_an_impossible_view_is_refused(studio: Set, command: SetView) -> None:
    """In words, and nothing changes."""
    with pytest.raises(ViewUnfit):
        await studio.desk.do(command)
    assert studio.cameras.view(1) == View()


async def test_a_source_that_is_not_there_cannot_be_framed(db: Database, tmp_path: Path) -> None:
    """Without a second source there is no second view."""
    async with AsyncExitStack() as stack:
        studio = await opened(stack, db, Options(data=tmp_path, camera="1"))
        for command in (SetView(camera=2, turn=90), SetView(camera=3), SwitchCamera(), SwitchCamera(camera=0)):
            with pytest.raises(NoSuchCamera):
                await studio.desk.do(command)


async def test_a_chosen_source_is_there_the_next_time(studio: Set, tmp_path: Path) -> None:
    """Chosen at the desk, it opens now and at the next start, unless another is named then."""
    assert await studio.desk.do(ChooseCamera(camera=2, source=" 5 ")) == CameraChosen(camera=2, source="5")
    await studio.desk.do(SwitchCamera())
    assert studio.desk.state.camera.spec == "5"
    async with AsyncExitStack() as stack:
        again = await opened(stack, studio.db, Options(data=tmp_path))
        assert (again.cameras.spec(1), again.cameras.spec(2)) == ("", "5")
    async with AsyncExitStack() as stack:
        again = await opened(stack, studio.db, Options(data=tmp_path, camera2="6"))
        assert again.cameras.spec(2) == "6"


async def test_another_size_of_the_picture_opens_the_cameras_of_this_machine_anew(studio: Set) -> None:
    """A size that is chosen is asked of the devices at once, and what a person takes back is the usual one."""
    former = studio.cameras.spec(1)
    await studio.desk.do(Prefer(name="picture", value="1280x720"))
    await reached(lambda: (here.wanted.width, here.wanted.height) == (1280, 720))
    await studio.until(CameraStatus.LIVE)
    assert studio.cameras.spec(1) == former
    await studio.desk.do(Prefer(name="picture"))
    await reached(lambda: here.wanted == WANTED)


async def test_nothing_chosen_takes_the_second_away(studio: Set) -> None:
    """An empty source leaves the second place empty, and the screen is told."""
    await studio.desk.do(SwitchCamera())
    await studio.desk.do(ChooseCamera(camera=2, source=""))
    assert (studio.desk.state.camera.place, studio.desk.state.camera.other) == (1, None)


async def test_a_source_that_means_nothing_is_not_chosen(studio: Set) -> None:
    """What cannot be understood is refused, and what is there stays."""
    with pytest.raises(CameraUnavailable):
        await studio.desk.do(ChooseCamera(camera=2, source="no such thing"))
    with pytest.raises(NoSuchCamera):
        await studio.desk.do(ChooseCamera(camera=3, source="1"))
    assert studio.cameras.spec(2) == "2"


async def test_a_password_is_not_written_down(studio: Set) -> None:
    """An address with a password is used, and neither the database nor the journal has it."""
    await studio.desk.do(ChooseCamera(camera=2, source="rtsp://me:secret@127.0.0.1:9/live"))
    await studio.desk.do(SetView(camera=2, zoom=2.0))
    assert studio.cameras.spec(2) == "rtsp://me:secret@127.0.0.1:9/live"
    kept = await studio.db.run(lambda db: db.conn.execute("SELECT name, value FROM settings").fetchall())
    assert not any("secret" in part for row in kept for part in row)


def test_a_view_that_cannot_be_read_is_shown_as_it_comes(books: Books) -> None:
    """A damaged setting costs a view, never a start."""
    for kept in ("{", '{"turn": 45}', '{"zoom": "x"}', "[]"):
        settings.write(books.db, "view 1", kept)
        assert views.view_of(books.db, "1") == View()
    books.do(KeepView(camera=1, source="1", view=View(turn=180)))
    assert views.view_of(books.db, " 1 ") == View(turn=180)


async def test_a_picture_that_stops_raises_a_card_once_and_takes_it_back(studio: Set) -> None:
    """The driver hangs: sign and card with words. Put away, the card stays away; all is gone when frames come again."""
    await studio.until(CameraStatus.LIVE)
    source, state = studio.sources["1"], lambda: studio.desk.state

    source.blocks = True
    await reached(lambda: state().camera.trouble is CameraTrouble.STALLED)
    assert state().camera.status is CameraStatus.LIVE
    assert [(notice.key, notice.title.zh) for notice in state().notices] == [("camera", "画面停了：1")]
    studio.desk.tell(NoticeCleared(key="camera"))
    studio.cameras.on_change(state().camera, PictureStalled(spec="1"))
    await asyncio.sleep(0.05)
    assert state().notices == ()
    source.blocks = False
    source.block.set()
    await reached(lambda: state().camera.trouble is None)
    assert state().notices == ()
