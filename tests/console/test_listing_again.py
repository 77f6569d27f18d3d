"""Another item like one that is listed already."""

from __future__ import annotations

import pytest

from console.commands import ChangePrice, DescribeItem, EditItem, KeepSnap, ListAgain, OpenFlash, StartFlashSale
from console.errors import StockOutOfRange, UnknownNumber
from console.facts import ListingState
from console.ids import new_id
from tests.console.conftest import SHOT, Books


def test_what_the_goods_share_is_kept(books: Books) -> None:
    """Title, price, pictures, points, bin and guarantees are the first one's; the stock is its own."""
    first = books.list_item(title="手工陶杯", price_fen=9_900, stock=7)
    books.do(EditItem(number=1, bin_code="B-02", points="手拉坯/可微波", barcode="6901234567892"))
    books.do(DescribeItem(number=1, guarantees=("seven_days",), source="factory", origin="景德镇"))
    books.do(ChangePrice(number=1, price_fen=8_800))
    second = books.do(ListAgain(number=1, stock=2)).item
    assert (second.number, second.title, second.price_fen) == (2, "手工陶杯", 8_800)
    assert (second.stock_left, second.stock_total) == (2, 2)
    assert (second.bin_code, second.points, second.thumb) == ("B-02", "手拉坯/可微波", SHOT.thumb)
    assert (second.trust.guarantees, second.trust.source, second.trust.origin) == (("seven_days",), "factory", "景德镇")
    assert second.item_id != first.item_id
    assert books.one("SELECT count(*) FROM outbox WHERE item_id = ? AND kind = 'item'", second.item_id) == 1


def test_what_belongs_to_one_piece_is_not_copied(books: Books) -> None:
    """A second piece of jewellery has no certificate, weight, size or barcode yet, so it waits as a draft."""
    snap_id = new_id()
    books.do(KeepSnap(snap_id=snap_id, shots=(SHOT,)))
    books.do(OpenFlash(title="手镯", price_fen=59_900, snap_id=snap_id, template="jewellery", barcode="31-8842"))
    said = {"material": "翡翠", "weight": "41.2 g", "size": "57", "certificate": "31-8842"}
    books.do(DescribeItem(number=1, certificate_snap_id=snap_id, **said))
    second = books.do(ListAgain(number=1)).item
    assert second.trust.lacking == ("weight", "size", "certificate", "certificate_photo")
    assert (second.trust.material, second.barcode, second.listing) == ("翡翠", "", ListingState.DRAFT)


def test_it_costs_what_the_first_costs_without_its_flash_sale(books: Books) -> None:
    """A price for one minute is not the price of the next piece."""
    books.list_item(price_fen=59_900, stock=5)
    books.do(StartFlashSale(number=1, price_fen=49_900, units=2))
    assert books.do(ListAgain(number=1)).item.price_fen == 59_900


def test_the_same_id_again_lists_nothing(books: Books) -> None:
    """A gesture that is sent twice makes one item, even when it was changed in between."""
    books.list_item()
    item_id = new_id()
    books.do(ListAgain(number=1, item_id=item_id))
    books.do(EditItem(number=2, bin_code="Z-1"))
    again = books.do(ListAgain(number=1, item_id=item_id))
    assert (again.number, again.item.bin_code) == (2, "Z-1")
    assert books.one("SELECT count(*) FROM items") == 2


def test_what_cannot_be_listed_is_refused(books: Books) -> None:
    """An unknown number and no units make no item."""
    books.list_item()
    with pytest.raises(UnknownNumber):
        books.do(ListAgain(number=9))
    with pytest.raises(StockOutOfRange):
        books.do(ListAgain(number=1, stock=0))
    assert books.one("SELECT count(*) FROM items") == 1
