"""How a source is shown: turned, mirrored, cut to 9:16, zoomed. Geometry first, then the pictures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.camera import focus, view
from console.camera.cv import cv2
from console.camera.feed import CameraFeed
from console.camera.monitor import Monitor
from console.camera.source import Frame, Jpeg, Mailbox
from console.facts import View
from tests.console.test_camera_feed import Scripted, until

SHARES = st.floats(0, 1)
VIEWS = st.builds(
    View,
    turn=st.sampled_from(view.TURNS),
    mirror=st.booleans(),
    mirror_photos=st.booleans(),
    upright=st.booleans(),
    zoom=st.floats(1, 4),
    x=st.floats(-0.5, 1.5),
    y=st.floats(-0.5, 1.5),
)
SIDES = st.integers(1, 90)
SOURCE = (1920, 1080)


def numbered(width: int, height: int) -> np.ndarray:
    """A picture whose every pixel is unlike the others: blue is its column, green its row."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, :, 0], picture[:, :, 1] = np.arange(width)[None, :], np.arange(height)[:, None]
    return picture


# --- geometry --------------------------------------------------------------------------------


@given(how=VIEWS, width=st.integers(1, 8000), height=st.integers(1, 8000))
def test_what_is_shown_lies_inside_the_picture(how: View, width: int, height: int) -> None:
    """Whatever is wished, every pixel shown is one the camera delivered, and there is at least one."""
    left, top, part_width, part_height = view.region(how, width, height)
    assert part_width >= 1
    assert part_height >= 1
    assert 0 <= left <= width - part_width
    assert 0 <= top <= height - part_height


@given(how=VIEWS, width=st.integers(1, 8000), height=st.integers(1, 8000))
def test_turning_changes_places_and_not_how_much_is_shown(how: View, width: int, height: int) -> None:
    """The part in the source has as many pixels as the part seen, its sides changed for a quarter turn."""
    _, _, wide, tall = view.region(how, width, height)
    assert view.turned(how, wide, tall) == view.size(how, width, height)


@given(width=st.integers(16, 8000), height=st.integers(16, 8000), turn=st.sampled_from(view.TURNS))
def test_upright_is_nine_by_sixteen_and_as_large_as_can_be(width: int, height: int, turn: int) -> None:
    """A 9:16 part to the pixel, and one side of it is the picture's."""
    how = View(turn=turn, upright=True)
    wide, tall = view.size(how, width, height)
    assert abs(wide - tall * 9 / 16) <= 1
    assert wide == view.turned(how, width, height)[0] or tall == view.turned(how, width, height)[1]


def test_zoom_shows_that_much_less() -> None:
    """Twice the zoom, half the width and height, around the middle."""
    assert view.shown(View(zoom=2), *SOURCE) == (480, 270, 960, 540)
    assert view.shown(View(zoom=4, x=0, y=1), *SOURCE) == (0, 810, 480, 270)


