"""Asks whose shop answers, once for each connection: what waits for one shop must not be told to another.

A folder belongs to one application (`app`), and one application may be authorised by several sellers. The first who
answers is kept with the books. The question goes before everything else; that it is not answered holds nothing up
(docs/decisions/0017-whose-shop-answers.md).
"""

from __future__ import annotations

import asyncio

import structlog

from console.clock import Clock
from console.desk import Desk
from console.errors import PlatformError, Text
from console.events import Event, LinkChanged, LinkModeSet, NoticeCleared, NoticeRaised, RetryAsked
from console.facts import Notice, NoticeLevel
from console.platforms.base import Platform, Refused, Seller
from console.store import settings
from console.store.database import Database, Db
from console.sync.budget import CALLS
from console.sync.link import OTHER_SHOP, LinkWatch

log = structlog.get_logger(__name__)

SELLER = "seller"
"""The setting that says whose the books are: the seller's number, a colon, and the shop's name."""
FIRST_REST_S, REST_S = 60.0, 3_600.0
PATIENCE = 3
"""So often in vain, while others were answered: then nobody waits for the answer any more."""
_TITLE = Text("登录的是另一家店：{theirs}", "Signed in to another shop: {theirs}")
_ADVICE = Text(
    "这个数据文件夹是「{ours}」的账，所以什么都不发给平台，也不收订单；卖货照常，先存在本机。"
    "用「{ours}」重新授权，或在设置里给这家店换一个数据文件夹",
    "This data folder has the books of {ours}, so nothing is sent and no orders are taken in; selling goes on and waits"
    " here. Sign in to {ours} again, or choose another data folder for this shop in the settings",
)
_REASON = Text("登录的是另一家店", "signed in to another shop")


class SellerCheck:
    """The one question, until it is answered."""

    def __init__(self, desk: Desk, db: Database, platform: Platform, link: LinkWatch, clock: Clock) -> None:
        self.wake = asyncio.Event()
        self._desk = desk
        self._db = db
        self._platform = platform
        self._link = link
        self._clock = clock
        self._over = self._again = False
        self._next_s, self._rest_s = 0.0, FIRST_REST_S
        self._in_vain = 0
        self._answers: int | None = None
        """How many calls were answered when the question last failed."""
        link.ask_first(first=True)
        desk.hub.subscribe(self._hear)

    async def round(self) -> float:
        """Ask when the gate opens; returns the seconds until the next try."""
        if self._over:
            return REST_S
        if (wait_s := self._link.gate_s()) > 0:
            return wait_s
        now_s = self._clock.monotonic_s()
        if not (self._link.held or self._again) and now_s < self._next_s:
            return self._next_s - now_s
        self._again = False
        try:
            seller = await self._platform.seller()
            await self._compare(seller)
        except Refused as error:  # this application may not ask; that is no reason to trust another shop again
            log.info("seller not told", error=str(error))
            self._later() if self._link.silent else self._settled()
        except PlatformError as error:
            # The others find out how the line is: this answer is not worth closing it.
            log.info("seller not read", error=str(error))
            self._later()
        finally:
            if not self._again:
                self._link.asked()
        await self._db.run(settings.write, CALLS, self._link.budget.as_kept())
        return REST_S if self._over else max(0.0, self._next_s - self._clock.monotonic_s())

    async def _compare(self, seller: Seller) -> None:
        ours = await self._db.run(_whose, seller)
        if ours.seller_id == seller.seller_id:
            if any(notice.key == OTHER_SHOP for notice in self._desk.state.notices):
                self._desk.tell(NoticeCleared(key=OTHER_SHOP))
            self._settled()
            self._link.welcome()
            return
        log.info("another shop answers", ours=ours.seller_id, theirs=seller.seller_id)
        self._next_s = self._clock.monotonic_s() + REST_S
        self._link.refuse(_REASON)
        facts = {"ours": _called(ours, seller), "theirs": _called(seller, ours)}
        self._desk.tell(NoticeRaised(notice=Notice(OTHER_SHOP, NoticeLevel.TROUBLE, _TITLE, _ADVICE, facts=facts)))

    def _settled(self) -> None:
        self._over = True
        self._link.ask_first(first=False)

    def _later(self) -> None:
        if self._answers is not None and self._link.answers > self._answers:
            self._in_vain += 1
        self._answers = self._link.answers
        if self._in_vain >= PATIENCE:
            self._link.ask_first(first=False)
        self._next_s = self._clock.monotonic_s() + self._rest_s
        self._rest_s = min(2 * self._rest_s, REST_S)

    def _hear(self, event: Event) -> None:
        if isinstance(event, RetryAsked | LinkModeSet):
            self._again = True  # also while an answer is awaited: what it says may be of before
        if isinstance(event, RetryAsked | LinkModeSet | LinkChanged):
            self.wake.set()


def _whose(db: Db, seller: Seller) -> Seller:
    """The seller these books belong to: the first who answered, and whoever answers while nothing was listed."""
    number, _, name = settings.read(db, SELLER).partition(":")
    if number and number != seller.seller_id and _listed(db):
        return Seller(number, name)
    if (number, name) != (seller.seller_id, seller.name):
        settings.write(db, SELLER, f"{seller.seller_id}:{seller.name}")
    return seller


def _listed(db: Db) -> bool:
    """Whether there is anything in the books that is meant for a shop."""
    (found,) = db.conn.execute("SELECT EXISTS (SELECT 1 FROM items) OR EXISTS (SELECT 1 FROM coupons)").fetchone()
    return bool(found)


def _called(seller: Seller, other: Seller) -> str:
    """The shop's name, with its number where the name does not tell it from the other's."""
    if not seller.name:
        return seller.seller_id
    return seller.name if seller.name != other.name else f"{seller.name} {seller.seller_id}"
