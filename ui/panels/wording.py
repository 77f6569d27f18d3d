"""Words checked while they are typed: underlined where they stand, with level, reason and suggestion beneath.

Nothing is decided here: Enter goes on, and the desk alone refuses. While the list is being built nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from console.facts import Item, StepKind
from ui.look.chips import Remark
from ui.look.language import translate
from ui.panels.line_edit import LineEdit, Mark

if TYPE_CHECKING:
    from console.words import Hit, ItemFacts, Level, Verdict

Check = Callable[[str, "ItemFacts"], "Verdict | None"]
"""Checks a text about an item of which these facts are known; None while the list is being built."""
Look = Callable[[str], Sequence["Hit"]]
"""What is doubtful in what was typed so far."""
WARNINGS_KEPT = 4_000
PAUSE_MS = 40
"""After the last keystroke."""


def unchecked(_text: str, _facts: ItemFacts) -> Verdict | None:
    """The check of a window that has none."""
    return None


def of_title(check: Check, title: str, price_fen: int | None, stock: int) -> Sequence[Hit]:
    """The hits in the title of an item that is being listed."""
    from console.words import ItemFacts

    verdict = check(title, ItemFacts(price_fen=price_fen, stock=stock)) if title else None
    return verdict.hits if verdict is not None else ()


def of_item(check: Check, text: str, item: Item) -> Sequence[Hit]:
    """The hits in what is said of an item."""
    from console.words import facts_of

    verdict = check(text, facts_of(item)) if text else None
    return verdict.hits if verdict is not None else ()


def of_text(check: Check, text: str) -> Sequence[Hit]:
    """The hits in what is said of no item: a coupon, a prize."""
    from console.words import NOTHING_KNOWN

    verdict = check(text, NOTHING_KNOWN) if text else None
    return verdict.hits if verdict is not None else ()


def of_steps(check: Check, line: str, item: Item) -> Sequence[Hit]:
    """The hits in the cues of a line of steps; none while it cannot be read."""
    from console.errors import KaiboError
    from console.listing.steps import read_steps

    try:
        cues = [step.text for step in read_steps(line) if step.kind is StepKind.CUE]
    except KaiboError:
        return ()
    return [hit for cue in cues for hit in of_item(check, cue, item)]


def marks(line: str, hits: Iterable[Hit]) -> list[Mark]:
    """Where `hits` stand in the typed `line`, in its order; one that is written otherwise there is not marked.

    Spans are UTF-16 units, as Qt counts.
    """
    found: list[Mark] = []
    after = 0
    for hit in hits:
        start = line.find(hit.typed, after)
        start = start if start >= 0 else line.find(hit.typed)
        if start < 0:
            continue
        after = start + len(hit.typed)
        found.append(Mark(_units(line[:start]), _units(line[:after]), how(hit.level)[1]))
    return found


def how(level: Level) -> tuple[str, str, str]:
    """Shape, colour and word of a level: each says it alone."""
    words = {
        "block": ("cross", "trouble", translate("wording", "不能上播")),
        "warn": ("warn", "amber", translate("wording", "有风险")),
        "notice": ("ring", "blue", translate("wording", "提醒")),
    }
    return words[level.word]


def remark(hits: Sequence[Hit], lang: str) -> tuple[str, str, str]:
    """Shape, colour and sentence for the gravest of `hits`; how many others there are is said with it.

    The rule it comes under is left out: there is room for two lines. See `rules`.
    """
    worst = max(hits, key=lambda hit: hit.level)
    shape, tone, word = how(worst.level)
    said = translate("wording", "{level}：{reason}。{advice}").format(
        level=word, reason=_plain(worst, lang), advice=worst.suggestion.said(lang)
    )
    more = translate("wording", "（还有 {n} 处）").format(n=len(hits) - 1) if len(hits) > 1 else ""
    return shape, tone, said + more


def rules(hits: Sequence[Hit], lang: str) -> str:
    """Every hit with its rule, a line each."""
    return "\n".join(hit.reason.said(lang) for hit in hits)


def _plain(hit: Hit, lang: str) -> str:
    rule = hit.rule.said(lang)
    return hit.reason.said(lang).removesuffix(f"（{rule}）").removesuffix(f" ({rule})")


class Heeding(QObject):
    """Keeps the marks of a field and the remark beneath it true to what is typed."""

    looked = Signal()
    """`hits` are those of what stands there now."""

    def __init__(self, field: LineEdit, beneath: Remark, lang: str) -> None:
        super().__init__(field)
        self._field, self._beneath, self._lang = field, beneath, lang
        self._look: Look | None = None
        self.hits: Sequence[Hit] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look_now)
        field.textChanged.connect(self._typed)

    @property
    def blocked(self) -> bool:
        """Whether what is typed must not go on air."""
        return any(hit.level.word == "block" for hit in self.hits)

    def listen(self, look: Look | None) -> None:
        """Look at the field with `look` from now on; None: not at all."""
        self._look = look
        self.look_now()

    def look_now(self) -> None:
        """Check what stands there at once."""
        self._pause.stop()
        text = self._field.text()
        self.hits = self._look(text) if self._look is not None and text else ()
        self._field.mark(marks(text, self.hits))
        if self.hits:
            shape, tone, said = remark(self.hits, self._lang)
            self._beneath.say(said, shape, tone)
            self._beneath.setToolTip(rules(self.hits, self._lang))
        else:
            self._beneath.say("")
        self.looked.emit()

    def _typed(self) -> None:
        self._field.mark(())  # they would stand under other letters
        self._pause.start()


class Warnings:
    """What should not be said in the titles of a line-up, looked at once for each as it stands."""

    def __init__(self, check: Check, lang: str) -> None:
        self._check, self._lang = check, lang
        self._known: dict[str, tuple[Item, str]] = {}

    def of(self, item: Item) -> str:
        """The gravest doubt about the title and what to write instead; "" for none, and while the list is built."""
        known = self._known.get(item.item_id)
        if known is not None and known[0] is item:
            return known[1]
        from console.words import facts_of

        verdict = self._check(item.title, facts_of(item))
        if verdict is None:
            return ""
        said = ""
        if verdict.hits:
            worst = max(verdict.hits, key=lambda hit: hit.level)
            said = translate("wording", "{reason}，{advice}").format(
                reason=_plain(worst, self._lang), advice=worst.suggestion.said(self._lang)
            )
        if len(self._known) > WARNINGS_KEPT:
            self._known.clear()
        self._known[item.item_id] = item, said
        return said


def _units(text: str) -> int:
    """How many UTF-16 units `text` has."""
    return len(text.encode("utf-16-le")) // 2
