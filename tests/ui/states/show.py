"""The show in full swing that most states start from, and the deeds that many of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console import events as e
from console.errors import Text
from console.facts import (
    Camera,
    CameraStatus,
    Item,
    Link,
    LinkMode,
    LinkStatus,
    ListingState,
    Outbox,
    PlatformState,
    Sale,
    SaleSource,
    SaleStatus,
    Show,
    ShowStatus,
    Totals,
)
from console.state import ShowState
from tests.clock import FakeClock
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from ui.windows.main_window import MainWindow

NOW = FakeClock().now_ms()
Deed = Callable[[MainWindow, FakeDesk], None]
State = tuple[str, ShowState, Deed]
"""A seat, what the desk says, and what is then done at the window."""


def _goods(name: str) -> dict[str, object]:
    return {"thumb": f"{name}.jpg", "square": f"{name}.jpg"}


def lineup() -> tuple[Item, ...]:
    """The eight items of the sketch."""
    return (
        an_item(
            12,
            "豆绿圆条手镯",
            stock_left=3,
            sold_units=7,
            bin_code="A-07",
            points="冰种底子，灯下见水/57圈口，适合 95–105 斤/国检证书 31-8842",
            **_goods("bangle"),
        ),
        an_item(
            13,
            "青花缠枝碗",
            price_fen=9900,
            stock_left=20,
            stock_total=20,
            bin_code="B-02",
            points="工厂直供/假一赔十",
            **_goods("cup"),
        ),
        an_item(
            14,
            "紫罗兰圆条镯",
            price_fen=16800,
            stock_left=1,
            stock_total=1,
            bin_code="B-05",
            platform=PlatformState.AUDITING,
            listing=ListingState.LISTED,
            **_goods("lilac"),
        ),
        an_item(
            15,
            "青花小梅瓶",
            price_fen=3990,
            stock_left=200,
            stock_total=200,
            bin_code="C-11",
            points="工厂直供",
            **_goods("vase"),
        ),
        an_item(
            16,
            "南红平安扣",
            price_fen=128000,
            stock_left=1,
            stock_total=1,
            bin_code="A-09",
            platform=PlatformState.WAITING,
            listing=ListingState.LISTED,
            unsent=1,
            unsent_since_ms=NOW - 18_000,
            points="产业带 · 镇平",
            **_goods("agate"),
        ),
        an_item(
            17,
            "冰种飘花手镯",
            price_fen=5900,
            stock_left=30,
            stock_total=30,
            bin_code="C-02",
            platform=PlatformState.REFUSED,
            platform_reason="主图有边框",
            listing=ListingState.LISTED,
            **_goods("ice"),
        ),
        an_item(
            18,
            "龙泉青瓷瓶",
            price_fen=12800,
            stock_left=12,
            stock_total=12,
            bin_code="D-01",
            listing=ListingState.DRAFT,
            points="达人品牌",
            **_goods("celadon"),
        ),
        an_item(
            11,
            "和田玉平安扣",
            price_fen=8800,
            stock_left=0,
            stock_total=5,
            sold_units=5,
            bin_code="D-04",
            listing=ListingState.SOLD_OUT,
            **_goods("pendant"),
        ),
    )


def a_sale(n: int, item: Item, quantity: int, **changes: object) -> Sale:
    sale = Sale(
        f"sale-{n}",
        item.item_id,
        item.number,
        item.title,
        quantity,
        item.price_fen,
        SaleSource.STUDIO,
        SaleStatus.SOLD,
        NOW - n * 31_000,
    )
    return replace(sale, **changes)  # type: ignore[arg-type]


def full_state() -> ShowState:
    """A show in full swing, with a little of everything."""
    items = lineup()
    bangle, figure = items[0], items[-1]
    return live_state(
        *items,
        on_air=12,
        sales=(
            a_sale(1, bangle, 1, agreed=True, buyer="阿珍"),
            a_sale(2, bangle, 1),
            a_sale(3, bangle, 2, buyer="石佛寺小李"),
            a_sale(4, figure, 1, agreed=True, short_units=1, source=SaleSource.PLATFORM),
            a_sale(5, figure, 1, status=SaleStatus.VOID, void_reason="客人不要了", agreed=True),
            a_sale(6, figure, 3, agreed=True),
        ),
        totals=Totals(240, 214, 2_382_990),
        outbox=Outbox(3, 1, NOW - 18_000),
        link=Link(LinkMode.AUTO, LinkStatus.ONLINE),
        camera=Camera(CameraStatus.LIVE, "", 1920, 1080, 30.0),
    )


def nothing(_window: MainWindow, _desk: FakeDesk) -> None:
    pass


def typed(line: str) -> Deed:
    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        window.seat.form.line.setText(line)

    return deed


def selected(number: int) -> Deed:
    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        window.seat.lineup.choose(number)

    return deed


def offline(_window: MainWindow, desk: FakeDesk) -> None:
    link = Link(LinkMode.AUTO, LinkStatus.DEGRADED, Text("连接超时", "the connection timed out"), NOW + 4000)
    desk.tell(e.LinkChanged(link=link))
    desk.tell(e.OutboxChanged(outbox=Outbox(37, 0, NOW - 754_000)))


def _key(key: Qt.Key) -> Deed:
    return lambda window, _desk: QTest.keyClick(window, key)


EMPTY = ShowState(camera=Camera(CameraStatus.LIVE, "", 1920, 1080, 30.0))
PREPARED = replace(full_state(), show=Show("show", "", ShowStatus.PLANNED), sales=(), totals=Totals())
REHEARSAL = replace(full_state(), rehearsal=True)
SOLD_OUT = replace(
    full_state(),
    items=(replace(lineup()[0], stock_left=0, listing=ListingState.SOLD_OUT), *lineup()[1:]),
    on_air_item_id=None,
)


def turn(ms: int = 15) -> None:
    QTest.qWait(ms)
