"""Figures, questions, undo and languages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import commands as c
from console import events as e
from console.facts import Show, ShowStatus
from console.money import plain
from tests.ui.fake_desk import an_item, live_state
from tests.ui.words import OWN, extracted, messages
from tests.waiting import A_PROGRAM_S
from ui.look.format import points, running, span
from ui.look.language import SOURCES, compiled_for
from ui.typed.asking import pieces_in, quantity_in, sold_in, units_in, yuan_in
from ui.undo import undo_of

ROOT = Path(__file__).resolve().parents[2]
LUPDATE = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent)) or "pyside6-lupdate"


def test_every_word_is_english_too(tmp_path: Path) -> None:
    """Nothing on the screen lacks its English: a fresh extraction finds no text that is not translated."""
    copy = tmp_path / "en.ts"
    shutil.copy(SOURCES / "en.ts", copy)
    sources = [str(path) for path in sorted((ROOT / "ui").rglob("*.py"))]
    subprocess.run(
        [LUPDATE, *sources, "-ts", str(copy), "-locations", "none", "-no-obsolete", "-silent"],
        check=True,
        timeout=A_PROGRAM_S,
    )
    unfinished, unlike = [], []
    for message in ET.parse(copy).getroot().iter("message"):  # noqa: S314 - our own file
        source, said = message.findtext("source") or "", message.find("translation")
        if said is None or said.get("type") == "unfinished" or not said.text:
            unfinished.append(source)
        elif {part.split("}")[0] for part in source.split("{")[1:]} != {
            p.split("}")[0] for p in said.text.split("{")[1:]
        }:
            unlike.append(source)
    assert unfinished == []
    assert unlike == []


def test_no_word_is_kept_that_nobody_says(tmp_path: Path) -> None:
    """Each message of en.ts is still said somewhere, stands once and in its order, and is not marked unfinished."""
    own, fresh = messages(OWN), messages(extracted(tmp_path / "en.ts"))
    assert own == fresh  # `python -m tests.ui.words` puts them in this order
    assert len(own) == len(set(own))
    marked = [m.get("type") for m in ET.parse(OWN).getroot().iter("translation") if m.get("type")]  # noqa: S314 - ours
    assert marked == []


def test_a_translation_is_compiled_once(tmp_path: Path) -> None:
    """The compiled words are made in the cache, and found there the next time."""
    source = tmp_path / "en.ts"
    shutil.copy(SOURCES / "en.ts", source)
    made = compiled_for(source, tmp_path / "cache")
    assert made is not None
    first = made.stat().st_mtime_ns
    assert compiled_for(source, tmp_path / "cache") == made
    assert made.stat().st_mtime_ns == first


@pytest.mark.expects_log
def test_without_a_compiler_the_windows_stay_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing compiler costs the translation, not the program."""
    monkeypatch.setattr("ui.look.language._tool", lambda _name: None)
    source = tmp_path / "en.ts"
    shutil.copy(SOURCES / "en.ts", source)
    assert compiled_for(source, tmp_path / "cache") is None


@pytest.mark.parametrize(("seconds", "said"), [(0, "00:00"), (18.9, "00:18"), (4000, "1:06:40"), (-3, "00:00")])
def test_ages(seconds: float, said: str) -> None:
    """An age is minutes and seconds, with hours only where there are any."""
    assert span(seconds) == said
    assert running(5025) == "01:23:45"


@given(st.integers(min_value=1, max_value=9_999_999_99))
def test_a_price_reads_back_as_it_is_shown(fen: int) -> None:
    """What the price question shows first is what it understands."""
    assert yuan_in(plain(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("39.9", 3990),
        ("¥1,280", 128000),
        ("５９９", 59900),
        ("599元", 59900),
        ("0", None),
        ("1.234", None),
        ("abc", None),
        ("", None),
    ],
)
def test_prices_as_people_type_them(typed: str, fen: int | None) -> None:
    """Full-width digits, signs and grouping are understood; anything else is asked again."""
    assert yuan_in(typed) == fen


def test_quantities_as_people_type_them() -> None:
    """A sale needs at least one; a count may take away, but not nothing."""
    assert [quantity_in(t) for t in ("2", "0", "-1", "x", "２")] == [2, None, None, None, 2]
    assert [units_in(t) for t in ("+3", "-2", "0", "")] == [3, -2, None, None]
    assert [pieces_in(t) for t in ("2", "x3", "×3", "3 件", "2pcs", "x0", "-1", "x", "2 3")] == [
        *(2, 3, 3, 3, 2),
        *(None, None, None, None),
    ]


def test_a_buyer_may_follow_how_many_were_sold() -> None:
    """The number first, then a name with a letter in it; two numbers are asked about."""
    assert [sold_in(t) for t in ("2", "3 件", "2 阿珍", "x2 Li  Na", "２件 小王8")] == [
        *((2, ""), (3, ""), (2, "阿珍")),
        *((2, "Li Na"), (2, "小王8")),
    ]
    assert [sold_in(t) for t in ("阿珍", "2 3", "0 阿珍", "", "2 " + "珍" * 41)] == [None] * 5


def test_points_are_cut_where_people_part_them() -> None:
    """Slashes, semicolons and lines part selling points."""
    assert points(an_item(1, points="冰种 / 57圈口；证书\n包邮")) == ["冰种", "57圈口", "证书", "包邮"]


def test_undo_of_a_move_goes_back_before_its_former_neighbour() -> None:
    """A moved item goes back to where it stood, also from the end."""
    before = live_state(an_item(1), an_item(2), an_item(3))
    moved = e.LineupMoved(number=1, item_ids=("item-2", "item-3", "item-1"))
    undo = undo_of(c.MoveItem(number=1, before=None), moved, before)
    assert undo is not None
    assert undo.back == c.MoveItem(number=1, before=2)
    last = undo_of(c.MoveItem(number=3, before=1), e.LineupMoved(number=3, item_ids=()), before)
    assert last is not None
    assert last.back == c.MoveItem(number=3, before=None)


def test_what_cannot_be_taken_back_offers_nothing() -> None:
    """The end of a show is no matter for Ctrl+Z."""
    state = live_state(an_item(1))
    ended = e.ShowEnded(show=Show("show", "", ShowStatus.ENDED), totals=state.totals, unsent=0)
    assert undo_of(c.EndShow(), ended, state) is None
