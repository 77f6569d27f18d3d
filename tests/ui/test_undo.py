"""Every command a person can ask, with what takes it back, or why nothing does; tried on real books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console import commands as c
from console.clock import Moment
from console.commands import ASKABLE, Command
from console.desk import load
from console.facts import LinkMode
from console.ids import new_id
from console.state import ShowState
from console.store.database import _connect
from tests.console.conftest import Books
from ui.undo import undo_of

HOUR = 3_600_000


@dataclass
class Studio:
    """Books in which two items are on sale and a show is live; `state` is what a window would show of them."""

    books: Books
    link: LinkMode = LinkMode.AUTO

    @property
    def state(self) -> ShowState:
        state = load(self.books.db)
        return replace(state, link=replace(state.link, mode=self.link))

    def do(self, command: Command) -> object:
        if isinstance(command, c.SetLink):
            self.link = command.mode
        return self.books.do(command)


@pytest.fixture
def studio(tmp_path: Path, qapp: QApplication) -> Iterator[Studio]:
    db = _connect(tmp_path / "kaibo.db")
    books = Books(db)
    books.list_item("豆绿手镯", stock=9)
    books.list_item("手工陶杯", 9_900, stock=9)
    books.list_item("老铜钱", 16_800, stock=1)
    books.do(c.StartShow(title="晚场"))
    yield Studio(books)
    db.close()


def seen(state: ShowState) -> dict[str, object]:
    """What must be as it was: all but the platform's side, times and counters of what waits."""
    items = {
        item.number: (
            item.title,
            item.price_fen,
            item.stock_left,
            item.listing.value.replace("listed", "on_sale"),
            item.points,
            item.bin_code,
            item.barcode,
            item.trust,
            item.steps,
            item.step,
            item.quota,
            item.flash and (item.flash.price_fen, item.flash.units_left, round(item.flash.lasts_ms, -3)),
        )
        for item in state.items
    }
    return {
        "items": items,
        "order": [item.number for item in state.items],
        "on air": state.on_air_item_id,
        "totals": state.totals,
        "plans": [(plan.title, plan.at_ms) for plan in state.plans],
        "scripts": state.scripts,
        "coupon": state.coupon_shown,
        "link": state.link.mode,
    }


def flash(studio: Studio, **changes: object) -> c.StartFlashSale:
    fields: dict[str, object] = {
        "number": 1,
        "price_fen": 49_900,
        "units": 3,
        "seconds": 600,
        "moment": Moment(5.0, "b"),
    }
    return c.StartFlashSale(**{**fields, **changes})  # type: ignore[arg-type]


def running(studio: Studio) -> str:
    command = flash(studio)
    studio.do(command)
    return command.flash_id


def stepped(studio: Studio, line: str, number: int = 1) -> c.NextStep:
    studio.do(c.SetSteps(number=number, line=line))
    return c.NextStep(number=number, moment=Moment(5.0, "b"))


def planned(studio: Studio) -> str:
    command = c.PlanShow(at_ms=studio.books.now_ms + 9 * HOUR, title="夜场")
    studio.do(command)
    return command.plan_id


def after(studio: Studio, *first: Command) -> Studio:
    for command in first:
        studio.do(command)
    return studio


def draw(studio: Studio, *, frozen: bool = False) -> str:
    command = c.OpenDraw(prize="免单", number=1)
    studio.do(c.RecordSale(number=1, buyer="阿珍 1"))
    studio.do(command)
    if frozen:
        studio.do(c.FreezeEntrants(draw_id=command.draw_id))
    return command.draw_id


def _coupon(studio: Studio) -> str:
    command = c.CreateCoupon(name="满减", reduce_fen=100, total=5)
    studio.do(command)
    return command.coupon_id


def _hold(studio: Studio) -> Command:
    item = studio.state.items[0]
    studio.books.db.conn.execute(
        "UPDATE items SET platform_item_id = 1, platform_sku_id = 2 WHERE id = ?", (item.item_id,)
    )
    return c.HoldQuota(number=1, units=2)


