"""Proof: a small picture of the moment of each sale and each item put on air, kept for disputes.

A side record, not part of the books: it is in no backup and no second copy, and whatever happens to it
never touches a sale. Pictures and their index are `album`, the thread that takes them is `witness`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from console.errors import Text
from console.events import Event, NoticeRaised
from console.facts import Notice, NoticeLevel
from console.proof.album import Album
from console.proof.witness import Shown, Witness, facts_of

if TYPE_CHECKING:
    from console.clock import Clock
    from console.desk import Desk

PROOF = "proof"
"""The key of the card."""


def open_proof(
    stack: AsyncExitStack, desk: Desk, camera: Shown, data: Path, clock: Clock, may_write: Callable[[], bool]
) -> Witness:
    """Keep a picture of each sale and each item put on air below `data`, until `stack` closes."""
    loop = asyncio.get_running_loop()

    def trouble(_error: OSError) -> None:
        """On the thread of the witness."""
        loop.call_soon_threadsafe(tell)

    def tell() -> None:
        desk.tell(NoticeRaised(notice=Notice(PROOF, NoticeLevel.WARNING, _NOT_KEPT, _ADVICE)))

    witness = Witness(Album(data), camera, clock, may_write, trouble)

    def hear(event: Event) -> None:
        witness.see(facts_of(event, clock.now_ms(), desk.state))

    stack.callback(desk.hub.subscribe(hear))
    witness.start()
    stack.callback(witness.stop)
    return witness


_NOT_KEPT = Text("成交画面没有留存下来", "The picture of a sale could not be kept")
_ADVICE = Text(
    "成交照常，不受影响；请看看磁盘是否写得进去",
    "Sales go on and are not affected; look whether the disk can be written to",
)
