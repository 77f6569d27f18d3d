"""F2 where there is no form: a photo at the gesture, and the listing line on the strip.

Enter lists, Ctrl+Enter also puts on air, Esc leaves it.

The same rules as in the form: a doubtful line is not listed by Enter alone. Choosing among the shots, crops and labels
are the form's, at the assistant's seat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from console import commands as c
from console.errors import KaiboError, Text
from console.events import Event, FlashOpened, SnapTaken
from console.facts import Snap
from console.listing.line import Reading, read
from console.money import price
from console.snap.words import WORDS
from ui.actions import Actions
from ui.look.language import translate
from ui.panels.listing.understood import unlike_its_twin
from ui.panels.wording import of_title
from ui.questions.asker import Asker, asks

if TYPE_CHECKING:
    from console.words import Hit


@dataclass
class Photo:
    """What the line is about: a photo that was asked for, there or still coming."""

    snap: Snap | None = None
    coming: bool = True
    waiting: Callable[[], None] | None = None
    """What is done as soon as it is there, or certainly not coming."""

    def settle(self, snap: Snap | None) -> None:
        """It is there, or will not come."""
        self.snap, self.coming = snap, False
        waiting, self.waiting = self.waiting, None
        if waiting is not None:
            waiting()

    def words(self, lang: str) -> str:
        """How it stands, and what is wrong with it."""
        if self.coming:
            return translate("snapping", "正在拍照…")
        if self.snap is None:
            return translate("snapping", "没有拍成，可以先当草稿上架")
        flaws = self.snap.shots[0].flaws if self.snap.shots else ()
        said = " · ".join(WORDS[flaw].said(lang) for flaw in flaws)
        return (
            translate("snapping", "拍好了，但{flaws}").format(flaws=said) if said else translate("snapping", "拍好了")
        )


def take(actions: Actions, then: Callable[[], None]) -> Photo:
    """Take a photo now; `then` is called when it is there, or is not coming. Why not becomes a card."""
    photo = Photo()

    def taken(event: Event) -> None:
        photo.settle(event.snap if isinstance(event, SnapTaken) else None)
        then()

    def refused(error: KaiboError) -> None:
        actions.failed.emit(error)
        photo.settle(None)
        then()

    actions.do(c.TakeSnap(), taken, refused)
    return photo


def doubt_of(reading: Reading, actions: Actions) -> Text | None:
    """What the line leaves open, or that goods of this name are sold at a price ten times off."""
    return reading.doubt or unlike_its_twin(reading, actions.state.items)


def heard(typed: str, photo: Photo, lang: str) -> str:
    """How the photo stands, and what was understood of the line."""
    reading = read(typed.strip()) if typed.strip() else None
    if reading is None or reading.price_fen is None:
        return photo.words(lang)
    stock = translate("snapping", "{n} 件").format(n=reading.stock)
    return " · ".join((photo.words(lang), reading.title, price(reading.price_fen), stock))


def list_it(
    actions: Actions, line: str, photo: Photo, refused: Callable[[], None], *, as_read: bool, on_air: bool
) -> None:
    """List `line` with its photo, as soon as that is there; `as_read`: exactly as it was understood.

    `refused` is called when it cannot be listed; why becomes a card.
    """
    if photo.coming:
        photo.waiting = partial(list_it, actions, line, photo, refused, as_read=as_read, on_air=on_air)
        return
    snap_id = photo.snap.snap_id if photo.snap is not None else None
    reading = read(line)
    command = (
        c.OpenFlash(title=reading.title, price_fen=reading.price_fen, stock=reading.stock, snap_id=snap_id)
        if as_read
        else c.OpenFlash(line=line, snap_id=snap_id)
    )

    def listed(event: Event) -> None:
        if on_air and isinstance(event, FlashOpened):
            actions.put_listed_on_air(event.number)

    def not_listed(error: KaiboError) -> None:
        actions.failed.emit(error)
        refused()

    actions.do(command, listed, not_listed)


class PhotoQuestions(Asker):
    """Asks for the line of a photo."""

    _photo: Photo | None = None
    """What the question that stands is about."""
    _of_photo: object = None
    """That question itself: another one may have taken its place."""

    @property
    def typed(self) -> str:
        """What stands in the line of a photo; "" where none is asked for."""
        return self._strip.field.text() if self._of_photo is not None and self._last is self._of_photo else ""

    def write_again(self, typed: str) -> None:
        """Ask for a line that was begun before a restart; its photo is not at hand any more."""
        self.listing(Photo(coming=False), typed)

    def snap(self) -> None:
        """F2 where there is no form: a photo now, and its line. Pressed again: another photo, the line stays."""
        typed = self._strip.field.text() if self._photo is not None and self.standing() is not None else ""
        self.listing(take(self._actions, self._strip.hear_again), typed)

    @asks
    def listing(self, photo: Photo, first: str = "") -> None:
        """What is on the photo, at which price, how many of it?"""
        twice, self._photo, self._of_photo = self.twice, photo, self._last

        def answer(typed: str, *, on_air: bool = False) -> str:
            if not typed:
                return self.tr("写名称 价格 件数：手镯 599 x3")
            reading = read(typed)
            doubt = doubt_of(reading, self._actions)
            if doubt is not None and (reading.price_fen is None or not reading.title or reading.impossible):
                return doubt.said(self._lang)
            if doubt is not None and twice.first_time(typed, doubtful=True):
                return self.tr("{doubt}；再按 Enter 就这样上架").format(doubt=doubt.said(self._lang))
            again = partial(self.listing, photo, typed)
            list_it(self._actions, typed, photo, again, as_read=doubt is not None, on_air=on_air)
            return ""

        def look(typed: str) -> Sequence[Hit]:
            reading = read(typed.strip())
            return of_title(self._check, reading.title, reading.price_fen, reading.stock)

        self._ask(
            self.tr("上架：名称 价格 件数（Ctrl Enter 上架并讲解）"),
            first,
            answer,
            lambda typed: heard(typed, photo, self._lang),
            look,
            strong=partial(answer, on_air=True),
            fades=True,
        )

    def listed(self, snap_id: str | None) -> None:
        """A photo was listed: where it was at the other seat, a question about it that nobody answers goes."""
        if self._photo is not None and self._photo.snap is not None and self._photo.snap.snap_id == snap_id:
            self._strip.fade()

    def _forget(self) -> None:
        super()._forget()
        self._photo = self._of_photo = None
