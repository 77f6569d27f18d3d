"""The composition root: builds every part of the console, and stops each where it was started.

Nothing else in the program knows how the parts fit together. Stopping goes backwards: sync first, so
that nothing new is sent; the database last, so that everything in hand is committed.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from console.camera.pair import Cameras
from console.clock import Clock, SystemClock
from console.commands import Command, ExtendFlashSale, NextStep, StartFlashSale
from console.config import Options
from console.countdown import Countdown
from console.darkroom import open_darkroom
from console.desk import OPS, LocalDesk, load
from console.diagnostics import start_log, stop_log
from console.errors import OtherShop, Text
from console.events import NoticeRaised
from console.facts import LinkMode, Notice, NoticeLevel, OpenSales
from console.filming import open_cameras
from console.platforms.base import Platform
from console.platforms.kuaishou import LIVE_ADDRESS, Credentials, Kuaishou, SignMethod
from console.platforms.line import Line
from console.platforms.simulator import Simulator, default_credentials
from console.platforms.vault import Vault, open_vault
from console.preflight import Machine
from console.proof import open_proof
from console.reading import open_reading
from console.safety import Backups, DiskWatch, open_journal, refuse_lost, teach_second_copy, watch_journal
from console.store import folder, outbox, projection, settings
from console.store.database import Database, Db
from console.store.disk import Room, free_bytes
from console.sync import OPS as PLATFORM_OPS
from console.sync.answers import LINK_MODE
from console.sync.audits import Audits
from console.sync.budget import CALLS, CallBudget
from console.sync.coupons import Coupons
from console.sync.intake import Intake
from console.sync.link import LinkWatch
from console.sync.places import Places
from console.sync.pusher import Pusher
from console.sync.readings import Readings
from console.sync.rhythm import keep_going
from console.sync.seller import SellerCheck
from console.sync.shelves import Shelves
from console.wording import Wording, teach_words

log = structlog.get_logger(__name__)

SECRETS = "secrets"
SHOP = "shop"


@dataclass
class Console:
    """One running console."""

    options: Options
    desk: LocalDesk
    cameras: Cameras
    db: Database
    link: LinkWatch
    simulator: Simulator | None
    """The bundled platform when it runs in this process."""
    line: Line | None
    """The line to it, which a rehearsal may cut."""
    backups: Backups
    wording: Wording
    """The check of words, for whoever wants it while a text is typed."""

    @property
    def last_backup_ms(self) -> int | None:
        """UTC ms of the newest backup; None when there is none."""
        return self.backups.last_ms

    async def open_sales(self, limit: int) -> OpenSales:
        """The sales of all shows that are not settled between both sides."""
        return await self.db.run(projection.open_sales, limit)

    async def machine(self) -> Machine:
        """What the look before going live has to know of this machine and its platform."""
        free = await asyncio.to_thread(free_bytes, self.options.data)
        return Machine(free, self.link.skew_s, self.link.budget.per_day)

    async def drain(self, within_s: float) -> None:
        """Wait until nothing waits in the outbox, at most `within_s` seconds; not at all while nothing is sent."""
        empty = asyncio.Event()

        def look(_event: object = None) -> None:
            if not self.desk.state.outbox.waiting:
                empty.set()

        leave = self.desk.hub.subscribe(look)
        look()
        try:
            if not self.link.silent:
                async with asyncio.timeout(within_s):
                    await empty.wait()
        except TimeoutError:
            log.info("outbox not drained in time", waiting=self.desk.state.outbox.waiting)
        finally:
            leave()


@dataclass
class Books:
    """The data folder, open: everything of a console but the camera, the platform and the screen."""

    desk: LocalDesk
    db: Database
    backups: Backups
    disk: DiskWatch
    wording: Wording


@asynccontextmanager
async def open_books(options: Options, clock: Clock | None = None) -> AsyncIterator[Books]:
    """Hold the data folder, open database and second copy, and put a desk before them.

    Raises a `StoreError` when the data cannot be used.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        lock = folder.hold(options.data)
        stack.callback(lock.release)
        stack.callback(stop_log, start_log(options.data))
        folder.refuse_unfit(options.journal_folder)
        refuse_lost(options.data, options.backup_folder)
        db = await Database.open(options.data)
        stack.push_async_callback(db.close)
        second, notices = await db.run(open_journal, options.journal_folder, {**OPS, **PLATFORM_OPS}, clock)
        stack.push_async_callback(db.run, lambda _db: second.close())
        await db.run(outbox.release)
        state = await db.run(load)
        mode = LinkMode(await db.run(settings.read, LINK_MODE, LinkMode.AUTO))
        state = replace(state, rehearsal=options.rehearsal, link=replace(state.link, mode=mode))
        desk = LocalDesk(db, state, clock, platform_ops=PLATFORM_OPS, second=second)
        backups = Backups(desk, db, second, options.backup_folder, clock)
        stack.callback(backups.stop)
        disk = DiskWatch(desk, db, second, options.data)
        desk.make_room = disk.make_room
        teach_second_copy(desk, db)
        wording = teach_words(desk, options.data)
        watch_journal(desk, second, asyncio.get_running_loop(), backups.ask)
        for notice in notices:
            desk.tell(NoticeRaised(notice=notice))
        yield Books(desk, db, backups, disk, wording)


