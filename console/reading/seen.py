"""What is told of codes in the picture: goods to whoever lists them, and a card for what leads buyers away.

On the main thread. A warning while the show runs or is rehearsed; before it only a remark. The card
goes when the code is gone, and one that a person put away stays away until the code comes again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.errors import Text
from console.events import CodeSeen, Event, NoticeCleared, NoticeRaised, ShowEnded, ShowStarted
from console.facts import Code, CodeKind, Notice, NoticeLevel

if TYPE_CHECKING:
    from console.desk import Desk
    from console.reading.sightings import Change

CODE = "code"
"""The key of the card."""
_SHOWN = 28


class Seen:
    """Keeps the card in step with the picture."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._away: dict[str, Code] = {}
        self._leave = desk.hub.subscribe(self._hear)

    def close(self) -> None:
        """Listen no more; harmless when called twice."""
        self._leave()

    def change(self, change: Change) -> None:
        """Codes came into the picture, or went."""
        for code in change.came:
            item = self._desk.state.by_barcode(code.text) if code.kind is CodeKind.GOODS else None
            self._desk.tell(CodeSeen(code=code, number=None if item is None else item.number))
        fresh = [code for code in change.came if code.kind is CodeKind.LEADS_AWAY]
        gone = [self._away.pop(code.text) for code in change.went if code.text in self._away]
        self._away |= {code.text: code for code in fresh}
        if fresh:
            self._raise()
        elif gone and self._shown():
            if self._away:
                self._raise()
            else:
                self._desk.tell(NoticeCleared(key=CODE))

    def _hear(self, event: Event) -> None:
        if isinstance(event, ShowStarted | ShowEnded) and self._away:
            self._raise()

    def _shown(self) -> bool:
        return any(notice.key == CODE for notice in self._desk.state.notices)

    def _raise(self) -> None:
        state = self._desk.state
        serious = state.live or state.rehearsal
        level = NoticeLevel.TROUBLE if serious else NoticeLevel.INFO
        facts = {"what": shown(list(self._away)[-1])}
        self._desk.tell(
            NoticeRaised(notice=Notice(CODE, level, _TITLE, _ADVICE if serious else _ADVICE_BEFORE, None, facts))
        )


def shown(text: str) -> str:
    """A code's content as a card may show it: short, on one line, long numbers with their middle hidden."""
    plain = " ".join(text.split()).split("://", 1)[-1]
    plain = "".join(letter if letter.isprintable() else "·" for letter in plain)
    plain = re.sub(r"\d{7,}", lambda found: f"{found[0][:3]}…{found[0][-2:]}", plain)
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


_TITLE = Text("画面里有站外的码", "A code leads elsewhere")
_ADVICE = Text("请马上移开或遮住，播出去会被处罚：{what}", "Move or cover it now; the platform penalises it: {what}")
_ADVICE_BEFORE = Text("开播前请移开或遮住：{what}", "Move or cover it before you go live: {what}")
