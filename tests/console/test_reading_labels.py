"""Price tags understood: from words and where they stand to title, price and number."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.facts import Label
from console.reading.labels import TextBox, label_of

TAGS = [json.loads(line) for line in (Path(__file__).parent / "labels.jsonl").read_text("utf-8").splitlines()]
FULL_HD = (1920, 1080)


def stacked(says: list[str], score: float = 0.95) -> list[TextBox]:
    """Lines below each other, 40 pixels high; "*2" behind one makes it twice as high."""
    boxes, top = [], 100.0
    for said in says:
        text, _, factor = said.partition("*")
        tall = 40.0 * int(factor or 1)
        boxes.append(TextBox(text, score, 300.0, top, tall * 0.9 * len(text), tall))
        top += tall * 1.4
    return boxes


@pytest.mark.parametrize("tag", TAGS, ids=lambda tag: " / ".join(tag["says"]) or "nothing")
def test_every_labelled_tag_is_understood(tag: dict[str, object]) -> None:
    """Prices of today are taken; old prices, rebates, telephones, dates, sizes and two candidates are not."""
    expected = None if tag["label"] is None else Label(*tag["label"])  # type: ignore[misc]
    assert label_of(stacked(tag["says"]), FULL_HD) == expected  # type: ignore[arg-type]


def test_a_sign_and_its_figure_beside_each_other_are_one_price() -> None:
    """A tag prints the sign small and the fen as a small figure at the top or the foot."""
    boxes = [
        TextBox("手工陶杯", 0.95, 100, 100, 200, 50),
        TextBox("¥", 0.9, 100, 230, 30, 40),
        TextBox("59", 0.95, 135, 190, 100, 90),
        TextBox(".90", 0.9, 240, 240, 50, 40),
    ]
    assert label_of(boxes, FULL_HD) == Label("手工陶杯", 5990)


def test_a_figure_below_its_word_is_one_price() -> None:
    """ "特价" on one line and the figure on the next, an old price beside it."""
    boxes = [
        TextBox("特价", 0.95, 100, 100, 100, 50),
        TextBox("原价", 0.95, 500, 100, 100, 50),
        TextBox("599", 0.95, 100, 160, 160, 80),
        TextBox("899", 0.95, 500, 160, 100, 50),
    ]
    assert label_of(boxes, FULL_HD) == Label("", 59900)


def test_words_of_two_columns_are_not_joined() -> None:
    """What stands far apart belongs to two tags."""
    boxes = [TextBox("陶杯", 0.95, 100, 100, 100, 50), TextBox("¥99", 0.95, 1500, 100, 100, 50)]
    assert label_of(boxes, FULL_HD) == Label("陶杯", 9900)


@pytest.mark.parametrize(("score", "tall"), [(0.4, 40), (0.95, 8)])
def test_blurred_and_tiny_print_is_ignored(score: float, tall: float) -> None:
    """What nobody could read from the sofa is no proposal."""
    boxes = [replace(box, score=score, height=tall) for box in stacked(["豆绿手镯", "¥599"])]
    assert label_of(boxes, FULL_HD) is None


def test_a_doubtful_figure_is_no_price() -> None:
    """Words may be a little uncertain, the price may not."""
    title, price = stacked(["豆绿手镯", "¥599"])
    assert label_of([title, replace(price, score=0.7)], FULL_HD) == Label("豆绿手镯")


@given(
    st.lists(
        st.builds(
            TextBox,
            st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(["¥599", "12号", "特价", "59", ".9"]),
            st.floats(0, 1),
            st.floats(0, 1920),
            st.floats(0, 1080),
            st.floats(0, 900),
            st.floats(0, 300),
        ),
        max_size=12,
    )
)
def test_any_words_anywhere_are_taken_calmly(boxes: list[TextBox]) -> None:
    """Whatever is read off a wall of newspapers: a label or none, with a price that could be one."""
    label = label_of(boxes, FULL_HD)
    assert label is None or label.price_fen is None or 0 < label.price_fen <= 999_999_999
