"""Render the windows in many states to `build/looks/*.png`, to be looked at: `python -m tests.ui.grab [words]`."""

from __future__ import annotations

import asyncio
import math
import os
import sys
from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console import draws
from console import events as e
from console.camera.devices import Device
from console.clock import FakeClock
from console.coupons import BEIJING
from console.errors import CameraLost, DiskTrouble, KaiboError, PictureBlack, PictureFrozen, PictureStalled, Text
from console.facts import (
    Camera,
    CameraHealth,
    CameraStatus,
    CameraStrain,
    CameraTrouble,
    Code,
    CodeKind,
    Conflict,
    Coupon,
    CouponState,
    Draw,
    DrawState,
    FlashSale,
    FlashState,
    Flaw,
    Item,
    Label,
    Link,
    LinkMode,
    LinkStatus,
    ListingState,
    Notice,
    NoticeLevel,
    OpenSales,
    Outbox,
    Plan,
    PlatformState,
    Sale,
    SaleSource,
    SaleStatus,
    Script,
    Show,
    ShowStatus,
    Snap,
    Totals,
    Trust,
    View,
    Winner,
)
from console.listing.line import read
from console.listing.steps import read_steps
from console.preflight import Machine
from console.reading.seen import Seen
from console.reading.sightings import Change
from console.state import ShowState
from console.summary import ItemFigures, Minute, PastShow, Summary
from console.sync.settling import card
from console.words import check
from tests.ui.fake_desk import FakeDesk, an_item, live_state
from tests.ui.goods import StillSource, keep_proof, save_goods
from tests.ui.test_bulk_sheet import Shelf
from tests.ui.upkeep_double import Machine as UpkeepDouble
from ui.app import build_window
from ui.claims import is_claim, is_open
from ui.exporting import Export
from ui.main_window import MainWindow
from ui.microphone import RATE
from ui.panels.assistant import AssistantSeat
from ui.panels.settings import Standpoint
from ui.unsettled import ReadOpen

LOOKS = Path("build/looks")
NOW = FakeClock().now_ms()
Deed = Callable[[MainWindow, FakeDesk], None]


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


def _sale(n: int, item: Item, quantity: int, **changes: object) -> Sale:
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
            _sale(1, bangle, 1, agreed=True, buyer="阿珍"),
            _sale(2, bangle, 1),
            _sale(3, bangle, 2, buyer="石佛寺小李"),
            _sale(4, figure, 1, agreed=True, short_units=1, source=SaleSource.PLATFORM),
            _sale(5, figure, 1, status=SaleStatus.VOID, void_reason="客人不要了", agreed=True),
            _sale(6, figure, 3, agreed=True),
        ),
        totals=Totals(240, 214, 3214500),
        outbox=Outbox(3, 1, NOW - 18_000),
        link=Link(LinkMode.AUTO, LinkStatus.ONLINE),
        camera=Camera(CameraStatus.LIVE, "default", 1920, 1080, 30.0),
    )


def _nothing(_window: MainWindow, _desk: FakeDesk) -> None:
    pass


def _typed(line: str) -> Deed:
    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        window.seat.form.line.setText(line)

    return deed


PASTED = """品名\t售价\t库存\t编号
豆绿圆条手镯\t599\t3\tA-07
顶级南红圆牌\t1,280元\t1\tA-09
手工陶杯\t面议\t20\tB-02
猫抱枕 加微信 abc12345\t39.9\t200\tC-11
老铜钱一盘\t168\t\tB-05
""" + "".join(f"扎染方巾 {n} 色\t59\t30\tD-{n}\n" for n in range(1, 40))


def _bulk(window: MainWindow, _desk: FakeDesk) -> None:
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    window.bulk.importing.read(PASTED)
    _turn(120)


def _bulk_going(window: MainWindow, desk: FakeDesk) -> None:
    _bulk(window, desk)
    window.bulk.importing._bulk.gate = window.tasks._loop.create_future()
    window.bulk.enter.click()


def _said(points: str) -> Deed:
    """Points typed for number 12."""

    def deed(window: MainWindow, desk: FakeDesk) -> None:
        window.questions.points(desk.state.by_number(12))
        window.strip.field.setText(points)

    return deed


def _snapped(window: MainWindow, _desk: FakeDesk) -> None:
    QTest.keyClick(window, Qt.Key.Key_F2)
    window.seat.form.line.setText("豆绿贵妃镯 680 x2")


def _labelled(window: MainWindow, desk: FakeDesk) -> None:
    """A photo whose price tag was read, the line still empty; a code was read with it."""
    QTest.keyClick(window, Qt.Key.Key_F2)
    _turn(60)
    label = Label("豆绿圆条手镯", 59900, 12, "6901234567892")
    desk.tell(e.LabelRead(snap_id=desk.state.last_snap.snap_id, label=label))
    _turn(60)


def _cropping(window: MainWindow, desk: FakeDesk) -> None:
    """The frozen photo with the frame over it, moved a little."""
    _snapped(window, desk)
    _turn(120)
    QTest.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(4):
        QTest.keyClick(window.crop.canvas, Qt.Key.Key_Left)
    _turn(120)


def _whitening(window: MainWindow, desk: FakeDesk) -> None:
    """Half way to a white background, of a photo that is blurred."""
    first, *rest = desk.shots
    desk.shots = (replace(first, flaws=(Flaw.BLUR, Flaw.GLARE)), *rest)
    _snapped(window, desk)
    _turn(60)
    desk.white_gate = window.tasks._loop.create_future()
    QTest.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ControlModifier)
    _turn()
    desk.tell(e.SnapUnderWay(snap_id=desk.done[-1].snap_id, share=0.4))


