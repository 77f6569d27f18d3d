"""Where a window is put together from its parts; `main.py` gives it the desk and the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from console.camera.plugged import here
from console.clock import Clock, SystemClock
from ui.actions import Actions
from ui.bridge import Bridge
from ui.exporting import Export, ExportDraw, Exporting
from ui.hold import Hold
from ui.holds import Holds
from ui.importing import Bulk, Importing
from ui.language import speak, translate
from ui.main_window import MainWindow
from ui.microphone import Ear
from ui.panels.anchor.seat import AnchorSeat
from ui.panels.assistant import AssistantSeat
from ui.panels.bulk_sheet import BulkSheet
from ui.panels.coupon_panel import CouponPanel
from ui.panels.draw_panel import DrawPanel
from ui.panels.first_run import FirstRun
from ui.panels.item_tools import ItemTools
from ui.panels.lineup.panel import LineupPanel
from ui.panels.listing.form import FlashForm
from ui.panels.listing.line import ReadLine
from ui.panels.notices import Notices
from ui.panels.picture.preview import PreviewPanel, PreviewSource
from ui.panels.sales import SalesPanel
from ui.panels.script_form import ScriptForm
from ui.panels.settings.books import BackupPage, FolderPage
from ui.panels.settings.camera import CameraPage
from ui.panels.settings.keys import KeysPage
from ui.panels.settings.look import LookPage
from ui.panels.settings.sheet import SettingsSheet
from ui.panels.settings.shop import ShopPage
from ui.panels.show.bar import ShowBar
from ui.panels.show.closing import ClosingPanel
from ui.panels.show.plans import PlansPanel
from ui.panels.show.preflight import PreflightPanel, ReadMachine
from ui.panels.show.summary import Shows, SummaryPanel
from ui.panels.status_bar import StatusBar
from ui.panels.strip import AskStrip
from ui.panels.trust_form import TrustForm
from ui.parts import Parts
from ui.pictures import Pictures
from ui.pinyin import Pinyin
from ui.prompter import Prompter
from ui.reporting import LastEnd, offer_report
from ui.room import Room, fitting
from ui.shortcuts import Key, table
from ui.show_flow import ShowFlow
from ui.tasks import Tasks
from ui.theme import LOOK, Theme, dress
from ui.ticking import Ticking
from ui.unsettled import ReadOpen, Unsettled
from ui.upkeep import Upkeep, Work
from ui.viewing import ListDevices, Viewing
from ui.wording import Check, unchecked

if TYPE_CHECKING:
    from console.desk import Desk

SEATS = ("assistant", "anchor")
FAR = 1.35
"""How much larger the type of a sheet is that is read from two metres away."""


def build_window(
    desk: Desk,
    *,
    data_folder: Path,
    read_line: ReadLine,
    preview: PreviewSource | None = None,
    seat: str = "assistant",
    lang: str = "zh_CN",
    clock: Clock | None = None,
    loop: asyncio.AbstractEventLoop | None = None,
    keys: Mapping[str, Sequence[str]] | None = None,
    text_scale: float = 1.0,
    room: Room | None = None,
    look: str = LOOK,
    export: Export | None = None,
    export_folder: Path | None = None,
    export_draw: ExportDraw | None = None,
    holds: Mapping[str, tuple[str, int]] | None = None,
    open_sales: ReadOpen | None = None,
    devices: ListDevices = here.devices,
    check: Check = unchecked,
    bulk: Bulk | None = None,
    prompter: Prompter | None = None,
    work: Work | None = None,
    window: MainWindow | None = None,
    machine: ReadMachine | None = None,
    ear: Ear | None = None,
    shows: Shows | None = None,
    last_end: LastEnd | None = None,
) -> MainWindow:
    """The window of `seat` ("assistant" or "anchor"), not shown yet. Needs a `QApplication`.

    What is shown: `lang`; `look` ("dark" or "light"); `text_scale`, the size of type that is wished, and `room`, what
    the screen has for it; `keys`, which overrides the key table by action; `holds`, the quotas asked for and not
    answered yet; `last_end`, how the last run ended.

    What is looked at: `data_folder`, where the pictures named in items lie; `preview`, the camera's mailbox (`take`,
    `preview_size`, `listen`), or None without a camera; `devices`, the cameras to choose from, listed on another
    thread; `open_sales`, those not settled between both sides; `shows`, what past ones came to; `machine` and `ear`,
    what only this machine knows and hears, for the look before going live.

    What works for it: `read_line` understands a listing line, `check` looks at words while they are typed, `bulk` reads
    and enters spreadsheets, `export` writes sales and what is unsent into `export_folder` (by default `Kaibo` in the
    person's documents), `export_draw` the record of a draw; `work` is what the settings ask of the machine; `loop`
    runs the coroutines (qasync's loop; by default the one that is set).

    `window` is furnished anew instead of a new one, see `MainWindow.again`. Call `stop()` on it before the loop ends;
    `closed` is emitted when a person closes it. Raises ValueError for an unknown
    seat or keys that clash.
    """
    prompter = prompter or Prompter()
    given = {**locals()}
    if seat not in SEATS:
        raise ValueError(f"no such seat: {seat}")
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a window needs a QApplication")
    theme = Theme(look, fitting(text_scale, room), wished=text_scale)
    key_table = table(keys)
    speak(app, lang, data_folder / "cache")
    dress(app, theme)
    clock = clock or SystemClock()
    tasks = Tasks(loop or asyncio.get_event_loop())
    actions = Actions(desk, tasks, Holds(holds))
    actions.who = seat
    bridge = Bridge(desk)
    pictures = Pictures(data_folder)
    hold, draw_hold = Hold(), Hold()
    ticking = Ticking(clock)
    panel = PreviewPanel(theme, preview, pictures, seat=seat, ticking=ticking)
    panel.switch_key = key_table["camera"].shown
    panel.menu_key = key_table["view_menu"].shown if seat == "assistant" else ""
    notices = Notices(theme, key_table, lang, own_only=seat == "anchor")
    strip = AskStrip(theme, lang)
    place: AssistantSeat | AnchorSeat
    if seat == "anchor":
        place = AnchorSeat(theme, key_table, panel, pictures, notices, strip, clock, lang, ticking, prompter)
    else:
        place = AssistantSeat(
            theme,
            ShowBar(theme, key_table, actions, hold, clock, lang, check),
            LineupPanel(theme, key_table, actions, pictures, ticking, Pinyin(), check, lang),
            ItemTools(theme, key_table, actions, ticking),
            DrawPanel(theme, key_table, actions, draw_hold),
            CouponPanel(theme, key_table, actions, clock.now_ms),
            TrustForm(theme, actions, lang, check),
            FlashForm(theme, key_table, actions, panel, pictures, read_line, clock, lang, check),
            SalesPanel(theme, key_table, clock.now_ms, Unsettled(tasks, open_sales)),
            notices,
            strip,
            StatusBar(theme, key_table, actions, clock, lang),
        )
    far = seat == "anchor"
    large = theme.larger(theme.scale * max(1.0, FAR / max(theme.wished, 1.0))) if far else theme
    closing = ClosingPanel(theme, key_table, actions, Exporting(tasks, export, export_folder), clock, lang)
    viewing = Viewing(actions, tasks, key_table, panel, devices)
    upkeep = Upkeep(tasks, work)
    settings = _settings_sheet(large, key_table, actions, tasks, upkeep, devices, lang)
    settings.setProperty("seat", seat)
    upkeep.setParent(settings)
    flow = ShowFlow(
        actions,
        PreflightPanel(large, key_table, actions, tasks, lang, check, machine, ear),
        PlansPanel(large, key_table, clock.now_ms),
        SummaryPanel(large, key_table, tasks, lang, clock.now_ms, shows),
        clock.now_ms,
    )
    window = window or MainWindow()
    window.furnish(
        Parts(
            desk=desk,
            lang=lang,
            theme=theme,
            keys=key_table,
            check=check,
            actions=actions,
            bridge=bridge,
            tasks=tasks,
            pictures=pictures,
            ticking=ticking,
            hold=hold,
            draw_hold=draw_hold,
            seat=place,
            notices=notices,
            strip=strip,
            viewing=viewing,
            flow=flow,
            closing=closing,
            settings=settings,
            first_run=FirstRun(theme, actions, tasks, upkeep, devices, lang),
            bulk=BulkSheet(theme, key_table, Importing(tasks, bulk, first=actions.bring_along), lang),
            prompter=prompter,
            script=ScriptForm(theme, actions, check, lang),
            export_draw=export_draw,
        )
    )
    end = last_end.take() if last_end is not None else None
    if end is not None:
        offer_report(end, notices, tasks, closing.exporting.folder)
    for part in (theme, actions, bridge, pictures, hold, draw_hold, viewing, ticking):
        part.setParent(window)
    window.scale_in = partial(fitting, text_scale)
    window.again = lambda **changes: build_window(**{**given, "window": window, **changes})
    return window


def _settings_sheet(
    theme: Theme,
    keys: dict[str, Key],
    actions: Actions,
    tasks: Tasks,
    upkeep: Upkeep,
    devices: ListDevices,
    lang: str,
) -> SettingsSheet:
    return SettingsSheet(
        theme,
        keys,
        {
            translate("settings", "语言和外观"): LookPage(theme, actions, lang),
            translate("settings", "摄像头"): CameraPage(theme, actions, tasks, devices, keys["view_menu"].shown),
            translate("settings", "店铺"): ShopPage(theme, actions, upkeep, lang),
            translate("settings", "按键"): KeysPage(theme, keys, actions),
            translate("settings", "备份"): BackupPage(theme, upkeep, lang),
            translate("settings", "数据文件夹"): FolderPage(theme, upkeep, lang),
        },
    )
