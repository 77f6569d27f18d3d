"""What a window is furnished with by choice, and what it keeps in its hands while it is furnished anew.

Language, keys and size of text stand in every widget; instead of telling each of them, the window's place is
built again and gets back what a person had in hand. Nothing is saved here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from console.preferences import KEYS, LANG, LOOK, TEXT, keys_in
from ui.keys.shortcuts import usable
from ui.panels.assistant import AssistantSeat
from ui.panels.lineup.editor import Written
from ui.panels.lineup.finder import Sought
from ui.panels.listing.in_hand import Held
from ui.panels.trust_form import Filled
from ui.questions.asker import Standing

if TYPE_CHECKING:
    from console.errors import KaiboError
    from console.facts import Item
    from ui.panels.settings.sheet import Standpoint
    from ui.undo import Undo
    from ui.windows.main_window import MainWindow


def chosen(preferences: Mapping[str, str], started_lang: str = "zh_CN") -> dict[str, object]:
    """Fields of `Given` for the choices that are named; `started_lang` where a language was taken back."""
    options: dict[str, object] = {}
    if LANG in preferences:
        options["lang"] = preferences[LANG] or started_lang
    if TEXT in preferences:
        options["text_scale"] = int(preferences[TEXT] or 100) / 100
    if LOOK in preferences:
        options["look"] = look_of(preferences[LOOK])
    if KEYS in preferences:
        options["keys"] = usable(keys_in(preferences[KEYS]))
    return options


def look_of(choice: str) -> str:
    """The look to wear for a choice: "system" is as the desktop is, nothing is dark."""
    if choice == "system":
        light = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light
        return "light" if light else "dark"
    return choice or "dark"


@dataclass(frozen=True)
class InHand:
    """What must not be lost when the window is furnished anew."""

    line: str = ""
    held: Held = Held()
    title: str = ""
    number: int | None = None
    undo: Undo | None = None
    troubles: tuple[KaiboError, ...] = ()
    settings: Standpoint | None = None
    first_step: int | None = None
    question: Standing | None = None
    cell: Written | None = None
    script: tuple[Item | None, str] | None = None
    sought: Sought | None = None
    trust: Filled | None = None


def keep(window: MainWindow) -> InHand:
    """What a person has in hand at `window`."""
    troubles = tuple(window.notices.troubles.values())
    undo = window.notices.take_undo()
    first = window.first_run
    step = first.step if first is not None and first.isVisible() else None
    settings = window.settings.standpoint()
    question = window.questions.standing()
    if not isinstance(window.seat, AssistantSeat):
        return InHand(undo=undo, troubles=troubles, settings=settings, first_step=step, question=question)
    seat = window.seat
    selected = seat.lineup.selected
    return InHand(
        seat.form.line.text(),
        seat.form.held,
        seat.show_bar.title_field.text(),
        selected.number if selected is not None else None,
        undo,
        troubles,
        settings,
        step,
        question,
        seat.lineup.editor.written,
        window.script.written,
        seat.lineup.seeking.sought,
        seat.trust.filled,
    )


def put_back(window: MainWindow, kept: InHand) -> None:
    """Give it back."""
    if isinstance(window.seat, AssistantSeat):
        seat = window.seat
        seat.form.take_over(kept.held)
        seat.form.line.setText(kept.line)
        seat.show_bar.title_field.setText(kept.title)
        if kept.sought is not None:
            seat.lineup.seeking.go_on(kept.sought)
        item = window.acts.state.by_number(kept.trust.number) if kept.trust is not None else None
        if kept.trust is not None and item is not None:
            seat.trust.go_on(item, kept.trust)
        if kept.number is not None:
            seat.lineup.choose(kept.number)
        if kept.cell is not None:
            seat.lineup.editor.go_on(kept.cell)
    if kept.script is not None:
        window.script.go_on(*kept.script)
    if kept.question is not None:
        window.questions.stand_again(kept.question)
    if kept.settings is not None:
        window.settings.open(kept.settings)
    if kept.first_step is not None:
        window.first_run.begin(kept.first_step)
    for trouble in kept.troubles:
        window.notices.trouble(trouble)
    if kept.undo is not None:
        window.notices.offer_undo(kept.undo)