def _whitened(window: MainWindow, desk: FakeDesk) -> None:
    _snapped(window, desk)
    _turn(60)
    QTest.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ControlModifier)
    _turn(120)


def _codes(window: MainWindow, desk: FakeDesk) -> None:
    """Goods that nobody listed yet in the hand, and a code that leads elsewhere on the wall."""
    code = Code("6901234567892", "EAN-13", CodeKind.GOODS, (0, 0, 9, 9))
    desk.tell(e.CodeSeen(code=code, number=None))
    Seen(desk).change(Change((replace(code, text="https://u.wechat.com/EAbcd", kind=CodeKind.LEADS_AWAY),)))
    if isinstance(window.seat, AssistantSeat):
        _snapped(window, desk)


def _proof(window: MainWindow, desk: FakeDesk) -> None:
    """The picture kept of the second sale."""
    sale = desk.state.sales[1]
    keep_proof(window.pictures.folder, sale)
    sales = window.seat.sales
    sales.view.setCurrentIndex(sales.model.index(1, 0))
    window.proofs.toggle(sale)
    _turn(250)


def _listed(window: MainWindow, desk: FakeDesk) -> None:
    _snapped(window, desk)
    _turn()
    desk.clock.advance(3.6)
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_Return)


def _selected(number: int) -> Deed:
    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        window.seat.lineup.choose(number)

    return deed


def _offline(_window: MainWindow, desk: FakeDesk) -> None:
    link = Link(LinkMode.AUTO, LinkStatus.DEGRADED, Text("连接超时", "the connection timed out"), NOW + 4000)
    desk.tell(e.LinkChanged(link=link))
    desk.tell(e.OutboxChanged(outbox=Outbox(37, 0, NOW - 754_000)))


def _key(key: Qt.Key) -> Deed:
    return lambda window, _desk: QTest.keyClick(window, key)


def _view_menu(window: MainWindow, _desk: FakeDesk) -> None:
    """The menu of the picture, with two of a kind plugged in; laid where a grab of the window sees it."""
    twins = (Device("usb-1", "HD Webcam"), Device("usb-2", "HD Webcam"), Device("usb-3", "Brio 4K"))
    menu = window.viewing.menu_for(twins, window)
    submenu = menu.actions()[-1].menu()
    for part, at in ((menu, QPoint(300, 120)), (submenu, QPoint(620, 380))):
        part.setWindowFlags(Qt.WindowType.Widget)
        part.setParent(window)
        part.resize(part.sizeHint())
        part.move(at)
        part.show()


def _number(window: MainWindow, _desk: FakeDesk) -> None:
    window.setFocus()
    for digit in "13":
        window.number.type(digit)


def _ask_sale(window: MainWindow, _desk: FakeDesk) -> None:
    window.questions.sale()


def _holding(window: MainWindow, _desk: FakeDesk) -> None:
    window.hold.progressed.emit(0.6)


def _ended(window: MainWindow, _desk: FakeDesk) -> None:
    window.acts.end_show()


def _cheap(window: MainWindow, _desk: FakeDesk) -> None:
    window.acts.change_price(12, 55900)


def _focus_card(window: MainWindow, _desk: FakeDesk) -> None:
    QTest.keyClick(window, Qt.Key.Key_F3)


def _substitute(window: MainWindow, _desk: FakeDesk) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)


def _refund(window: MainWindow, _desk: FakeDesk) -> None:
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)


def _held(window: MainWindow, desk: FakeDesk) -> None:
    """Two held of 12, three asked for of 13, and the question about 15."""
    window.acts.hold(desk.state.by_number(13), 3)
    window.seat.lineup.choose(15)
    window.questions.quota(desk.state.by_number(15))


def _mended(window: MainWindow, desk: FakeDesk) -> None:
    window.questions.name(desk.state.by_number(17))


async def a_machine() -> Machine:
    """Room enough, a clock that is off."""
    return Machine(183 * 1024**3, -42.0, 100_000)


class Murmur:
    """A microphone that hears somebody speak softly."""

    def listen(self, found: Callable[[str], None], samples: Callable[[bytes], None]) -> None:
        found("USB PnP 麦克风")
        samples(array("h", [round(900 * math.sin(n * 0.3)) for n in range(2 * RATE)]).tobytes())

    def stop(self) -> None:
        """Nothing to stop."""


def before_show() -> ShowState:
    """A line-up that is not quite ready, an hour before the show."""
    items = list(lineup())
    items[2] = replace(items[2], listing=ListingState.DRAFT, thumb="")
    items[3] = replace(items[3], stock_left=0)
    items[4] = replace(items[4], title="手镯 加V xyz")
    items[5] = replace(items[5], trust=Trust(template="jewellery"))
    link = Link(LinkMode.AUTO, LinkStatus.ONLINE, calls_left=98_760)
    return replace(
        full_state(), show=Show("show", "", ShowStatus.PLANNED), items=tuple(items), on_air_item_id=None, link=link
    )


def _preflight(window: MainWindow, _desk: FakeDesk) -> None:
    window.flow.start()
    _turn(400)


def _summary(window: MainWindow, _desk: FakeDesk) -> None:
    window.flow.sum_up()
    for _ in range(100):
        _turn(20)
        if window.flow.summary.isVisible():
            break
    _turn(100)


