"""The desk: one way in, one state, everybody told."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.commands import (
    AddStock,
    BringAlong,
    ChangePlan,
    ChangePrice,
    Command,
    CreateCoupon,
    DrawWinners,
    EditItem,
    EndCoupon,
    EndFlashSale,
    EndShow,
    FreezeEntrants,
    GiveBackQuota,
    HoldQuota,
    KeepSnap,
    LeaveBehind,
    ListAgain,
    MoveItem,
    NextOnAir,
    NoteAudit,
    NoteCoupon,
    OpenDraw,
    OpenFlash,
    PlanShow,
    PreviousOnAir,
    PutOnAir,
    RecordSale,
    RelistItem,
    ResendItem,
    ResolveClaim,
    SetLink,
    SettlePush,
    ShowCoupon,
    StartFlashSale,
    StartShow,
    StrikeDraw,
    StrikePlan,
    TakeInOrder,
    TakeOffAir,
    TakeSnap,
    VoidSale,
    WithdrawItem,
    WriteScript,
)
from console.desk import LocalDesk, load
from console.errors import BrokenRequest, KaiboError, NotEnoughStock
from console.events import Event, FlashOpened, OutboxChanged, SaleRecorded
from console.facts import LinkMode
from console.ids import new_id, platform_number
from console.state import ShowState
from console.store import outbox
from console.store.database import Database
from console.sync import OPS
from tests.clock import FakeClock
from tests.console.conftest import SHOT
from tests.waiting import reached

pytestmark = pytest.mark.anyio


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[LocalDesk]:
    db = await Database.open(tmp_path)
    yield LocalDesk(db, await db.run(load), FakeClock(), platform_ops=OPS)
    await db.close()


async def test_a_change_is_told_after_its_commit_with_the_outbox(desk: LocalDesk, tmp_path: Path) -> None:
    """A listener hears the event, then that something waits; by then the state has it."""
    heard: list[Event] = []
    desk.hub.subscribe(heard.append)
    event = await desk.do(OpenFlash(title="手镯", price_fen=1, stock=2))
    assert heard == [event]
    assert isinstance(event, FlashOpened)
    assert desk.state.items == (event.item,)
    snap_id = new_id()
    await desk.do(KeepSnap(snap_id=snap_id, shots=(SHOT,)))
    await desk.do(OpenFlash(title="有照片", price_fen=1, stock=2, snap_id=snap_id))
    assert isinstance(heard[-1], OutboxChanged)
    assert desk.state.outbox.waiting == 1


async def test_what_is_done_together_is_saved_together_and_told_in_order(desk: LocalDesk) -> None:
    """Several commands are one change: their events come in order, then once what waits."""
    snap_id = new_id()
    await desk.do(KeepSnap(snap_id=snap_id, shots=(SHOT,)))
    await desk.do(OpenFlash(title="手镯", price_fen=1, stock=9, snap_id=snap_id))
    heard: list[Event] = []
    desk.hub.subscribe(heard.append)
    events = await desk.do_all([RecordSale(number=1, quantity=2), RecordSale(number=1, quantity=3)])
    assert heard == [*events, OutboxChanged(outbox=desk.state.outbox)]
    assert [event.item.stock_left for event in events if isinstance(event, SaleRecorded)] == [7, 4]
    assert desk.state.outbox.waiting == 3
    assert await desk.do_all([]) == ()


async def test_one_that_cannot_be_takes_all_with_it(desk: LocalDesk) -> None:
    """When one of several commands is refused, nothing is saved and nothing is told."""
    await desk.do(OpenFlash(title="手镯", price_fen=1, stock=4))
    heard: list[Event] = []
    desk.hub.subscribe(heard.append)
    with pytest.raises(NotEnoughStock):
        await desk.do_all([RecordSale(number=1), RecordSale(number=1, quantity=4)])
    assert heard == []
    assert _comparable(desk.state) == _comparable(await desk._db.run(load))
    assert desk.state.items[0].stock_left == 4


async def test_a_caller_that_gives_up_costs_nobody_the_fact(desk: LocalDesk) -> None:
    """A cancelled caller does not undo a sale: it is committed, and the screens hear of it."""
    await desk.do(OpenFlash(title="手镯", price_fen=1, stock=2))
    heard: list[Event] = []
    desk.hub.subscribe(heard.append)
    task = asyncio.create_task(desk.do(RecordSale(number=1)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await reached(lambda: heard)
    assert isinstance(heard[0], SaleRecorded)
    assert desk.state.items[0].stock_left == 1


@pytest.mark.expects_log
async def test_a_listener_that_fails_does_not_deafen_the_others(desk: LocalDesk) -> None:
    """A fault in one listener is logged; the next still hears, and the caller gets its answer."""
    heard: list[Event] = []

    def broken(_event: Event) -> None:
        raise RuntimeError("a fault of a listener")

    desk.hub.subscribe(broken)
    leave = desk.hub.subscribe(heard.append)
    await desk.do(StartShow(title="x"))
    assert len(heard) == 1
    leave()
    leave()
    await desk.do(EndShow())
    assert len(heard) == 1


async def test_what_only_a_camera_can_complete_is_refused_without_one(desk: LocalDesk) -> None:
    """A desk without a camera cannot snap, and says so."""
    with pytest.raises(BrokenRequest):
        await desk.do(TakeSnap())


def _anything(rng: random.Random, state: ShowState, snaps: list[str], waiting: list[dict[str, Any]]) -> Command:
    """Some command, mostly sensible, sometimes not."""
    number = rng.randint(1, len(state.items) + 1)
    item = rng.choice(state.items) if state.items else None
    sale = rng.choice(state.sales) if state.sales else None
    some: list[Command] = [
        OpenFlash(title=f"货{rng.random()}", price_fen=rng.randint(1, 99_999), stock=rng.randint(1, 4)),
        OpenFlash(title="有照片的", price_fen=500, stock=3, snap_id=rng.choice(snaps)),
        RecordSale(number=number, quantity=rng.randint(1, 3)),
        RecordSale(),
        PutOnAir(number=number),
        NextOnAir(),
        PreviousOnAir(),
        TakeOffAir(),
        MoveItem(number=number, before=rng.choice([None, 1, number])),
        ChangePrice(number=number, price_fen=rng.randint(1, 9_999)),
        AddStock(number=number, quantity=rng.randint(-2, 3)),
        EditItem(number=number, points=f"卖点{rng.random()}"),
        EditItem(number=number, title=f"改名{rng.randint(0, 9)}"),
        StartFlashSale(number=number, price_fen=rng.randint(1, 499), units=rng.choice([None, 1, 2]), seconds=30),
        WithdrawItem(number=number),
        RelistItem(number=number),
        ResendItem(number=number),
        SetLink(mode=rng.choice(list(LinkMode))),
    ]
    if rng.random() < 0.1:
        some = [StartShow(title="一场"), EndShow(), BringAlong(), LeaveBehind()]
    if rng.random() < 0.15:
        some = _beside(rng, state, number)
    if sale is not None:
        some.append(VoidSale(sale_id=sale.sale_id, reason="x"))
        how = rng.choice(["confirm", "refund", "substitute", "backorder"])
        some.append(ResolveClaim(sale_id=sale.sale_id, how=how, number=number))
    if item is not None and item.flash is not None:
        some.append(EndFlashSale(flash_id=item.flash.flash_id))
    some += [HoldQuota(number=number, units=rng.randint(1, 3)), GiveBackQuota(number=number)]
    for entry in rng.sample(waiting, min(2, len(waiting))):
        outcome = rng.choice(["acked", "rejected", "later"])
        answer: dict[str, int | str] = {"platform_item_id": 1, "sku_id": 2, "on_shelf": 1}
        some.append(SettlePush(outbox_id=entry["id"], outcome=outcome, reason="平台的话", answer=answer))
    if item is not None:
        oid = rng.randint(1, 6)
        some.append(
            TakeInOrder(
                order_id=str(oid),
                platform_item=platform_number(item.item_id),
                quantity=rng.randint(1, 2),
                unit_price_fen=item.price_fen,
                status=rng.choice(["unpaid", "paid", "closed", "refunded"]),
                buyer="*",
                updated_at_ms=rng.randint(1, 1000),
            )
        )
        if item.snap_id is not None:
            some.append(NoteAudit(item_id=item.item_id, platform="approved", on_shelf=True))
    return rng.choice(some)


def _beside(rng: random.Random, state: ShowState, number: int) -> list[Command]:
    """What is made beside the line-up: plans, coupons, draws, scripts."""
    some: list[Command] = [
        PlanShow(at_ms=FakeClock().now_ms() + rng.randint(1, 9) * 3_600_000, title="计划"),
        CreateCoupon(name="券", reduce_fen=100, total=3, number=rng.choice([None, number])),
        OpenDraw(prize="免单", number=rng.choice([None, number])),
        WriteScript(number=rng.choice([None, number]), text=rng.choice(["", "话术"])),
        ListAgain(number=number),
        ShowCoupon(),
    ]
    if state.plans:
        plan_id = rng.choice(state.plans).plan_id
        some += [StartShow(plan_id=plan_id), ChangePlan(plan_id=plan_id, title="改"), StrikePlan(plan_id=plan_id)]
    if state.coupons:
        coupon_id = rng.choice(state.coupons).coupon_id
        made = NoteCoupon(coupon_id=coupon_id, state=rng.choice(["sent", "made"]), platform_coupon_id=7, taken=1)
        some += [ShowCoupon(coupon_id=coupon_id), EndCoupon(coupon_id=coupon_id), made]
    if state.draws:
        draw_id = rng.choice(state.draws).draw_id
        some += [FreezeEntrants(draw_id=draw_id, entrants=("阿珍", "老王")), DrawWinners(draw_id=draw_id)]
        some.append(StrikeDraw(draw_id=draw_id))
    return some


def _comparable(state: ShowState) -> Any:
    """What the database alone can tell. Scripts are in no order; a coupon that is over stays until the next start."""
    fresh = ShowState()
    scripts = tuple(sorted(state.scripts, key=lambda script: script.item_id or ""))
    coupons = tuple(coupon for coupon in state.coupons if coupon.state not in ("over", "refused"))
    nowhere = replace(state, last_snap=None, link=fresh.link, camera=fresh.camera, notices=())
    return replace(nowhere, scripts=scripts, coupons=coupons)


async def test_what_is_made_before_the_first_show_is_there_after_a_restart(desk: LocalDesk) -> None:
    """In a new folder: a planned evening, a coupon that the platform must still be told of, a draw; the first show
    has them too, each where it stood, whatever becomes of it."""
    for name in ("甲", "乙"):
        await desk.do(CreateCoupon(name=name, reduce_fen=100, total=3))
        await desk.do(OpenDraw(prize=name))
    await desk.do(PlanShow(at_ms=desk.state.coupons[0].made_at_ms + 3_600_000, title="晚场"))
    state = await desk._db.run(load)
    assert (len(state.plans), len(state.coupons), len(state.draws)) == (1, 2, 2)
    assert _comparable(state) == _comparable(desk.state)
    await desk.do(StartShow())
    older = desk.state.coupons[-1].coupon_id
    await desk.do(NoteCoupon(coupon_id=older, state="made", platform_coupon_id=7, taken=0))
    await desk.do(FreezeEntrants(draw_id=desk.state.draws[-1].draw_id, entrants=("阿珍",)))
    await desk.do(ShowCoupon(coupon_id=older))
    assert [coupon.name for coupon in desk.state.coupons] == [draw.prize for draw in desk.state.draws] == ["乙", "甲"]
    assert _comparable(desk.state) == _comparable(await desk._db.run(load))
    await desk.do(EndShow())
    assert desk.state.coupon_shown is None
    await desk.do(ShowCoupon(coupon_id=older))
    assert desk.state.coupon_shown is None, "no show is open: nobody would see it"


@pytest.mark.parametrize("seed", range(20))
async def test_the_state_on_screen_is_the_state_on_disk(desk: LocalDesk, seed: int) -> None:
    """After any commands, the state built from events equals the one read back from the database."""
    rng = random.Random(seed)
    snaps = [new_id() for _ in range(2)]
    for snap_id in snaps:
        await desk.do(KeepSnap(snap_id=snap_id, shots=(SHOT, SHOT)))
    done = 0
    for _ in range(120):
        waiting = [entry for entry in await desk._db.run(outbox.entries) if entry["state"] == "new"]
        command = _anything(rng, desk.state, snaps, waiting)
        try:
            await desk.do(command)
            done += 1
        except KaiboError:
            continue
        on_disk = await desk._db.run(load)
        assert _comparable(desk.state) == _comparable(on_disk), f"seed {seed}: {command}"
    assert done > 25
