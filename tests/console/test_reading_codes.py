"""Codes in the running picture: from looks to sightings, to what is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from console import events as e
from console.camera.feed import CameraFeed
from console.clock import SystemClock
from console.errors import LANGUAGES
from console.facts import Code, CodeKind, Item, ListingState, NoticeLevel, PlatformState, Show, ShowStatus
from console.hub import Hub
from console.ids import goods_number
from console.reading import glances as glancing
from console.reading.glances import SHARE, Glances, rest_s
from console.reading.seen import CODE, Seen, shown
from console.reading.sightings import AWAY_S, Change, Sightings
from console.state import ShowState, apply
from tests.console.test_camera_codes import printed, studio
from tests.waiting import PATIENCE_S, until

EAN = Code("6901234567892", "EAN-13", CodeKind.GOODS, (0, 0, 9, 9))
LINK = Code("https://u.wechat.com/abc", "QR Code", CodeKind.LEADS_AWAY, (0, 0, 9, 9))
OTHER_LINK = replace(LINK, text="wxp://f2f0abc")
OURS = replace(LINK, text="https://v.kuaishou.com/a", kind=CodeKind.PLATFORM)
LIVE = ShowState(show=Show("s", "", ShowStatus.LIVE))


class Table:
    """A desk that only tells: state and hub as the real one keeps them."""

    def __init__(self, state: ShowState = LIVE) -> None:
        self.hub, self.state, self.told = Hub(), state, list[e.Event]()

    def tell(self, event: e.Event) -> None:
        self.state = apply(self.state, event)
        self.told.append(event)
        self.hub.publish(event)

    @property
    def levels(self) -> list[NoticeLevel]:
        return [notice.level for notice in self.state.notices if notice.key == CODE]


def an_item(number: int, barcode: str, stock: int = 3) -> Item:
    return Item(
        f"i{number}", number, "杯", 9900, stock, 3, 0, ListingState.LISTED, PlatformState.WAITING, barcode=barcode
    )


# --- sightings -------------------------------------------------------------------------------


def test_one_look_is_no_sighting() -> None:
    """A code is told at the second look that saw it, not at the first, and not at the third."""
    sightings = Sightings()
    told = [sightings.look([EAN], at_s).came for at_s in (0.0, 0.4, 0.8)]
    assert told == [(), (EAN,), ()]


def test_a_code_that_flickers_is_told_once() -> None:
    """Looks that miss it in between do not make it new."""
    sightings = Sightings()
    seen = [sightings.look([EAN] if n % 4 == 0 else [], n * 0.4) for n in range(40)]
    assert [change.came for change in seen if change.came] == [(EAN,)]
    assert not any(change.went for change in seen)


def test_a_code_that_was_away_is_told_again() -> None:
    """After some seconds without it, it went; held up again, it came."""
    sightings = Sightings()
    sightings.look([EAN], 0.0)
    sightings.look([EAN], 0.3)
    assert sightings.look([], 0.3 + AWAY_S + 0.1) == Change((), (EAN,))
    sightings.look([EAN], 9.0)
    assert sightings.look([EAN], 9.3).came == (EAN,)


def test_two_looks_far_apart_are_two_firsts() -> None:
    """A misreading now and one a minute later do not add up."""
    sightings = Sightings()
    assert [sightings.look([EAN], at_s) for at_s in (0.0, 60.0)] == [Change(), Change()]


def test_a_wall_of_codes_is_bounded() -> None:
    """A thousand different codes take no more memory than the first few."""
    sightings = Sightings()
    for n in range(1000):
        sightings.look([replace(EAN, text=str(n))], n * 0.001)
    assert len(sightings._known) <= 64


# --- what is told ----------------------------------------------------------------------------


def test_goods_are_told_with_the_item_that_has_the_code() -> None:
    """The newest that can be sold; the same number written with a leading zero is the same."""
    items = (an_item(1, "0012345678905"), an_item(2, "012345678905"), an_item(3, "012345678905", stock=0))
    table = Table(replace(LIVE, items=items))
    Seen(table).change(Change((replace(EAN, text="0012345678905"),)))  # type: ignore[arg-type]
    assert [(event.code.text, event.number) for event in table.told if isinstance(event, e.CodeSeen)] == [
        ("0012345678905", 2)
    ]
    assert table.levels == []


def test_unknown_goods_are_told_without_an_item() -> None:
    """Nobody listed it yet."""
    table = Table()
    Seen(table).change(Change((EAN,)))  # type: ignore[arg-type]
    assert [event.number for event in table.told if isinstance(event, e.CodeSeen)] == [None]


def test_what_leads_away_raises_a_card_until_it_is_gone() -> None:
    """Live it is trouble; with the last such code gone the card goes; the platform's own raises none."""
    table = Table()
    seen = Seen(table)  # type: ignore[arg-type]
    seen.change(Change((LINK, OURS)))
    seen.change(Change((OTHER_LINK,)))
    assert table.levels == [NoticeLevel.TROUBLE]
    seen.change(Change((), (LINK,)))
    assert table.levels == [NoticeLevel.TROUBLE]
    seen.change(Change((), (OTHER_LINK,)))
    assert table.levels == []