def _summed_up(window: MainWindow, desk: FakeDesk) -> None:
    _offline(window, desk)
    window.acts.end_show()
    _turn(200)
    _summary(window, desk) if not window.flow.summary.isVisible() else None
    _turn(200)


def _plans(window: MainWindow, _desk: FakeDesk) -> None:
    window.flow.plan()
    _turn(50)
    window.questions.plan()
    window.strip.field.setText("11-30 19:30 翡翠专场")


def planned() -> ShowState:
    """Three shows are planned, the first in twenty minutes."""
    plans = (
        Plan("p1", "晚场 · 玉见石佛寺", NOW + 1_200_000),
        Plan("p2", "手工陶杯专场", NOW + 86_400_000),
        Plan("p3", "周年庆", NOW + 9 * 86_400_000),
    )
    return replace(full_state(), show=Show("show", "", ShowStatus.PLANNED), on_air_item_id=None, plans=plans)


class PastShows:
    """Two shows with figures."""

    def __init__(self) -> None:
        items = tuple(
            ItemFigures(
                item.number,
                item.title,
                item.stock_left,
                Totals(40 - 6 * n, 38 - 6 * n, (40 - 6 * n) * item.price_fen),
                n % 2,
            )
            for n, item in enumerate(lineup())
        )
        gmv = [round(40_000 * (1 + math.sin(n / 9)) * (1 + n % 5)) for n in range(118)]
        minutes = tuple(Minute(NOW - 7_080_000 + n * 60_000, Totals(2, 2, fen)) for n, fen in enumerate(gmv) if n % 7)
        show = Show("show", "晚场 · 玉见石佛寺", ShowStatus.ENDED, NOW - 7_200_000, NOW)
        sold = Totals(214, 198, sum(minute.sold.gmv_fen for minute in minutes))
        gone = Totals(2, 2, 119_800), Totals(1, 1, 9_900), Totals()
        self._one = Summary(show, sold, *gone, items, minutes, Outbox(3, 0, NOW - 754_000))

    async def every(self) -> tuple[PastShow, ...]:
        return (PastShow(self._one.show, self._one.sold), PastShow(self._one.show, Totals()))

    async def one(self, show_id: str) -> Summary:
        return self._one


def _points(window: MainWindow, desk: FakeDesk) -> None:
    window.questions.points(desk.state.by_number(12))


def _ended_offline(window: MainWindow, desk: FakeDesk) -> None:
    _offline(window, desk)
    window.acts.end_show()


def _leaving(window: MainWindow, desk: FakeDesk) -> None:
    _offline(window, desk)
    window.acts.end_show()
    _turn()
    window.close()


def _leaving_forced(window: MainWindow, desk: FakeDesk) -> None:
    _leaving(window, desk)
    window.acts.set_link(LinkMode.OFFLINE)


def _waiting(window: MainWindow, desk: FakeDesk) -> None:
    _ended_offline(window, desk)
    _turn()
    window.closing.wait.click()
    desk.tell(e.OutboxChanged(outbox=Outbox(12, 1, NOW - 754_000)))


def _exporting(window: MainWindow, desk: FakeDesk) -> None:
    _ended_offline(window, desk)
    _turn()
    window.closing.export.click()


def _exported(window: MainWindow, desk: FakeDesk) -> None:
    _exporting(window, desk)
    job = window.closing.exporting
    job.cancel()
    _turn()
    job.files = [Path("kaibo-20260921-221320.xlsx"), Path("kaibo-20260921-221320.json")]
    job.changed.emit()


def _not_exported(window: MainWindow, desk: FakeDesk) -> None:
    _exporting(window, desk)
    window.closing.exporting.cancel()
    _turn()
    window.closing.exporting.error = DiskTrouble(why="Permission denied")
    window.closing.exporting.changed.emit()


def never_done(loop: asyncio.AbstractEventLoop) -> Export:
    """An export that stops at 40 %."""

    async def export(_folder: Path, progress: Callable[[int, int], None]) -> list[Path]:
        progress(40, 100)
        await loop.create_future()
        return []

    return export


def conflict_state(conflicts: int = 1) -> ShowState:
    """Claims, conflicts, what was decided of others, and few calls left."""
    bangle, cup, figure = lineup()[0], lineup()[1], lineup()[-1]
    opened = [
        _sale(n, bangle, 1 + n % 2, conflict=Conflict.OPEN, buyer="老王" if n % 2 else "")
        for n in range(1, conflicts + 1)
    ]
    return replace(
        full_state(),
        items=(replace(bangle, quota=2), *lineup()[1:]),
        sales=(
            _sale(0, cup, 2),
            *opened,
            _sale(21, figure, 1, conflict=Conflict.CONFIRMED),
            _sale(22, figure, 1, conflict=Conflict.BACKORDERED),
            _sale(23, figure, 1, status=SaleStatus.VOID, conflict=Conflict.REFUNDED, void_reason="退款"),
            _sale(24, figure, 1, status=SaleStatus.VOID, conflict=Conflict.SUBSTITUTED, void_reason="换成 13 号"),
            _sale(25, figure, 3, agreed=True),
        ),
        outbox=Outbox(3, 1 + conflicts, NOW - 18_000),
        link=Link(LinkMode.AUTO, LinkStatus.ONLINE, calls_left=120, calls_low=True),
    )


