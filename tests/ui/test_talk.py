"""What stands under price and stock on the anchor's screen: all points, as large as there is room, and who bought."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from console.facts import Sale, SaleSource, SaleStatus, Trust
from tests.ui.conftest import three_items
from tests.ui.fake_desk import an_item
from ui.look.fonts import sized
from ui.panels.anchor.talk import POINT_SIZES, SALES_SHOWN, facts, fit_points, just_sold, tall

POINTS = ["冰种底子，灯下见水", "57 圈口，适合 95–105 斤", "国检证书 31-8842"]


@pytest.mark.parametrize("high", [900, 300, 220, 180, 145])
def test_every_point_is_there_as_large_as_it_fits(qapp: QApplication, high: int) -> None:
    """More room is larger type, never too much of it; nothing that was written is left out."""
    font, paragraphs, heights = fit_points(POINTS, 560, high, 1.0)
    assert paragraphs == POINTS
    assert sum(heights) <= high
    larger = next((size for size in reversed(POINT_SIZES) if size > font.pixelSize()), None)
    if larger is not None:
        assert sum(tall(said, sized(larger), 560 - larger) + 0.4 * larger for said in POINTS) > high


def test_where_there_is_no_room_for_a_line_each_they_stand_together(qapp: QApplication) -> None:
    """Beside a flash sale with its steps two lines are left: all three points are in them."""
    font, paragraphs, heights = fit_points(POINTS, 560, 80, 1.0)
    assert paragraphs == [" · ".join(POINTS)]
    assert (font.pixelSize(), heights[0] <= 80) == (POINT_SIZES[-1], True)


def test_a_long_point_is_wrapped_not_cut(qapp: QApplication) -> None:
    """It takes as many lines as it needs, in smaller type where they would be too many."""
    long = "产自缅甸会卡老场口，种水到冰，灯光打过去通透见水，底子干净没有棉，送礼自戴都合适" * 2
    font, paragraphs, heights = fit_points([long], 560, 400, 1.0)
    assert paragraphs == [long]
    assert heights[0] >= tall(long, font, 560 - font.pixelSize())


def test_what_is_known_of_the_goods_is_named() -> None:
    """Size, weight and material where they were entered; nothing is made up."""
    item = an_item(1, trust=Trust(size="57", material="翡翠", cost_fen=100))
    assert [value for _, value in facts(item)] == ["57", "翡翠"]
    assert facts(an_item(1)) == []


def test_those_who_just_bought_can_be_thanked_by_name() -> None:
    """Of this item, newest first, a few; void sales and sales without a name are left out."""
    item = three_items().items[0]

    def sale(n: int, buyer: str, **changes: object) -> Sale:
        plain = Sale(f"s{n}", item.item_id, 12, item.title, 1, 1, SaleSource.PLATFORM, SaleStatus.SOLD, n, buyer=buyer)
        return replace(plain, **changes)  # type: ignore[arg-type]

    sales = (
        sale(9, "阿珍"),
        sale(8, ""),
        sale(7, "老王", status=SaleStatus.VOID),
        sale(6, "小鱼", item_id="item-13"),
        *(sale(n, f"买家{n}") for n in range(5, -5, -1)),
    )
    found = [each.buyer for each in just_sold(item, replace(three_items(), sales=sales))]
    assert found == ["阿珍", "买家5", "买家4", "买家3", "买家2"]
    assert len(found) == SALES_SHOWN
