"""The watchdog alone: frames and passing time go in, remarks come out. No clock, no thread, no camera."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.camera.errors import CameraBusy, CameraLost, CameraSilent, StreamUnavailable
from console.camera.watchdog import Picture, Remark, Seen, Watchdog
from console.facts import CameraTrouble

SIZE = (1280, 720)
FRAME_S = 1 / 25


class Watched:
    """A source of 25 frames a second that a test plays by the second, with the clock ticking beside it."""

    def __init__(self, *, fps: float = 25.0, opens: bool = True, ours: bool = False) -> None:
        self.dog = Watchdog(ours=ours)
        self.now = 100.0
        self.remarks: list[Remark] = []
        self.dog.trying(self.now)
        if opens:
            self.remarks += self.dog.opened(self.now, SIZE, fps)

    def show(self, seconds: float, **looks: Any) -> Watched:
        """Frames for so long: `still` or `dark` ones, or of another `size`; `gap_s` apart."""
        gap_s, until = looks.get("gap_s", FRAME_S), self.now + seconds
        still_since = self.now
        while self.now < until - 1e-9:
            self.now += gap_s
            still_s = self.now - still_since if looks.get("still") else 0.0
            picture = Picture(self.now, looks.get("size", SIZE), still_s, looks.get("dark", False))
            self.remarks += self.dog.frame(picture)
            self.remarks += self.dog.tick(self.now, "0")
        return self

    def wait(self, seconds: float) -> Watched:
        """No frame for so long; the clock ticks four times a second."""
        until = self.now + seconds
        while self.now < until - 1e-9:
            self.now += 0.25
            self.remarks += self.dog.tick(self.now, "0")
        return self

    def fail(self, error: Any) -> Watched:
        """It breaks off, or does not open."""
        self.remarks += self.dog.failed(self.now, error(spec="0"))
        return self

    def reopen(self) -> Watched:
        """A try that succeeds."""
        self.dog.trying(self.now)
        self.remarks += self.dog.opened(self.now, SIZE, 25.0)
        return self

    def seen(self) -> list[str]:
        """What was remarked after the opening and the first frame, in order."""
        return [remark.seen.value for remark in self.remarks if remark.seen not in (Seen.OPENED, Seen.FIRST_FRAME)]


def test_a_picture_that_is_well_is_told_once_and_then_not_again() -> None:
    """Opened, first frame, and nothing for a minute."""
    watched = Watched().show(60)
    assert [remark.seen.value for remark in watched.remarks] == ["opened", "first_frame"]
    assert watched.remarks[0].facts == {"width": 1280, "height": 720, "fps": 25.0}


def test_no_frame_for_a_second_is_told_within_the_next_half() -> None:
    """Stalled is told between 1.0 and 1.5 s after the last frame, and when it began; frames clear it."""
    watched = Watched().show(2)
    last = watched.now
    watched.wait(4).show(1)
    stalled, clear = watched.remarks[2:]
    assert (stalled.seen, clear.seen) == (Seen.STALLED, Seen.CLEAR)
    assert 1.0 <= stalled.at - last <= 1.5
    assert stalled.since == pytest.approx(last)
    assert clear.facts["was"] == "stalled"
    assert 4.0 < clear.facts["after_s"] < 4.6


def test_a_second_without_a_frame_is_told_though_the_clock_did_not_tick_at_its_end() -> None:
    """The frame that ends a gap of 1.1 s tells of it; one of 0.9 s is not told, nor one in which this machine slept."""
    assert Watched().show(2).show(1.1, gap_s=1.1).show(1).seen() == ["stalled", "clear"]
    assert Watched().show(2).show(0.9, gap_s=0.9).show(1).seen() == []
    dog = Watched().show(2).dog
    assert dog.frame(Picture(104.0, SIZE, 0.0, dark=False), awake_since=103.0) == []


def test_single_frames_between_long_gaps_are_no_picture() -> None:
    """A frame every second and a half is stalled once, not stalled and cleared over and over."""
    assert Watched().show(2).wait(2).show(12, gap_s=1.5).seen() == ["stalled"]


def test_a_source_that_announces_a_frame_every_two_seconds_may_take_them() -> None:
    """At half a frame a second nothing is wrong until five seconds have passed."""
    watched = Watched(fps=0.5).show(20, gap_s=2.0)
    assert watched.seen() == []
    assert watched.wait(6).seen() == ["stalled"]


@pytest.mark.parametrize(("look", "word"), [("still", "frozen"), ("dark", "black")])
def test_frozen_and_black_are_told_after_a_second_or_so_and_cleared(look: str, word: str) -> None:
    """Each is told once with when it began, and cleared with what it was, once all is well for a moment."""
    watched = Watched().show(2)
    began = watched.now
    watched.show(4, **{look: True}).show(2)
    assert watched.seen() == [word, "clear"]
    trouble, clear = watched.remarks[2:]
    assert 0.9 <= trouble.at - began <= 1.5
    assert trouble.since == pytest.approx(began, abs=0.1)
    assert clear.facts["was"] == word
    assert clear.at - (began + 4) < 0.5


@pytest.mark.parametrize("look", ["still", "dark"])
def test_what_passes_in_less_than_a_second_is_not_told(look: str) -> None:
    """A fade through black and a held pose are part of any show."""
    assert Watched().show(2).show(0.8, **{look: True}).show(2).seen() == []


def test_a_covered_lens_is_black_and_not_also_frozen() -> None:
    """One cause, one sign: black goes before frozen."""
    assert Watched().show(1).show(5, dark=True, still=True).show(1).seen() == ["black", "clear"]


def test_one_trouble_turns_into_another_without_a_clear_between() -> None:
    """Frozen, then dark, then nothing at all, then well: each told as it comes, and one clear at the end."""
    watched = Watched().show(1).show(2, still=True).show(2, dark=True).wait(2).show(1)
    assert watched.seen() == ["frozen", "black", "stalled", "clear"]
    assert watched.remarks[-1].facts["was"] == "stalled"


def test_a_flash_in_the_dark_does_not_clear_it() -> None:
    """A tenth of a second of light is not a picture."""
    assert Watched().show(1).show(2, dark=True).show(0.1).show(2, dark=True).show(1).seen() == ["black", "clear"]


def test_a_change_of_size_is_told_with_the_new_one() -> None:
    """A phone that is turned goes from wide to upright and back."""
    watched = Watched().show(1).show(1, size=(720, 1280)).show(1)
    assert [remark.facts for remark in watched.remarks if remark.seen is Seen.RESIZED] == [
        {"width": 720, "height": 1280},
        {"width": 1280, "height": 720},
    ]


def test_a_source_that_breaks_off_and_comes_back() -> None:
    """Failed once however often it is tried, then reopened with how long the picture was away."""
    watched = Watched().show(2).fail(CameraLost)
    for _ in range(5):
        watched.dog.trying(watched.now)
        watched.wait(1).fail(CameraLost)
    watched.reopen().show(1)
    assert watched.seen() == ["failed", "reopened"]
    assert watched.remarks[-1].facts["after_s"] == pytest.approx(5, abs=0.1)


def test_another_reason_is_told_anew() -> None:
    """Unplugged, then plugged in but held by another program: two cards, one after the other."""
    watched = Watched().show(1).fail(CameraLost).fail(CameraLost).fail(CameraBusy)
    assert [type(remark.error) for remark in watched.remarks if remark.error] == [CameraLost, CameraBusy]


def test_a_stall_that_ends_in_a_failure_is_cleared_after_the_reopening() -> None:
    """What was told is taken back: reopened, and then clear with what it was."""
    watched = Watched().show(2).wait(3).fail(CameraLost).wait(2).reopen().show(1)
    assert watched.seen() == ["stalled", "failed", "reopened", "clear"]
    assert watched.remarks[-1].facts["was"] == "stalled"
    assert watched.dog.trouble is None


def test_an_address_that_accepts_and_never_sends_is_told_after_five_seconds() -> None:
    """While the try still hangs; its own failure afterwards is no news, and neither is the next."""
    watched = Watched(opens=False).wait(4.75)
    assert watched.remarks == []
    watched.wait(0.5)
    assert [type(remark.error) for remark in watched.remarks] == [CameraSilent]
    watched.fail(StreamUnavailable)
    watched.dog.trying(watched.now)
    watched.wait(6).fail(StreamUnavailable)
    assert len(watched.remarks) == 1


def test_a_try_that_gave_up_by_itself_after_five_seconds_says_the_same() -> None:
    """Whether the source's timeout or ours comes first, the words are those of silence."""
    watched = Watched(opens=False)
    watched.now += 4.9
    assert [type(remark.error) for remark in watched.fail(StreamUnavailable).remarks] == [CameraSilent]