FORCED = replace(full_state(), link=Link(LinkMode.OFFLINE, LinkStatus.OFFLINE, Text("已强制离线", "forced offline")))
FORCED_HELD = replace(FORCED, items=(replace(lineup()[0], quota=2), *lineup()[1:]))
FORCED_BOOKS = replace(FORCED, sales=tuple(_sale(n, lineup()[0], n) for n in range(1, 4)))
UNCLEAR = replace(
    full_state(),
    items=(
        *lineup()[:5],
        replace(lineup()[5], platform_reason="信息不符合要求"),
        replace(
            lineup()[6], platform_reason="价格低于限价", listing=ListingState.ON_SALE, platform=PlatformState.APPROVED
        ),
    ),
)
EMPTY = ShowState(camera=Camera(CameraStatus.LIVE, "default", 1920, 1080, 30.0))
UNEQUAL = replace(full_state(), notices=(card(full_state().items[0], 6, 8),))
PREPARED = replace(full_state(), show=Show("show", "", ShowStatus.PLANNED), sales=(), totals=Totals())
REHEARSAL = replace(full_state(), rehearsal=True)
SOLD_OUT = replace(
    full_state(),
    items=(replace(lineup()[0], stock_left=0, listing=ListingState.SOLD_OUT), *lineup()[1:]),
    on_air_item_id=None,
)
TWO = replace(full_state().camera, other=CameraStatus.LIVE)
TWO_CAMERAS = replace(full_state(), camera=TWO)
UPRIGHT = replace(full_state(), camera=replace(TWO, place=2, view=View(upright=True, x=0.45)))
ZOOMED = replace(full_state(), camera=replace(TWO, place=2, view=View(mirror=True, zoom=1.95, x=0.45, y=0.55)))
TURNED = replace(full_state(), camera=replace(TWO, other=CameraStatus.FAILED, view=View(turn=90)))
OPENING = replace(full_state(), camera=Camera(CameraStatus.OPENING, "2", place=2, other=CameraStatus.LIVE))
NO_CAMERA = replace(full_state(), camera=Camera(CameraStatus.FAILED, "usb:1"))


def _camera_says(camera: Camera, error: KaiboError) -> Deed:
    """What the camera's watchdog found, as the console tells it: the sign and the card."""

    def deed(_window: MainWindow, desk: FakeDesk) -> None:
        zh, en = error.shown("zh_CN"), error.shown("en")
        words = Text(zh.title, en.title), Text(zh.advice, en.advice)
        desk.tell(e.CameraChanged(camera=camera))
        desk.tell(e.NoticeRaised(notice=Notice("camera", NoticeLevel.TROUBLE, *words)))

    return deed


UNEVEN = replace(
    full_state(),
    camera_health=CameraHealth(CameraStrain.SLOW, 14.6, 30.0, captured=4_100, shown=4_090, dropped=10, late=2_311),
)
BUSY = replace(
    full_state(),
    camera_health=CameraHealth(CameraStrain.DROPPING, 30.0, 30.0, 22, captured=4_100, shown=3_200, dropped=900, late=4),
)
_C = full_state().camera
_LOST = _camera_says(replace(_C, status=CameraStatus.FAILED), CameraLost(spec="罗技 C920"))
_FROZEN = _camera_says(replace(_C, trouble=CameraTrouble.FROZEN), PictureFrozen(spec="rtsp://192.168.1.20/live"))
_BLACK = _camera_says(replace(_C, trouble=CameraTrouble.BLACK), PictureBlack(spec="罗技 C920"))
_STALLED = _camera_says(replace(_C, trouble=CameraTrouble.STALLED), PictureStalled(spec="rtsp://192.168.1.20/live"))

FLASH = FlashSale(
    "flash", FlashState.RUNNING, True, 2, 99_800, 49_900, 59_900, 5, 0, 60_000, None, NOW - 18_000, NOW + 42_000,
    FakeClock().steady_s + 42, "boot",
)  # fmt: skip
LATER = replace(
    FLASH, flash_id="later", state=FlashState.PLANNED, confirmed=False, sold_units=0, at_ms=NOW + 600_000,
    started_at_ms=None, ends_at_ms=None, ends_s=None, price_fen=45_900,
)  # fmt: skip
SAID = Trust(
    guarantees=("seven_days", "fake_compensation"), certificate="31-8842", certificate_photo="bangle.jpg",
    source="belt", origin="镇平", source_photo="bangle.jpg", template="jewellery", material="翡翠", weight="52g",
    size="57", cost_fen=21_000, commission_bp=1_500, base_price_fen=129_900, base_photo="bangle.jpg", online=312,
    ships_within_h=48,
)  # fmt: skip
STEPS = read_steps("预热 讲产地，灯下看水头 | 开价 599 | 秒杀 499 x5 60秒 | 下架")


def flash_state(*flashes: FlashSale, **changes: object) -> ShowState:
    """The bangle on air in a flash sale."""
    bangle = replace(lineup()[0], price_fen=49_900, stock_left=8, flash_sales=flashes, **changes)  # type: ignore[arg-type]
    pendant = replace(lineup()[4], flash_sales=(replace(LATER, units=1, price_fen=99_900),), trust=Trust(
        template="jewellery", certificate="A-1", source="origin", cost_fen=90_000), listing=ListingState.DRAFT, unsent=0
    )  # fmt: skip
    items = (bangle, *lineup()[1:4], pendant, *lineup()[5:])
    return replace(full_state(), items=items)


