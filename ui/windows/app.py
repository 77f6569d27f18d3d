"""Where the parts of a window are made and handed to it; `ui/run.py` says what it is given."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QApplication

from ui.actions import Actions
from ui.beside.exporting import Exporting
from ui.beside.importing import Importing
from ui.beside.unsettled import Unsettled
from ui.beside.upkeep import Upkeep
from ui.gestures.show_flow import ShowFlow
from ui.gestures.viewing import Viewing
from ui.keys.hold import Hold
from ui.keys.shortcuts import table
from ui.look.language import speak, translate
from ui.look.pictures import Pictures
from ui.look.room import fitting
from ui.look.theme import Theme, dress
from ui.loop.bridge import Bridge
from ui.loop.tasks import Tasks
from ui.panels.anchor.seat import AnchorSeat
from ui.panels.assistant import AssistantSeat
from ui.panels.bulk_sheet import BulkSheet
from ui.panels.coupon_panel import CouponPanel
from ui.panels.draw_panel import DrawPanel
from ui.panels.first_run import FirstRun
from ui.panels.item_tools import ItemTools
from ui.panels.lineup.panel import LineupPanel
from ui.panels.listing.form import FlashForm
from ui.panels.notices import Notices
from ui.panels.picture.preview import PreviewPanel
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
from ui.panels.show.preflight import PreflightPanel
from ui.panels.show.summary import SummaryPanel
from ui.panels.status_bar import StatusBar
from ui.panels.strip import AskStrip
from ui.panels.trust_form import TrustForm
from ui.selling.holds import Holds
from ui.selling.ticking import Ticking
from ui.typed.pinyin import Pinyin
from ui.windows.main_window import MainWindow
from ui.windows.parts import Given, Parts
from ui.windows.reporting import offer_report

SEATS = ("assistant", "anchor")
FAR = 1.35
"""How much larger the type of a sheet is that is read from two metres away."""


def build_window(given: Given, window: MainWindow | None = None) -> MainWindow:
    """The window of `given.seat`, not shown yet. Needs a `QApplication`.

    `window` is furnished anew instead of a new one, see `MainWindow.again`. Call `stop()` on it before the loop ends;
    `closed` is emitted when a person closes it. Raises ValueError for an unknown seat or keys that clash.
    """
    if given.seat not in SEATS:
        raise ValueError(f"no such seat: {given.seat}")
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a window needs a QApplication")
    parts = _Workshop(given, app).parts()
    opened, window = window is None, window or MainWindow()
    window.furnish(parts)
    if opened:
        given.typed.offer(window)
    end = given.last_end.take() if given.last_end is not None else None
    if end is not None:
        offer_report(end, parts.notices, parts.tasks, parts.closing.exporting.folder)
    for part in (
        *(parts.theme, parts.actions, parts.bridge, parts.pictures),
        *(parts.hold, parts.draw_hold, parts.viewing, parts.ticking),
    ):
        part.setParent(window)
    window.scale_in = partial(fitting, given.text_scale)
    window.again = lambda **changes: build_window(replace(given, **changes), window)
    return window


class _Workshop:
    """Makes the parts of one window; what many of them share is made first."""

    def __init__(self, given: Given, app: QApplication) -> None:
        self.given = given
        self.theme = Theme(given.look, fitting(given.text_scale, given.room), wished=given.text_scale)
        self.keys = table(given.keys)
        speak(app, given.lang, given.data_folder / "cache")
        dress(app, self.theme)
        far = given.seat == "anchor"
        scale = self.theme.scale * max(1.0, FAR / max(self.theme.wished, 1.0))
        self.large = self.theme.larger(scale) if far else self.theme
        self.tasks = Tasks(given.loop)
        self.actions = Actions(given.desk, self.tasks, Holds(given.holds))
        self.actions.who = given.seat
        self.bridge = Bridge(given.desk)
        self.pictures = Pictures(given.data_folder)
        self.hold, self.draw_hold = Hold(), Hold()
        self.ticking = Ticking(given.clock)
        self.preview = self._preview()
        self.notices = Notices(self.theme, self.keys, given.lang, own_only=far)
        self.strip = AskStrip(self.theme, given.lang)
        self.upkeep = Upkeep(self.tasks, given.work)

    def parts(self) -> Parts:
        """All of them."""
        given, theme, keys, actions, tasks = self.given, self.theme, self.keys, self.actions, self.tasks
        exporting = Exporting(tasks, given.export, given.export_folder)
        importing = Importing(tasks, given.bulk, first=actions.bring_along)
        return Parts(
            given=given,
            theme=theme,
            keys=keys,
            actions=actions,
            bridge=self.bridge,
            tasks=tasks,
            pictures=self.pictures,
            ticking=self.ticking,
            hold=self.hold,
            draw_hold=self.draw_hold,
            seat=self._anchor() if given.seat == "anchor" else self._assistant(),
            notices=self.notices,
            strip=self.strip,
            viewing=Viewing(actions, tasks, keys, self.preview, given.devices),
            closing=ClosingPanel(theme, keys, actions, exporting, given.clock, given.lang),
            flow=self._flow(),
            settings=self._settings(),
            first_run=FirstRun(theme, actions, tasks, self.upkeep, given.devices, given.lang),
            bulk=BulkSheet(theme, keys, importing, given.lang),
            script=ScriptForm(theme, actions, given.check, given.lang),
        )

    def _preview(self) -> PreviewPanel:
        seat, keys = self.given.seat, self.keys
        panel = PreviewPanel(self.theme, self.given.preview, self.pictures, seat=seat, ticking=self.ticking)
        panel.switch_key = keys["camera"].shown
        panel.menu_key = keys["view_menu"].shown if seat == "assistant" else ""
        return panel

    def _anchor(self) -> AnchorSeat:
        return AnchorSeat(
            self.theme,
            self.keys,
            self.preview,
            self.pictures,
            self.notices,
            self.strip,
            self.given.clock,
            self.given.lang,
            self.ticking,
            self.given.prompter,
        )

    def _assistant(self) -> AssistantSeat:
        theme, keys, actions, pictures, ticking = self.theme, self.keys, self.actions, self.pictures, self.ticking
        clock, lang, check = self.given.clock, self.given.lang, self.given.check
        return AssistantSeat(
            theme,
            ShowBar(theme, keys, actions, self.hold, clock, lang, check),
            LineupPanel(theme, keys, actions, pictures, ticking, Pinyin(), check, lang),
            ItemTools(theme, keys, actions, ticking),
            DrawPanel(theme, keys, actions, self.draw_hold),
            CouponPanel(theme, keys, actions, clock.now_ms),
            TrustForm(theme, actions, lang, check),
            FlashForm(theme, keys, actions, self.preview, pictures, self.given.read_line, clock, lang, check),
            SalesPanel(theme, keys, clock.now_ms, Unsettled(self.tasks, self.given.open_sales)),
            self.notices,
            self.strip,
            StatusBar(theme, keys, actions, clock, lang),
        )

    def _flow(self) -> ShowFlow:
        given, theme, keys, tasks, now_ms = self.given, self.large, self.keys, self.tasks, self.given.clock.now_ms
        return ShowFlow(
            self.actions,
            PreflightPanel(theme, keys, self.actions, tasks, given.lang, given.check, given.machine, given.ear),
            PlansPanel(theme, keys, now_ms),
            SummaryPanel(theme, keys, tasks, given.lang, now_ms, given.shows),
            now_ms,
        )

    def _settings(self) -> SettingsSheet:
        theme, keys, actions, lang, devices = self.large, self.keys, self.actions, self.given.lang, self.given.devices
        camera = CameraPage(theme, actions, self.tasks, devices, keys["view_menu"].shown)
        sheet = SettingsSheet(
            theme,
            keys,
            {
                translate("settings", "语言和外观"): LookPage(theme, actions, lang),
                translate("settings", "摄像头"): camera,
                translate("settings", "店铺"): ShopPage(theme, actions, self.upkeep, lang),
                translate("settings", "按键"): KeysPage(theme, keys, actions),
                translate("settings", "备份"): BackupPage(theme, self.upkeep, lang),
                translate("settings", "数据文件夹"): FolderPage(theme, self.upkeep, lang),
            },
        )
        sheet.setProperty("seat", self.given.seat)
        self.upkeep.setParent(sheet)
        return sheet