@given(how=VIEWS, width=SIDES, height=SIDES)
def test_the_parts_seen_in_source_and_result_are_the_same(how: View, width: int, height: int) -> None:
    """Cutting in the source and turning the result gives what turning all and cutting then gives."""
    picture = numbered(width, height)
    left, top, wide, tall = view.shown(how, width, height)
    expected = np.rot90(picture, -how.turn // 90)[top : top + tall, left : left + wide]
    if how.mirror and how.mirror_photos:
        expected = expected[:, ::-1]
    assert np.array_equal(view.apply(how, picture), expected)


@given(width=SIDES, height=SIDES)
def test_four_quarter_turns_and_two_mirrors_are_none(width: int, height: int) -> None:
    """Every way up can be undone."""
    picture = numbered(width, height)
    turned = picture
    for _ in range(4):
        turned = view.orient(turned, 90, mirror=False)
    assert np.array_equal(turned, picture)
    for turn in view.TURNS:
        once = view.orient(picture, turn, mirror=True)
        back = view.orient(view.orient(once, 0, mirror=True), (360 - turn) % 360, mirror=False)
        assert np.array_equal(back, picture)


def test_a_quarter_turn_is_clockwise() -> None:
    """What was at the left edge is on top."""
    picture = numbered(4, 3)
    assert view.orient(picture, 90, mirror=False)[0, :, 0].tolist() == [0, 0, 0]
    assert view.turned_on(View(turn=270)).turn == 0


# --- what a hand does ------------------------------------------------------------------------


def seen_at(how: View, at: tuple[float, float], source: tuple[int, int]) -> tuple[float, float]:
    """Which place of the turned picture (shares) lies under `at` of what is seen."""
    left, top, wide, tall = view.shown(how, *source)
    whole_wide, whole_tall = view.turned(how, *source)
    u = 1 - at[0] if how.mirror else at[0]
    return (left + u * wide) / whole_wide, (top + at[1] * tall) / whole_tall


@given(
    turn=st.sampled_from(view.TURNS),
    mirror=st.booleans(),
    upright=st.booleans(),
    zoom=st.floats(1, 3),
    factor=st.floats(1, 1.3),
    at=st.tuples(SHARES, SHARES),
)
def test_zooming_in_keeps_what_is_under_the_hand(
    turn: int, mirror: bool, upright: bool, zoom: float, factor: float, at: tuple[float, float]
) -> None:
    """The place under the cursor stays under the cursor."""
    how = View(turn=turn, mirror=mirror, upright=upright, zoom=zoom)
    closer = view.zoomed(how, factor, at, SOURCE)
    assert seen_at(closer, at, SOURCE) == pytest.approx(seen_at(how, at, SOURCE), abs=0.003)


@given(how=VIEWS, factor=st.floats(0.1, 10), at=st.tuples(SHARES, SHARES))
def test_zoom_stays_between_one_and_four(how: View, factor: float, at: tuple[float, float]) -> None:
    """No wheel turns it further."""
    assert 1 <= view.zoomed(how, factor, at, SOURCE).zoom <= view.MOST_ZOOM


def test_zooming_out_again_shows_all() -> None:
    """In by the wheel at a corner, and out again: nothing is left out."""
    how = View()
    for _ in range(9):
        how = view.zoomed(how, view.ZOOM_STEP, (0.9, 0.1), SOURCE)
    assert how.zoom == view.MOST_ZOOM
    for _ in range(9):
        how = view.zoomed(how, 1 / view.ZOOM_STEP, (0.2, 0.7), SOURCE)
    assert how.neutral
    assert view.shown(how, *SOURCE) == (0, 0, *SOURCE)


@given(how=VIEWS, right=st.floats(-2, 2), down=st.floats(-2, 2))
def test_moving_stops_at_the_edge_and_turns_at_once(how: View, right: float, down: float) -> None:
    """Pushed against the edge for long, one push back moves it at once: nothing is saved up outside."""
    moved = view.moved(how, right, down, SOURCE)
    again = view.moved(moved, 0, 0, SOURCE)
    assert (again.x, again.y) == (moved.x, moved.y)
    assert view.shown(again, *SOURCE)[2:] == view.shown(how, *SOURCE)[2:]


@pytest.mark.parametrize("mirror", [False, True])
def test_moving_goes_the_way_it_looks(mirror: bool) -> None:
    """To the right means what is seen at the right comes nearer, also in a mirror."""
    how = View(zoom=2, mirror=mirror)
    right_of_it = seen_at(how, (0.75, 0.5), SOURCE)
    assert seen_at(view.moved(how, 0.25, 0, SOURCE), (0.5, 0.5), SOURCE) == pytest.approx(right_of_it, abs=0.002)


@given(how=VIEWS, zoom=st.floats(3, 4), x=st.floats(0.3, 0.7), y=st.floats(0.3, 0.7))
def test_turning_on_keeps_what_is_in_the_middle(how: View, zoom: float, x: float, y: float) -> None:
    """A zoomed view that is turned still looks at the same goods."""
    how = replace(how, upright=False, zoom=zoom, x=x, y=y)
    before, after = view.region(how, *SOURCE), view.region(view.turned_on(how), *SOURCE)
    for left, wide, other_left, other_wide in (
        (before.left, before.width, after.left, after.width),
        (before.top, before.height, after.top, after.height),
    ):
        assert abs(left + wide / 2 - other_left - other_wide / 2) <= 2


# --- pictures --------------------------------------------------------------------------------


def slopes() -> np.ndarray:
    """640 x 360: blue grows to the right, green downwards."""
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, :, 0], picture[:, :, 1] = np.linspace(0, 255, 640)[None, :], np.linspace(0, 255, 360)[:, None]
    return picture