FLASHING = flash_state(FLASH, LATER, steps=STEPS, step=3, trust=SAID)
FLASH_WAITS = flash_state(replace(FLASH, confirmed=False))
STEPPING = replace(full_state(), items=(replace(lineup()[0], steps=STEPS, step=1, trust=SAID), *lineup()[1:]))


PLAIN = replace(full_state(), items=(replace(lineup()[0], points=""), *lineup()[1:]), sales=())
LONG = replace(
    full_state(),
    items=(
        replace(
            lineup()[0], title="冰种飘花翡翠圆条手镯天然A货收藏级附国检证书", price_fen=9_999_999, stock_left=1_280,
            stock_total=12_000, points="产自缅甸会卡老场口，种水到冰，灯光打过去通透见水，底子干净没有棉"
            "/57 圈口，适合 95–105 斤，手围 16 厘米左右戴上刚好，左手右手都行"
            "/支持国检复检，假一赔十，七天无理由，运费险都给您上好了/送礼盒和手提袋",
        ),
        *lineup()[1:],
    ),
)  # fmt: skip
LONG_FLASH = replace(
    LONG,
    items=(
        replace(
            LONG.items[0], trust=SAID, flash_sales=(replace(FLASH, regular_fen=12_999_999, units=100, sold_units=12),)
        ),
        *LONG.items[1:],
    ),
    link=Link(LinkMode.AUTO, LinkStatus.OFFLINE, Text("断网", "no line")),
)
FACTS = replace(full_state(), items=(replace(lineup()[0], trust=SAID), *lineup()[1:]))
SCRIPTED = replace(
    full_state(),
    scripts=(
        Script(None, "大家晚上好，欢迎来到玉见石佛寺。\n今晚一共十八件，件件带证书，老规矩，喜欢先扣一。"),
        Script(
            "item-12",
            "这只镯子是我们上个月从瑞丽带回来的，一块料子就出了三只，自己留了一只。"
            "灯下给大家看一圈，没有纹，没有裂，手指在后面能看到影子。\n"
            "上一场有个姐姐问 57 圈口戴不戴得进去：手围 16 厘米左右，抹点护手霜，能戴。\n"
            "戴了不合适，七天之内来回运费我们出。\n喝口水，下一件给大家换个便宜的，泡茶的杯子，九十九块。",
        ),
    ),
)


def _prompt(times: int) -> Deed:
    """The prompter, after so many presses of its key."""

    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        for _ in range(times):
            window.prompter.show_on()

    return deed


def _write_script(window: MainWindow, desk: FakeDesk) -> None:
    window.script.open_for(desk.state.by_number(12))
    window.script.field.appendPlainText("全网最低价，加微信还能再优惠。")


SELL_OUT = replace(
    SOLD_OUT,
    items=(replace(lineup()[0], stock_left=0, sold_units=10, listing=ListingState.SOLD_OUT), *lineup()[1:]),
    sales=(_sale(0, lineup()[0], 1, buyer="阿珍"),),
)


def _ask_flash(window: MainWindow, desk: FakeDesk) -> None:
    window.questions.flash(desk.state.by_number(12))
    window.strip.field.setText("499 x5 60 限2 20:30")


def _ask_steps(window: MainWindow, desk: FakeDesk) -> None:
    window.questions.steps(desk.state.by_number(12))


def _flash_over(_window: MainWindow, desk: FakeDesk) -> None:
    item = desk.state.by_number(12)
    over = replace(FLASH, state=FlashState.ENDED, sold_units=3, gmv_fen=149_700, why="time", ended_at_ms=NOW)
    item = replace(item, price_fen=59_900, flash_sales=(over,))
    event = e.FlashSaleChanged(
        flash_id="flash", what="ended", item_id=item.item_id, number=12, item=item, on_air_item_id=item.item_id
    )
    desk.tell(event)


def _trust(number: int) -> Deed:
    """The form of what makes an item believable, with a snap just taken."""

    def deed(window: MainWindow, desk: FakeDesk) -> None:
        desk.tell(e.SnapTaken(snap_id="snap", snap=Snap("snap", NOW, desk.shots)))
        window.bridge.stateChanged.emit(desk.state)
        window.seat.trust.open_for(desk.state.by_number(number))

    return deed


def a_draw(state: DrawState, winners: int = 1, prize_fen: int = 59_900) -> Draw:
    """A draw of the bangle at one of its stages, by the real algorithm."""
    seed, buyers = "5f" * 16, [f"{name}* {n:06d}" for n, name in enumerate("阿老小石春云大半" * 3, 100_231)]
    frozen, drawn = state is not DrawState.OPEN, state is DrawState.DRAWN
    places = draws.winners(seed, buyers, winners) if drawn else ()
    return Draw(
        "draw", state, "豆绿圆条手镯免单", prize_fen, winners, "item-12", draws.fingerprint(seed),
        seed if frozen else "", len(buyers) if frozen else 0, draws.entrants_fingerprint(buyers) if frozen else "",
        tuple(Winner(n, place, buyers[place - 1]) for n, place in enumerate(places, 1)), NOW - 60_000,
        NOW - 30_000 if frozen else None, NOW - 5_000 if drawn else None,
    )  # fmt: skip


