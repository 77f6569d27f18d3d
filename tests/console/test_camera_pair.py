"""Two sources held as one camera: a wide one and a close-up."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from console.camera.errors import CameraUnavailable, NoSuchCamera
from console.camera.feed import CameraFeed
from console.camera.pair import Cameras
from console.camera.source import Spec
from console.errors import KaiboError
from console.facts import Camera, CameraStatus, View
from tests.console.test_camera_feed import Scripted
from tests.waiting import until

CLOSED, OPENING, LIVE, FAILED = CameraStatus.CLOSED, CameraStatus.OPENING, CameraStatus.LIVE, CameraStatus.FAILED


class Studio:
    """Cameras over sources that a test holds in its hand, and what the screen is told of them."""

    def __init__(self) -> None:
        self.sources = {"1": Scripted(), "2": Scripted(), "3": Scripted()}
        self.opened: list[str] = []
        self.told: list[tuple[Camera, KaiboError | None]] = []
        self.others: list[CameraStatus] = []
        self.rings = 0
        self.cameras = Cameras(lambda: CameraFeed(self._open, backoff_s=(0.02,)))
        self.cameras.on_change = lambda camera, error: self.told.append((camera, error))
        self.cameras.on_other = self.others.append
        self.cameras.on_preview = self._ring
        self.cameras.preview_size(32, 18)

    def _open(self, spec: Spec) -> Scripted:
        self.opened.append(spec.text)
        return self.sources[spec.text]

    def _ring(self) -> None:
        self.rings += 1


@pytest.fixture
def studio(patient_stops: None) -> Iterator[Studio]:
    studio = Studio()
    studio.cameras.choose(1, "1")
    studio.cameras.choose(2, "2")
    until(lambda: studio.cameras.camera.status is LIVE)
    yield studio
    assert studio.cameras.stop()


def test_the_second_is_opened_when_it_is_first_shown(studio: Studio) -> None:
    """A close-up that nobody looks at costs nothing; the device is not even touched."""
    time.sleep(0.05)
    assert studio.opened == ["1"]
    assert studio.cameras.camera.other is CLOSED
    assert studio.cameras.switch(2).status is OPENING
    until(lambda: studio.cameras.camera.status is LIVE)
    assert studio.opened == ["1", "2"]
    assert (studio.cameras.camera.place, studio.cameras.camera.spec) == (2, "2")


def test_both_stay_warm_and_only_the_shown_one_is_drawn(studio: Studio) -> None:
    """The other is read on, so that its last second is there, but makes no previews."""
    studio.cameras.switch(2)
    until(lambda: len(studio.cameras.last_second()) > 3)
    switched_at = time.monotonic()
    studio.cameras.switch(1)
    burst = studio.cameras.last_second()
    assert len(burst) >= 3, "a burst is there at once"
    assert burst[0].captured_at < switched_at, "from before the switch"
    until(lambda: studio.cameras.preview.take() is not None)
    hidden = studio.cameras._feeds[2]  # nothing outside can see what must not happen
    until(lambda: not hidden.box()[0])
    hidden.preview.empty()
    seen, dropped = hidden.frames_seen, hidden.frames_dropped
    until(lambda: hidden.frames_seen > seen + 20)
    assert hidden.preview.take() is None
    assert hidden.frames_dropped == dropped


def test_after_a_switch_no_old_picture_is_shown(studio: Studio) -> None:
    """What lay unfetched from the last time is thrown away, and the first new picture is told of."""
    studio.cameras.switch(2)
    until(lambda: studio.cameras.frames_dropped > 3)  # nobody fetches: one lies there
    studio.cameras.switch(1)
    time.sleep(0.05)
    switched_at = time.monotonic()
    rings = studio.rings
    studio.cameras.switch(2)
    until(lambda: studio.rings > rings)
    preview = studio.cameras.preview.take()
    assert preview is not None
    assert preview.captured_at >= switched_at - 0.02


def test_a_failing_second_never_disturbs_the_first(studio: Studio) -> None:
    """Not shown, it fails and recovers without a word about the picture that is shown."""
    studio.cameras.switch(2)
    until(lambda: studio.cameras.camera.status is LIVE)
    studio.cameras.switch(1)
    said = len(studio.told)
    studio.sources["2"].opens = False
    studio.sources["2"].frames = 0
    until(lambda: studio.cameras.camera.other is FAILED)
    studio.sources["2"].opens, studio.sources["2"].frames = True, None
    until(lambda: studio.cameras.camera.other is LIVE)
    assert [camera.place for camera, _ in studio.told[said:] if camera.place != 1] == []
    assert {error for _, error in studio.told} == {None}
    assert [status for status in studio.others if status in (FAILED, LIVE)][-2:] == [FAILED, LIVE]
    assert studio.cameras.camera.status is LIVE


def test_a_source_that_failed_meanwhile_says_why_when_it_is_shown(studio: Studio) -> None:
    """The card of a source comes with its picture."""
    studio.sources["2"].opens = False
    studio.cameras.switch(2)
    until(lambda: studio.cameras.camera.status is FAILED)
    studio.cameras.switch(1)
    assert studio.cameras.error is None
    studio.cameras.switch(2)
    assert isinstance(studio.cameras.error, CameraUnavailable)


def test_a_second_that_nobody_uses_is_closed_and_opens_again(studio: Studio) -> None:
    """Closed when it was not shown for long; the next time it opens anew. The shown one is never closed."""
    studio.cameras.switch(2)
    until(lambda: studio.cameras.camera.status is LIVE)
    studio.cameras.close_unused()
    assert studio.cameras.camera.status is LIVE
    studio.cameras.switch(1)
    studio.cameras.close_unused()
    assert studio.cameras.camera.other is CLOSED
    until(lambda: studio.sources["2"].closed == 1)
    assert studio.sources["1"].closed == 0
    studio.cameras.switch(2)
    until(lambda: studio.cameras.camera.status is LIVE)
    assert studio.opened.count("2") == 2


def test_without_a_second_there_is_nothing_to_switch_to(studio: Studio) -> None:
    """Said in words, and the picture stays."""
    studio.cameras.choose(2, None)
    with pytest.raises(NoSuchCamera):
        studio.cameras.switch(2)
    with pytest.raises(NoSuchCamera):
        studio.cameras.switch(7)
    assert studio.cameras.camera.place == 1
    assert studio.cameras.camera.other is None


def test_taking_away_the_one_that_is_shown_goes_back_to_the_first(studio: Studio) -> None:
    """There is always a picture."""
    studio.cameras.switch(2)
    until(lambda: studio.cameras.camera.status is LIVE)
    studio.cameras.choose(2, None)
    assert studio.cameras.camera.place == 1
    until(lambda: studio.sources["2"].closed == 1)


def test_another_source_in_an_open_place_takes_over_there(studio: Studio) -> None:
    """Chosen while it is shown, it is shown; chosen for a place nobody looked at, it waits."""
    studio.cameras.choose(2, "3")
    time.sleep(0.02)
    assert "3" not in studio.opened
    studio.cameras.choose(1, "3")
    until(lambda: studio.cameras.camera.spec == "3" and studio.cameras.camera.status is LIVE)
    until(lambda: studio.sources["1"].closed == 1)


def test_each_source_keeps_its_own_view(studio: Studio) -> None:
    """The close-up may be turned while the wide one is not."""
    studio.cameras.show_as(2, View(turn=90))
    assert studio.cameras.camera.view == View()
    assert studio.cameras.switch(2).view == View(turn=90)
    until(lambda: (shot := studio.cameras.last_second()) != [] and shot[-1].pixels.shape == (64, 36, 3))
    assert studio.cameras.switch(1).view == View()