@asynccontextmanager
async def open_console(options: Options, clock: Clock | None = None) -> AsyncIterator[Console]:
    """Build a console over `options.data` and run it until the block ends.

    Raises a `StoreError` when the data cannot be used, and `CredentialsUnreadable`. A camera or a
    platform that fails is told as a card and does not stop the console.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        books = await stack.enter_async_context(open_books(options, clock))
        desk, db, backups, disk = books.desk, books.db, books.backups, books.disk
        cameras = await open_cameras(stack, desk, db, options)
        open_darkroom(stack, desk, db, cameras, options.data, lambda: disk.room is not Room.NO_SNAPS)
        open_reading(stack, desk, cameras, options.data, clock)
        open_proof(stack, desk, cameras, options.data, clock, lambda: disk.room is not Room.NO_SNAPS)
        budget = CallBudget(Credentials.calls_per_day, clock, await db.run(settings.read, CALLS))
        link = LinkWatch(desk, clock, random.Random(), budget)
        platform, simulator, line, wish = await _open_platform(stack, desk, db, link, options, clock)
        poll_s = options.order_poll_s or (1.0 if simulator else 15.0)
        seller = SellerCheck(desk, db, platform, link, clock)
        intake = Intake(desk, db, platform, link, clock, poll_s)
        audits = Audits(desk, db, platform, link, clock)
        places = Places(desk, db, platform, link, clock)
        readings = Readings(desk, db, platform, link, intake, clock)
        shelves = Shelves(desk, db, platform, link, clock, readings.doubt)
        pusher = Pusher(desk, db, platform, link, intake, clock, random.Random(), options.data, wish)
        coupons = Coupons(desk, db, platform, link, clock)
        countdown = Countdown(desk, db, clock)
        for timed in (StartFlashSale, ExtendFlashSale, NextStep):
            desk.completers[timed] = _at_this_moment(clock)
        for name, step, wake in (
            ("countdown", countdown.round, countdown.wake),
            ("seller", seller.round, seller.wake),
            ("coupons", coupons.round, coupons.wake),
            ("pusher", pusher.step, pusher.wake),
            ("intake", intake.round, intake.wake),
            ("audits", audits.round, audits.wake),
            ("places", places.round, places.wake),
            ("shelves", shelves.round, shelves.wake),
            ("readings", readings.round, readings.wake),
            ("backups", backups.round, backups.wake),
            ("disk", disk.round, disk.wake),
        ):
            _run_until_closed(stack, name, keep_going(name, step, wake))
        _run_until_closed(stack, "words", books.wording.prepare())
        yield Console(options, desk, cameras, db, link, simulator, line, backups, books.wording)


def _at_this_moment(clock: Clock) -> Callable[[StartFlashSale | ExtendFlashSale | NextStep], Awaitable[Command]]:
    """A flash sale's deadline is on the steady clock, which only this machine can read."""

    async def complete(command: StartFlashSale | ExtendFlashSale | NextStep) -> Command:
        return replace(command, moment=clock.moment())

    return complete


