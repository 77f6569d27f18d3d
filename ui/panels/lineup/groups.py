"""The groups of the line-up: all, on sale, to be listed, sold out, each with its count."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton

from ui.look.language import translate

NAMES = ("all", "on_sale", "pending", "sold_out")
"""As the model knows them."""


class Groups(QButtonGroup):
    """A button for each; one of them is chosen."""

    chosen = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._named: dict[str, QPushButton] = {}
        for name in NAMES:
            button = self._named[name] = QPushButton()
            button.setProperty("kind", "group")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, group=name: self.chosen.emit(group))
            self.addButton(button)
        self._named["all"].setChecked(True)
        self.count(dict.fromkeys(NAMES, 0))

    def count(self, counts: Mapping[str, int]) -> None:
        """Say how many items each group has."""
        words = {
            "all": translate("LineupPanel", "全部 {n}"),
            "on_sale": translate("LineupPanel", "在售 {n}"),
            "pending": translate("LineupPanel", "未在售 {n}"),
            "sold_out": translate("LineupPanel", "售罄 {n}"),
        }
        for name, button in self._named.items():
            button.setText(words[name].format(n=counts[name]))

    def show_all(self, *, shown: bool) -> None:
        """Show them where there is room."""
        for button in self._named.values():
            button.setVisible(shown)

    def choose_all(self) -> None:
        """Every item again."""
        self._named["all"].click()
