"""What the gallery has: every screen, language, look and state; how the work is shared out; the page."""

from __future__ import annotations

from tests.gallery.__main__ import PIECE, pieces
from tests.gallery.page import page
from tests.gallery.shots import ALL_SCREENS, group_of, shots
from tests.ui.states import STATES


def test_every_screen_is_in_the_gallery() -> None:
    """Three screens at three densities; with too few logical pixels the type is smaller, with many larger."""
    assert [str(screen) for screen in ALL_SCREENS] == [
        "1366x768@100", "1366x768@150", "1366x768@200", "1920x1080@100", "1920x1080@150", "1920x1080@200",
        "2560x1440@100", "2560x1440@150", "2560x1440@200",
    ]  # fmt: skip
    assert {str(screen): screen.type_scale for screen in ALL_SCREENS if screen.type_scale != 1} == {
        "1366x768@150": 0.948,
        "1366x768@200": 0.711,
        "2560x1440@100": 1.333,
    }
    assert len(shots()) == len(STATES) * len(ALL_SCREENS) * 4


def test_a_part_of_the_gallery_can_be_chosen() -> None:
    """By state, size, density, language, look and seat."""
    few = shots(state="live", size="1366x768", scale=100, lang="en", look="light")
    assert {shot.file for shot in few} == {
        "a-live/1366x768@100-en-light.jpg",
        "b-live/1366x768@100-en-light.jpg",
    }
    assert {STATES[shot.state][0] for shot in shots(seat="anchor", scale=200)} == {"anchor"}
    assert shots(state="no such state") == []


def test_the_work_is_shared_out_by_density_and_language() -> None:
    """One process has one density and one language, and only some states; nothing is left out or done twice."""
    everything = shots()
    shared = pieces(everything)
    assert sorted(shot for piece in shared for shot in piece) == sorted(everything)
    for piece in shared:
        assert len({(shot.screen.scale, shot.lang) for shot in piece}) == 1
        assert len({shot.state for shot in piece}) <= PIECE


def test_the_page_shows_every_picture_under_its_group() -> None:
    """Each picture is linked once, below the heading of its group."""
    some = shots(state="flash", lang="zh")
    html = page(some)
    assert all(html.count(f'href="{shot.file}"') == 1 for shot in some)
    assert "<h2>Selling tools</h2>" in html
    assert group_of("b-flashwaits") == "Selling tools"