@settings(max_examples=60, deadline=None)
@given(how=VIEWS, packed=st.booleans())
def test_a_preview_shows_what_the_photo_will(how: View, packed: bool) -> None:
    """The small picture is the photo scaled down, mirrored where the screen is."""
    picture = slopes()
    if packed:
        done, data = cv2.imencode(".jpg", picture)
        assert done
    content = Jpeg(data) if packed else picture
    look = Monitor(Mailbox()).look(content, (640, 360), (160, 160), how)
    photo = Frame(content, 0.0, 0, view=how).pixels
    if how.mirror and not how.mirror_photos:
        photo = photo[:, ::-1]
    height, width = look.bgra.shape[:2]
    assert max(width, height) == 160
    assert width / height == pytest.approx(photo.shape[1] / photo.shape[0], rel=0.02)
    for u, v in ((0.1, 0.1), (0.9, 0.1), (0.5, 0.5), (0.1, 0.9), (0.9, 0.9)):
        there = photo[int(v * photo.shape[0]), int(u * photo.shape[1])].astype(int)
        here = look.bgra[int(v * height), int(u * width), :3].astype(int)
        assert np.abs(there - here).max() < 10


def test_a_photo_is_not_mirrored_unless_it_is_wished() -> None:
    """The mirror is for the anchor; writing on the goods stays readable."""
    picture = slopes()
    assert Frame(picture, 0.0, 0, view=View(mirror=True)).pixels is picture
    mirrored = Frame(picture, 0.0, 0, view=View(mirror=True, mirror_photos=True))
    assert np.array_equal(mirrored.pixels, picture[:, ::-1])
    assert mirrored.delivered is picture


def test_a_photo_does_not_hold_on_to_the_whole_frame() -> None:
    """A part of the frame is a picture of its own: the camera may write into the frame again."""
    picture = slopes()
    photo = Frame(picture, 0.0, 0, view=View(zoom=2)).pixels
    assert photo.shape == (180, 320, 3)
    assert not np.shares_memory(photo, picture)


@pytest.mark.parametrize("how", [View(turn=90), View(turn=180), View(turn=270), View(mirror=True, mirror_photos=True)])
def test_the_map_of_detail_lies_over_the_photo(how: View) -> None:
    """The sharp corner of the map is the sharp corner of the photo."""
    picture = np.full((360, 640, 3), 120, np.uint8)
    picture[:90, :160] = np.random.default_rng(2).integers(0, 120, (90, 160, 3), np.uint8)
    look = Monitor(Mailbox()).look(picture, (640, 360), (0, 0), how)
    of_photo = focus.detail(focus.small_grey(Frame(picture, 0.0, 0, view=how).pixels))
    for mine, theirs in ((look.detail.edges, of_photo.edges), (255 - look.detail.light, 255 - of_photo.light)):
        place, expected = (np.unravel_index(np.argmax(tiles), tiles.shape) for tiles in (mine, theirs))
        for here, most, there, others in zip(place, mine.shape, expected, theirs.shape, strict=True):
            assert abs(here / most - there / others) < 0.25


# --- the feed --------------------------------------------------------------------------------


@pytest.mark.usefixtures("patient_stops")
def test_a_view_takes_effect_with_the_next_frame() -> None:
    """Frames after the wish are framed by it, and a burst never mixes two framings."""
    feed = CameraFeed(lambda _spec: Scripted())
    feed.preview_size(32, 32)
    feed.start("0")
    until(lambda: len(feed.last_second()) > 5)
    feed.show_as(View(turn=90, zoom=2))
    assert all(frame.view == View(turn=90, zoom=2) for frame in feed.last_second()), "none of those before"
    until(lambda: len(feed.last_second()) > 2)
    burst = feed.last_second()
    assert {frame.view for frame in burst} == {View(turn=90, zoom=2)}
    assert burst[-1].pixels.shape == (32, 18, 3)
    until(lambda: (shown := feed.preview.take()) is not None and shown.pixels.shape[:2] == (32, 18))
    assert feed.camera.view == View(turn=90, zoom=2)
    assert (feed.camera.width, feed.camera.height) == (64, 36)
    assert feed.stop()


@pytest.mark.usefixtures("patient_stops")
def test_a_view_outlives_a_failure() -> None:
    """A source that is opened again is shown as before."""
    feed = CameraFeed(lambda _spec: Scripted(frames=5), backoff_s=(0.01,))
    feed.show_as(View(mirror=True))
    feed.start("0")
    until(lambda: feed.frames_seen > 12)
    assert feed.camera.view.mirror
    assert feed.stop()
