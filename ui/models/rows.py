"""The least steps from one list of rows to another, so that a view keeps its place and its selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex

ROOT = QModelIndex()


class Rows(QAbstractListModel):
    """Frozen values as rows, told apart by `key`; subclasses say what they are called."""

    def __init__(self, key: Callable[[Any], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._rows: list[Any] = []

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def at(self, row: int) -> Any:
        """The value in `row`, or None outside."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        value = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return value
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spoken(value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.hint(value) or None
        return None

    def spoken(self, value: Any) -> str:
        """The row in words, for screen readers."""
        raise NotImplementedError

    def hint(self, _value: Any) -> str:
        """What a row says when pointed at; "" for nothing."""
        return ""

    def lay(self, wanted: Sequence[Any]) -> None:
        """Become `wanted` by removing, moving, inserting and changing only what differs."""
        keys = [self._key(value) for value in wanted]
        if [self._key(value) for value in self._rows] != keys:
            self._remove_others(set(keys))
            self._place(wanted, keys)
        self._change(wanted)

    def _remove_others(self, kept: set[str]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._key(self._rows[last]) in kept:
                last -= 1
                continue
            first = last
            while first > 0 and self._key(self._rows[first - 1]) not in kept:
                first -= 1
            self.beginRemoveRows(ROOT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _place(self, wanted: Sequence[Any], keys: list[str]) -> None:
        have = {self._key(value) for value in self._rows}
        row = 0
        while row < len(keys):
            if row < len(self._rows) and self._key(self._rows[row]) == keys[row]:
                row += 1
            elif keys[row] in have:
                self._move_to(row, keys)
            else:
                end = row + 1
                while end < len(keys) and keys[end] not in have:
                    end += 1
                self.beginInsertRows(ROOT, row, end - 1)
                self._rows[row:row] = wanted[row:end]
                self.endInsertRows()
                row = end

    def _move_to(self, row: int, keys: list[str]) -> None:
        """Bring the right value to `row`, or take the wrong one away when that is the shorter way."""
        if row + 1 < len(self._rows) and self._key(self._rows[row + 1]) == keys[row]:
            here = self._key(self._rows[row])
            there = min(keys.index(here), len(self._rows) - 1)
            if there > row:
                self._move(row, there)
                return
        source = next(n for n in range(row + 1, len(self._rows)) if self._key(self._rows[n]) == keys[row])
        self._move(source, row)

    def _move(self, source: int, target: int) -> None:
        self.beginMoveRows(ROOT, source, source, ROOT, target + 1 if target > source else target)
        self._rows.insert(target, self._rows.pop(source))
        self.endMoveRows()

    def _change(self, wanted: Sequence[Any]) -> None:
        changed = [
            n for n, (old, new) in enumerate(zip(self._rows, wanted, strict=True)) if old is not new and old != new
        ]
        for n in changed:
            self._rows[n] = wanted[n]
        if changed:  # one signal: each dataChanged lays out the whole view again
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
