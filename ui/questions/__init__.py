"""The questions a person is asked on one line, and what their answers do. The strip shows one at a time.

Sorted by what is asked about; `asker` puts one on the strip, and again when the window is furnished anew.
"""

from __future__ import annotations

from ui.questions.items import ItemQuestions
from ui.questions.sales import SaleQuestions
from ui.questions.show import ShowQuestions
from ui.questions.snapping import PhotoQuestions
from ui.questions.tools import ToolQuestions


class Questions(SaleQuestions, PhotoQuestions, ItemQuestions, ToolQuestions, ShowQuestions):
    """Asks, checks, and hands the answer to `Actions`. What it is about is fixed when it is asked."""
