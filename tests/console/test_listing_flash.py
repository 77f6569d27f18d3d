"""Flash listing and what may be changed afterwards."""

from __future__ import annotations

import itertools

import pytest

from console.commands import (
    AddStock,
    ChangePrice,
    EditItem,
    NoteAudit,
    OpenFlash,
    RecordSale,
    RelistItem,
    ReplaceSnap,
    ResendItem,
    SettlePush,
    WithdrawItem,
)
from console.errors import (
    BarcodeUnfit,
    IllegalStep,
    ListingDoubtful,
    PriceOutOfRange,
    StockOutOfRange,
    TitleUnfit,
    UnknownSnap,
)
from console.facts import Item, ListingState, PlatformState
from console.listing.lifecycle import LEGAL, standing
from tests.console.conftest import Books


def told(books: Books, item: Item) -> list[tuple[str, str]]:
    """Kind and body of everything queued for an item, in order."""
    return list(books.db.conn.execute("SELECT kind, body FROM outbox WHERE item_id = ? ORDER BY seq", (item.item_id,)))


def accept(books: Books, item: Item) -> None:
    """The platform takes the item in and approves it."""
    answer: dict[str, int | str] = {"platform_item_id": 7, "sku_id": 8}
    books.do(SettlePush(outbox_id=item.item_id, outcome="acked", answer=answer))
    books.do(NoteAudit(item_id=item.item_id, platform="approved", on_shelf=True))


def test_one_line_lists_an_item(books: Books) -> None:
    """A line becomes title, price and stock under the next number."""
    event = books.do(OpenFlash(line="豆绿手镯 599 x3"))
    assert (event.number, event.item.title, event.item.price_fen, event.item.stock_left) == (1, "豆绿手镯", 59_900, 3)
    assert books.do(OpenFlash(line="南红圆牌 1280")).number == 2


def test_a_doubtful_line_lists_nothing(books: Books) -> None:
    """A line that could mean two things is shown back and leaves no item behind."""
    with pytest.raises(ListingDoubtful):
        books.do(OpenFlash(line="银手镯 925"))
    assert books.one("SELECT count(*) FROM items") == 0


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": "x", "price_fen": 0}, PriceOutOfRange),
        ({"title": "x", "price_fen": -5}, PriceOutOfRange),
        ({"title": "x", "price_fen": 10**12}, PriceOutOfRange),
        ({"title": "x"}, PriceOutOfRange),
        ({"title": "x", "price_fen": 1, "stock": 0}, StockOutOfRange),
        ({"title": "x", "price_fen": 1, "stock": 10_000_000}, StockOutOfRange),
        ({"title": "   ", "price_fen": 1}, TitleUnfit),
        ({"title": "很" * 31, "price_fen": 1}, TitleUnfit),
        ({"title": "x", "price_fen": 1, "snap_id": "nope"}, UnknownSnap),
    ],
)
def test_bad_input_lists_nothing(books: Books, fields: dict[str, object], error: type[Exception]) -> None:
    """Price, stock, title and snap are checked, and nothing is half-written."""
    with pytest.raises(error):
        books.do(OpenFlash(**fields))  # type: ignore[arg-type]
    assert books.one("SELECT count(*) FROM items") + books.one("SELECT count(*) FROM shows") == 0


def test_listing_twice_with_one_id_is_one_item(books: Books) -> None:
    """The same gesture repeated answers the same item."""
    command = OpenFlash(title="豆绿手镯", price_fen=1, stock=1)
    assert books.do(command).item_id == books.do(command).item_id
    assert books.one("SELECT count(*) FROM items") == 1


def test_without_pictures_it_is_a_draft_until_it_has_some(books: Books) -> None:
    """A draft can be sold here; its first telling carries the stock that is left by then."""
    draft = books.list_item(stock=5, snap=False)
    assert draft.listing is ListingState.DRAFT
    books.do(RecordSale(number=1, quantity=2))
    assert told(books, draft) == []
    other = books.list_item(title="有照片")
    event = books.do(ReplaceSnap(number=1, snap_id=other.snap_id or ""))
    assert event.item.listing is ListingState.LISTED
    assert told(books, draft) == [("item", '{"stock": 3}')]


def test_changes_follow_the_listing_in_order(books: Books) -> None:
    """Price, stock and shelf are queued behind the item they belong to."""
    item = books.list_item(stock=2)
    books.do(ChangePrice(number=1, price_fen=50_000))
    books.do(AddStock(number=1, quantity=3))
    books.do(RecordSale(number=1))
    books.do(WithdrawItem(number=1))
    books.do(RelistItem(number=1))
    assert [kind for kind, _ in told(books, item)] == ["item", "price", "stock", "stock", "shelf", "shelf"]


