"""How the shop answers: the line to it, its authorisation, and how many calls are left today. Pure."""

from __future__ import annotations

from console.errors import Text
from console.facts import (
    LinkMode,
    LinkStatus,
)
from console.preflight.finding import Finding, Level
from console.preflight.machine import Machine
from console.state import ShowState

SIGN_IN = "sign-in"
"""Key of the notice that says that the shop's authorisation has ended; see `sync.link`."""
OTHER_SHOP = "link-other-shop"
"""Key of the notice that says that another shop answers than the one the books belong to."""


def shop(state: ShowState) -> Finding:
    """Whether the platform hears us."""
    link = state.link
    if any(notice.key == SIGN_IN for notice in state.notices):
        what = Text("店铺授权失效了", "The shop's authorisation has ended")
        return Finding(
            "shop",
            Level.WARN,
            what,
            Text("重新授权；之前卖的先存本机", "Authorise again; until then sales wait here"),
            "retry",
        )
    if any(notice.key == OTHER_SHOP for notice in state.notices):
        what = Text("登录的是另一家店，什么都不会上架", "Signed in to another shop: nothing gets listed")
        todo = Text("用原来的店授权，或换一个数据文件夹", "Sign in to the first one, or choose another data folder")
        return Finding("shop", Level.WARN, what, todo, "retry")
    if link.mode is LinkMode.OFFLINE:
        what = Text("现在是强制离线", "Forced offline")
        return Finding(
            "shop",
            Level.WARN,
            what,
            Text("要让平台看到，就恢复联网", "Go online for the platform to see it"),
            "go_online",
        )
    match link.status:
        case LinkStatus.ONLINE:
            return Finding("shop", Level.OK, Text("店铺连着，授权有效", "The shop answers, authorisation is good"))
        case LinkStatus.UNTRIED:
            return Finding("shop", Level.UNKNOWN, Text("还没和店铺说上话", "The shop was not called yet"), deed="retry")
        case LinkStatus.DEGRADED:
            what = Text("网络不稳", "The line is poor")
        case LinkStatus.OFFLINE:
            what = Text("连不上平台", "The platform cannot be reached")
    return Finding("shop", Level.WARN, what, Text("可以照卖，先存在本机", "Selling goes on and waits here"), "retry")


def calls(state: ShowState, machine: Machine | None) -> Finding:
    """How often it may still be called today."""
    left = state.link.calls_left
    if left is None:
        return Finding("calls", Level.UNKNOWN, Text("今天还没有调用过平台", "The platform was not called today"))
    of = machine.calls_per_day if machine is not None else None
    share = f" / {of:,}" if of else ""
    what = Text(f"今天还可调用 {left:,}{share} 次", f"{left:,}{share} calls left today")
    if state.link.calls_low:
        todo = Text(
            "找订单会变慢，少在网页后台用同一个应用", "Orders are looked for less often; spare this app elsewhere"
        )
        return Finding("calls", Level.WARN, what, todo)
    return Finding("calls", Level.OK, what)