@pytest.mark.parametrize(("rehearsal", "level"), [(False, NoticeLevel.INFO), (True, NoticeLevel.TROUBLE)])
def test_before_the_show_it_is_a_remark_and_in_rehearsal_a_warning(*, rehearsal: bool, level: NoticeLevel) -> None:
    """Whether anybody sees it decides how loudly it is said."""
    table = Table(ShowState(rehearsal=rehearsal))
    Seen(table).change(Change((LINK,)))  # type: ignore[arg-type]
    assert table.levels == [level]


def test_going_live_with_the_code_in_the_picture_is_trouble() -> None:
    """The remark of before becomes a warning at the moment the show starts."""
    table = Table(ShowState())
    Seen(table).change(Change((LINK,)))  # type: ignore[arg-type]
    table.tell(e.ShowStarted(show=LIVE.show))
    assert table.levels == [NoticeLevel.TROUBLE]


def test_a_card_put_away_stays_away_until_the_code_comes_again() -> None:
    """The person knows; only a new sighting speaks up again."""
    table = Table()
    seen = Seen(table)  # type: ignore[arg-type]
    seen.change(Change((LINK, OTHER_LINK)))
    table.tell(e.NoticeCleared(key=CODE))
    seen.change(Change((), (OTHER_LINK,)))
    assert table.levels == []
    seen.change(Change((OTHER_LINK,)))
    assert table.levels == [NoticeLevel.TROUBLE]


def test_the_card_says_it_in_both_languages_and_hides_numbers() -> None:
    """What the code says is shown short, and no telephone number whole."""
    table = Table()
    Seen(table).change(Change((replace(LINK, text="tel:13800138000\nfoo"),)))  # type: ignore[arg-type]
    (notice,) = table.state.notices
    said = [
        f"{notice.title.said(lang, **notice.facts)} {notice.advice.said(lang, **notice.facts)}" for lang in LANGUAGES
    ]
    assert all("138…00" in each and "13800138000" not in each for each in said)
    assert len(shown("https://" + "a" * 200)) <= 28


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0012345678905", "012345678905", True),
        ("(01)06901234567892(10)A", "6901234567892", True),
        ("kb-0012", "KB-0012", True),
        ("0012", "012", False),
        ("00000000", "00000000", True),
    ],
)
def test_one_goods_number_in_two_ways_of_writing(one: str, other: str, *, same: bool) -> None:
    """Zeros in front count in the studio's own numbers, not in a GTIN."""
    assert (goods_number(one) == goods_number(other)) is same


# --- the thread ------------------------------------------------------------------------------


class Held:
    """A source that shows whatever picture the test holds before it."""

    fps = 30.0
    size = (1280, 720)
    codec = ""
    paced = True
    over = False
    position_s = 0.0

    def __init__(self) -> None:
        self.wall = np.random.default_rng(1).integers(120, 140, (720, 1280, 3), np.uint8)
        self.picture = self.wall
        self._sent = 0

    def open(self) -> None: ...

    def close(self) -> None: ...

    def read(self, into: np.ndarray | None = None) -> np.ndarray:
        self._sent += 1
        self.position_s = self._sent / self.fps
        return self.picture.copy()


@pytest.fixture
def held() -> Iterator[tuple[Held, list[Change], Glances]]:
    source, told = Held(), list[Change]()
    feed = CameraFeed(lambda _spec: source)
    glances = Glances(feed, told.append, SystemClock())
    feed.start("0")
    glances.start()
    yield source, told, glances
    glances.stop()
    feed.stop()


def test_a_code_held_to_the_camera_comes_and_goes(held: tuple[Held, list[Change], Glances]) -> None:
    """End to end: shown it is told once, taken away it is told gone."""
    source, told, _ = held
    source.picture = studio(printed(LINK.text, px=4, form=zxingcpp.BarcodeFormat.QRCode), width=1280, height=720)
    until(lambda: any(change.came for change in told))
    source.picture = source.wall
    until(lambda: any(change.went for change in told))
    assert [[code.text for code in change.came] for change in told if change.came] == [[LINK.text]]
    assert told[0].came[0].kind is CodeKind.LEADS_AWAY


def test_stopping_ends_the_thread(held: tuple[Held, list[Change], Glances], monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread is left behind, and stopping twice is harmless."""
    monkeypatch.setattr(glancing, "_STOP_WITHIN_S", PATIENCE_S)
    _, _, glances = held
    glances.stop()
    glances.stop()
    assert not glances.is_alive()
    assert "codes" not in {thread.name for thread in threading.enumerate()}


def test_looks_take_their_share_of_a_core_and_no_more() -> None:
    """A look of 5 ms leaves three a second; one of 40 ms is followed by a rest that keeps the share."""
    assert rest_s(0.005, 0.005) == pytest.approx(1 / 3 - 0.005)
    assert 0.040 / (0.040 + rest_s(0.040, 0.040)) == pytest.approx(SHARE)
    assert rest_s(9.0, 9.0) <= 5.0
