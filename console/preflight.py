"""The look round before going live: facts in, findings out, each with the one thing that helps.

Nothing is measured here and nothing is asked: the camera and the line stand in the state, room and clocks come as a
`Machine`, the microphone's level from whoever listens. Only what makes a show impossible blocks; everything else
is for the person to weigh. `doctor` looks at the machine itself, without a console.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from console.errors import Text
from console.facts import (
    CameraStatus,
    CameraTrouble,
    Item,
    LinkMode,
    LinkStatus,
    ListingState,
    PlatformState,
    ShowStatus,
)
from console.state import ShowState
from console.store.disk import NO_SNAPS_BELOW_BYTES, WARN_BELOW_BYTES

if TYPE_CHECKING:  # the automata come later than the first paint
    from console.words import ItemFacts, Verdict

SIGN_IN = "sign-in"
"""Key of the notice that says that the shop's authorisation has ended; see `sync.link`."""
MICROPHONE = "microphone"
LEFT_OVER = "left_over"
BLOCK_BELOW_BYTES = 64 * 1024**2
"""Below it not even the reserve of the database fits."""
SKEW_S = 5.0
"""A planned show or flash sale this much off is noticed; the platform stamps its own times on orders."""
SILENT_DB, QUIET_DB = -60.0, -40.0
"""dBFS, RMS of a tenth of a second. Broadcast speech lies about -23 (EBU R 128); -60 is the noise of a room."""
LISTEN_S = 1.5
"""So long is listened before silence is called silence."""
MOST_NAMED = 4
"""Numbers of items that are named in one finding; the rest is counted."""


class Level(StrEnum):
    """How a finding stands. UNKNOWN is not known yet, and is no reason to wait."""

    OK = "ok"
    UNKNOWN = "unknown"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True)
class Finding:
    """One line. `deed` names what helps ("camera", "retry", "trust", ...), `number` the item it is about."""

    part: str
    level: Level
    what: Text
    todo: Text | None = None
    deed: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Machine:
    """What only this machine knows. None is: not known."""

    free_bytes: int | None = None
    skew_s: float | None = None
    """How far this machine's clock is ahead of the platform's; negative: behind."""
    calls_per_day: int | None = None


@dataclass(frozen=True)
class Microphone:
    """What was heard in the last seconds. `name` is empty where there is no microphone."""

    name: str = ""
    level_db: float | None = None
    """The loudest tenth of a second, dBFS; None before the first samples."""
    clipped: bool = False
    heard_s: float = 0.0


@dataclass(frozen=True)
class Said:
    """Something in an item's words: which field, and what was found in it."""

    number: int
    field: str
    typed: str


