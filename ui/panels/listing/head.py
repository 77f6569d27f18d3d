"""The head of the listing form: its name, how long the last listing took, and what can be done with the photo."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.keys.buttons import KeyButton
from ui.keys.shortcuts import Key
from ui.look.chips import Chip
from ui.look.language import translate
from ui.look.theme import Theme


class FlashHead(QWidget):
    """Buttons of the photo at the right; its name and the time of the last listing while no photo is frozen."""

    def __init__(self, theme: Theme, keys: Mapping[str, Key]) -> None:
        super().__init__()
        self._heading = QLabel(translate("FlashForm", "闪电上架"))
        self._heading.setProperty("tone", "quiet")
        self.measured = Chip(theme, flat=True)

        def button(said: str, key: str, icon: str) -> KeyButton:
            made = KeyButton(theme, said, keys[key].shown, kind="plain", icon=icon)
            made.spare_icon()
            return made

        self.crop = button(translate("FlashForm", "裁图"), "crop", "crop")
        self.white = button(translate("FlashForm", "白底"), "white", "picture")
        self.snap = button(translate("FlashForm", "拍照"), "snap", "snap")
        self.snap.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.crop, self.white):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            part.setVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._heading)
        row.addWidget(self.measured)
        row.addStretch(1)
        for part in (self.crop, self.white, self.snap):
            row.addWidget(part)

    def show_photo(self, *, frozen: bool, more: bool) -> None:
        """Whether a photo is frozen, and whether there may be one more of it."""
        self.crop.setVisible(frozen)
        self.white.setVisible(frozen)
        self.white.setEnabled(more)
        self._heading.setVisible(not frozen)

    def listed(self, number: int, took_s: float, *, draft: bool = False) -> None:
        """Say that `number` was listed, or is only a `draft`, and in how many seconds."""
        said = translate("FlashForm", "{number} 号先当草稿") if draft else translate("FlashForm", "{number} 号已上架")
        said = said.format(number=number)
        seconds = translate("FlashForm", "{seconds} 秒").format(seconds=f"{took_s:.1f}")
        self.measured.say(said, seconds, tone="amber" if draft else "jade", shape="warn" if draft else "tick")