def test_a_picture_that_comes_late_is_opened_and_first() -> None:
    """After the deadline has been told, the late picture is told like any other first one."""
    watched = Watched(opens=False).wait(7).reopen().show(1)
    assert [remark.seen.value for remark in watched.remarks] == ["failed", "opened", "first_frame"]


def test_a_device_that_opens_and_delivers_nothing_is_told_too() -> None:
    """Opened, then five seconds without a frame: that is a failure with its words."""
    watched = Watched().wait(6)
    assert [remark.seen.value for remark in watched.remarks] == ["opened", "failed"]
    assert isinstance(watched.remarks[-1].error, CameraSilent)


def test_a_film_that_opens_slowly_is_not_silent() -> None:
    """Whatever this machine reads or draws itself is waited for longer; at last it is told as well."""
    watched = Watched(opens=False, ours=True).wait(20).reopen().show(1)
    assert [remark.seen.value for remark in watched.remarks] == ["opened", "first_frame"]
    assert [remark.seen.value for remark in Watched(ours=True).wait(31).remarks] == ["opened", "failed"]


def test_a_device_that_takes_over_from_the_scene_is_a_reopening() -> None:
    """The substitute was opened and said so; the device that comes later is reopened."""
    dog = Watchdog()
    dog.trying(0)
    assert dog.opened(0, SIZE, 30, substitute=True)[0].facts["substitute"] is True
    dog.frame(Picture(0.1, SIZE, 0, dark=False))
    assert dog.opened(10, SIZE, 30) == []
    assert [remark.seen for remark in dog.frame(Picture(10.1, SIZE, 0, dark=False))] == [Seen.REOPENED]


