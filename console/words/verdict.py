"""What the check of a text takes and answers, as frozen values. Nothing is found or decided here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from console.errors import Text
from console.facts import Item


class Level(IntEnum):
    """How grave a hit is. BLOCK keeps the text off the air; the others leave it to the person."""

    OK = 0
    NOTICE = 1
    WARN = 2
    BLOCK = 3

    @property
    def word(self) -> str:
        """As written in lists and answers: "ok", "notice", "warn", "block"."""
        return self.name.lower()


class WordClass(StrEnum):
    """What is wrong with a word."""

    ABSOLUTE_TERM = "absolute_term"
    OFF_PLATFORM = "off_platform"
    PRICE_CLAIM = "price_claim"
    PROMISE_MISMATCH = "promise_mismatch"
    MEDICAL = "medical"
    FAKE_COUNT = "fake_count"


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """What is known of the item a text is about. None is "not known": what is not known is not judged.

    Money is fen. `guarantees` are names as sellers write them ("七天无理由") or the console's own ("seven_days").
    `certificate` is its number or laboratory, "" when the item has none.
    """

    guarantees: tuple[str, ...] | None = None
    price_fen: int | None = None
    base_price_fen: int | None = None
    base_proof: bool | None = None
    stock: int | None = None
    sold: int | None = None
    online: int | None = None
    certificate: str | None = None
    ships_within_h: int | None = None


NOTHING_KNOWN = ItemFacts()


def facts_of(item: Item) -> ItemFacts:
    """What the line-up knows of an item; a compared price counts only with its proof."""
    trust = item.trust
    return ItemFacts(
        guarantees=trust.guarantees,
        price_fen=item.price_fen,
        base_price_fen=trust.base_price_fen,
        base_proof=trust.based,
        stock=item.stock_left,
        sold=item.sold_units,
        online=trust.online,
        certificate=trust.certificate,
        ships_within_h=trust.ships_within_h,
    )


@dataclass(frozen=True)
class Hit:
    """One place in the text that should not go on air as it is."""

    hit_id: str
    """The same while the word stays in the text, whatever is typed around it: class, word, how manieth."""
    word_class: WordClass
    start: int
    end: int
    """Code points of the typed text, end exclusive."""
    typed: str
    level: Level
    entry: str
    """The word of the list that was found, or the name of a pattern ("phone", "address")."""
    rule: Text
    reason: Text
    suggestion: Text


@dataclass(frozen=True)
class Verdict:
    """What was found in one text, from left to right."""

    level: Level
    hits: tuple[Hit, ...]
    version: str
    """Of the word list that was used, so that a decision can be understood later."""
