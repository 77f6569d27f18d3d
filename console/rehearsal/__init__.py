"""A whole show, rehearsed: the real desk and window, the bundled platform, invented buyers.

The director (`director.py`) decides what happens when; `Hands` are whoever presses the keys. The report
compares the studio's books with the platform's, to the last unit.
"""

from console.rehearsal.director import Plan, Rehearsal
from console.rehearsal.hands import Gesture, Hands

__all__ = ["Gesture", "Hands", "Plan", "Rehearsal"]