def a_coupon(**changes: object) -> Coupon:
    """Fifty off five hundred on the item on air, 13 of a hundred taken as the platform said just now."""
    day = datetime.fromtimestamp(NOW / 1000, UTC).astimezone(BEIJING).date()
    coupon = Coupon(
        "coupon", CouponState.MADE, False, "满500减50", 5_000, 50_000, 100, 1, "item-12", day.isoformat(),
        (day + timedelta(days=2)).isoformat(), 4711, 13, NOW - 20_000, "", NOW - 60_000,
    )  # fmt: skip
    return replace(coupon, **changes)  # type: ignore[arg-type]


def with_coupons(*coupons: Coupon, shown: bool = True) -> ShowState:
    return replace(full_state(), coupons=coupons, coupon_shown=coupons[0].coupon_id if shown else None)


def _ask_coupon(window: MainWindow, _desk: FakeDesk) -> None:
    window.questions.coupon()
    window.strip.field.setText("满500减50 x100 限1 3天")


def drawing(draw: Draw) -> ShowState:
    return replace(full_state(), draws=(draw,))


def _ask_draw(window: MainWindow, _desk: FakeDesk) -> None:
    window.questions.draw()
    window.strip.field.setText("翡翠镯免单 x2 值58000 全场")


def _hold_draw(window: MainWindow, _desk: FakeDesk) -> None:
    window.draw_hold.progressed.emit(0.6)


def rows_state() -> ShowState:
    """The line-up of the sketch: proofs under the titles, a doubtful word, what the platform refused."""
    bangle, cup, coins, pillow, pendant, *others = lineup()
    belt = Trust(("seven_days",), "31-8842", "c.jpg", "belt", "镇平", "s.jpg")
    factory = Trust(("fake_compensation",), source="factory", origin="景德镇", source_photo="s.jpg")
    return replace(
        full_state(),
        items=(
            replace(bangle, trust=belt),
            replace(cup, trust=factory, points="手拉坯"),
            replace(coins, title="最高级铜钱", points=""),
            replace(pillow, trust=replace(factory, origin="")),
            replace(pendant, trust=Trust(template="jewellery", material="南红")),
            *others,
        ),
    )