def _run_until_closed(stack: AsyncExitStack, name: str, coro: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(coro, name=name)

    async def stop() -> None:
        task.cancel()
        await asyncio.wait([task])

    stack.push_async_callback(stop)


# --- the platform ----------------------------------------------------------------------------


async def _open_platform(
    stack: AsyncExitStack, desk: LocalDesk, db: Database, link: LinkWatch, options: Options, clock: Clock
) -> tuple[Platform, Simulator | None, Line | None, str]:
    """The real client, over the network or over the bundled platform in this process."""
    connect = partial(Kuaishou, clock=clock, on_call=_call_reporter(link), on_date=link.heard_date)
    simulator: Simulator | None = None
    line: Line | None = None
    wish, appkey = "", default_credentials()["appkey"]
    if options.platform == "simulator" and not options.platform_url:
        simulator = await asyncio.to_thread(
            Simulator, options.data / "simulator", clock=clock, audit_delay_s=options.audit_delay_s
        )
        stack.callback(simulator.close)
        import httpx  # after the first paint; only to mount the bundled platform without a socket

        line = Line(httpx.ASGITransport(app=simulator.app))
        client = connect(_credentials(simulator.credentials), base_url="http://simulator", transport=line)
    elif options.platform == "simulator" and options.credentials is None:
        client = connect(_credentials(default_credentials()), base_url=options.platform_url)
    else:
        vault = await asyncio.to_thread(open_vault, options.credentials)
        _say_where_secrets_are(desk, vault)
        link.budget.per_day = vault.credentials.calls_per_day
        wish = repr(vault.credentials.template)
        appkey = vault.credentials.appkey
        client = connect(
            vault.credentials,
            base_url=options.platform_url or LIVE_ADDRESS,
            on_tokens=lambda access, refresh: _keep(desk, vault, access, refresh),
        )
    stack.push_async_callback(client.aclose)
    await db.run(_belong_to, options, f"{options.platform}:{appkey}")
    return client, simulator, line, wish


def _belong_to(db: Db, options: Options, shop: str) -> None:
    """A data folder is one shop's for ever: what waits in it must never go to another. Raises `OtherShop`."""
    owner = settings.read(db, SHOP)
    if not owner:
        settings.write(db, SHOP, shop)
    elif owner != shop:
        raise OtherShop(theirs=owner, folder=options.data)


def _keep(desk: LocalDesk, vault: Vault, access: str, refresh: str) -> None:
    """Keep a renewed pair of tokens, off the main thread: a keyring may ask another program."""

    def kept(done: asyncio.Future[None]) -> None:
        if (error := done.exception()) is not None:
            log.error("tokens not kept", error=type(error).__name__)
            desk.tell(NoticeRaised(notice=Notice(SECRETS, NoticeLevel.TROUBLE, _TOKENS_NOT_KEPT, _TOKENS_ADVICE)))

    asyncio.get_running_loop().run_in_executor(None, vault.keep_tokens, access, refresh).add_done_callback(kept)


_TOKENS_NOT_KEPT = Text("新的店铺授权没能存下来", "The shop's renewed authorisation could not be kept")
_TOKENS_ADVICE = Text(
    "这一场不受影响；重开后要重新授权，请检查钥匙串和凭证文件",
    "This show is not affected; after a restart the shop must be authorised again. Check keyring and file",
)


def _call_reporter(link: LinkWatch) -> Callable[[str, bool, float], None]:
    def report(_method: str, ok: bool, elapsed_ms: float) -> None:
        link.budget.spend()
        if ok:
            link.reached(elapsed_ms)

    return report


def _credentials(fields: Mapping[str, str]) -> Credentials:
    return Credentials(
        appkey=fields["appkey"],
        app_secret=fields["app_secret"],
        sign_secret=fields["sign_secret"],
        sign_method=SignMethod(fields["sign_method"]),
        access_token=fields["access_token"],
        refresh_token=fields["refresh_token"],
    )


def _say_where_secrets_are(desk: LocalDesk, vault: Vault) -> None:
    if vault.file is not None:
        notice = Notice(
            SECRETS,
            NoticeLevel.WARNING,
            Text("店铺密钥只在凭证文件里", "The shop's secrets are in the file only"),
            Text(
                "这台电脑没有可用的钥匙串；请保管好凭证文件",
                "This machine has no usable keyring; keep the credentials file safe",
            ),
        )
        desk.tell(NoticeRaised(notice=notice))