def test_a_repeated_change_is_one_change(books: Books) -> None:
    """The id made at the gesture keeps a repeated price or count from acting twice."""
    item = books.list_item(stock=2)
    more = AddStock(number=1, quantity=3)
    assert books.do(more).item.stock_left == books.do(more).item.stock_left == 5
    cheaper = ChangePrice(number=1, price_fen=100)
    books.do(cheaper)
    books.do(ChangePrice(number=1, price_fen=200))
    assert books.do(cheaper).item.price_fen == 200
    assert len(told(books, item)) == 4


@pytest.mark.parametrize("quantity", [0, -3, 9_999_999])
def test_a_count_stays_between_zero_and_the_cap(books: Books, quantity: int) -> None:
    """Stock cannot be counted below zero or over what the platform takes."""
    books.list_item(stock=2)
    with pytest.raises(StockOutOfRange):
        books.do(AddStock(number=1, quantity=quantity))


def test_the_platform_decides_what_is_on_sale(books: Books) -> None:
    """An item is "on sale" only after the platform approved it, and sold out or back as stock moves."""
    item = books.list_item(stock=1)
    assert books.item(item).listing is ListingState.LISTED
    accept(books, item)
    assert books.item(item).listing is ListingState.ON_SALE
    books.do(RecordSale(number=1))
    assert books.item(item).listing is ListingState.SOLD_OUT
    books.do(AddStock(number=1, quantity=1))
    assert books.item(item).listing is ListingState.ON_SALE


def test_a_refusal_is_mended_and_sent_again(books: Books) -> None:
    """A refused listing keeps the platform's words, can be renamed, and goes out again."""
    item = books.list_item(title="最老的手镯")
    books.do(SettlePush(outbox_id=item.item_id, outcome="rejected", reason="标题含极限词"))
    refused = books.item(item)
    assert (refused.platform, refused.platform_reason) == (PlatformState.REFUSED, "标题含极限词")
    books.do(EditItem(number=1, title="手镯"))
    again = books.do(ResendItem(number=1)).item
    assert (again.platform, again.platform_reason, again.unsent) == (PlatformState.WAITING, "", 1)
    with pytest.raises(IllegalStep):
        books.do(ResendItem(number=1))


def test_what_the_platform_has_is_not_renamed_silently(books: Books) -> None:
    """Title and pictures of an accepted item would go to audit again, so they are refused in words."""
    item = books.list_item()
    accept(books, item)
    with pytest.raises(IllegalStep):
        books.do(EditItem(number=1, title="别的"))
    with pytest.raises(IllegalStep):
        books.do(ReplaceSnap(number=1, snap_id=item.snap_id or ""))
    assert books.do(EditItem(number=1, bin_code="A-07", points="冰种")).item.bin_code == "A-07"


def test_withdrawing_and_relisting_are_steps_of_their_own(books: Books) -> None:
    """An item is withdrawn once and relisted once."""
    books.list_item()
    with pytest.raises(IllegalStep):
        books.do(RelistItem(number=1))
    books.do(WithdrawItem(number=1))
    with pytest.raises(IllegalStep):
        books.do(WithdrawItem(number=1))
    assert books.do(RelistItem(number=1)).item.listing is ListingState.LISTED


def test_every_standing_can_be_reached_by_a_legal_step() -> None:
    """Whatever one fact changes about an item, the step it makes is a legal one."""
    flags = [False, True]
    for withdrawn, stock, pictured, approved in itertools.product(flags, flags, flags, flags):
        here = standing(
            withdrawn=withdrawn, stock_left=int(stock), complete=pictured, on_platform=pictured and approved
        )
        there = [
            standing(
                withdrawn=not withdrawn, stock_left=int(stock), complete=pictured, on_platform=pictured and approved
            ),
            standing(
                withdrawn=withdrawn, stock_left=int(not stock), complete=pictured, on_platform=pictured and approved
            ),
            standing(withdrawn=withdrawn, stock_left=int(stock), complete=True, on_platform=False),
            standing(
                withdrawn=withdrawn, stock_left=int(stock), complete=pictured, on_platform=pictured and not approved
            ),
        ]
        for after in there:
            assert after == here or after in LEGAL[here] or not pictured


def test_a_barcode_is_kept_with_its_item_and_can_be_changed(books: Books) -> None:
    """It comes with the listing or later, and an empty one takes it away."""
    item = books.do(OpenFlash(title="杯", price_fen=9900, barcode=" 6901234567892 ")).item
    assert books.item(item).barcode == "6901234567892"
    assert books.do(EditItem(number=1, barcode="KB-1")).item.barcode == "KB-1"
    assert books.do(EditItem(number=1, points="好")).item.barcode == "KB-1"
    assert books.do(EditItem(number=1, barcode="")).item.barcode == ""


@pytest.mark.parametrize("barcode", ["x" * 81, "12\n34", "a\x00b"])
def test_a_barcode_that_is_none_is_refused(books: Books, barcode: str) -> None:
    """Too long, or with what no label prints: nothing is listed."""
    with pytest.raises(BarcodeUnfit):
        books.do(OpenFlash(title="杯", price_fen=9900, barcode=barcode))
    assert books.one("SELECT count(*) FROM items") == 0