BACK: dict[str, Callable[[Studio], Command]] = {
    "PlanShow": lambda s: c.PlanShow(at_ms=s.books.now_ms + 9 * HOUR, title="夜场"),
    "ChangePlan": lambda s: c.ChangePlan(plan_id=planned(s), title="早场", at_ms=s.books.now_ms + 20 * HOUR),
    "StrikePlan": lambda s: c.StrikePlan(plan_id=planned(s)),
    "EditItem": lambda s: c.EditItem(number=1, title="新名", points="甲 / 乙", bin_code="A1", barcode="6901234567892"),
    "EditItem: its bin": lambda s: c.EditItem(number=1, bin_code="A1"),
    "ChangePrice": lambda s: c.ChangePrice(number=1, price_fen=100),
    "AddStock": lambda s: c.AddStock(number=1, quantity=4),
    "AddStock: fewer": lambda s: c.AddStock(number=1, quantity=-2),
    "RecordSale: of the last piece on air": lambda s: after(s, c.PutOnAir(number=3)) and c.RecordSale(number=3),
    "WithdrawItem": lambda s: c.WithdrawItem(number=2),
    "WithdrawItem: what is on air": lambda s: after(s, c.PutOnAir(number=2)) and c.WithdrawItem(number=2),
    "RelistItem": lambda s: after(s, c.WithdrawItem(number=2)) and c.RelistItem(number=2),
    "MoveItem": lambda s: c.MoveItem(number=1),
    "MoveItem: several": lambda s: c.MoveItem(number=1, also=(2,)),
    "BringAlong": lambda s: after(s, c.EndShow(), c.LeaveBehind()) and c.BringAlong(),
    "LeaveBehind": lambda s: after(s, c.EndShow(), c.BringAlong()) and c.LeaveBehind(),
    "PutOnAir": lambda s: c.PutOnAir(number=1),
    "PutOnAir: another": lambda s: after(s, c.PutOnAir(number=1)) and c.PutOnAir(number=2),
    "NextOnAir": lambda s: after(s, c.PutOnAir(number=1)) and c.NextOnAir(),
    "PreviousOnAir": lambda s: after(s, c.PutOnAir(number=2)) and c.PreviousOnAir(),
    "TakeOffAir": lambda s: after(s, c.PutOnAir(number=2)) and c.TakeOffAir(),
    "RecordSale": lambda s: c.RecordSale(number=1, quantity=2),
    "StartFlashSale": flash,
    "StartFlashSale: planned": lambda s: flash(s, at_ms=s.books.now_ms + HOUR),
    "ExtendFlashSale": lambda s: c.ExtendFlashSale(flash_id=running(s), seconds=60),
    "DescribeItem": lambda s: c.DescribeItem(number=1, guarantees=("seven_days",), certificate="C1", origin="镇平"),
    "SetSteps": lambda s: c.SetSteps(number=1, line="预热 讲产地 | 下架"),
    "SetSteps: half way": lambda s: after(s, stepped(s, "预热 讲产地 | 下架")) and c.SetSteps(number=1, line=""),
    "WriteScript": lambda s: c.WriteScript(number=1, text="感谢老铁"),
    "NextStep": lambda s: stepped(s, "预热 讲产地 | 下架"),
    "NextStep: price": lambda s: stepped(s, "开价 499 | 下架"),
    "NextStep: flash": lambda s: stepped(s, "秒杀 399 x2 60秒"),
    "NextStep: off": lambda s: stepped(s, "下架", number=2),
    "SetLink": lambda s: c.SetLink(mode=LinkMode.OFFLINE),
}
"""Commands after whose undo everything a window shows is as it was before."""

NEARLY: dict[str, tuple[Callable[[Studio], Command], str]] = {
    "OpenFlash": (lambda s: c.OpenFlash(title="新货", price_fen=100), "it is withdrawn: what was told is not untold"),
    "ListAgain": (lambda s: c.ListAgain(number=1), "as a new listing"),
    "EndFlashSale": (lambda s: c.EndFlashSale(flash_id=running(s)), "another one goes on with what was left"),
    "OpenDraw": (lambda s: c.OpenDraw(prize="免单", number=1), "it is struck: it was announced"),
    "FreezeEntrants": (lambda s: c.FreezeEntrants(draw_id=draw(s)), "it is struck: its seed is out"),
    "CreateCoupon": (lambda s: c.CreateCoupon(name="满减", reduce_fen=100, total=5), "nobody can take it any more"),
    "EndCoupon": (lambda s: c.EndCoupon(coupon_id=_coupon(s)), "made anew while the platform never had it"),
    "HoldQuota": (_hold, "it is given back, also while the platform has not answered"),
}
"""Commands with an undo that leaves a trace, and which."""

ELSEWHERE = {
    "CropSnap": "photos have cards of their own (tests/ui/test_darkroom.py)",
    "WhitenSnap": "photos have cards of their own",
    "GiveBackQuota": "as HoldQuota, tried with a quota that the platform has given",
    "ShowCoupon": "only what the platform has made can be shown; tried with the coupons",
}

