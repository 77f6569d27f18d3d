"""Draws as they are typed, heard and read, and the name of their record as a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from console.draws import NAMELESS, PRIZE_CAP_FEN
from console.facts import Draw, DrawState, Winner
from console.money import price
from console.state import ShowState
from ui.look.format import Standing
from ui.look.language import translate
from ui.typed.asking import typed_plainly, yuan_in

WON_SHOWN_MS = 180_000
"""How long winners stay on the picture."""


@dataclass(frozen=True)
class DrawWish:
    """A draw as it was typed."""

    prize: str
    winners: int = 1
    prize_fen: int = 0
    whole_show: bool = False


_WORTH = re.compile(r"(?:值|价值|worth)\s*([¥\d.,]+)\s*元?", re.IGNORECASE)
_WHOLE = re.compile(r"全场|whole show", re.IGNORECASE)
_WINNERS = re.compile(r"\s[x×*](\d{1,4})(?:人|份)?(?=\s|$)")


def called(won: Winner) -> str:
    """A winner as the screen says it: who bought without a name is nobody in the language of the window."""
    name, nobody = won.name, translate("draw", "匿名")
    if name.startswith(f"{NAMELESS} "):
        name = nobody + name.removeprefix(NAMELESS)
    return f"{won.prize}. {name}"


def draw_in(typed: str) -> DrawWish | None:
    """ "豆绿手镯免单 x3 值599 全场" -> prize, winners, worth, among whom; None without a prize."""
    text = f" {typed_plainly(typed)}"
    worth, winners, whole = _WORTH.search(text), _WINNERS.search(text), _WHOLE.search(text)
    worth_fen = yuan_in(worth[1]) if worth else 0
    if worth_fen is None or (winners and not int(winners[1])):
        return None
    for found in (worth, winners, whole):
        text = text.replace(found[0], " ") if found else text
    prize = " ".join(text.split())
    return DrawWish(prize, int(winners[1]) if winners else 1, worth_fen, whole is not None) if prize else None


def draw_heard(typed: str, number: int | None) -> str:
    """What was understood of a draw's line, with the warning above the cap; "" while it is none."""
    wish = draw_in(typed)
    if wish is None:
        return ""
    among = translate("draw", "全场买家") if wish.whole_show or number is None else ""
    among = among or translate("draw", "{number} 号的买家").format(number=number)
    parts = [wish.prize, translate("draw", "{n} 人中").format(n=wish.winners), among]
    if wish.prize_fen:
        parts.append(translate("draw", "每份值 {amount}").format(amount=price(wish.prize_fen)))
    if wish.prize_fen > PRIZE_CAP_FEN:
        parts.append(cap_words())
    return " · ".join(parts)


def cap_words() -> str:
    """The warning above the prize cap."""
    return translate("draw", "超过 5 万元：抽奖式有奖销售不允许")


def draw_standing(draw: Draw) -> Standing:
    """How a draw stands."""
    return {
        DrawState.OPEN: Standing("ring", translate("draw", "抽奖进行中"), "blue"),
        DrawState.FROZEN: Standing("wait", translate("draw", "名单已锁定，等开奖"), "amber"),
        DrawState.DRAWN: Standing("tick", translate("draw", "已开奖"), "jade"),
        DrawState.STRUCK: Standing("bar", translate("draw", "已作废"), "quiet"),
    }[draw.state]


def draw_file(draw: Draw) -> str:
    """What its record is called as a file: prize and day, without what no file may be called."""
    day = datetime.fromtimestamp(draw.opened_at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d")
    prize = re.sub(r"[^\w\-]+", " ", draw.prize).strip()[:30] or draw.draw_id
    return translate("draw", "抽奖 {prize} {day}").format(prize=prize, day=day) + ".xlsx"


def draw_on_screen(state: ShowState, now_ms: int) -> Draw | None:
    """The draw that anchor and viewers see: the newest, until it is called off or its winners stood long enough."""
    newest = state.draws[0] if state.draws else None
    if newest is None or newest.state is DrawState.STRUCK:
        return None
    if newest.drawn_at_ms is not None and not 0 <= now_ms - newest.drawn_at_ms < WON_SHOWN_MS:
        return None
    return newest
