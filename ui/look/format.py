"""Figures and states as words: ages, clocks, and how an item stands. Money is written by `console.money`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from console.facts import Camera, CameraStatus, Item, LinkMode, LinkStatus, ListingState, PlatformState
from console.state import ShowState
from ui.look.language import translate


def span(seconds: float) -> str:
    """18 -> "00:18", 4000 -> "1:06:40"."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:02d}:{rest % 60:02d}"


def running(seconds: float) -> str:
    """5025 -> "01:23:45": the clock of a show, hours always there."""
    whole = max(0, int(seconds))
    return f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


HALF_A_DAY_MS = 43_200_000


def wall(utc_ms: int, *, seconds: bool = True) -> str:
    """UTC milliseconds as the local time of day."""
    local = datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone()
    return local.strftime("%H:%M:%S" if seconds else "%H:%M")


def moment(utc_ms: int, now_ms: int) -> str:
    """The local time of day; of another day only the date."""
    local, now = (datetime.fromtimestamp(ms / 1000, UTC).astimezone() for ms in (utc_ms, now_ms))
    return wall(utc_ms) if local.date() == now.date() or 0 <= now_ms - utc_ms < HALF_A_DAY_MS else f"{local:%m-%d}"


def whole(number: int) -> str:
    """1234 -> "1,234"."""
    return f"{number:,}"


@dataclass(frozen=True)
class Standing:
    """How something stands: a shape, a word and a colour that say the same."""

    shape: str
    word: str
    tone: str


def standing(item: Item, state: ShowState, now_ms: int) -> Standing:  # noqa: PLR0911 - one return for each state reads best
    """How an item stands, the most urgent first: what viewers see, what needs a hand, what waits."""
    if item.item_id == state.on_air_item_id:
        return (
            Standing("full", translate("format", "讲解中"), "on_air")
            if state.live
            else Standing("target", translate("format", "待播"), "blue")
        )
    if item.listing is ListingState.WITHDRAWN:
        return Standing("bar", translate("format", "已下架"), "quiet")
    if item.platform is PlatformState.REFUSED:
        return Standing("cross", translate("format", "需处理"), "trouble")
    if item.listing is ListingState.SOLD_OUT or item.stock_left <= 0:
        return Standing("square", translate("format", "售罄"), "quiet")
    if item.listing is ListingState.DRAFT:
        return Standing("ring", translate("format", "草稿"), "quiet")
    if item.platform is PlatformState.WAITING or item.unsent:
        since = item.unsent_since_ms
        age = f" {span((now_ms - since) / 1000)}" if since is not None else ""
        return Standing("wait", translate("format", "待同步") + age, "amber")
    if item.platform in (PlatformState.SUBMITTED, PlatformState.AUDITING):
        return Standing("wait", translate("format", "审核中"), "amber")
    return Standing("full", translate("format", "在售"), "jade")


def link_standing(state: ShowState, lang: str) -> Standing:
    """How the line to the platform stands, and why when it is not well."""
    link = state.link
    if link.mode is LinkMode.OFFLINE:
        return Standing("square", translate("format", "强制离线"), "amber")
    word, mark, tone = {
        LinkStatus.UNTRIED: (translate("format", "未连接"), "ring", "quiet"),
        LinkStatus.ONLINE: (translate("format", "在线"), "full", "jade"),
        LinkStatus.DEGRADED: (translate("format", "网络差，正在重试"), "wait", "amber"),
        LinkStatus.OFFLINE: (translate("format", "离线"), "cross", "amber"),
    }[link.status]
    if link.reason is not None and link.status is not LinkStatus.ONLINE:
        colon = translate("format", "：")
        word = f"{word}{colon}{link.reason.said(lang)}"
    return Standing(mark, word, tone)


def place_words(camera: Camera) -> str:
    """Which of two cameras is shown; nothing where there is only one."""
    return "" if camera.other is None else translate("view", "机位 {n}").format(n=camera.place)


def view_words(camera: Camera) -> str:
    """Which camera is shown and how it is framed; nothing when it is the only one and shown as it comes."""
    view = camera.view
    place = place_words(camera)
    if camera.other is CameraStatus.FAILED:
        place = translate("view", "机位 {n}（{other} 打不开）").format(n=camera.place, other=3 - camera.place)
    parts = [
        place,
        f"{view.turn}°" if view.turn else "",
        translate("view", "镜像") if view.mirror else "",
        translate("view", "竖屏 9:16") if view.upright else "",
        f"{view.zoom:.3g}×" if view.zoom > 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def offline(state: ShowState) -> bool:
    """Whether the platform hears nothing for now."""
    return state.link.mode is LinkMode.OFFLINE or state.link.status is LinkStatus.OFFLINE


def calls_words(state: ShowState) -> str:
    """How many calls the platform still takes today; "" while nothing is counted."""
    left = state.link.calls_left
    return "" if left is None else translate("format", "今天还可调用 {n} 次").format(n=whole(left))


def held_words(item: Item, asked: int) -> str:
    """What is held of an item, in the width of a column: owned units, or that they are being asked for."""
    if asked:
        return translate("format", "预留中")
    return translate("format", "预留 {n}").format(n=whole(item.quota)) if item.quota else ""


def sure_words(item: Item, state: ShowState) -> Standing | None:
    """What may be sold for sure without the platform, and what a sale beyond it is; None when nothing needs saying."""
    owned, cut = min(item.quota, item.stock_left), offline(state)
    if item.stock_left <= 0:
        return None
    if not owned:
        said = translate("format", "断网中，卖出先记为待平台确认")
        return Standing("wait", said, "amber") if cut else None
    said = translate("format", "离线可卖 {n}").format(n=whole(owned))
    if not cut:
        return Standing("tick", said, "quiet")
    if owned < item.stock_left:
        said += translate("format", "，再多待平台确认")
    return Standing("tick", said, "jade")


def second_line(item: Item) -> tuple[str, str]:
    """What stands under a title, and its colour: trouble first, else the selling points."""
    if item.platform is PlatformState.REFUSED:
        return translate("format", "平台退回：{why}").format(
            why=item.platform_reason or translate("format", "没有说明原因")
        ), "trouble"
    if item.platform_reason:
        return item.platform_reason, "amber"
    return " · ".join(points(item)), "quiet"


ROOT = Path(__file__).resolve().parents[2]


def as_run(said: str, python: str = sys.executable, root: Path = ROOT) -> str:
    """ "run main.py restore" as it is typed on this computer: with the Python that has what the console needs."""
    path = Path(python)
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return said.replace("main.py ", f"{shown} main.py ") if python else said


def photo_words(item: Item, key: str) -> str:
    """Why an item without a picture stays a draft, and the key that helps; "" for any other."""
    if item.listing is not ListingState.DRAFT or item.thumb:
        return ""
    return translate("format", "还没有照片：{key} 拍一张").format(key=key)


def points(item: Item) -> list[str]:
    """The selling points, one each."""
    text = item.points
    for mark in ("\n", "/", "；", ";", "|"):
        text = text.replace(mark, "\n")
    return [line.strip() for line in text.split("\n") if line.strip()]


def day_and_time(utc_ms: int) -> str:
    """UTC milliseconds as local day and time."""
    return f"{datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"


def bytes_said(count: int) -> str:
    """Bytes as people say them: "320 KB", "640 MB", "12.5 GB"."""
    if count < 1024**2:
        return f"{count / 1024:,.0f} KB"
    gigabytes = count / 1024**3
    return f"{gigabytes:.1f} GB" if gigabytes >= 1 else f"{count / 1024**2:,.0f} MB"
