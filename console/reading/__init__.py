"""Reading what the camera shows: codes in the running picture, labels on a snapped one.

A reading is a proposal or a warning, told over the desk and recorded nowhere. It never puts anything
on air and never overwrites what a person typed.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from console.reading.glances import Glances, Shown
from console.reading.seen import Seen

if TYPE_CHECKING:
    from console.clock import Clock
    from console.desk import Desk
    from console.reading.sightings import Change


def open_reading(stack: AsyncExitStack, desk: Desk, camera: Shown, clock: Clock) -> None:
    """Look for codes in the picture of `camera` until `stack` closes, and tell of them at `desk`."""
    loop = asyncio.get_running_loop()
    seen = Seen(desk)
    stack.callback(seen.close)

    def changed(change: Change) -> None:
        """On the thread of the glances."""
        loop.call_soon_threadsafe(seen.change, change)

    glances = Glances(camera, changed, clock)
    glances.start()
    stack.callback(glances.stop)
