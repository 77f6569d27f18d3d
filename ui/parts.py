"""What a window is furnished with: `ui/app.py` makes the parts, `MainWindow.furnish` puts them in their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.desk import Desk
    from ui.actions import Actions
    from ui.bridge import Bridge
    from ui.exporting import ExportDraw
    from ui.hold import Hold
    from ui.panels.anchor.seat import AnchorSeat
    from ui.panels.assistant import AssistantSeat
    from ui.panels.bulk_sheet import BulkSheet
    from ui.panels.first_run import FirstRun
    from ui.panels.notices import Notices
    from ui.panels.script_form import ScriptForm
    from ui.panels.settings.sheet import SettingsSheet
    from ui.panels.show.closing import ClosingPanel
    from ui.panels.strip import AskStrip
    from ui.pictures import Pictures
    from ui.prompter import Prompter
    from ui.shortcuts import Key
    from ui.show_flow import ShowFlow
    from ui.tasks import Tasks
    from ui.theme import Theme
    from ui.ticking import Ticking
    from ui.viewing import Viewing
    from ui.wording import Check


@dataclass(frozen=True, kw_only=True)
class Parts:
    """All of one window, in one language, size of type and set of keys; another choice takes another set of parts."""

    desk: Desk
    lang: str
    theme: Theme
    keys: dict[str, Key]
    check: Check
    """Looks at words while they are typed."""
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
    prompter: Prompter
    script: ScriptForm
    export_draw: ExportDraw | None
    """Writes the record of a draw; None where nothing can be written out."""
