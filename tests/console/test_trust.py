"""Guarantees, certificates, sources: a badge only with its proof, a piece of jewellery only with its certificate."""

from __future__ import annotations

from typing import Any

import pytest

from console.commands import DescribeItem, KeepSnap, OpenFlash, ReplaceSnap
from console.errors import TrustUnfit, UnknownSnap
from console.facts import ListingState
from console.ids import new_id
from console.listing.trust import margin_fen
from tests.console.conftest import SHOT, Books


def _snap(books: Books) -> str:
    snap_id = new_id()
    books.do(KeepSnap(snap_id=snap_id, shots=(SHOT,)))
    return snap_id


def test_a_badge_needs_its_proof(books: Books) -> None:
    """A certificate number without its picture, or a source without proof, is no badge."""
    item = books.list_item()
    books.do(DescribeItem(number=1, certificate="GIC-2026-001", source="origin", origin="云南瑞丽"))
    assert (books.item(item).trust.certified, books.item(item).trust.sourced) == (False, False)
    books.do(DescribeItem(number=1, certificate_snap_id=_snap(books), source_snap_id=_snap(books)))
    trust = books.item(item).trust
    assert (trust.certified, trust.sourced, trust.certificate_photo) == (True, True, SHOT.full)
    books.do(DescribeItem(number=1, certificate_snap_id=""))
    assert not books.item(item).trust.certified


@pytest.mark.parametrize("replaced", [False, True])
def test_jewellery_is_not_listed_without_its_certificate(books: Books, replaced: bool) -> None:
    """Until material, weight, size, certificate and its picture are there, the platform does not hear of it."""
    opened = books.do(OpenFlash(title="冰种手镯", price_fen=599_900, snap_id=_snap(books), template="jewellery"))
    item = opened.item
    if replaced:
        books.do(ReplaceSnap(number=1, snap_id=_snap(books)))
    for more in (
        {"material": "翡翠"},
        {"weight": "52.1 g", "size": "57 圈口"},
        {"certificate": "GIC-2026-001"},
    ):
        books.do(DescribeItem(number=1, **more))  # type: ignore[arg-type]
        assert books.item(item).listing is ListingState.DRAFT
        assert books.one("SELECT count(*) FROM outbox") == 0
    books.do(DescribeItem(number=1, certificate_snap_id=_snap(books)))
    assert books.item(item).listing is ListingState.LISTED
    assert books.one("SELECT count(*) FROM outbox") == 1


def test_what_is_listed_stays_listed(books: Books) -> None:
    """An item that the platform knows is not taken back by asking for a certificate later."""
    item = books.list_item()
    books.do(DescribeItem(number=1, template="jewellery"))
    assert books.item(item).listing is ListingState.LISTED
    assert books.item(item).trust.lacking[0] == "material"


@pytest.mark.parametrize(
    "wrong",
    [
        {"guarantees": ("for_ever",)},
        {"source": "moon"},
        {"template": "x"},
        {"origin": "字" * 61},
        {"cost_fen": -1},
        {"commission_bp": 10_001},
    ],
)
def test_what_cannot_be_is_refused(books: Books, wrong: dict[str, Any]) -> None:
    """Unknown guarantees, sources and templates, and numbers out of range, change nothing."""
    item = books.list_item()
    with pytest.raises(TrustUnfit):
        books.do(DescribeItem(number=1, **wrong))
    assert books.item(item) == item


def test_a_proof_is_a_picture_that_was_kept(books: Books) -> None:
    """A snap that nobody took proves nothing."""
    books.list_item()
    with pytest.raises(UnknownSnap):
        books.do(DescribeItem(number=1, certificate_snap_id=new_id()))


def test_the_margin_is_what_is_left_after_cost_and_commission(books: Books) -> None:
    """599.00 sold, 300.00 paid for it, 20.5 % commission: 176.205 yuan, the commission rounded up."""
    item = books.list_item(price_fen=59_900)
    assert margin_fen(item) is None
    books.do(DescribeItem(number=1, cost_fen=30_000, commission_bp=2_050))
    assert margin_fen(books.item(item)) == 59_900 - 30_000 - 12_280
