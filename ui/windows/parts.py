"""What a window is given, and the parts it is furnished with.

`ui/windows/app.py` makes the parts, `MainWindow.furnish` puts them in their places.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from console.camera.plugged import here
from console.clock import Clock, SystemClock
from ui.look.theme import LOOK
from ui.panels.wording import Check, unchecked
from ui.prompting.prompter import Prompter
from ui.windows.drafts import InProgress

if TYPE_CHECKING:
    from console.desk import Desk
    from ui.actions import Actions
    from ui.beside.exporting import Export, ExportDraw
    from ui.beside.importing import Bulk
    from ui.beside.unsettled import ReadOpen
    from ui.beside.upkeep import Work
    from ui.gestures.show_flow import ShowFlow
    from ui.gestures.viewing import ListDevices, Viewing
    from ui.keys.hold import Hold
    from ui.keys.shortcuts import Key
    from ui.look.pictures import Pictures
    from ui.look.room import Room
    from ui.look.theme import Theme
    from ui.loop.bridge import Bridge
    from ui.loop.tasks import Tasks
    from ui.panels.anchor.seat import AnchorSeat
    from ui.panels.assistant import AssistantSeat
    from ui.panels.bulk_sheet import BulkSheet
    from ui.panels.first_run import FirstRun
    from ui.panels.listing.line import ReadLine
    from ui.panels.notices import Notices
    from ui.panels.picture.preview import PreviewSource
    from ui.panels.script_form import ScriptForm
    from ui.panels.settings.sheet import SettingsSheet
    from ui.panels.show.closing import ClosingPanel
    from ui.panels.show.preflight import ReadMachine
    from ui.panels.show.summary import Shows
    from ui.panels.strip import AskStrip
    from ui.selling.ticking import Ticking
    from ui.studio.microphone import Ear
    from ui.windows.reporting import LastEnd


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the window of a seat shows, looks at and works with. None is what this desk or machine has not."""

    desk: Desk
    seat: str = "assistant"
    """Or "anchor"."""
    clock: Clock = field(default_factory=SystemClock)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_event_loop)
    """Runs the coroutines; qasync's."""

    # --- how it looks ------------------------------------------------------------------------

    lang: str = "zh_CN"
    look: str = LOOK
    """"dark" or "light"."""
    text_scale: float = 1.0
    """The size of type that is wished."""
    room: Room | None = None
    """What the screen has for it."""
    keys: Mapping[str, Sequence[str]] | None = None
    """Overrides the key table, by action."""

    # --- what it looks at --------------------------------------------------------------------

    data_folder: Path
    """Where the pictures named in items lie."""
    preview: PreviewSource | None = None
    """The camera's mailbox."""
    devices: ListDevices = here.devices
    """The cameras to choose from; asked on another thread."""
    holds: Mapping[str, tuple[str, int]] | None = None
    """The quotas asked for and not answered yet."""
    open_sales: ReadOpen | None = None
    """The sales not settled between both sides."""
    machine: ReadMachine | None = None
    """What only this machine knows, for the look before going live."""
    ear: Ear | None = None
    """What its microphone hears meanwhile."""
    shows: Shows | None = None
    """What past shows came to."""
    last_end: LastEnd | None = None
    """How the last run ended."""

    # --- what works for it -------------------------------------------------------------------

    read_line: ReadLine
    """Understands a listing line."""
    check: Check = unchecked
    """Looks at words while they are typed."""
    bulk: Bulk | None = None
    """Reads and enters spreadsheets."""
    export: Export | None = None
    """Writes sales and what is unsent."""
    export_folder: Path | None = None
    """Where to; by default `Kaibo` in the person's documents."""
    export_draw: ExportDraw | None = None
    """Writes the record of a draw."""
    work: Work | None = None
    """What the settings ask of the machine."""
    prompter: Prompter = field(default_factory=Prompter)
    typed: InProgress = field(default_factory=InProgress)
    """Keeps what is typed and not listed or saved yet."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """All of one window, in one language, size of type and set of keys; another choice takes another set of parts."""

    given: Given
    theme: Theme
    keys: dict[str, Key]
    actions: Actions
    bridge: Bridge
    tasks: Tasks
    pictures: Pictures
    ticking: Ticking
    hold: Hold
    """Held, it ends the show."""
    draw_hold: Hold
    """Held, it draws the winners."""
    seat: AssistantSeat | AnchorSeat
    notices: Notices
    strip: AskStrip
    viewing: Viewing
    flow: ShowFlow
    closing: ClosingPanel
    settings: SettingsSheet
    first_run: FirstRun
    bulk: BulkSheet
    script: ScriptForm