def _several(window: MainWindow, desk: FakeDesk) -> None:
    """Three rows chosen, the item on air for 42 seconds."""
    assert isinstance(window.seat, AssistantSeat)
    lineup = window.seat.lineup
    lineup.choose(13)
    lineup.view.setFocus()
    for _ in range(2):
        QTest.keyClick(lineup.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    lineup._on_air_since_s = desk.clock.monotonic_s() - 42.4


def _cell(action: str, typed: str) -> Deed:
    def write(window: MainWindow, _desk: FakeDesk) -> None:
        assert isinstance(window.seat, AssistantSeat)
        window.seat.lineup.choose(14)
        window.seat.lineup.view.setFocus()
        window.seat.lineup.wish(action)
        window.seat.lineup.editor.field.setText(typed)
        window.seat.lineup.editor.keep()

    return write


def _found(window: MainWindow, _desk: FakeDesk) -> None:
    assert isinstance(window.seat, AssistantSeat)
    window.seat.lineup.look_for()
    window.seat.lineup.finder.setText("1")


def _settings(page: int) -> Deed:
    """One page of the settings."""

    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        assert window.settings is not None
        window.settings.open(Standpoint(page, -1))
        _turn(120)

    return deed


def _first_step(step: int) -> Deed:
    """One of the first steps."""

    def deed(window: MainWindow, _desk: FakeDesk) -> None:
        assert window.first_run is not None
        window.first_run.begin(step)
        _turn(120)

    return deed


STATES: dict[str, tuple[str, ShowState, Deed]] = {
    "a-first-language": ("assistant", EMPTY, _first_step(0)),
    "a-first-camera": ("assistant", EMPTY, _first_step(1)),
    "a-first-shop": ("assistant", EMPTY, _first_step(2)),
    "a-settings-look": ("assistant", full_state(), _settings(0)),
    "a-settings-camera": ("assistant", full_state(), _settings(1)),
    "a-settings-shop": ("assistant", full_state(), _settings(2)),
    "a-settings-keys": ("assistant", full_state(), _settings(3)),
    "a-settings-backup": ("assistant", full_state(), _settings(4)),
    "a-settings-folder": ("assistant", full_state(), _settings(5)),
    "b-settings-look": ("anchor", full_state(), _settings(0)),
    "a-preflight": ("assistant", before_show(), _preflight),
    "a-summary": ("assistant", full_state(), _summary),
    "a-summed-up": ("assistant", full_state(), _summed_up),
    "b-summary": ("anchor", full_state(), _summary),
    "a-plans": ("assistant", planned(), _plans),
    "a-reminded": ("assistant", planned(), _nothing),
    "b-preflight": ("anchor", before_show(), _preflight),
    "a-empty": ("assistant", EMPTY, _nothing),
    "a-prepared": ("assistant", PREPARED, _selected(13)),
    "a-live": ("assistant", full_state(), _typed("豆绿贵妃镯 680 x2")),
    "a-doubt": ("assistant", full_state(), _typed("手镯 599 12345")),
    "a-words": ("assistant", full_state(), _typed("顶级和田玉手镯 加微信 abc12345 国家级 599 x3")),
    "a-bulk": ("assistant", full_state(), _bulk),
    "a-bulkgoing": ("assistant", full_state(), _bulk_going),
    "a-wordsmend": ("assistant", full_state(), _said("顶级料子，全网最低 / 老匠人手工")),
    "a-snapped": ("assistant", full_state(), _snapped),
    "a-photo-label": ("assistant", full_state(), _labelled),
    "a-photo-crop": ("assistant", full_state(), _cropping),
    "a-photo-whitening": ("assistant", full_state(), _whitening),
    "a-photo-white": ("assistant", full_state(), _whitened),
    "a-codes": ("assistant", full_state(), _codes),
    "a-proof": ("assistant", full_state(), _proof),
    "a-listed": ("assistant", full_state(), _listed),
    "a-offline": ("assistant", full_state(), _offline),
    "a-rows": ("assistant", rows_state(), _nothing),
    "a-several": ("assistant", rows_state(), _several),
    "a-cell": ("assistant", rows_state(), _cell("price", "0")),
    "a-cellpoints": ("assistant", rows_state(), _cell("points", "老料 / 包浆自然 / 加微信 abc12345")),
    "a-found": ("assistant", rows_state(), _found),
    "a-price": ("assistant", full_state(), _cheap),
    "a-sale": ("assistant", full_state(), _ask_sale),
    "a-number": ("assistant", full_state(), _number),
    "a-holding": ("assistant", full_state(), _holding),
    "a-sheet": ("assistant", full_state(), _key(Qt.Key.Key_F1)),
    "a-ended": ("assistant", full_state(), _ended),
    "a-rehearsal": ("assistant", REHEARSAL, _nothing),
    "a-nocamera": ("assistant", NO_CAMERA, _nothing),
    "a-lost": ("assistant", full_state(), _LOST),
    "a-frozen": ("assistant", full_state(), _FROZEN),
    "a-stalled": ("assistant", full_state(), _STALLED),
    "b-lost": ("anchor", full_state(), _LOST),
    "b-frozen": ("anchor", full_state(), _FROZEN),
    "b-black": ("anchor", full_state(), _BLACK),
    "a-uneven": ("assistant", UNEVEN, _nothing),
    "b-uneven": ("anchor", UNEVEN, _nothing),
    "b-busy": ("anchor", BUSY, _nothing),
    "a-twocameras": ("assistant", TWO_CAMERAS, _nothing),
    "a-upright": ("assistant", UPRIGHT, _nothing),
    "a-zoomed": ("assistant", ZOOMED, _nothing),
    "a-turned": ("assistant", TURNED, _nothing),
    "a-viewmenu": ("assistant", UPRIGHT, _view_menu),
    "a-conflict": ("assistant", conflict_state(), _nothing),
    "a-conflicts": ("assistant", conflict_state(5), _focus_card),
    "a-open": ("assistant", conflict_state(5), lambda window, _desk: window.seat.sales.turn()),
    "a-unequal": ("assistant", UNEQUAL, _focus_card),
    "a-refund": ("assistant", conflict_state(), _refund),
    "a-substitute": ("assistant", conflict_state(), _substitute),
    "a-quota": ("assistant", conflict_state(0), _held),
    "a-points": ("assistant", full_state(), _points),
    "a-mend": ("assistant", UNCLEAR, _mended),
    "a-forced": ("assistant", FORCED_BOOKS, _ask_sale),
    "a-closing": ("assistant", full_state(), _ended_offline),
    "a-leaving": ("assistant", full_state(), _leaving),
    "a-leavingforced": ("assistant", conflict_state(2), _leaving_forced),
    "a-waiting": ("assistant", full_state(), _waiting),
    "a-exporting": ("assistant", full_state(), _exporting),
    "a-exported": ("assistant", full_state(), _exported),
    "a-notexported": ("assistant", full_state(), _not_exported),
    "a-flash": ("assistant", FLASHING, _nothing),
    "a-flashwaits": ("assistant", FLASH_WAITS, _selected(16)),
    "a-flashask": ("assistant", full_state(), _ask_flash),
    "a-flashover": ("assistant", FLASHING, _flash_over),
    "a-steps": ("assistant", STEPPING, _ask_steps),
    "a-trust": ("assistant", STEPPING, _trust(12)),
    "a-trustlacks": ("assistant", FLASH_WAITS, _trust(16)),
    "b-flash": ("anchor", FLASHING, _nothing),
    "b-flashwaits": ("anchor", FLASH_WAITS, _nothing),
    "b-flashask": ("anchor", full_state(), _ask_flash),
    "b-flashover": ("anchor", FLASHING, _flash_over),
    "b-steps": ("anchor", STEPPING, _nothing),
    "a-couponask": ("assistant", full_state(), _ask_coupon),
    "a-coupon": ("assistant", with_coupons(a_coupon(), a_coupon(coupon_id="other", name="老客券")), _nothing),
    "a-couponold": ("assistant", with_coupons(a_coupon(taken_at_ms=NOW - 1_800_000, taken=97)), _nothing),
    "a-couponrefused": (
        "assistant",
        with_coupons(a_coupon(state=CouponState.REFUSED, reason="券名称含有违禁词：最低"), shown=False),
        _nothing,
    ),
    "b-coupon": ("anchor", with_coupons(a_coupon()), _nothing),
    "b-couponold": ("anchor", with_coupons(a_coupon(taken_at_ms=NOW - 1_800_000, taken=97)), _nothing),
    "a-drawask": ("assistant", full_state(), _ask_draw),
    "a-drawopen": ("assistant", drawing(a_draw(DrawState.OPEN, 2, 5_800_000)), _nothing),
    "a-drawfrozen": ("assistant", drawing(a_draw(DrawState.FROZEN)), _hold_draw),
    "a-drawn": ("assistant", drawing(a_draw(DrawState.DRAWN, 3)), _nothing),
    "b-drawopen": ("anchor", drawing(a_draw(DrawState.OPEN)), _nothing),
    "b-drawfrozen": ("anchor", drawing(a_draw(DrawState.FROZEN)), _hold_draw),
    "b-drawn": ("anchor", drawing(a_draw(DrawState.DRAWN, 3)), _nothing),
    "b-drawnmany": ("anchor", drawing(a_draw(DrawState.DRAWN, 12)), _nothing),
    "b-live": ("anchor", full_state(), _nothing),
    "b-plain": ("anchor", PLAIN, _nothing),
    "b-long": ("anchor", LONG, _nothing),
    "b-longflash": ("anchor", LONG_FLASH, _nothing),
    "b-facts": ("anchor", FACTS, _nothing),
    "b-next1": ("anchor", replace(PLAIN, items=PLAIN.items[:2]), _nothing),
    "b-next2": ("anchor", replace(PLAIN, items=PLAIN.items[:3]), _nothing),
    "b-next0": ("anchor", replace(UPRIGHT, items=full_state().items[:1]), _nothing),
    "b-uprightflash": ("anchor", replace(FLASHING, camera=UPRIGHT.camera), _nothing),
    "b-sellout": ("anchor", SELL_OUT, _nothing),
    "a-script": ("assistant", SCRIPTED, _write_script),
    "b-promptpoints": ("anchor", SCRIPTED, _prompt(1)),
    "b-promptfull": ("anchor", SCRIPTED, _prompt(2)),
    "b-promptupright": ("anchor", replace(SCRIPTED, camera=UPRIGHT.camera), _prompt(1)),
    "b-promptnothing": ("anchor", PLAIN, _prompt(2)),
    "b-promptopening": ("anchor", replace(SCRIPTED, on_air_item_id=None), _prompt(1)),
    "b-twocameras": ("anchor", TWO_CAMERAS, _nothing),
    "b-upright": ("anchor", UPRIGHT, _nothing),
    "b-zoomed": ("anchor", ZOOMED, _nothing),
    "b-turned": ("anchor", TURNED, _nothing),
    "b-opening": ("anchor", OPENING, _nothing),
    "b-codes": ("anchor", full_state(), _codes),
    "b-empty": ("anchor", EMPTY, _nothing),
    "b-prepared": ("anchor", PREPARED, _nothing),
    "b-soldout": ("anchor", SOLD_OUT, _nothing),
    "b-offline": ("anchor", full_state(), _offline),
    "b-sale": ("anchor", full_state(), _ask_sale),
    "b-forced": ("anchor", FORCED, _nothing),
    "b-held": ("anchor", FORCED_HELD, _nothing),
    "b-conflict": ("anchor", conflict_state(2), _nothing),
    "b-leaving": ("anchor", full_state(), _leaving),
    "b-rehearsal": ("anchor", REHEARSAL, _number),
}
SIZES = {"1080": (1920, 1080), "768": (1366, 768), "540": (960, 540)}


def _turn(ms: int = 15) -> None:
    QTest.qWait(ms)


def _read(state: ShowState) -> ReadOpen:
    """As the database would: what is open of `state`, a claim of another day, and more than fit."""

    async def read(limit: int) -> OpenSales:
        found = [sale for sale in state.sales if is_open(sale) or is_claim(sale)]
        found.append(replace(found[-1], sale_id="old", recorded_at_ms=NOW - 3 * 86_400_000))
        return OpenSales(5, 1, 312, tuple(found[:limit]))

    return read


def open_state(
    name: str,
    folder: Path,
    loop: asyncio.AbstractEventLoop,
    *,
    lang: str = "zh_CN",
    size: tuple[int, int] = (1366, 768),
) -> MainWindow:
    """The window of a state, shown; `folder` has the goods, photos of the studio where it has those."""
    seat, state, deed = STATES[name]
    clock, photo = FakeClock(), folder / "bangle-wide.jpg"
    desk = FakeDesk(state, clock)
    live = state.camera.status is CameraStatus.LIVE
    window = build_window(
        desk,
        data_folder=folder,
        read_line=read,
        preview=StillSource(state.camera.view, photo if photo.exists() else None) if live else None,
        seat=seat,
        lang=lang,
        clock=clock,
        loop=loop,
        export=never_done(loop),
        check=check,
        bulk=Shelf(),
        machine=a_machine,
        shows=PastShows(),
        work=UpkeepDouble(),
        ear=Murmur(),
        open_sales=_read(state) if name == "a-open" else None,
    )
    window.resize(*size)
    window.show()
    _turn(60)
    deed(window, desk)
    _turn(60)
    return window


def main() -> None:
    """Grab every state whose file name holds all the words given."""
    app = QApplication.instance() or QApplication(sys.argv)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    folder = Path("build/goods").resolve()
    save_goods(folder)
    LOOKS.mkdir(parents=True, exist_ok=True)
    for lang in ("zh_CN", "en"):
        for size, resolution in SIZES.items():
            for name in STATES:
                path = LOOKS / f"{name}-{size}-{lang[:2]}.png"
                if not all(word in path.name for word in sys.argv[1:]):
                    continue
                window = open_state(name, folder, loop, lang=lang, size=resolution)
                _turn(100)
                window.grab().save(str(path))
                window.stop()
                window.close()
                window.deleteLater()
    loop.close()


if __name__ == "__main__":
    main()
