"""Pictures of sales and of items put on air: kept, shared, bounded, looked up, and never in the way."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import events as e
from console.camera.cv import cv2
from console.camera.source import Frame, Jpeg
from console.camera.still import still
from console.facts import (
    Item,
    ListingState,
    PlatformState,
    Sale,
    SaleSource,
    SaleStatus,
    Show,
    ShowStatus,
    Totals,
    View,
)
from console.proof import witness
from console.proof.album import INDEX, Album, Proof, day_of, name_of, time_in
from console.proof.lookup import lines, moment_ms
from console.proof.witness import Witness, facts_of
from console.state import ShowState
from tests.clock import FakeClock
from tests.waiting import PATIENCE_S, slowness

RNG = np.random.default_rng(5)
PICTURE = cv2.resize(RNG.integers(0, 255, (90, 160, 3), np.uint8), (1920, 1080), interpolation=cv2.INTER_CUBIC)
ITEM = Item("i1", 12, "豆绿手镯", 59900, 3, 3, 0, ListingState.LISTED, PlatformState.WAITING)
STATE = ShowState(show=Show("s1", "", ShowStatus.LIVE), items=(ITEM,))
DAY_MS = 86_400_000


def a_sale(sale_id: str = "a", at_ms: int = 0, source: str = "studio", order_id: str = "") -> e.SaleRecorded:
    sale = Sale(
        sale_id, "i1", 12, "豆绿手镯", 2, 59900, SaleSource(source), SaleStatus.SOLD, at_ms, "阿珍", order_id=order_id
    )
    return e.SaleRecorded(
        sale_id=sale_id,
        show_id="s1",
        item_id="i1",
        number=12,
        title="豆绿手镯",
        quantity=2,
        unit_price_fen=59900,
        source=source,
        status="sold",
        buyer="阿珍",
        order_id=order_id,
        short_units=0,
        recorded_at_ms=at_ms,
        sale=sale,
        item=ITEM,
        totals=Totals(),
        on_air_item_id=None,
    )


@dataclass
class Still:
    """A camera whose newest frame the test holds."""

    clock: FakeClock
    picture: np.ndarray | None = field(default_factory=lambda: PICTURE)
    asked: int = 0

    @contextmanager
    def newest(self) -> Iterator[Frame | None]:
        self.asked += 1
        yield None if self.picture is None else Frame(self.picture, self.clock.monotonic_s() - 0.03, self.asked)


@dataclass
class Scene:
    """A witness that the test steps by hand."""

    folder: Path
    clock: FakeClock
    camera: Still
    album: Album
    witness: Witness
    told: list[OSError]

    def sell(self, *sale_ids: str) -> None:
        sales = [a_sale(sale_id, self.clock.now_ms()) for sale_id in sale_ids]
        self.witness.see([proof for sale in sales for proof in facts_of(sale, self.clock.now_ms(), STATE)])
        self.witness.keep_waiting()

    @property
    def pictures(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("proof/*/*.jpg"))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    clock = FakeClock()
    camera, album, told = Still(clock), Album(tmp_path), list[OSError]()
    return Scene(tmp_path, clock, camera, album, Witness(album, camera, clock, lambda: True, told.append), told)


# --- names -----------------------------------------------------------------------------------


@given(st.integers(1_600_000_000_000, 2_000_000_000_000))
def test_a_picture_tells_its_time_by_its_name(at_ms: int) -> None:
    """To the millisecond, whatever the studio's zone; and names sort by time within a day."""
    assert time_in(name_of(at_ms)) == at_ms
    assert name_of(at_ms).startswith(day_of(at_ms))


def test_a_name_holds_nothing_but_time(scene: Scene) -> None:
    """Neither the buyer nor the goods; and the index knows no buyer either."""
    scene.sell("a")
    (name,) = scene.pictures
    assert set(name) <= set("0123456789-_.+jpg")
    written = "".join(path.read_text("utf-8") for path in scene.folder.glob(f"proof/*/{INDEX}"))
    assert "阿珍" not in written


