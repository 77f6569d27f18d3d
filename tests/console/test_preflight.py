"""The look round before going live: what is said of each part, and what alone keeps a show from being."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.errors import LANGUAGES, Text
from console.facts import (
    Camera,
    CameraHealth,
    CameraStatus,
    CameraStrain,
    CameraTrouble,
    Item,
    Link,
    LinkMode,
    LinkStatus,
    ListingState,
    Notice,
    NoticeLevel,
    PlatformState,
    Trust,
)
from console.preflight import (
    OTHER_SHOP,
    SIGN_IN,
    Facts,
    Finding,
    Level,
    Machine,
    Microphone,
    Said,
    Words,
    blocked,
    findings,
    words_in,
)
from console.state import ShowState
from console.words import Checker, ItemFacts, Verdict, load

GB = 1024**3
WELL = Facts(
    ShowState(
        camera=Camera(CameraStatus.LIVE, "0", 1280, 720, 30.0),
        link=Link(LinkMode.AUTO, LinkStatus.ONLINE, calls_left=99_000),
    ),
    Machine(80 * GB, 0.4, 100_000),
    Microphone("USB 麦克风", -18.0, False, 3.0),
    Words(),
)


def item(number: int, **changes: object) -> Item:
    whole = Item(
        f"i{number}", number, "豆绿手镯", 59_900, 3, 3, 0, ListingState.ON_SALE, PlatformState.APPROVED, thumb="t.jpg"
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def of(facts: Facts, part: str) -> list[Finding]:
    return [finding for finding in findings(facts) if finding.part == part]


def with_state(**changes: object) -> Facts:
    return replace(WELL, state=replace(WELL.state, **changes))  # type: ignore[arg-type]


def test_a_studio_that_is_ready_has_a_line_for_each_part_and_each_is_well() -> None:
    """Camera, microphone, disk, clock, shop, calls, line-up and words: all well, in this order."""
    found = findings(with_state(items=(item(1), item(2))))
    assert [(each.part, each.level) for each in found] == [
        (part, Level.OK) for part in ("camera", "microphone", "disk", "clock", "shop", "calls", "lineup", "words")
    ]
    assert not blocked(found)


CAMERAS = [
    ({"camera": Camera(CameraStatus.OPENING)}, Level.UNKNOWN, "正在打开"),
    ({"camera": Camera(CameraStatus.FAILED)}, Level.WARN, "打不开"),
    ({"camera": Camera(CameraStatus.SUBSTITUTE, fps=30.0)}, Level.WARN, "模拟画面"),
    ({"camera": Camera(CameraStatus.SUBSTITUTE, "", 1280, 720, 30.0), "rehearsal": True}, Level.OK, "模拟画面"),
    ({"camera": Camera(CameraStatus.LIVE, "0", 1280, 720, 30.0, CameraTrouble.BLACK)}, Level.WARN, "黑"),
    ({"camera": Camera(CameraStatus.LIVE, "0", 1280, 720, 30.0, CameraTrouble.FROZEN)}, Level.WARN, "定住"),
    ({"camera": Camera(CameraStatus.LIVE, "0", 1280, 720, 0.0)}, Level.UNKNOWN, "第一帧"),
    ({"camera_health": CameraHealth(CameraStrain.SLOW, 12.0, 30.0)}, Level.WARN, "不匀"),
]


@pytest.mark.parametrize(("changes", "level", "words"), CAMERAS)
def test_what_a_camera_may_suffer_from(changes: dict[str, object], level: Level, words: str) -> None:
    """No picture, a black or a frozen one and too few frames each have words, and choosing another camera helps."""
    (found,) = of(with_state(**changes), "camera")
    assert found.level is level
    assert words in found.what.zh
    assert (found.deed == "camera") == (level is Level.WARN)


MICROPHONES = [
    (None, Level.UNKNOWN, "正在找"),
    (Microphone(), Level.WARN, "没有麦克风"),
    (Microphone("USB"), Level.UNKNOWN, "说句话"),
    (Microphone("USB", -70.0, False, 0.5), Level.UNKNOWN, "说句话"),
    (Microphone("USB", -20.0, False, 0.5), Level.OK, "有声音"),
    (Microphone("USB", -70.0, False, 2.0), Level.WARN, "没有声音"),
    (Microphone("USB", -50.0, False, 2.0), Level.WARN, "声音小"),
    (Microphone("USB", -1.0, True, 2.0), Level.WARN, "破音"),
]


@pytest.mark.parametrize(("heard", "level", "words"), MICROPHONES)
def test_a_microphone_is_judged_by_what_was_heard(heard: Microphone | None, level: Level, words: str) -> None:
    """Silence is called silence only after a while; none at all, faint and distorted sound are warnings with words."""
    (found,) = of(replace(WELL, microphone=heard), "microphone")
    assert found.level is level
    assert words in found.what.zh


@pytest.mark.parametrize(
    ("free", "level"),
    [(None, Level.UNKNOWN), (80 * GB, Level.OK), (GB, Level.WARN), (300 << 20, Level.WARN), (10 << 20, Level.BLOCK)],
)
def test_only_a_full_disk_keeps_a_show_from_being(free: int | None, level: Level) -> None:
    """Where not even a sale can be saved the way is barred; less than comfortable is a warning."""
    facts = replace(WELL, machine=Machine(free, 0.0, 1000))
    (found,) = of(facts, "disk")
    assert found.level is level
    assert blocked(findings(facts)) == (level is Level.BLOCK)


@pytest.mark.parametrize(
    ("skew", "level", "words"),
    [
        (None, Level.UNKNOWN, "还没"),
        (4.0, Level.OK, "一致"),
        (42.0, Level.WARN, "快了 42 秒"),
        (-90.0, Level.WARN, "慢了 90 秒"),
    ],
)
def test_a_clock_that_is_off_is_told_with_how_much(skew: float | None, level: Level, words: str) -> None:
    """Against the platform's own time, where it was heard."""
    (found,) = of(replace(WELL, machine=Machine(80 * GB, skew, 1000)), "clock")
    assert found.level is level
    assert words in found.what.zh


