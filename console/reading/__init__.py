"""Reading what the camera shows: codes in the running picture, labels on a snapped one.

A reading is a proposal or a warning, told over the desk and recorded nowhere. It never puts anything
on air and never overwrites what a person typed.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from console.events import Event, LabelRead, SnapTaken
from console.reading.glances import Glances, Shown
from console.reading.labelling import Labelling
from console.reading.seen import Seen

if TYPE_CHECKING:
    from console.clock import Clock
    from console.desk import Desk
    from console.facts import Label
    from console.reading.sightings import Change


def open_reading(stack: AsyncExitStack, desk: Desk, camera: Shown, data: Path, clock: Clock) -> None:
    """Look for codes in the picture of `camera` and read the label of each snap below `data`.

    Until `stack` closes; what is found is told at `desk`.
    """
    loop = asyncio.get_running_loop()
    seen = Seen(desk)
    stack.callback(seen.close)

    def changed(change: Change) -> None:
        """On the thread of the glances."""
        loop.call_soon_threadsafe(seen.change, change)

    glances = Glances(camera, changed, clock)
    glances.start()
    stack.callback(glances.stop)
    _read_labels(stack, desk, data, loop)


def _read_labels(stack: AsyncExitStack, desk: Desk, data: Path, loop: asyncio.AbstractEventLoop) -> None:
    def read(snap_id: str, label: Label) -> None:
        """On the thread of the labels."""
        loop.call_soon_threadsafe(desk.tell, LabelRead(snap_id=snap_id, label=label))

    labelling = Labelling(read)
    last = ""

    def hear(event: Event) -> None:
        nonlocal last
        if not isinstance(event, SnapTaken) or not event.in_hand:
            return
        if event.snap.shots and event.snap.shots[0].full != last:
            last = event.snap.shots[0].full  # a photo that was cut anew says what it said before
            labelling.read(event.snap_id, data / last)

    stack.callback(desk.hub.subscribe(hear))
    labelling.start()
    stack.callback(labelling.stop)
