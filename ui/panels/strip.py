"""One question on one line, beside the work and never over it: a quantity, a price, a reason. Esc closes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.keys.buttons import KeyButton
from ui.look.chips import Remark
from ui.look.theme import Theme
from ui.panels.line_edit import LineEdit
from ui.panels.wording import Heeding, Look

Answer = Callable[[str], str]
"""Takes what was typed; acts and returns "" or returns what is wrong with it."""
Hear = Callable[[str], str]
"""What was understood so far, said at every keystroke."""


FADE_MS = 20_000
"""After this a question that goes by itself goes, where nothing was typed."""


class AnswerLine(LineEdit):
    """The field of the strip: some questions know a second Enter."""

    strongly = Signal()
    """Ctrl+Enter."""

    def entered(self, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            self.strongly.emit()
        else:
            super().entered(modifiers)


class AskStrip(QFrame):
    """Shows itself with `ask`, hides itself when answered or left."""

    closed = Signal()

    def __init__(self, theme: Theme, lang: str = "zh_CN", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setProperty("tone", "blue")
        self._answer: Answer | None = None
        self._strong: Answer | None = None
        self._fades = False
        self._hear: Hear | None = None
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(FADE_MS)
        self._fading.timeout.connect(self.fade)
        self.question = QLabel()
        self.question.setProperty("step", "title")
        self.question.setWordWrap(True)
        self.field = AnswerLine()
        self.field.setMinimumWidth(theme.px(120))
        self.wrong, self.heard = _line("amber"), _line("quiet")
        self.words = Remark(theme, "warn", "amber")
        self.heeding = Heeding(self.field, self.words, lang)
        self.yes = KeyButton(theme, self.tr("确定"), "Enter", kind="main")
        self.no = KeyButton(theme, self.tr("取消"), "Esc", kind="plain")
        self._row = row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.field, 1)
        row.addStretch(0)  # takes the room of the field where only a yes is asked
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(2))
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(theme.px(12))
        self._box.addWidget(self.question)
        self._box.addLayout(row, 1)
        column.addLayout(self._box)
        column.addWidget(self.wrong)
        column.addWidget(self.heard)
        column.addWidget(self.words)
        self.setVisible(False)
        self.field.returnPressed.connect(self.try_it)
        self.field.strongly.connect(lambda: self._try(self._strong))
        self.field.textChanged.connect(self._typed)
        self.yes.clicked.connect(self.try_it)
        self.no.clicked.connect(self.close_strip)

    def ask(
        self,
        question: str,
        first: str | None,
        answer: Answer,
        hear: Hear | None = None,
        look: Look | None = None,
        *,
        strong: Answer | None = None,
        fades: bool = False,
    ) -> None:
        """Ask; `answer` is called with what was typed until it is content. `first` None asks for a yes alone.

        `look` finds the words that should not go on air. `strong` is the answer to Ctrl+Enter. A question that
        `fades` goes by itself where nothing is typed.
        """
        self._answer, self._hear, self._strong = answer, hear, strong
        self._fades = fades
        self._fading.stop()
        if fades:
            self._fading.start()
        self.question.setText(question)
        self.field.setAccessibleName(question)
        self._say_wrong("")
        self.field.setText(first or "")
        self.field.setVisible(first is not None)
        self._fit(self.width())
        self._typed()
        self.heeding.listen(look)
        self.setVisible(True)
        self._to_answer()

    def refuse(self, typed: str, why: str) -> None:
        """An answer that was taken turned out not to be possible: it stands there again, to be written over."""
        self.field.setText(typed)
        self._to_answer()
        self._say_wrong(why)

    def close_strip(self) -> bool:
        """Leave without an answer; False when nothing was asked."""
        if not self.isVisible():
            return False
        self._answer = self._strong = None
        self._fades = False
        self._fading.stop()
        self.setVisible(False)
        self.closed.emit()
        return True

    def fade(self) -> None:
        """Go, where the question goes by itself and nothing is typed."""
        if self._fades and not self.field.text() and not self.field.composing:
            self.close_strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, wide: int) -> None:
        """The question beside its field where there is room for both, else above it."""
        self.question.ensurePolished()
        asked = self.question.fontMetrics().horizontalAdvance(self.question.text())
        self.question.setWordWrap(asked > wide - self._theme.px(40))
        beside = self._beside(wide)
        spare = 0 if wide > self._theme.px(820) or self.field.isHidden() else self._theme.px(100)
        roomy = asked + beside + spare <= wide
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if roomy else QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(self._theme.px(12 if roomy else 4))

    def _beside(self, wide: int) -> int:
        """What the field with all that is typed and its buttons need; keys go where there is not so much room."""
        px = self._theme.px
        typed = self.field.fontMetrics().horizontalAdvance(self.field.text()) - self.field.minimumWidth() + px(48)
        if self.field.isHidden():
            typed = 0
        needed = 0
        for yes, no in ((True, True), (True, False), (False, False)):
            self.yes.show_key(shown=yes)
            self.no.show_key(shown=no)
            self._row.invalidate()
            needed = self._row.minimumSize().width() + max(0, typed)
            if needed + px(32) <= wide:
                break
        return needed + px(64)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._to_answer()

    def _to_answer(self) -> None:
        """Put the focus where the answer is given."""
        if self.field.isHidden():
            self.yes.setFocus()
        else:
            self.field.setFocus()
            self.field.selectAll()

    def _typed(self) -> None:
        """What was wrong is being mended."""
        self._say_wrong("")
        if self._fades:
            self._fading.start()
        self.hear_again()

    def _say_wrong(self, said: str) -> None:
        """On a line of its own: it may be longer than what is left beside the field."""
        self.wrong.setText(said)
        self.wrong.setVisible(bool(said))

    def hear_again(self) -> None:
        """Say what was understood of it, where somebody listens."""
        said = self._hear(self.field.text()) if self._hear is not None else ""
        self.heard.setText(said)
        self.heard.setVisible(bool(said))
        self._fit(self.width())

    def try_it(self) -> None:
        """Answer with what is typed."""
        self._try(self._answer)

    def _try(self, answer: Answer | None) -> None:
        if answer is None:
            return
        self.heeding.look_now()
        if self.heeding.blocked:  # or the text would be lost with the strip
            self._say_wrong(self.tr("先改掉标出的词"))
            return
        wrong = answer(self.field.text().strip())
        self._say_wrong(wrong)
        if not wrong:
            self.close_strip()


def _line(tone: str) -> QLabel:
    """Words on a line of their own, there only when there is something to say."""
    label = QLabel()
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    label.setVisible(False)
    return label