def test_a_rehearsal_has_no_other_clock() -> None:
    """The bundled platform runs on this machine: there is nothing to wait for."""
    practice = replace(WELL, state=replace(WELL.state, rehearsal=True), machine=Machine(80 * GB, None, 1000))
    (found,) = of(practice, "clock")
    assert found.level is Level.OK
    (found,) = of(replace(practice, state=WELL.state), "clock")
    assert found.level is Level.UNKNOWN


ENDED = Notice(SIGN_IN, NoticeLevel.TROUBLE, Text("x", "x"), Text("x", "x"))
SHOPS = [
    ({"link": Link(LinkMode.AUTO, LinkStatus.UNTRIED)}, Level.UNKNOWN, "retry"),
    ({"link": Link(LinkMode.OFFLINE, LinkStatus.OFFLINE)}, Level.WARN, "go_online"),
    ({"link": Link(LinkMode.AUTO, LinkStatus.OFFLINE)}, Level.WARN, "retry"),
    ({"link": Link(LinkMode.AUTO, LinkStatus.DEGRADED)}, Level.WARN, "retry"),
    ({"notices": (ENDED,)}, Level.WARN, "retry"),
    ({"notices": (replace(ENDED, key=OTHER_SHOP),)}, Level.WARN, "retry"),
]


@pytest.mark.parametrize(("changes", "level", "deed"), SHOPS)
def test_the_shop_may_be_out_of_reach_and_the_show_goes_on(changes: dict[str, object], level: Level, deed: str) -> None:
    """An ended authorisation, another shop's, a poor line and forced offline are warnings: sales wait here."""
    facts = with_state(**changes)
    (found,) = of(facts, "shop")
    assert (found.level, found.deed) == (level, deed)
    assert not blocked(findings(facts))


