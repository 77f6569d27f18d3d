"""Where the assistant writes what the anchor says between two items; its words are checked as they are typed.

It lies over the line-up and is no dialogue: Esc leaves it, Ctrl Enter keeps what is written. The desk alone refuses.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from console import commands as c
from console.errors import KaiboError
from console.facts import Item
from ui.actions import Actions
from ui.keys.buttons import KeyButton
from ui.look.chips import Remark
from ui.look.theme import Theme
from ui.panels.line_edit import ENTER, Mark
from ui.panels.over import OverSheet
from ui.panels.wording import PAUSE_MS, Check, marks, of_text, remark, rules

SIZE = (860, 460)
LEAST_TALL = 240
MEASURE = 760
"""Design pixels of the longest line: about fifty characters."""


class ScriptField(QPlainTextEdit):
    """Several lines, whole and no longer than the eye follows; doubtful words are underlined where they stand."""

    kept = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margins, seen = self.viewportMargins(), self.viewport().size()
        wide = seen.width() + margins.left() + margins.right()
        tall = seen.height() + margins.bottom()
        side = max(0, (wide - self._theme.px(MEASURE)) // 2)
        rest = (tall - round(self.document().documentMargin())) % max(1, self.fontMetrics().lineSpacing())
        if (side, rest) != (margins.left(), margins.bottom()):
            self.setViewportMargins(side, 0, side, rest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mark(self, found: list[Mark], theme: Theme) -> None:
        """Underline these words, and no others."""
        lines = []
        for each in found:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(each.start)
            cursor.setPosition(each.end, QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(theme.colour(each.tone))
            selection.cursor, selection.format = cursor, form
            lines.append(selection)
        self.setExtraSelections(lines)


class ScriptForm(OverSheet):
    """Shows itself with `open_for`; hides itself when what is written is kept, or left."""

    def __init__(self, theme: Theme, actions: Actions, check: Check, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, SIZE, LEAST_TALL, parent)
        self._actions, self._check, self._lang = actions, check, lang
        self._item: Item | None = None
        self.draft: Callable[[str], str] = lambda _after: ""
        """What was begun and not saved, after the item with this id; "" is the opening."""
        px = theme.px
        self.title = QLabel()
        self.title.setProperty("step", "large")
        self.title.setWordWrap(True)
        self.field = ScriptField(theme)
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText(self.tr("讲完这件说什么？一段一行"))
        self.words = Remark(theme, "warn", "amber")
        self.wrong = QLabel()
        self.wrong.setProperty("tone", "amber")
        self.wrong.setWordWrap(True)
        self.save = KeyButton(theme, self.tr("保存"), "Ctrl Enter", kind="main")
        self.leave = KeyButton(theme, self.tr("取消"), "Esc", kind="plain")
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.wrong, 1)
        foot.addWidget(self.save)
        foot.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(10))
        for part in (self.title, self.field, self.words):
            column.addWidget(part)
        column.addLayout(foot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look_now)
        self.field.textChanged.connect(self._pause.start)
        self.field.kept.connect(self.keep)
        self.field.left.connect(self.drop)
        self.save.clicked.connect(self.keep)
        self.leave.clicked.connect(self.drop)

    def open_for(self, item: Item | None) -> None:
        """Write what is said after `item`; None: before the first."""
        self._item = item
        said = self.tr("开场说什么")
        if item is not None:
            said = self.tr("讲完 {number} 号 {title}，接着说什么").format(number=item.number, title=item.title)
        self.title.setText(said)
        self.field.setAccessibleName(said)
        draft, saved = self.draft(self.after), self._actions.state.script_after(self.after or None)
        self.field.setPlainText(draft or saved)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.wrong.setText(self.tr("这是上次写到一半的，还没保存") if draft and draft != saved else "")
        self.look_now()
        self.come(self.field)

    @property
    def after(self) -> str:
        """The id of the item after which it is said; "" is the opening."""
        return "" if self._item is None else self._item.item_id

    @property
    def written(self) -> tuple[Item | None, str] | None:
        """After which item something is being written, and what it is so far; None where it is closed."""
        return (self._item, self.field.toPlainText()) if self.isVisible() else None

    def go_on(self, item: Item | None, text: str) -> None:
        """Go on writing what was begun elsewhere."""
        self.open_for(item)
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    def keep(self) -> None:
        """Keep what is written; it stays on the screen until that is done, so that nothing is lost."""
        if not self.isVisible():
            return
        self.save.setEnabled(False)
        number = None if self._item is None else self._item.number
        command = c.WriteScript(number=number, text=self.field.toPlainText())
        self._actions.do(command, lambda _event: self._kept(), self._refused)

    def _kept(self) -> None:
        self.save.setEnabled(True)
        self.drop()

    def _refused(self, error: KaiboError) -> None:
        self.save.setEnabled(True)
        shown = error.shown(self._lang)
        self.wrong.setText(f"{shown.title}  {shown.advice}".strip())

    def look_now(self) -> None:
        """Check what stands there at once."""
        self._pause.stop()
        text = self.field.toPlainText()
        hits = of_text(self._check, text)
        self.field.mark(marks(text, hits), self._theme)
        if hits:
            shape, tone, said = remark(hits, self._lang)
            self.words.say(said, shape, tone)
            self.words.setToolTip(rules(hits, self._lang))
        else:
            self.words.say("")
