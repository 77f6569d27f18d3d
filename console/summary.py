"""What a show came to: units, orders, GMV, of each item, minute by minute, and what is not sent yet.

Reading is in pages on the database thread, so that no sale waits behind it; reckoning is one pure function. A sale
counts in the minute in which it was recorded, as it stands now: a void one counts nowhere but under voids or refunds,
and a slip that was undone is neither.
Writing it out as files is `export`'s.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.errors import NoSuchShow, NothingToCheck, Text
from console.facts import TAKEN_BACK, Outbox, SaleStatus, Show, ShowStatus, Totals
from console.money import amount
from console.store import projection
from console.store.database import FILE_NAME, Database, Db

PAGE = 2_000
"""Sales read at a time: another change waits a few milliseconds behind them at most."""
MINUTE_MS = 60_000
RECENT_SHOWS = 100
KINDS = ("sold", "refunded", "voided", "taken_back", "unpaid")
"""Every sale is one of them."""


@dataclass(frozen=True)
class Deal:
    """One sale, as far as figures need it. Of a void one: whether money went back, or it was only a slip undone."""

    at_ms: int
    item_id: str
    quantity: int
    unit_price_fen: int
    status: SaleStatus
    refunded: bool = False
    taken_back: bool = False


@dataclass(frozen=True)
class Goods:
    """One item of a show's line-up; `left` is what is in stock now."""

    item_id: str
    number: int
    title: str
    left: int


@dataclass(frozen=True)
class ItemFigures:
    """What one item sold in this show."""

    number: int
    title: str
    left: int
    sold: Totals
    void_units: int
    """Units of its sales that were voided or refunded."""
    taken_back_units: int = 0
    """Units of slips that were undone."""


@dataclass(frozen=True)
class Minute:
    """What was sold in one minute; `at_ms` is its beginning, UTC."""

    at_ms: int
    sold: Totals


@dataclass(frozen=True)
class Summary:
    """A show in figures. `items` begins with what brought most; `minutes` leaves out those without a sale."""

    show: Show
    sold: Totals
    refunded: Totals
    voided: Totals
    taken_back: Totals
    """Slips that were undone: neither sold nor refunded."""
    unpaid: Totals
    items: tuple[ItemFigures, ...]
    minutes: tuple[Minute, ...]
    outbox: Outbox

    @property
    def peak(self) -> Minute | None:
        """The minute that brought most, the first of several; None when nothing was sold."""
        return max(self.minutes, key=lambda minute: minute.sold.gmv_fen, default=None)

    @property
    def lasted_s(self) -> int | None:
        """How long the show was live; None while it is not over."""
        if self.show.started_at_ms is None or self.show.ended_at_ms is None:
            return None
        return (self.show.ended_at_ms - self.show.started_at_ms) // 1000


@dataclass(frozen=True)
class PastShow:
    """One line of the list of shows."""

    show: Show
    sold: Totals


# --- reckoning -------------------------------------------------------------------------------


