"""Asks for a file or a folder, without holding anything up: the dialog stands beside the work, and goes by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Then = Callable[[Path], object]
"""Gets what was chosen; not called where nothing was."""


def ask_file(parent: QWidget, title: str, kinds: Sequence[str], then: Then) -> None:
    """Which file that is there? `kinds` are name filters, the first one usual."""
    dialog = _dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(list(kinds))
    dialog.show()


def ask_folder(parent: QWidget, title: str, then: Then) -> None:
    """Which folder?"""
    dialog = _dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
    dialog.show()


def ask_where(parent: QWidget, title: str, first: Path, kinds: Sequence[str], then: Then) -> None:
    """Under which name is it saved? `first` is proposed; its folder should be there."""
    dialog = _dialog(parent, title, then)
    dialog.setDirectory(str(first.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(list(kinds))
    dialog.setDefaultSuffix(first.suffix.lstrip("."))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")")))
    dialog.selectFile(first.name)
    dialog.show()


def _dialog(parent: QWidget, title: str, then: Then) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    return dialog
