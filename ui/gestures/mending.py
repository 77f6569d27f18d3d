"""What helps: the buttons of a refused item's card, and of the lines of the look before going live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.panels.assistant import AssistantSeat

if TYPE_CHECKING:
    from console.desk import Desk
    from ui.windows.main_window import MainWindow


class Mending:
    """Leads a person to where something is set right, in one window."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        self._window, self._desk = window, desk

    def help_with(self, deed: str, number: int | None) -> None:
        """What helps with a line of the look before going live."""
        window, seat = self._window, self._window.seat
        questions = window.questions
        item = self._desk.state.by_number(number) if number is not None else None
        if deed == "camera":
            window.viewing.deeds()["view_menu"]()
        elif item is not None and deed in ("stock", "name", "points"):
            {"stock": questions.stock, "name": questions.name, "points": questions.points}[deed](item)
        elif item is not None and isinstance(seat, AssistantSeat):
            if deed == "trust":
                seat.trust.open_for(item)
            elif deed == "photo":
                seat.form.retake_for(item.number)
            else:
                seat.lineup.choose(item.number)
        elif isinstance(seat, AssistantSeat):
            seat.form.line.setFocus()

    def mend(self, deed: str, number: int) -> None:
        """What a card of a refused item offers."""
        window = self._window
        item = self._desk.state.by_number(number)
        if item is None:
            return
        if deed == "resend":
            window.acts.resend(number)
        elif deed == "give_back":
            window.acts.give_back(item)
        elif deed == "edit":
            window.questions.name(item)
        elif deed == "price":
            window.questions.price(item)
        elif deed in ("category", "freight"):
            window.questions.template(item, deed)
        elif isinstance(window.seat, AssistantSeat):
            window.seat.form.retake_for(number)
        else:
            window.acts.snap()