@dataclass(frozen=True)
class Words:
    """What the check found in a line-up, the blocked and the doubtful."""

    blocked: tuple[Said, ...] = ()
    doubtful: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Facts:
    """All that is looked at. None is: not looked yet."""

    state: ShowState
    machine: Machine | None = None
    microphone: Microphone | None = None
    words: Words | None = None


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Every line, always in the same order, so that nothing jumps under a hand."""
    return (
        _camera(facts.state),
        microphone(facts.microphone),
        _disk(facts.machine),
        _clock(facts.machine),
        _shop(facts.state),
        _calls(facts.state, facts.machine),
        *_left_over(facts.state),
        *_lineup(facts.state.to_come),
        *_words(facts.words),
        *_certificates(facts.state.to_come),
    )


def blocked(found: Iterable[Finding]) -> bool:
    """Whether going live is impossible."""
    return any(finding.level is Level.BLOCK for finding in found)


def words_in(items: Sequence[Item], check: Callable[[str, ItemFacts], Verdict | None]) -> Words | None:
    """What the check finds in titles and selling points; None while its list is being built."""
    from console.words import Level as Gravity
    from console.words import facts_of

    stopped: list[Said] = []
    doubtful: list[Said] = []
    for item in items:
        for field, text in (("title", item.title), ("points", item.points)):
            verdict = check(text, facts_of(item)) if text else None
            if text and verdict is None:
                return None
            for hit in verdict.hits if verdict is not None else ():
                if hit.level is Gravity.BLOCK:
                    stopped.append(Said(item.number, field, hit.typed))
                elif hit.level is Gravity.WARN:
                    doubtful.append(Said(item.number, field, hit.typed))
    return Words(tuple(stopped), tuple(doubtful))


# --- the machine -----------------------------------------------------------------------------

_TROUBLES = {
    CameraTrouble.STALLED: Text("摄像头没有新画面", "The camera sends no new picture"),
    CameraTrouble.FROZEN: Text("画面定住了", "The picture is frozen"),
    CameraTrouble.BLACK: Text("画面是黑的", "The picture is black"),
}
_PLUG = Text("检查插头、镜头盖和别的软件", "Check plug, lens cap and other programs")


def _camera(state: ShowState) -> Finding:  # noqa: PLR0911 - one return for each state reads best
    camera, health = state.camera, state.camera_health
    if camera.status is CameraStatus.OPENING:
        return Finding("camera", Level.UNKNOWN, Text("正在打开摄像头", "The camera is being opened"))
    if camera.status in (CameraStatus.FAILED, CameraStatus.CLOSED):
        what = Text("摄像头打不开", "The camera does not open")
        return Finding("camera", Level.WARN, what, _PLUG, "camera")
    if camera.status is CameraStatus.SUBSTITUTE:
        what = Text("没有摄像头，是模拟画面", "No camera: the synthetic studio stands in")
        if state.rehearsal:
            return Finding("camera", Level.OK, what)
        todo = Text("插上摄像头，或换一个", "Plug one in, or choose another")
        return Finding("camera", Level.WARN, what, todo, "camera")
    if camera.trouble is not None:
        return Finding("camera", Level.WARN, _TROUBLES[camera.trouble], _PLUG, "camera")
    if camera.fps <= 0:
        return Finding("camera", Level.UNKNOWN, Text("等第一帧画面", "Waiting for the first picture"))
    rate = f"{camera.fps:.0f}"
    if health.strain is not None:
        what = Text(f"画面不匀，每秒 {rate} 帧", f"The picture is uneven, {rate} frames a second")
        todo = Text("关掉别的软件，或换个接口", "Close other programs, or use another socket")
        return Finding("camera", Level.WARN, what, todo, "camera")
    size = f"{camera.width}×{camera.height}"
    return Finding(
        "camera", Level.OK, Text(f"画面正常，{size}，每秒 {rate} 帧", f"Picture fine, {size}, {rate} frames a second")
    )


def microphone(heard: Microphone | None) -> Finding:  # noqa: PLR0911 - as above
    """The line of the microphone alone: it changes while somebody speaks."""
    if heard is None:
        return Finding(MICROPHONE, Level.UNKNOWN, Text("正在找麦克风", "Looking for the microphone"))
    if not heard.name:
        what = Text("没有麦克风", "No microphone")
        return Finding(
            "microphone",
            Level.WARN,
            what,
            Text("插上麦克风；手机收音的可以不管", "Plug one in; leave it if a phone takes the sound"),
        )
    if heard.level_db is None or (heard.heard_s < LISTEN_S and heard.level_db < QUIET_DB):
        return Finding(MICROPHONE, Level.UNKNOWN, Text(f"{heard.name}：说句话试试", f"{heard.name}: say something"))
    level = f"{heard.level_db:.0f} dB"
    if heard.clipped:
        what = Text(f"麦克风太响，会破音（{level}）", f"The microphone is too loud and distorts ({level})")
        return Finding(
            "microphone", Level.WARN, what, Text("调低增益，或离远一点", "Turn the gain down, or stand back")
        )
    if heard.level_db < SILENT_DB:
        what = Text(f"麦克风没有声音：{heard.name}", f"Nothing is heard: {heard.name}")
        return Finding(
            "microphone",
            Level.WARN,
            what,
            Text("看静音开关和电池，再说句话", "Look at mute switch and battery, then speak"),
        )
    if heard.level_db < QUIET_DB:
        what = Text(f"麦克风声音小（{level}）：{heard.name}", f"The microphone is faint ({level}): {heard.name}")
        return Finding(MICROPHONE, Level.WARN, what, Text("靠近一点，或调高增益", "Come closer, or turn the gain up"))
    return Finding(
        "microphone",
        Level.OK,
        Text(f"麦克风有声音（{level}）：{heard.name}", f"The microphone works ({level}): {heard.name}"),
    )


def _disk(machine: Machine | None) -> Finding:
    if machine is None or machine.free_bytes is None:
        return Finding("disk", Level.UNKNOWN, Text("正在看磁盘", "Looking at the disk"))
    free = machine.free_bytes
    size = f"{free / 1024**3:.1f} GB" if free >= 1024**3 else f"{free // 1024**2} MB"
    what = Text(f"磁盘还有 {size}", f"{size} free on the disk")
    if free < BLOCK_BELOW_BYTES:
        return Finding(
            "disk",
            Level.BLOCK,
            what,
            Text("满了：成交存不下，先腾出空间", "Full: sales cannot be saved; free some space"),
        )
    if free < NO_SNAPS_BELOW_BYTES:
        return Finding(
            "disk", Level.WARN, what, Text("拍不了照片，先腾出空间", "No photos can be taken; free some space")
        )
    if free < WARN_BELOW_BYTES:
        return Finding(
            "disk",
            Level.WARN,
            what,
            Text("一场的照片约 1 GB，最好腾出一些", "A show's pictures take about 1 GB; free some"),
        )
    return Finding("disk", Level.OK, what)


def _clock(machine: Machine | None) -> Finding:
    if machine is None or machine.skew_s is None:
        return Finding("clock", Level.UNKNOWN, Text("还没听到平台的时间", "The platform's time was not heard yet"))
    off = abs(machine.skew_s)
    if off <= SKEW_S:
        return Finding("clock", Level.OK, Text("电脑时间和平台一致", "This clock agrees with the platform's"))
    said = f"{off:.0f}"
    what = (
        Text(f"电脑时间快了 {said} 秒", f"This clock is {said} s ahead")
        if machine.skew_s > 0
        else Text(f"电脑时间慢了 {said} 秒", f"This clock is {said} s behind")
    )
    return Finding(
        "clock", Level.WARN, what, Text("在系统设置里打开自动校时", "Let the system set its clock by itself")
    )


# --- the shop --------------------------------------------------------------------------------


def _shop(state: ShowState) -> Finding:
    link = state.link
    if any(notice.key == SIGN_IN for notice in state.notices):
        what = Text("店铺授权失效了", "The shop's authorisation has ended")
        return Finding(
            "shop",
            Level.WARN,
            what,
            Text("重新授权；之前卖的先存本机", "Authorise again; until then sales wait here"),
            "retry",
        )
    if link.mode is LinkMode.OFFLINE:
        what = Text("现在是强制离线", "Forced offline")
        return Finding(
            "shop",
            Level.WARN,
            what,
            Text("要让平台看到，就恢复联网", "Go online for the platform to see it"),
            "go_online",
        )
    match link.status:
        case LinkStatus.ONLINE:
            return Finding("shop", Level.OK, Text("店铺连着，授权有效", "The shop answers, authorisation is good"))
        case LinkStatus.UNTRIED:
            return Finding("shop", Level.UNKNOWN, Text("还没和店铺说上话", "The shop was not called yet"), deed="retry")
        case LinkStatus.DEGRADED:
            what = Text("网络不稳", "The line is poor")
        case LinkStatus.OFFLINE:
            what = Text("连不上平台", "The platform cannot be reached")
    return Finding("shop", Level.WARN, what, Text("可以照卖，先存在本机", "Selling goes on and waits here"), "retry")


def _calls(state: ShowState, machine: Machine | None) -> Finding:
    left = state.link.calls_left
    if left is None:
        return Finding("calls", Level.UNKNOWN, Text("今天还没有调用过平台", "The platform was not called today"))
    of = machine.calls_per_day if machine is not None else None
    share = f" / {of:,}" if of else ""
    what = Text(f"今天还可调用 {left:,}{share} 次", f"{left:,}{share} calls left today")
    if state.link.calls_low:
        todo = Text(
            "找订单会变慢，少在网页后台用同一个应用", "Orders are looked for less often; spare this app elsewhere"
        )
        return Finding("calls", Level.WARN, what, todo)
    return Finding("calls", Level.OK, what)


# --- the goods -------------------------------------------------------------------------------


def _lineup(items: Sequence[Item]) -> list[Finding]:
    if not items:
        what = Text("货单是空的", "The line-up is empty")
        return [
            Finding(
                "lineup",
                Level.WARN,
                what,
                Text("先上几件；开播后也能上", "List a few; more can come during the show"),
                "list",
            )
        ]
    on_offer = [item for item in items if item.listing is not ListingState.WITHDRAWN]
    drafts = [item for item in on_offer if item.listing is ListingState.DRAFT]
    refused = [item for item in on_offer if item.platform is PlatformState.REFUSED]
    empty = [item for item in on_offer if item.stock_left <= 0]
    bare = [item for item in on_offer if not item.thumb and item.listing is not ListingState.DRAFT]
    ready = [
        item
        for item in on_offer
        if item.sellable and item.listing is not ListingState.DRAFT and item.platform is not PlatformState.REFUSED
    ]
    coming = sum(item.platform is not PlatformState.APPROVED for item in ready)
    what = Text(f"{len(ready)} 件可以卖", f"{len(ready)} items can be sold")
    if coming:
        what = Text(f"{what.zh}，其中 {coming} 件平台还没审完", f"{what.en}, {coming} of them still with the platform")
    troubles = (
        (
            refused,
            Text("平台退回", "refused by the platform"),
            Text("按平台的话改好再发", "Mend it as the platform says"),
            "item",
        ),
        (drafts, Text("还是草稿", "still drafts"), Text("补照片或证书", "Add a photo or the certificate"), "photo"),
        (bare, Text("没有照片", "without a picture"), Text("补一张照片", "Take a picture"), "photo"),
        (empty, Text("没有库存", "out of stock"), Text("补库存，或下架", "Add stock, or withdraw"), "stock"),
    )
    lines = [Finding("lineup", Level.OK if ready else Level.WARN, what, deed="" if ready else "list")]
    lines += [
        Finding("lineup", Level.WARN, _named(found, words), todo, deed, found[0].number)
        for found, words, todo, deed in troubles
        if found
    ]
    return lines


def _left_over(state: ShowState) -> list[Finding]:
    """Whether the goods of the show before come along, and the other way."""
    unsold = len(state.unsold)
    if not unsold or state.live:
        return []
    if state.show.status is ShowStatus.ENDED:
        what = Text(
            f"上一场没卖完的 {unsold} 件会带上，编号不变",
            f"Unsold goods of the last show come along with their numbers: {unsold}",
        )
        return [Finding(LEFT_OVER, Level.OK, what, deed="leave_behind")]
    what = Text(f"上一场还有 {unsold} 件没卖完，没有带上", f"Unsold goods of the last show that stay behind: {unsold}")
    return [Finding(LEFT_OVER, Level.OK, what, deed="bring_along")]


def _words(words: Words | None) -> list[Finding]:
    if words is None:
        return [Finding("words", Level.UNKNOWN, Text("正在查用词", "The words are being checked"))]
    if not words.blocked and not words.doubtful:
        return [Finding("words", Level.OK, Text("名称和卖点用词没有问题", "Nothing is wrong with titles and points"))]
    lines = []
    for said, what, todo in (
        (words.blocked, Text("有不能上播的词", "must not go on air"), Text("改掉这个词", "Take the word out")),
        (
            words.doubtful,
            Text("用词有风险", "risky words"),
            Text("换个说法，或确认有依据", "Say it otherwise, or have proof"),
        ),
    ):
        if said:
            first, numbers = said[0], len({each.number for each in said})
            more = Text(f"等 {numbers} 件", f" and {numbers - 1} more items") if numbers > 1 else Text("", "")
            told = Text(
                f"{first.number} 号{more.zh}{what.zh}：{first.typed}",
                f"No. {first.number}{more.en}, {what.en}: {first.typed}",
            )
            deed = "name" if first.field == "title" else "points"
            lines.append(Finding("words", Level.WARN, told, todo, deed, first.number))
    return lines


def _certificates(items: Sequence[Item]) -> list[Finding]:
    lacking = [item for item in items if item.trust.lacking and item.listing is not ListingState.WITHDRAWN]
    if not lacking:
        return []
    what = _named(lacking, Text("珠宝缺证书", "jewellery without its certificate"))
    return [
        Finding(
            "certificates",
            Level.WARN,
            what,
            Text("补证书编号和照片", "Add number and picture"),
            "trust",
            lacking[0].number,
        )
    ]


def _named(items: Sequence[Item], what: Text) -> Text:
    """ "3、7 号还是草稿": the first few by number, the rest counted."""
    numbers = [str(item.number) for item in items[:MOST_NAMED]]
    more = len(items) - len(numbers)
    zh = f"{'、'.join(numbers)} 号" + (f"等 {len(items)} 件" if more else "")
    en = "No. " + ", ".join(numbers) + (f" and {more} more" if more else "")
    return Text(f"{zh}{what.zh}", f"{en}: {what.en}")