# --- what is kept ----------------------------------------------------------------------------


def test_a_sale_has_the_picture_of_its_moment(scene: Scene) -> None:
    """Small, readable, and found by the id of the sale with the time of both."""
    scene.sell("a")
    (proof,) = scene.album.find(sale="a")
    path = scene.album.picture(proof)
    assert path is not None
    pixels = cv2.imread(str(path))
    assert pixels is not None
    assert pixels.shape == (270, 480, 3)
    assert path.stat().st_size < 60_000
    assert (proof.what, proof.number, proof.quantity) == ("sale", 12, 2)
    assert proof.frame_at_ms == proof.at_ms - 30


def test_an_order_of_the_platform_is_found_by_its_own_id(scene: Scene) -> None:
    """The dispute names the order; the record says when the picture was taken, which is when it was heard of."""
    heard_ms = scene.clock.now_ms()
    order = a_sale("p", heard_ms - 14_000, "platform", "8801")
    scene.witness.see(facts_of(order, heard_ms, STATE))
    scene.witness.keep_waiting()
    (proof,) = scene.album.find(sale="8801")
    assert (proof.sale_id, proof.source, proof.at_ms) == ("p", "platform", heard_ms - 14_000)
    assert proof.frame_at_ms == heard_ms - 30


def test_putting_on_air_and_a_substitute_are_kept_too() -> None:
    """An item on air with its title, a sale that took another's place; taking off air is nothing to keep."""
    (on_air,) = facts_of(e.OnAirChanged(item_id="i1", number=12), 5, STATE)
    assert (on_air.what, on_air.title, on_air.at_ms) == ("on_air", "豆绿手镯", 5)
    resolved = e.ClaimResolved(
        sale_id="a", show_id="s1", how="substitute", item=ITEM, totals=Totals(), changed=(), instead=a_sale("b")
    )
    assert [proof.sale_id for proof in facts_of(resolved, 5, STATE)] == ["b"]
    assert facts_of(e.OnAirChanged(item_id=None, number=None), 5, STATE) == []
    assert facts_of(replace(resolved, instead=None), 5, STATE) == []


def test_sales_within_one_second_share_a_picture(scene: Scene) -> None:
    """Later ones have their own."""
    scene.sell("a")
    scene.clock.advance(0.6)
    scene.sell("b", "c")
    scene.clock.advance(0.6)
    scene.sell("d")
    found = {proof.sale_id: proof.file for proof in scene.album.find()}
    assert found["a"] == found["b"] == found["c"] != found["d"]
    assert len(scene.pictures) == 2


def test_without_a_picture_the_sale_is_noted_all_the_same(scene: Scene) -> None:
    """A dead camera leaves a line that says so."""
    scene.camera.picture = None
    scene.sell("a")
    (proof,) = scene.album.find(sale="a")
    assert scene.album.picture(proof) is None
    assert proof.frame_at_ms is None


def test_a_sale_told_twice_keeps_its_first_picture(scene: Scene) -> None:
    """The same command again answers the same sale; the moment was the first one."""
    scene.sell("a")
    first = next(scene.album.find(sale="a"))
    scene.clock.advance(5)
    scene.witness.see(facts_of(a_sale("a", first.at_ms), scene.clock.now_ms(), STATE))
    scene.witness.keep_waiting()
    assert [proof.file for proof in scene.album.find(sale="a")] == [first.file]


