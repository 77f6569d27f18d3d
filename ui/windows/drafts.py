"""What was typed and not listed or saved yet, kept in the data folder so that a kill does not take it along.

The listing line, the line of F2 at the anchor's seat, the script that is being written. At the next start each stands
in its field again as typed text; nothing is listed or saved by it. It is no fact: it goes past desk and second copy.
What a window keeps while it is furnished anew is `refit`'s; writing off this thread is `run`'s.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.look.language import translate
from ui.panels.anchor.seat import AnchorSeat
from ui.panels.assistant import AssistantSeat

if TYPE_CHECKING:
    from ui.windows.main_window import MainWindow

FILE_NAME = "drafts.json"
EVERY_MS = 1000
"""At most so often is what grows written; what was emptied at once, or it would be offered after it was listed."""
LONGEST = 20_000
"""Characters kept of one text."""


@dataclass(frozen=True)
class Drafts:
    """Texts in hand."""

    line: str = ""
    """The listing line of the assistant's seat."""
    asked: str = ""
    """The listing line of a photo at the anchor's seat."""
    script: str = ""
    script_after: str = ""
    """The id of the item after which `script` is said; "" is the opening."""


def read(folder: Path) -> Drafts:
    """What is kept in the data folder; nothing where the file is missing or cannot be understood."""
    try:
        kept = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return Drafts(**{name: str(kept.get(name, ""))[:LONGEST] for name in asdict(Drafts())})
    except (OSError, ValueError, AttributeError):
        return Drafts()


def write(folder: Path, drafts: Drafts) -> None:
    """Keep `drafts`, whole or not at all, and no file where there are none; raises OSError."""
    path = folder / FILE_NAME
    if drafts == Drafts():
        path.unlink(missing_ok=True)
        return
    new = path.with_suffix(".new")
    new.write_text(json.dumps(asdict(drafts), ensure_ascii=False, indent=1), encoding="utf-8")
    new.replace(path)


class InProgress(QObject):
    """Follows what is typed in the windows of one desk."""

    def __init__(
        self, drafts: Drafts | None = None, save: Callable[[Drafts], None] | None = None, parent: QObject | None = None
    ) -> None:
        """`drafts` was in hand when the last run ended; `save` keeps it on another thread, the newest last."""
        super().__init__(parent)
        self.drafts = drafts or Drafts()
        self._save = save or (lambda _drafts: None)
        self._unsaved = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(EVERY_MS)
        self._pause.timeout.connect(self.save)

    def save(self) -> None:
        """Keep what changed since the last time."""
        if self._unsaved:
            self._unsaved = False
            self._pause.start()
            self._save(self.drafts)

    def offer(self, window: MainWindow) -> None:
        """Put what was in hand into the fields of a window that was just opened."""
        drafts = self.drafts
        if isinstance(window.seat, AssistantSeat) and drafts.line:
            window.seat.form.line.setText(drafts.line)
            window.notices.info(translate("drafts", "上次写到一半的一行还在，按 Enter 才上架"), "amber")
        if isinstance(window.seat, AnchorSeat) and drafts.asked:
            window.questions.write_again(drafts.asked)

    def watch(self, window: MainWindow) -> None:
        """Follow the fields of a window, which was furnished just now."""
        seat, script = window.seat, window.script
        if isinstance(seat, AssistantSeat):
            seat.form.line.textChanged.connect(lambda text: self._note(line=text))
        else:
            note = partial(self._note_asked, window)
            window.strip.field.textChanged.connect(note)
            window.strip.closed.connect(note)
        script.draft = self._script_after
        script.field.textChanged.connect(partial(self._note_script, window))
        script.closed.connect(partial(self._script_closed, window))

    def _note_asked(self, window: MainWindow, *_: object) -> None:
        self._note(asked=window.questions.typed)

    def _script_after(self, item_id: str) -> str:
        return self.drafts.script if item_id == self.drafts.script_after else ""

    def _note_script(self, window: MainWindow) -> None:
        if window.script.written is None:
            return
        text, after = window.script.field.toPlainText(), window.script.after
        if text != window.acts.state.script_after(after or None):
            self._note(script=text, script_after=after)
        else:
            self._script_closed(window)

    def _script_closed(self, window: MainWindow) -> None:
        """It was saved, left, or is as it was: what is kept of another one stays."""
        if window.script.after == self.drafts.script_after:
            self._note(script="", script_after="")

    def _note(self, **changes: str) -> None:
        before = self.drafts
        self.drafts = replace(before, **{name: text[:LONGEST] for name, text in changes.items()})
        if self.drafts == before:
            return
        self._unsaved = True
        emptied = any(getattr(before, name) and not text for name, text in changes.items())
        if emptied or not self._pause.isActive():
            self.save()
