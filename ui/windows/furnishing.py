"""Gives each window what the console has: desk, picture, books and machine, in the form that widgets want them.

`run` imports this after the first paint; the parts themselves are made in `app`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.bulk.sheet import BulkEntry
from console.clock import SystemClock
from console.config import Options
from console.export import export_show
from console.export.drawing import export_draw
from console.listing.line import read
from console.summary import PastShow, Summary, read_summary, shows
from console.upkeep import Upkeep
from ui.beside.exporting import Export
from ui.studio.microphone import SystemEar
from ui.windows.app import build_window
from ui.windows.drafts import InProgress
from ui.windows.main_window import MainWindow
from ui.windows.parts import Given
from ui.windows.refit import chosen
from ui.windows.reporting import LastEnd
from ui.windows.seats import Seats
from ui.windows.sharing import Share, SharedPicture

if TYPE_CHECKING:
    from console.app import Console
    from console.camera.pair import Cameras
    from console.camera.source import Preview


class Furnishing:
    """Makes the window of a seat of what the console has; picture and microphone are given back when it goes."""

    seats: Seats
    """They ask for windows and know their screens; set before the first is asked for."""

    def __init__(
        self, console: Console, last_end: LastEnd, holds: Mapping[str, tuple[str, int]], typed: InProgress
    ) -> None:
        self._console, self._last_end, self._holds, self._typed = console, last_end, holds, typed
        self._picture = SharedPicture(_CameraPicture(console.cameras))
        self._upkeep = Upkeep(console)
        self._given: dict[str, tuple[Share, SystemEar]] = {}

    def window(self, seat: str) -> MainWindow:
        """The window of `seat`, not shown yet."""
        console, options = self._console, self._console.options
        share, ear = self._given[seat] = self._picture.share(), SystemEar()
        return build_window(
            Given(
                desk=console.desk,
                data_folder=options.data,
                read_line=read,
                preview=share,
                seat=seat,
                **_chosen(console.desk.state.preferences, options),
                room=self.seats.room_for(seat),
                export=_exporter(console),
                export_draw=partial(export_draw, console.db, lang=options.lang),
                check=console.wording.look,
                bulk=BulkEntry(console.desk, console.db, options.data, console.wording),
                holds=self._holds,
                open_sales=console.open_sales,
                machine=console.machine,
                ear=ear,
                shows=_PastShows(console),
                last_end=self._last_end,
                prompter=self.seats.prompter,
                typed=self._typed,
                work=self._upkeep,
            )
        )

    def give_back(self, seat: str) -> None:
        """The window of `seat` is gone."""
        share, ear = self._given.pop(seat)
        self._picture.give_back(share)
        ear.close()

    def give_back_all(self) -> None:
        """All windows are gone."""
        for seat in tuple(self._given):
            self.give_back(seat)


class _CameraPicture:
    """The camera's mailbox as the preview panel wants it."""

    def __init__(self, cameras: Cameras) -> None:
        self._cameras = cameras

    def take(self) -> Preview | None:
        return self._cameras.preview.take()

    def preview_size(self, width: int, height: int) -> None:
        self._cameras.preview_size(width, height)

    def listen(self, frame_ready: Callable[[], None]) -> None:
        self._cameras.on_preview = frame_ready


class _PastShows:
    """What past shows came to, read from the console's database."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def every(self) -> tuple[PastShow, ...]:
        return await self._console.db.run(shows)

    async def one(self, show_id: str) -> Summary:
        return await read_summary(self._console.db, show_id)


def _chosen(preferences: Mapping[str, str], options: Options) -> dict[str, Any]:
    """Language, keys and size of text as they were chosen; a language said on the command line goes before."""
    made = chosen({"lang": "", **preferences}, options.lang)
    return {**made, "lang": options.lang} if options.lang_said else made


def _exporter(console: Console) -> Export:
    """Writes out the show that is on the screen."""

    def export(folder: Path, progress: Callable[[int, int], None]) -> Awaitable[list[Path]]:
        show_id = console.desk.state.show.show_id
        return export_show(console.db, show_id, folder, console.options.lang, SystemClock(), progress)

    return export