@pytest.mark.parametrize(
    ("view", "shape"), [(View(), (270, 480)), (View(turn=90), (480, 270)), (View(upright=True), (480, 270))]
)
@pytest.mark.parametrize("jpeg", [False, True])
def test_a_still_is_what_was_shown(view: View, shape: tuple[int, int], *, jpeg: bool) -> None:
    """Turned and cut like the picture on the screen, from raw frames and from the camera's own JPEG."""
    content = Jpeg(cv2.imencode(".jpg", PICTURE)[1].ravel()) if jpeg else PICTURE
    pixels = cv2.imdecode(np.frombuffer(still(Frame(content, 0.0, 0, view=view)), np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    assert pixels.shape[:2] == shape


# --- bounds ----------------------------------------------------------------------------------


def test_the_oldest_pictures_make_room(tmp_path: Path) -> None:
    """Once more is kept than allowed, a tenth is emptied from the oldest on; what is newer stays."""
    album = Album(tmp_path, most_bytes=100_000)
    now_ms = FakeClock().now_ms()
    names = [album.keep(bytes(10_000), now_ms + n * 1000) for n in range(20)]
    assert album.full
    gone = album.prune(now_ms + 20_000)
    left = [name for name in names if (album.folder / name).exists()]
    assert left == names[gone:]
    assert 80_000 <= len(left) * 10_000 <= 90_000
    assert not album.full


def test_pictures_of_last_season_go_with_their_day(tmp_path: Path) -> None:
    """After ninety days both picture and index are gone, and the empty folder too."""
    album = Album(tmp_path)
    now_ms = FakeClock().now_ms()
    for age in (91, 89):
        at_ms = now_ms - age * DAY_MS
        album.note([Proof(at_ms, "sale", "s", "i", 1, sale_id=str(age), file=album.keep(b"x", at_ms))])
    album.prune(now_ms)
    assert [proof.sale_id for proof in album.find()] == ["89"]
    assert [folder.name for folder in album.folder.iterdir()] == [day_of(now_ms - 89 * DAY_MS)]


def test_a_picture_that_made_room_is_told_as_gone(tmp_path: Path) -> None:
    """The line stays and says that there is no picture any more."""
    album = Album(tmp_path, most_bytes=1)
    now_ms = FakeClock().now_ms()
    album.note([Proof(now_ms, "sale", "s", "i", 1, sale_id="a", file=album.keep(b"xx", now_ms))])
    album.prune(now_ms)
    (told,) = [json.loads(line) for line in lines(tmp_path, sale="a")]
    assert told["path"] is None


def test_the_witness_prunes_by_itself(scene: Scene) -> None:
    """Bounded without anybody asking, also after a restart that finds more than is allowed."""
    before = Album(scene.folder)
    for n in range(30):
        before.keep(bytes(10_000), scene.clock.now_ms() - DAY_MS + n * 1000)
    witness = Witness(Album(scene.folder, most_bytes=100_000), scene.camera, scene.clock)
    witness.see(facts_of(a_sale("a", scene.clock.now_ms()), 0, STATE))
    witness.keep_waiting()
    size = sum(path.stat().st_size for path in scene.folder.glob("proof/*/*.jpg"))
    assert size <= 100_000
    assert next(Album(scene.folder).find(sale="a")).file


# --- what goes wrong -------------------------------------------------------------------------


@pytest.mark.expects_log
def test_a_disk_that_fails_is_told_once_and_left_alone(scene: Scene) -> None:
    """Nothing is raised into the sale; half a minute later it is tried again, and kept once it works."""
    (scene.folder / "proof").write_text("a file where the folder should be")
    for sale_id in ("a", "b", "c"):
        scene.sell(sale_id)
    assert len(scene.told) == 1
    assert scene.witness.lost == 3
    (scene.folder / "proof").unlink()
    scene.sell("d")
    assert list(scene.album.find()) == []
    scene.clock.advance(31)
    scene.sell("e")
    assert [proof.sale_id for proof in scene.album.find()] == ["e"]


def test_nothing_is_written_while_there_is_no_room(scene: Scene) -> None:
    """Where the ladder of the disk says no snaps, proof does not take the last room either."""
    witness = Witness(scene.album, scene.camera, scene.clock, lambda: False)
    witness.see(facts_of(a_sale("a", scene.clock.now_ms()), 0, STATE))
    witness.keep_waiting()
    assert not scene.album.folder.exists()


@pytest.mark.parametrize("torn", ['{"at_ms":17', "not json\n", '{"at_ms":"x","what":1}\n', "\x00\x00"])
def test_a_line_cut_off_by_a_crash_costs_only_itself(scene: Scene, torn: str) -> None:
    """The lines before and after it are found."""
    scene.sell("a")
    (index,) = scene.folder.glob(f"proof/*/{INDEX}")
    with index.open("a", encoding="utf-8") as file:
        file.write(torn)
    again = Witness(Album(scene.folder), scene.camera, scene.clock)
    again.see(facts_of(a_sale("b", scene.clock.now_ms()), 0, STATE))
    again.keep_waiting()
    assert [proof.sale_id for proof in scene.album.find()] == ["a", "b"]


def test_a_broken_frame_is_no_picture(scene: Scene) -> None:
    """A JPEG that cannot be decoded leaves the line, and the next sale tries anew."""
    scene.camera.picture = Jpeg(np.zeros(9, np.uint8))  # type: ignore[assignment]
    scene.sell("a")
    scene.camera.picture = PICTURE
    scene.sell("b")
    found = {proof.sale_id: proof.file for proof in scene.album.find()}
    assert found["a"] == ""
    assert found["b"]


def test_what_waits_is_bounded(scene: Scene) -> None:
    """A thread that is stuck does not fill the memory; what is lost is counted."""
    proofs = facts_of(a_sale(), 0, STATE)
    for _ in range(2_100):
        scene.witness.see(proofs)
    assert len(scene.witness._waiting) == 2_000
    assert scene.witness.lost == 100


# --- the thread ------------------------------------------------------------------------------


def test_stopping_keeps_what_waits(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last sale of the night is kept although the console closes at once."""
    monkeypatch.setattr(witness, "_STOP_WITHIN_S", PATIENCE_S)
    scene.witness.start()
    scene.witness.see(facts_of(a_sale("a", scene.clock.now_ms()), 0, STATE))
    scene.witness.stop()
    scene.witness.stop()
    assert not scene.witness.is_alive()
    assert [proof.sale_id for proof in scene.album.find()] == ["a"]


def test_fifty_sales_a_second_cost_next_to_nothing(scene: Scene) -> None:
    """One picture and four writes for each second of a burst: less than 5 % of a core at 1080p."""
    costs = []
    for second in range(6):
        began = time.thread_time()
        for batch in range(4):
            scene.sell(*(f"{second}-{batch}-{n}" for n in range(13)))
            scene.clock.advance(0.25)
        costs.append(time.thread_time() - began)
    assert len(scene.pictures) == 6
    assert min(costs) < 0.05 * slowness()


# --- looking up ------------------------------------------------------------------------------


def test_looked_up_by_number_and_time(tmp_path: Path) -> None:
    """Everything of one number, or of a stretch of time, oldest first, across days."""
    album = Album(tmp_path)
    noon = round(datetime(2026, 11, 22, 12).astimezone().timestamp() * 1000)
    proofs = [Proof(noon + n * 3_600_000, "on_air", "s", "i", 12 + n % 2) for n in range(20)]
    album.note(list(reversed(proofs)))
    assert list(album.find(number=13)) == proofs[1::2]
    since, until = moment_ms("2026-11-22 13:00"), moment_ms("2026-11-22", end=True)
    assert list(album.find(since_ms=since, until_ms=until)) == proofs[1:12]
    assert list(album.find(sale="none")) == []


@pytest.mark.parametrize("text", ["2026-11-22T21:30", "21:30", "2026-11-22 21:30:00"])
def test_a_time_is_read_as_people_write_it(text: str) -> None:
    """With or without the day, in the studio's own time."""
    now = datetime(2026, 11, 22, 23).astimezone()
    assert moment_ms(text, now=now) == round(datetime(2026, 11, 22, 21, 30).astimezone().timestamp() * 1000)


def test_nonsense_is_no_time() -> None:
    """It is refused, not guessed."""
    with pytest.raises(ValueError, match="bad"):
        moment_ms("bad")
