"""How evenly pictures come and whether all are shown: told when it lasts, not before, and told when it is over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.camera import health
from console.camera.feed import CameraFeed
from console.camera.health import OVER_S, Health
from console.facts import CameraHealth, CameraStrain
from tests.console.test_camera_feed import Scripted, until

SLOW, DROPPING = CameraStrain.SLOW, CameraStrain.DROPPING


class Watched:
    """A source that announces 30 frames a second, lived through second by second."""

    def __init__(self, announced: float = 30.0) -> None:
        self.health = Health()
        self.health.opened(announced, 7, 3)
        self.at, self.shown, self.dropped = 100.0, 7, 3
        self.told: list[CameraHealth | None] = []
        self.health.look(self.at, self.shown, self.dropped)

    def live(self, seconds: int, fps: int, dropped: int = 0) -> list[CameraStrain | None]:
        """So many seconds with so many frames each, of which the screen misses some; the strain after each."""
        found = []
        for _ in range(seconds):
            for n in range(fps):
                self.health.frame(self.at + (n + 1) / fps)
            self.at, self.shown, self.dropped = self.at + 1, self.shown + fps - dropped, self.dropped + dropped
            self.told.append(self.health.look(self.at, self.shown, self.dropped))
            found.append(self.health.now.strain)
        return found


def test_an_even_picture_is_no_news() -> None:
    """Nothing is told of a source that delivers what it announced, a little less, or a little more."""
    watched = Watched()
    assert {*watched.live(20, 30), *watched.live(20, 25), *watched.live(5, 31, 1)} == {None}
    assert set(watched.told) == {None}


def test_too_few_frames_are_told_after_five_seconds_and_once_a_second_from_then_on() -> None:
    """Below four fifths of the announced rate for five seconds; well again when it was well for two."""
    watched = Watched()
    assert watched.live(6, 15) == [None] * 4 + [SLOW] * 2
    assert [told is not None for told in watched.told] == [False] * 4 + [True] * 2
    assert watched.health.now.fps == pytest.approx(15)
    assert watched.health.now.announced_fps == 30
    assert watched.live(3, 30) == [SLOW, None, None]
    assert watched.told[-2] is not None
    assert watched.told[-1] is None


def test_previews_that_the_screen_misses_are_told() -> None:
    """More than one in twenty for five seconds: the machine is too busy, and the figures say how much."""
    watched = Watched()
    assert watched.live(5, 30, 6)[-1] is DROPPING
    now = watched.health.now
    assert (now.dropped_percent, now.captured, now.shown, now.dropped) == (20, 150, 120, 30)


def test_a_hiccup_is_no_news() -> None:
    """One good second begins the five anew; three seconds in which the screen stood still are not told."""
    watched = Watched()
    assert set(watched.live(4, 10) + watched.live(1, 30) + watched.live(4, 10)) == {None}
    assert set(watched.live(1, 30) + watched.live(3, 30, 29) + watched.live(5, 30)) == {None}


def test_what_the_source_does_not_deliver_comes_first() -> None:
    """A slow source on a busy machine is told as slow."""
    assert Watched().live(5, 10, 5)[-1] is SLOW


@pytest.mark.parametrize("announced", [0.0, 1.0])
def test_who_announces_nothing_cannot_be_slow(announced: float) -> None:
    """A network camera that does not say its rate, and a slide show, are not judged by it."""
    assert set(Watched(announced).live(12, 2)) == {None}


def test_a_source_that_stops_altogether_is_not_ours() -> None:
    """No frame at all is the watchdog's: nothing is told here, and what was told is taken back."""
    watched = Watched()
    assert watched.live(5, 10)[-1] is SLOW
    assert watched.live(3, 0)[-1] is None
    assert watched.health.ended() is None


def test_late_frames_are_counted() -> None:
    """A frame that comes half a frame time after it was due, or later, is late; a new opening counts anew."""
    watched = Health()
    watched.opened(20, 0, 0)
    for at in (0, 0.05, 0.10, 0.18, 0.20, 0.35):
        watched.frame(at)
    watched.look(0, 0, 0)
    watched.look(1, 0, 0)
    assert (watched.now.late, watched.now.captured) == (2, 6)
    watched.opened(20, 0, 0)
    watched.look(2, 0, 0)
    watched.look(3, 0, 0)
    assert watched.now.late == 0


@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0, 1)), max_size=40))
def test_whatever_comes_strain_begins_after_five_bad_seconds_only(seconds: list[tuple[int, float]]) -> None:
    """Any course of seconds: strain never begins before the five before it were all bad."""
    watched, bad, strained = Watched(), [], False
    for fps, share in seconds:
        dropped = int(fps * share)
        (strain,) = watched.live(1, fps, dropped)
        bad.append((0 < fps < 24, fps > 0 and dropped / fps > health.DROPPED_SHARE))
        if strain is not None and not strained:
            last = bad[-OVER_S:]
            assert len(last) == OVER_S
            assert all(slow for slow, _ in last) or all(dropping for _, dropping in last)
        strained = strain is not None


def test_a_feed_tells_its_strain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera that delivers a third of what it says is told, with its figures, and taken back when it ends."""
    monkeypatch.setattr(health, "OVER_S", 2)
    source = Scripted(fps=10)
    feed = CameraFeed(lambda spec: source, backoff_s=(30.0,))
    told: list[CameraHealth] = []
    feed.on_health = told.append
    source.fps, source.paced = 30, False
    read = source.read
    monkeypatch.setattr(source, "read", lambda into=None: (source.block.wait(0.1), read(into))[1])
    feed.start("0")
    until(lambda: bool(told), 15)
    assert told[0].strain is SLOW
    assert 3 < told[0].fps < 15
    assert feed.health.strain is SLOW
    source.frames = 0
    until(lambda: told[-1].strain is None, 15)
    feed.stop()
