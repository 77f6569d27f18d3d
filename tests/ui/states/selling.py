"""Sales and claims, stock held, the line down, sold out."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.errors import Text
from console.facts import (
    Conflict,
    Link,
    LinkMode,
    LinkStatus,
    ListingState,
    OpenSales,
    Outbox,
    SaleStatus,
)
from console.state import ShowState
from console.sync.settling import card
from console.sync.shelves import priced
from tests.ui.fake_desk import FakeDesk
from tests.ui.goods import keep_proof
from tests.ui.states.show import NOW, SOLD_OUT, State, a_sale, full_state, lineup, nothing, offline, turn
from ui.beside.unsettled import ReadOpen
from ui.selling.claims import is_claim, is_open
from ui.windows.main_window import MainWindow


def _proof(window: MainWindow, desk: FakeDesk) -> None:
    """The picture kept of the second sale."""
    sale = desk.state.sales[1]
    keep_proof(window.pictures.folder, sale)
    sales = window.seat.sales
    sales.view.setCurrentIndex(sales.model.index(1, 0))
    window.proofs.toggle(sale)
    turn(250)


def _ask_sale(window: MainWindow, _desk: FakeDesk) -> None:
    window.questions.sale()


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


def conflict_state(conflicts: int = 1) -> ShowState:
    """Claims, conflicts, what was decided of others, and few calls left."""
    bangle, cup, figure = lineup()[0], lineup()[1], lineup()[-1]
    opened = [
        a_sale(n, bangle, 1 + n % 2, conflict=Conflict.OPEN, buyer="老王" if n % 2 else "")
        for n in range(1, conflicts + 1)
    ]
    return replace(
        full_state(),
        items=(replace(bangle, quota=2), *lineup()[1:]),
        sales=(
            a_sale(0, cup, 2),
            *opened,
            a_sale(21, figure, 1, conflict=Conflict.CONFIRMED),
            a_sale(22, figure, 1, conflict=Conflict.BACKORDERED),
            a_sale(23, figure, 1, status=SaleStatus.VOID, conflict=Conflict.REFUNDED, void_reason="退款"),
            a_sale(24, figure, 1, status=SaleStatus.VOID, conflict=Conflict.SUBSTITUTED, void_reason="换成 13 号"),
            a_sale(25, figure, 3, agreed=True),
        ),
        outbox=Outbox(3, 1 + conflicts, NOW - 18_000),
        link=Link(LinkMode.AUTO, LinkStatus.ONLINE, calls_left=120, calls_low=True),
    )


FORCED = replace(full_state(), link=Link(LinkMode.OFFLINE, LinkStatus.OFFLINE, Text("已强制离线", "forced offline")))
FORCED_HELD = replace(FORCED, items=(replace(lineup()[0], quota=2), *lineup()[1:]))
FORCED_BOOKS = replace(FORCED, sales=tuple(a_sale(n, lineup()[0], n) for n in range(1, 4)))
UNEQUAL = replace(full_state(), notices=(card(full_state().items[0], 6, 8),))
PRICED = replace(full_state(), notices=(priced(full_state().items[0], 4_900),))
SELL_OUT = replace(
    SOLD_OUT,
    items=(
        replace(lineup()[0], stock_left=0, sold_units=10, show_units=10, listing=ListingState.SOLD_OUT),
        *lineup()[1:],
    ),
    sales=(a_sale(0, lineup()[0], 1, buyer="阿珍"),),
)


def read_open(state: ShowState) -> ReadOpen:
    """As the database would: what is open of `state`, a claim of another day, and more than fit."""

    async def read(limit: int) -> OpenSales:
        found = [sale for sale in state.sales if is_open(sale) or is_claim(sale)]
        found.append(replace(found[-1], sale_id="old", recorded_at_ms=NOW - 3 * 86_400_000))
        return OpenSales(5, 1, 312, tuple(found[:limit]))

    return read


STATES: dict[str, State] = {
    "a-proof": ("assistant", full_state(), _proof),
    "a-offline": ("assistant", full_state(), offline),
    "a-sale": ("assistant", full_state(), _ask_sale),
    "a-conflict": ("assistant", conflict_state(), nothing),
    "a-conflicts": ("assistant", conflict_state(5), _focus_card),
    "a-open": ("assistant", conflict_state(5), lambda window, _desk: window.seat.sales.turn()),
    "a-unequal": ("assistant", UNEQUAL, _focus_card),
    "a-priced": ("assistant", PRICED, _focus_card),
    "a-refund": ("assistant", conflict_state(), _refund),
    "a-substitute": ("assistant", conflict_state(), _substitute),
    "a-quota": ("assistant", conflict_state(0), _held),
    "a-forced": ("assistant", FORCED_BOOKS, _ask_sale),
    "b-sellout": ("anchor", SELL_OUT, nothing),
    "b-soldout": ("anchor", SOLD_OUT, nothing),
    "b-offline": ("anchor", full_state(), offline),
    "b-sale": ("anchor", full_state(), _ask_sale),
    "b-forced": ("anchor", FORCED, nothing),
    "b-held": ("anchor", FORCED_HELD, nothing),
    "b-conflict": ("anchor", conflict_state(2), nothing),
}