def test_the_calls_of_the_day_are_counted_against_what_there_are() -> None:
    """Few left are a warning; how many there are a day stands beside them."""
    (found,) = of(with_state(link=Link(calls_left=150, calls_low=True)), "calls")
    assert found.level is Level.WARN
    assert "150 / 100,000" in found.what.zh
    assert of(with_state(link=Link()), "calls")[0].level is Level.UNKNOWN


def test_what_the_line_up_lacks_is_named_by_number() -> None:
    """Nothing listed, drafts, refused, no stock, no picture: each with what helps and the number of the first."""
    (empty,) = of(WELL, "lineup")
    assert (empty.level, empty.deed) == (Level.WARN, "list")
    items = (
        item(1),
        item(2, platform=PlatformState.AUDITING),
        item(3, listing=ListingState.DRAFT, thumb=""),
        item(4, platform=PlatformState.REFUSED),
        item(5, stock_left=0),
        item(6, thumb=""),
        item(7, listing=ListingState.WITHDRAWN, stock_left=0, thumb=""),
        *(item(n, stock_left=0) for n in range(8, 13)),
    )
    ready, *lacking = of(with_state(items=items), "lineup")
    assert ready.level is Level.OK
    assert "3 件可以卖，其中 1 件平台还没审完" in ready.what.zh
    assert [(each.deed, each.number) for each in lacking] == [("item", 4), ("photo", 3), ("photo", 6), ("stock", 5)]
    assert "5、8、9、10 号等 6 件没有库存" in lacking[-1].what.zh


def test_words_that_must_not_go_on_air_come_before_doubtful_ones() -> None:
    """What was found, of which item, and where it is changed; while the list is built nothing is claimed."""
    words = Words((Said(3, "title", "加V"),), (Said(4, "points", "最好"), Said(5, "points", "第一")))
    first, second = of(replace(WELL, words=words), "words")
    assert (first.level, first.deed, first.number) == (Level.WARN, "name", 3)
    assert "加V" in first.what.zh
    assert (second.deed, second.number) == ("points", 4)
    assert "等 2 件" in second.what.zh
    assert of(replace(WELL, words=None), "words")[0].level is Level.UNKNOWN


def test_the_line_up_is_read_with_the_console_s_own_list() -> None:
    """A title that leads off the platform and points that claim too much are found; without a list nothing is said."""
    items = (item(1), item(2, title="手镯 加微信 abc123"), item(3, points="全网第一"))
    found = words_in(items, Checker(load(None)).check)
    assert found is not None
    assert {said.number for said in found.blocked} == {2}
    assert {said.number for said in found.doubtful} == {3}

    def unready(_text: str, _facts: ItemFacts) -> Verdict | None:
        return None

    assert words_in(items, unready) is None


def test_jewellery_without_its_certificate_is_told() -> None:
    """A piece listed as jewellery that lacks its certificate has a line that opens the form."""
    items = (item(1), item(2, trust=Trust(template="jewellery")))
    (found,) = of(with_state(items=items), "certificates")
    assert (found.level, found.deed, found.number) == (Level.WARN, "trust", 2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_is_said_in_both_languages(lang: str) -> None:
    """No finding of any case above lacks words, and what is a warning says what to do."""
    cases = [with_state(**changes) for changes, *_ in (*CAMERAS, *SHOPS)]
    cases += [replace(WELL, microphone=heard) for heard, *_ in MICROPHONES]
    cases += [replace(WELL, machine=Machine(free, 42.0, None)) for free in (10 << 20, 300 << 20, GB)]
    for facts in cases:
        for finding in findings(facts):
            assert finding.what.said(lang).strip()
            assert "{" not in finding.what.said(lang)
            if finding.level in (Level.WARN, Level.BLOCK):
                assert finding.todo is not None
                assert finding.todo.said(lang).strip()
