"""Quotas asked of the platform and not answered yet. The state holds what is owned; the window remembers the rest."""

from __future__ import annotations

from collections.abc import Mapping

from console.events import Event, PushSettled, ShowEnded, StockDecided


class Holds:
    """Units asked for, by the `change_id` they were asked under."""

    def __init__(self, asked: Mapping[str, tuple[str, int]] | None = None) -> None:
        """`asked` is what waited when the window opened: change_id -> (item_id, units)."""
        self._asked: dict[str, tuple[str, int]] = dict(asked or {})

    def units(self, item_id: str) -> int:
        """Units of an item that were asked for and not answered."""
        return sum(units for asked_of, units in self._asked.values() if asked_of == item_id)

    def ask(self, change_id: str, item_id: str, units: int) -> None:
        """`units` are being asked for."""
        self._asked[change_id] = (item_id, units)

    def drop(self, change_id: str) -> tuple[str, int] | None:
        """It was answered, or never asked; returns what it was."""
        return self._asked.pop(change_id, None)

    def give_back(self, item_id: str) -> None:
        """Nobody wants an item's units any more, whatever the answer."""
        self._asked = {change: hold for change, hold in self._asked.items() if hold[0] != item_id}

    def happened(self, event: Event) -> tuple[str, int] | None:
        """Listen to the answers; returns the hold (item_id, units) that the platform just refused."""
        if isinstance(event, ShowEnded):
            self._asked.clear()
        if isinstance(event, StockDecided):
            self.drop(event.let_go.removeprefix("hold:"))
        if isinstance(event, PushSettled) and event.outcome in ("acked", "rejected"):
            hold = self.drop(event.outbox_id.removeprefix("hold:"))
            return hold if event.outcome == "rejected" else None
        return None
