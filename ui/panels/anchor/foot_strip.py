"""The strip at the foot of the anchor's screen: the clock, the totals, and signs where something is wrong."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.facts import NoticeLevel, PlatformState
from console.money import amount
from ui.look import ink
from ui.look.fonts import sized
from ui.look.format import Standing, link_standing, running, span, whole
from ui.look.language import counted, translate
from ui.look.pictures import Pictures
from ui.look.theme import Theme
from ui.panels.anchor.part import AnchorPart
from ui.selling.claims import open_conflicts


class FootStrip(AnchorPart):
    """The clock, the totals, the one sign when something is wrong, and the keys one hand needs."""

    def __init__(
        self, theme: Theme, pictures: Pictures, lang: str, keys: list[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, pictures, parent)
        self._lang, self._keys = lang, keys
        self.live_s: float | None = None
        self.unsent_s: float | None = None
        self.held = 0.0

    def trouble(self) -> Standing | None:
        """The one red sign: what needs a hand now."""
        if any(notice.key == "code" and notice.level is NoticeLevel.TROUBLE for notice in self.state.notices):
            return Standing("cross", translate("anchor", "画面里有站外的码"), "trouble")
        conflicts = open_conflicts(self.state)
        if conflicts:
            return Standing("cross", translate("anchor", "{n} 笔要决定").format(n=len(conflicts)), "trouble")
        refused = [i.number for i in self.state.items if i.platform is PlatformState.REFUSED]
        if refused:
            return Standing("cross", translate("anchor", "{number} 号被平台退回").format(number=refused[0]), "trouble")
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.begin()
        u, theme = self.unit, self.theme
        box = QRectF(self.rect()).adjusted(28 * u, 0, -24 * u, 0)
        quiet, text = theme.colour("quiet"), theme.colour("text")
        plain, strong = sized(26 * u), sized(38 * u, bold=True)
        x = box.x()

        def say(said: str, font: QFont, colour: QColor, after: float) -> None:
            nonlocal x
            x += (
                ink.write(painter, QRectF(x, 0, max(0.0, box.right() - x), self.height()), said, font, colour)
                + after * u
            )

        if self.live_s is not None:
            rehearsal = self.state.rehearsal
            tone = theme.colour("amber" if rehearsal else "on_air")  # red is for what viewers see
            ink.shape(painter, "full", QPointF(x + 10 * u, self.height() / 2), 20 * u, tone)
            x += 32 * u
            say(translate("anchor", "彩排") if rehearsal else translate("anchor", "直播"), plain, tone, 12)
            say(running(self.live_s), strong, tone, 48)
        else:
            ink.shape(painter, "ring", QPointF(x + 10 * u, self.height() / 2), 20 * u, quiet)
            x += 32 * u
            say(translate("anchor", "未开播"), plain, quiet, 48)
        say(translate("anchor", "成交"), plain, quiet, 12)
        say(counted(translate("anchor", "{n} 单").format(n=whole(self.state.totals.orders))), strong, text, 32)
        say(amount(self.state.totals.gmv_fen), strong, text, 40)
        self._paint_right(painter, box, x)
        painter.end()

    def _paint_right(self, painter: QPainter, box: QRectF, taken: float) -> None:
        """From the right: the keys as far as there is room, the link, and before it what needs a hand."""
        u, theme = self.unit, self.theme
        signs = [sign for sign in (self.link(), self.trouble()) if sign is not None]
        font, cap, plain = sized(22 * u), sized(18 * u), sized(24 * u)
        need = sum(ink.width(sign.word, plain) + 76 * u for sign in signs)
        if need > box.right() - taken:  # the reason goes whole, before anything is cut
            signs[0] = self.link(why=False)
            need = sum(ink.width(sign.word, plain) + 76 * u for sign in signs)
        right = box.right()
        for key, said in reversed(self._keys):
            wide = ink.keycap_width(key, cap) + 10 * u + ink.width(said, font)
            if right - wide - 28 * u - need < taken:
                break
            x = right - wide
            x += (
                ink.keycap(painter, x, self.height() / 2, key, cap, theme.colour("quiet"), theme.colour("edge"))
                + 10 * u
            )
            ink.write(painter, QRectF(x, 0, right - x + 1, self.height()), said, font, theme.colour("quiet"))
            right -= wide + 28 * u
        for n, sign in enumerate(signs):
            kept = sum(ink.width(other.word, plain) + 76 * u for other in signs[n + 1 :])  # the link gives way first
            wide = min(ink.width(sign.word, plain), max(60 * u, right - taken - kept - 44 * u))
            x = right - wide
            ink.shape(painter, sign.shape, QPointF(x - 22 * u, self.height() / 2), 20 * u, theme.colour(sign.tone))
            ink.write(painter, QRectF(x, 0, wide + 1, self.height()), sign.word, plain, theme.colour(sign.tone))
            right = x - 72 * u

    def link(self, *, why: bool = True) -> Standing:
        """How the line stands, what waits and for how long, and `why` where there is room for it."""
        how = link_standing(self.state, self._lang)
        waiting = self.state.outbox.waiting
        word, _, reason = how.word.partition(translate("format", "："))
        if not waiting:
            return how if why else Standing(how.shape, word, how.tone)
        said = f"{word} · " + translate("anchor", "{n} 条待同步").format(n=whole(waiting))
        if self.unsent_s is not None:
            said += translate("anchor", " · 最久 {age}").format(age=span(self.unsent_s))
        if why and reason:
            said += f" · {reason}"
        return Standing(how.shape, said, how.tone if how.tone != "jade" else "text")