WHY_NOT = {
    "StartShow": "viewers are there; a show is ended, by a held key",
    "EndShow": "the broadcast is over; that is why it is held",
    "TakeSnap": "nothing is changed by it: snap again",
    "RecallSnap": "nothing is changed by it",
    "SwitchCamera": "the same key switches back",
    "SetView": "the same keys go back, and one resets the picture",
    "ChooseCamera": "the menu shows the former one beside it",
    "Prefer": "the settings show the former choice beside it",
    "ImportItem": "entered in bulk, with a sheet that says what became of each row; each can be withdrawn",
    "ReplaceSnap": "which frame of the former burst it was is not known to the window",
    "VoidSale": "a void is final: record another sale",
    "ResolveClaim": "goods or money went over the counter; refund and substitute ask once more before",
    "SettleStock": "both sides are equal then; a count mends it",
    "DrawWinners": "the winners are published; that is why it is held",
    "StrikeDraw": "viewers were told; open another",
    "RetryNow": "a call was made",
    "ResendItem": "it is sent",
    "ChangeTemplate": "it is sent again",
}


def test_the_table_has_every_command() -> None:
    """Nothing that can be asked is forgotten, and nothing stands in two places."""
    named = [{name.partition(":")[0] for name in part} for part in (BACK, NEARLY, ELSEWHERE, WHY_NOT)]
    assert set.union(*named) == set(ASKABLE)
    assert sum(map(len, named)) == len(ASKABLE)


@pytest.mark.parametrize("name", BACK)
def test_everything_is_as_it_was(studio: Studio, name: str) -> None:
    """The command changes what a window shows, and what its card offers brings all of it back."""
    command = BACK[name](studio)
    assert type(command).__name__ == name.partition(":")[0]
    before = studio.state
    undo = undo_of(command, studio.do(command), before)  # type: ignore[arg-type]  # an event
    assert undo is not None
    assert undo.said
    assert "{" not in undo.said
    changed = seen(studio.state)
    for back in undo.backs:
        studio.do(back)
    assert seen(studio.state) == seen(before)
    planned_only = name == "StartFlashSale: planned"
    assert planned_only or changed != seen(before)


@pytest.mark.parametrize("name", NEARLY)
def test_what_leaves_a_trace_can_be_taken_back_all_the_same(studio: Studio, name: str) -> None:
    """The card's command is carried out without a complaint."""
    make, _trace = NEARLY[name]
    command = make(studio)
    before = studio.state
    undo = undo_of(command, studio.do(command), before)  # type: ignore[arg-type]  # an event
    assert undo is not None
    for back in undo.backs:
        studio.do(back)


def test_a_quota_goes_back_and_comes_again(studio: Studio) -> None:
    """What was given back is asked for again; a second hold is not offered to be taken back, for both would go."""
    _hold(studio)
    studio.books.db.conn.execute("UPDATE items SET quota = 2 WHERE id = ?", (studio.state.items[0].item_id,))
    before = studio.state
    command = c.GiveBackQuota(number=1)
    undo = undo_of(command, studio.do(command), before)  # type: ignore[arg-type]  # an event
    assert undo is not None
    assert isinstance(undo.back, c.HoldQuota)
    assert undo.back.units == 2
    more = c.HoldQuota(number=1, units=1)
    assert undo_of(more, studio.do(more), before) is None  # type: ignore[arg-type]  # an event


FINAL: dict[str, Callable[[Studio], Command]] = {
    "EndShow": lambda s: c.EndShow(),
    "VoidSale": lambda s: c.VoidSale(sale_id=_sold(s), reason="不要了"),
    "ResolveClaim": lambda s: c.ResolveClaim(sale_id=_sold(s), how="confirm"),
    "DrawWinners": lambda s: c.DrawWinners(draw_id=draw(s, frozen=True)),
    "StrikeDraw": lambda s: c.StrikeDraw(draw_id=draw(s)),
}


def _sold(studio: Studio) -> str:
    sale_id = new_id()
    studio.do(c.RecordSale(number=1, sale_id=sale_id))
    return sale_id


@pytest.mark.parametrize("name", FINAL)
def test_what_is_final_offers_nothing(studio: Studio, name: str) -> None:
    """No card says that it could be taken back."""
    command = FINAL[name](studio)
    before = studio.state
    assert undo_of(command, studio.do(command), before) is None  # type: ignore[arg-type]  # an event


def test_a_flash_sale_is_shortened_no_further_than_its_end(studio: Studio) -> None:
    """Taking an extension back when the time of before is over is refused; it runs out by itself."""
    from console.errors import FlashSaleUnfit

    flash_id = running(studio)
    studio.do(c.ExtendFlashSale(flash_id=flash_id, seconds=60))
    studio.books.now_ms += 620_000
    with pytest.raises(FlashSaleUnfit):
        studio.do(c.ExtendFlashSale(flash_id=flash_id, seconds=-60))
    item = studio.state.items[0]
    assert item.flash is not None
    assert item.flash.lasts_ms == 660_000
