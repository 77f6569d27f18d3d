"""What all tables of the windows have in common: whole rows, no grid, nothing is typed into them, Tab leaves them."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui.look.theme import Theme

ROW_PX = 32
"""Design pixels of a row."""


def plain(view: QTableView, theme: Theme) -> None:
    """Make `view` such a table; its columns are its own."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.verticalHeader().setVisible(False)
    view.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
    view.horizontalHeader().setHighlightSections(False)
