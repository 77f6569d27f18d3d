"""A question that stands on the strip, and how it is asked again when the window is furnished anew.

A question is asked by a method marked with `asks`, called with everything the question is about. So the parts of
another window can ask the same one in their own words, about what it was about. Which questions there are is the
other modules' affair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject

from console.errors import InputError, KaiboError
from ui.actions import Actions, Otherwise
from ui.look.format import as_run
from ui.panels.strip import Answer, AskStrip, Hear
from ui.panels.wording import Check, Look, unchecked
from ui.typed.asking import AskedTwice

P = ParamSpec("P")
A = TypeVar("A", bound="Asker")


@dataclass(frozen=True)
class Standing:
    """A question that is not answered yet."""

    ask: Callable[[Asker], None]
    typed: str
    doubted: bool
    """What is typed was called a slip already; Enter once more means it."""


class Asker(QObject):
    """Asks one question at a time on its strip; `asked` is called when one stands there."""

    def __init__(
        self,
        strip: AskStrip,
        actions: Actions,
        asked: Callable[[], None],
        parent: QObject,
        now_ms: Callable[[], int],
        lang: str,
        check: Check = unchecked,
    ) -> None:
        super().__init__(parent)
        self._strip, self._actions, self._asked = strip, actions, asked
        self._now_ms, self._lang, self._check = now_ms, lang, check
        self._last: Callable[[Asker], None] | None = None
        self.twice = AskedTwice()
        """What the question that stands was answered with and is doubted."""
        strip.closed.connect(self._forget)

    def standing(self) -> Standing | None:
        """The question on the strip and what is typed so far."""
        if self._last is None or not self._strip.isVisibleTo(self._strip.window()):
            return None
        typed = self._strip.field.text()
        return Standing(self._last, typed, self.twice.said == typed.strip())

    def stand_again(self, standing: Standing) -> None:
        """Ask what was asked elsewhere; a slip that was told there is told here, not taken."""
        standing.ask(self)
        self._strip.field.setText(standing.typed)
        if standing.doubted:
            self._strip.try_it()

    def _ask(
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
        self._strip.ask(question, first, answer, hear, look, strong=strong, fades=fades)
        self._asked()

    def _forget(self) -> None:
        self._last = None

    def _or_again(self) -> Otherwise:
        """For an answer that the desk may refuse: the question then stands again, with what was typed and why not.

        Made while the question stands. Where another one took its place meanwhile, and for what is nobody's slip,
        there is a card.
        """
        standing = self.standing()

        def refused(error: KaiboError) -> None:
            if standing is None or not isinstance(error, InputError) or self.standing() is not None:
                self._actions.failed.emit(error)
                return
            shown = error.shown(self._lang)
            standing.ask(self)
            self._strip.refuse(standing.typed, as_run(" · ".join(filter(None, (shown.title, shown.advice)))))

        return refused


def asks(question: Callable[Concatenate[A, P], None]) -> Callable[Concatenate[A, P], None]:
    """Marks a method that puts a question on the strip and depends on nothing but what it is given."""

    @wraps(question)
    def ask(self: A, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._last = lambda other: ask(other, *args, **kwargs)  # type: ignore[arg-type]  # the same kind of asker
        self.twice = AskedTwice()
        question(self, *args, **kwargs)

    return ask