step = st.one_of(
    st.tuples(st.just("show"), st.floats(0.04, 3), st.booleans(), st.booleans()),
    st.tuples(st.just("wait"), st.floats(0.1, 7)),
    st.tuples(st.just("fail"), st.sampled_from([CameraLost, CameraBusy])),
    st.tuples(st.just("reopen")),
)


@given(st.lists(step, max_size=40))
def test_whatever_happens_the_remarks_make_sense(steps: list[tuple[Any, ...]]) -> None:
    """Times never go back; opened and first frame come once; no trouble is told twice in a row; a clear takes
    back the last trouble; nothing is reopened that had not failed; and after a good second all is well."""
    watched = Watched().show(0.5)
    for what, *how in steps:
        if what == "show":
            watched.show(how[0], still=how[1], dark=how[2])
        elif what == "wait":
            watched.wait(how[0])
        elif what == "fail":
            watched.fail(how[0])
            watched.dog.trying(watched.now)
        else:
            watched.reopen()
    watched.show(1.0)
    told = watched.remarks
    assert [remark.at for remark in told] == sorted(remark.at for remark in told)
    assert all(remark.since is None or remark.since <= remark.at for remark in told)
    words = [remark.seen for remark in told]
    assert words.count(Seen.OPENED) == words.count(Seen.FIRST_FRAME) == 1
    last: str | None = None
    for remark in told:
        if remark.seen.value in tuple(CameraTrouble):
            assert remark.seen.value != last or Seen.FAILED in words
            last = remark.seen.value
        elif remark.seen is Seen.CLEAR:
            assert remark.facts["was"] == last
            last = None
    assert last is None
    assert watched.dog.trouble is None