def summarise(show: Show, goods: Sequence[Goods], deals: Iterable[Deal], outbox: Outbox) -> Summary:
    """The figures of a show; `deals` are gone through once."""
    kinds: dict[str, list[int]] = {kind: [0, 0, 0] for kind in KINDS}
    of_item: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    of_minute: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    void_units: dict[str, int] = defaultdict(int)
    taken_back: dict[str, int] = defaultdict(int)
    for deal in deals:
        kind = _kind(deal)
        _add(kinds[kind], deal)
        if kind == "sold":
            _add(of_item[deal.item_id], deal)
            _add(of_minute[deal.at_ms // MINUTE_MS], deal)
        elif kind == "taken_back":
            taken_back[deal.item_id] += deal.quantity
        elif kind != "unpaid":
            void_units[deal.item_id] += deal.quantity
    items = [
        ItemFigures(
            number=each.number,
            title=each.title,
            left=each.left,
            sold=Totals(*of_item[each.item_id]),
            void_units=void_units[each.item_id],
            taken_back_units=taken_back[each.item_id],
        )
        for each in goods
    ]
    return Summary(
        show=show,
        **{kind: Totals(*sums) for kind, sums in kinds.items()},
        items=tuple(sorted(items, key=lambda item: (-item.sold.gmv_fen, -item.sold.units, item.number))),
        minutes=tuple(Minute(n * MINUTE_MS, Totals(*sums)) for n, sums in sorted(of_minute.items())),
        outbox=outbox,
    )


def _kind(deal: Deal) -> str:
    if deal.status is SaleStatus.SOLD:
        return "sold"
    if deal.status is SaleStatus.UNPAID:
        return "unpaid"
    if deal.taken_back:
        return "taken_back"
    return "refunded" if deal.refunded else "voided"


def _add(sums: list[int], deal: Deal) -> None:
    """Units, orders, fen, in the order of `Totals`."""
    sums[0] += deal.quantity
    sums[1] += 1
    sums[2] += deal.quantity * deal.unit_price_fen


# --- reading ---------------------------------------------------------------------------------


def shows(db: Db, limit: int = RECENT_SHOWS) -> tuple[PastShow, ...]:
    """The shows that were live, the newest first."""
    rows = db.conn.execute(
        "SELECT s.id, s.title, s.status, s.started_at_ms, s.ended_at_ms, coalesce(t.units, 0), coalesce(t.orders, 0),"
        " coalesce(t.gmv_fen, 0) FROM shows s LEFT JOIN show_totals t ON t.show_id = s.id"
        " WHERE s.started_at_ms IS NOT NULL ORDER BY s.rowid DESC LIMIT ?",
        (limit,),
    )
    return tuple(
        PastShow(Show(show_id, title, ShowStatus(status), started, ended), Totals(*sold))
        for show_id, title, status, started, ended, *sold in rows
    )


def heading(db: Db, show_id: str) -> tuple[Show, tuple[Goods, ...], Outbox]:
    """The show, its line-up and what waits. Raises `NoSuchShow`."""
    row = db.conn.execute(
        "SELECT id, title, status, started_at_ms, ended_at_ms FROM shows WHERE id = ?", (show_id,)
    ).fetchone()
    if row is None:
        raise NoSuchShow(show=show_id)
    goods = db.conn.execute(
        "SELECT i.id, l.number, i.title, i.stock_left FROM lineup l JOIN items i ON i.id = l.item_id"
        " WHERE l.show_id = ? ORDER BY l.position, l.number",
        (show_id,),
    )
    return (
        Show(row[0], row[1], ShowStatus(row[2]), *row[3:]),
        tuple(Goods(*each) for each in goods),
        projection.outbox(db),
    )


def page(db: Db, show_id: str, after: int, limit: int = PAGE) -> tuple[list[Deal], int]:
    """Sales of a show in the order they were recorded, and the place of the last; `after` is the place before."""
    rows = db.conn.execute(
        "SELECT s.rowid, s.recorded_at_ms, s.item_id, s.quantity, s.unit_price_fen, s.status,"
        " s.conflict = 'refunded' OR s.void_reason = '退款' OR (s.source = 'platform' AND s.returned = 0),"
        " s.source = 'studio' AND s.void_reason IN (SELECT value FROM json_each(?4)) FROM sales s"
        " WHERE +s.show_id = ?1 AND s.rowid > max(?2, (SELECT after_sale FROM shows WHERE id = ?1))"
        " ORDER BY s.rowid LIMIT ?3",  # "+": from where the show began, as in `projection`
        (show_id, after, limit, json.dumps(TAKEN_BACK, ensure_ascii=False)),
    ).fetchall()
    deals = [
        Deal(at_ms, item, n, fen, SaleStatus(status), bool(back), bool(slip))
        for _, at_ms, item, n, fen, status, back, slip in rows
    ]
    return deals, rows[-1][0] if rows else after


def summary_of(db: Db, show_id: str) -> Summary:
    """The figures of one show, read in one go. Raises `NoSuchShow`."""
    show, goods, outbox = heading(db, show_id)
    deals, after = page(db, show_id, 0)
    every = list(deals)
    while deals:
        deals, after = page(db, show_id, after)
        every += deals
    return summarise(show, goods, every, outbox)


async def read_summary(database: Database, show_id: str) -> Summary:
    """As `summary_of`, in pages between which other changes go on. Raises `NoSuchShow`."""
    show, goods, outbox = await database.run(heading, show_id)
    every: list[Deal] = []
    deals, after = await database.run(page, show_id, 0)
    while deals:
        every += deals
        deals, after = await database.run(page, show_id, after)
    return summarise(show, goods, every, outbox)


# --- telling ---------------------------------------------------------------------------------


def to_json(summary: Summary) -> dict[str, Any]:
    """A summary as docs/cli.md describes it; money is fen, times are local ISO 8601."""
    peak = summary.peak
    return {
        "show": {
            "id": summary.show.show_id,
            "title": summary.show.title,
            "status": summary.show.status.value,
            "started_at": _local(summary.show.started_at_ms),
            "ended_at": _local(summary.show.ended_at_ms),
            "lasted_s": summary.lasted_s,
        },
        "sold": _figures(summary.sold),
        "refunded": _figures(summary.refunded),
        "voided": _figures(summary.voided),
        "taken_back": _figures(summary.taken_back),
        "unpaid": _figures(summary.unpaid),
        "peak": None if peak is None else {"at": _local(peak.at_ms), **_figures(peak.sold)},
        "unsent": {
            "waiting": summary.outbox.waiting,
            "refused": summary.outbox.parked,
            "oldest_at": _local(summary.outbox.oldest_at_ms),
        },
        "items": [
            {
                "number": item.number,
                "title": item.title,
                **_figures(item.sold),
                "left": item.left,
                "void_units": item.void_units,
                "taken_back_units": item.taken_back_units,
            }
            for item in summary.items
        ],
        "minutes": [{"at": _local(minute.at_ms), **_figures(minute.sold)} for minute in summary.minutes],
    }


def in_words(summary: Summary, lang: str) -> str:
    """A summary as a few lines that can be pasted into a message; no buyer is in it."""
    said = [_HEAD.said(lang, title=summary.show.title or _UNTITLED.said(lang), when=_day(summary.show.started_at_ms))]
    sold = summary.sold
    said.append(_SOLD.said(lang, orders=f"{sold.orders:,}", units=f"{sold.units:,}", gmv=amount(sold.gmv_fen)))
    for words, figures in (
        (_REFUNDED, summary.refunded),
        (_VOIDED, summary.voided),
        (_TAKEN_BACK, summary.taken_back),
        (_UNPAID, summary.unpaid),
    ):
        if figures.orders:
            said.append(words.said(lang, orders=f"{figures.orders:,}", gmv=amount(figures.gmv_fen)))
    if summary.peak is not None:
        at = _clock(summary.peak.at_ms)
        said.append(_PEAK.said(lang, at=at, orders=summary.peak.sold.orders, gmv=amount(summary.peak.sold.gmv_fen)))
    if summary.outbox.waiting or summary.outbox.parked:
        said.append(_UNSENT.said(lang, n=summary.outbox.waiting, parked=summary.outbox.parked))
    for item in summary.items:
        facts = {"number": item.number, "title": item.title, "units": item.sold.units, "left": item.left}
        said.append(_ITEM.said(lang, **facts, gmv=amount(item.sold.gmv_fen)))
    return "\n".join(said)


_HEAD = Text("{title} {when}", "{title} {when}")
_UNTITLED = Text("这一场", "This show")
_SOLD = Text("成交 {orders} 单，{units} 件，{gmv}", "Sold: {orders} orders, {units} units, {gmv}")
_REFUNDED = Text("退款 {orders} 单，{gmv}", "Refunded: {orders} orders, {gmv}")
_VOIDED = Text("作废 {orders} 单，{gmv}", "Voided: {orders} orders, {gmv}")
_TAKEN_BACK = Text(
    "记错撤回 {orders} 单（没有成交，也没有退款）", "Slips taken back: {orders} (neither sold nor refunded)"
)
_UNPAID = Text("没付款 {orders} 单，{gmv}", "Unpaid: {orders} orders, {gmv}")
_PEAK = Text("最旺的一分钟 {at}：{orders} 单，{gmv}", "Best minute {at}: {orders} orders, {gmv}")
_UNSENT = Text("还没同步 {n} 条，平台退回 {parked} 条", "Not sent yet: {n}; refused: {parked}")
_ITEM = Text(
    "{number} 号 {title}：卖 {units} 件，{gmv}，剩 {left}", "No. {number} {title}: {units} sold, {gmv}, {left} left"
)


def _figures(totals: Totals) -> dict[str, int]:
    return {"units": totals.units, "orders": totals.orders, "gmv_fen": totals.gmv_fen}


def _when(utc_ms: int) -> datetime:
    return datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone()


def _local(utc_ms: int | None) -> str | None:
    return None if utc_ms is None else _when(utc_ms).isoformat(timespec="seconds")


def _day(utc_ms: int | None) -> str:
    return "" if utc_ms is None else f"{_when(utc_ms):%Y-%m-%d %H:%M}"


def _clock(utc_ms: int) -> str:
    return f"{_when(utc_ms):%H:%M}"


# --- the command line ------------------------------------------------------------------------


def lines(data: Path, show_id: str, *, every: bool = False) -> list[str]:
    """`main.py summary`: the newest show or `show_id`; with `every`, one line for each show. Also beside a console.

    Raises `NothingToCheck` where there is no database, and `NoSuchShow`.
    """
    path = data / FILE_NAME
    if not path.exists():
        raise NothingToCheck(folder=data)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        db = Db(connection)
        past = shows(db)
        if every:
            return [json.dumps(_line(each), ensure_ascii=False) for each in past]
        if not show_id and not past:
            raise NoSuchShow(show="")
        chosen = summary_of(db, show_id or past[0].show.show_id)
    return [json.dumps(to_json(chosen), ensure_ascii=False, indent=2)]


def _line(past: PastShow) -> dict[str, Any]:
    show = past.show
    times = {"started_at": _local(show.started_at_ms), "ended_at": _local(show.ended_at_ms)}
    return {"id": show.show_id, "title": show.title, "status": show.status.value, **times, **_figures(past.sold)}
