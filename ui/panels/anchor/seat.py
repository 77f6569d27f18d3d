"""The anchor's seat: a huge picture, what is on air, what comes next, and one strip. Nothing to aim at."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from console.camera import view
from console.clock import Clock
from console.events import Event
from console.facts import ShowStatus
from console.state import ShowState
from ui.keys.shortcuts import Key
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.loop.elapsed import Elapsed
from ui.panels.anchor.foot_strip import FootStrip
from ui.panels.anchor.next_items import NextPanel
from ui.panels.anchor.on_air import OnAirPanel
from ui.panels.anchor.tools import DrawBoard
from ui.panels.notices import Notices
from ui.panels.picture.preview import PreviewPanel
from ui.panels.prompt_view import PromptView
from ui.panels.strip import AskStrip
from ui.prompting.prompter import Prompter
from ui.selling.ticking import Ticking


class AnchorSeat(QWidget):
    """Places its parts by the window's size; one unit is one pixel of 1920x1080."""

    def __init__(
        self,
        theme: Theme,
        keys: Mapping[str, Key],
        preview: PreviewPanel,
        pictures: Pictures,
        notices: Notices,
        strip: AskStrip,
        clock: Clock,
        lang: str,
        ticking: Ticking,
        prompter: Prompter,
    ) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._state = ShowState()
        self._over = (0, 0, 0)
        """Left, right and lower edge of where questions and cards lie."""
        self._live, self._unsent = Elapsed(clock), Elapsed(clock)
        self.preview = preview
        self.on_air = OnAirPanel(theme, pictures, keys, ticking, prompter, self)
        self.next = NextPanel(theme, pictures, keys, self)
        self.draw = DrawBoard(theme, ticking, self)
        shown = [(keys[name].shown, keys[name].name) for name in ("snap", "sale", "sheet")]
        self.foot = FootStrip(theme, pictures, lang, shown, self)
        self.prompter = prompter
        self.prompt = PromptView(theme, prompter, keys["script"].shown, parent=self)
        prompter.changed.connect(self._place_prompt)
        self.strip, self.notices = strip, notices
        for part in (preview, notices, strip):
            part.setParent(self)
        notices.setProperty("seat", "anchor")
        strip.setProperty("seat", "anchor")

    @property
    def unit(self) -> float:
        return min(self.width() / 1920, self.height() / 1080)

    def show_state(self, state: ShowState) -> None:
        """Hand the state to every part."""
        self._state = state
        self.notices.show_state(state)
        self.preview.show_state(state)
        self.on_air.show_state(state, self.unit)
        self.next.show_state(state, self.unit)
        self.prompt.show_state(state)
        self._show_draw()
        self.tick()
        self._place()

    def _show_draw(self) -> None:
        """A draw takes the place of what comes next, for as long as it is to be seen."""
        self.next.setVisible(not self.draw.show_state(self._state, self.unit))

    def happened(self, event: Event) -> None:
        """Nothing here cares for the moment itself."""

    def tick(self) -> None:
        """Once a second: the clocks."""
        state = self._state
        live = state.show.status is ShowStatus.LIVE
        self.foot.live_s = self._live.seconds(state.show.started_at_ms if live else None)
        self.foot.unsent_s = self._unsent.seconds(state.outbox.oldest_at_ms)
        if live:  # the clock stands at the foot, where it is to be seen beside the prompter too
            banner = (self.tr("彩排中"), "amber") if state.rehearsal else (self.tr("直播中"), "on_air")
        else:
            banner = (self.tr("彩排 · 未开播"), "amber") if state.rehearsal else (self.tr("未开播"), "quiet")
        said = banner, max(12.0, 24 * self.unit / max(1.0, self._theme.room_share))
        if said != (self.preview.banner, self.preview.banner_px):
            self.preview.banner, self.preview.banner_px = said
            self.preview.update(0, 0, self.preview.width(), round(80 * self.unit) + 40)
        self.foot.show_state(state, self.unit)
        self._show_draw()

    def back(self) -> bool:
        """One step back; there is nothing of its own to close."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_state(self._state)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_over()  # a question or card found another height at its width
        return super().event(event)

    def _place(self) -> None:
        u = self.unit
        margin, gap = round(14 * u), round(14 * u)
        wide, tall = self.width(), self.height()
        foot = round(84 * u)
        bottom = tall - margin - foot
        body = bottom - gap - margin
        camera = self._state.camera
        wide_px, tall_px = view.size(camera.view, camera.width, camera.height) if camera.width else (0, 0)
        upright = tall_px > wide_px > 0
        below = round(250 * u)
        if upright:  # a phone held upright: the picture takes the height, everything else stands beside it
            left = round(min(body * wide_px / tall_px, wide * 0.5))
            self.preview.setGeometry(margin, margin, left, body)
            x, side = margin + left + gap, wide - 2 * margin - left - gap
            self.on_air.setGeometry(x, margin, side, body - below - gap)
            self.next.setGeometry(x, bottom - gap - below, side, below)
        else:
            left = round(min((body - below - gap) * 16 / 9, wide - 2 * margin - gap - 600 * u))
            picture = round(left * 9 / 16)
            self.preview.setGeometry(margin, margin, left, picture)
            x = margin + left + gap
            self.on_air.setGeometry(x, margin, wide - margin - x, body)
            self.next.setGeometry(margin, margin + picture + gap, left, body - picture - gap)
        self.draw.setGeometry(self.next.geometry())
        self.foot.setGeometry(margin, bottom, wide - 2 * margin, foot)
        self.prompt.setGeometry(margin, margin, wide - 2 * margin, body)
        self._place_prompt()
        self._over = (margin, margin + left, bottom - gap)
        self._place_over()

    def turn_page(self, by: int) -> bool:
        """Turn the prompter's page where it has the whole screen; False where there is no more of it."""
        return self.prompt.isVisible() and self.prompt.page.turn(by)

    def _place_prompt(self) -> None:
        """The prompter over everything but the foot, or not."""
        full = self.prompter.shown == "full"
        self.preview.setVisible(not full)  # nobody sees it: no pictures are made for it
        self.prompt.setVisible(full)
        self.prompt.raise_()
        for part in (self.strip, self.notices):
            part.raise_()
        self.on_air.update()

    def _place_over(self) -> None:
        """Questions and cards lie over the lower edge of the picture, above the card of the item."""
        left, right, bottom = self._over
        inset = self._theme.px(16)
        y = self.preview.y() + max(self._theme.px(48), round(92 * self.unit))
        for part in (self.strip, self.notices):
            if part.isVisibleTo(self):
                tall = part.sizeHint().height()
                if part.hasHeightForWidth():
                    tall = part.heightForWidth(right - left - 2 * inset)
                part.setGeometry(left + inset, min(y, bottom - tall), right - left - 2 * inset, tall)
                part.raise_()
                y += tall + inset // 2
