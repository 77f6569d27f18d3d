"""Every state of the windows that pictures are taken of, in the order of a show."""

from __future__ import annotations

from tests.ui.states import anchor, before, cameras, ending, lineup, listing, selling, tools
from tests.ui.states.show import State

GROUPS: dict[str, dict[str, State]] = {
    "First run, before the show": before.STATES,
    "Listing": listing.STATES,
    "Line-up": lineup.STATES,
    "Selling tools": tools.STATES,
    "Sales, claims and the line": selling.STATES,
    "Camera": cameras.STATES,
    "The anchor's screen": anchor.STATES,
    "After the show": ending.STATES,
}
STATES = {name: state for group in GROUPS.values() for name, state in group.items()}
