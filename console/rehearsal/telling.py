"""What a rehearsal says to the person who waits for it: a line now and then, and at the end what came of it.

For people, on standard error; programs read the report. Nothing is measured here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console.errors import Text
from console.facts import LinkStatus, ShowStatus
from console.money import amount
from console.state import ShowState

EVERY_S = 15.0
_SHOW = {
    ShowStatus.PLANNED: Text("备货中", "preparing"),
    ShowStatus.LIVE: Text("彩排中", "in the show"),
    ShowStatus.ENDED: Text("已结束，在对账", "over, comparing the books"),
}
_LINE = {
    LinkStatus.UNTRIED: Text("还没连平台", "platform not called yet"),
    LinkStatus.ONLINE: Text("在线", "online"),
    LinkStatus.DEGRADED: Text("网络差", "line is poor"),
    LinkStatus.OFFLINE: Text("断网", "offline"),
}


async def keep_telling(state: Callable[[], ShowState], tell: Callable[[str], None], lang: str) -> None:
    """Say how far it is every `EVERY_S` seconds, until cancelled."""
    began_s = time.monotonic()
    while True:
        await asyncio.sleep(EVERY_S)
        tell(how_far(state(), time.monotonic() - began_s, lang))


def how_far(state: ShowState, seconds: float, lang: str) -> str:
    """Where a rehearsal stands after `seconds`: what was listed and sold, the line, and what waits."""
    minutes, rest = divmod(round(seconds), 60)
    said = Text(
        "{clock} {show}：上架 {items} 件，成交 {orders} 单 {gmv}，{line}，待同步 {waiting}",
        "{clock} {show}: listed {items}, orders {orders} ({gmv}), {line}, unsent {waiting}",
    )
    return said.said(
        lang,
        clock=f"{minutes}:{rest:02d}",
        show=_SHOW[state.show.status].said(lang),
        items=len(state.items),
        orders=state.totals.orders,
        gmv=amount(state.totals.gmv_fen),
        line=_LINE[state.link.status].said(lang),
        waiting=state.outbox.waiting,
    )


def came_to(report: dict[str, Any], screens: Path | None, file: Path | None, lang: str) -> str:
    """Whether both sides' books agree, why the show's sum is larger than theirs, and where pictures and report lie."""
    books, sales = report["books"], report["sales"]
    agree = Text("两边账目一致", "Both sides' books agree")
    differ = Text("两边账目不一致，见报告的 books", "The books differ: see books in the report")
    sums = Text(
        "全场 {all} = 平台 {there} + 店里柜台 {counter}（柜台卖的平台没有订单）",
        "in all {all} = platform {there} + counter {counter} (the platform has no orders for those)",
    )
    parts = [(agree if books["equal"] else differ).said(lang)]
    there, counter = books["database"]["gmv_fen"], sales["at_the_counter_fen"]
    if there + counter == report["gmv_fen"]:
        parts.append(sums.said(lang, all=amount(report["gmv_fen"]), there=amount(there), counter=amount(counter)))
    if report["outbox"]["waiting"]:
        parts.append(Text("还有 {n} 条没发出", "not sent yet: {n}").said(lang, n=report["outbox"]["waiting"]))
    for where, words in (
        (screens, Text("画面在 {path}", "pictures: {path}")),
        (file, Text("报告在 {path}", "report: {path}")),
    ):
        if where is not None:
            parts.append(words.said(lang, path=where))
    comma, stop = ("；", "。") if lang.startswith("zh") else ("; ", ".")
    return comma.join(parts) + stop
