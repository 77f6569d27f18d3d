"""The prompter's own window, for a second monitor or the glass before a camera. Nothing but text, moved by keys.

A clicker turns its pages and, at the end of a text, puts the next item on air. Full screen and place are `seats`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QMoveEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions import Actions
from ui.keys.shortcuts import Key
from ui.look.language import translate
from ui.look.theme import Theme
from ui.loop.bridge import Bridge
from ui.panels.prompt_view import PromptView
from ui.prompting.prompter import Prompter

REPEATING = ("prompt_faster", "prompt_slower", "prompt_larger", "prompt_smaller")


class PrompterWindow(QWidget):
    """One window with a page of the prompter."""

    closed = Signal()
    placed = Signal()
    """It was moved, resized, maximized or the like."""

    def __init__(self, prompter: Prompter, act: Callable[[], Actions], bridge: Bridge, keys: Mapping[str, Key]) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.view = PromptView(Theme(parent=self), prompter, keys["script"].shown, glass=True, parent=self)
        self.view.setVisible(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._prompter, self._act, self._bridge = prompter, act, bridge
        bridge.setParent(self)
        bridge.stateChanged.connect(self.view.show_state)
        self._shortcuts: list[QShortcut] = []
        self.furnish(keys)

    def furnish(self, keys: Mapping[str, Key]) -> None:
        """Obey these keys and speak the language of now; what is read stays where it is."""
        self.setWindowTitle(translate("prompter", "开播 · 提词"))
        self.view.write_key = keys["script"].shown
        self.view.show_state(self._bridge.state)
        for former in self._shortcuts:
            former.setEnabled(False)  # it goes a turn later
            former.deleteLater()
        self._shortcuts.clear()
        act = self._act
        deeds = {
            **self._prompter.deeds(),
            "next": lambda: None if self.view.page.turn(1) else act().next_on_air(),
            "previous": lambda: None if self.view.page.turn(-1) else act().previous_on_air(),
            "prompter_window": self.close,
            "full_screen": self.turn_full_screen,
            "back": self.close,
        }
        for action, deed in deeds.items():
            for pressed in keys[action].keys:
                shortcut = QShortcut(QKeySequence(pressed), self)
                shortcut.setAutoRepeat(action in REPEATING)
                shortcut.activated.connect(lambda deed=deed: deed())
                self._shortcuts.append(shortcut)

    def turn_full_screen(self) -> None:
        """Fill the whole screen, or be a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def stop(self) -> None:
        """Listen no more; harmless when called twice."""
        self._bridge.close()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.placed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.placed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange:
            self.placed.emit()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()
