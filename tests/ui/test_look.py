"""One place for how everything looks: contrast, one stylesheet, a look that changes while the console runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.conftest import Opened
from tests.ui.goods import StillSource
from tests.ui.settled import settled
from tests.ui.states.show import full_state
from ui.look import icons
from ui.look.fonts import families, sized
from ui.look.theme import QSS, Theme
from ui.look.tokens import LOOKS, PAIRS, PLANES, SPACE, Tokens, contrast, luminance
from ui.windows.main_window import MainWindow

UI = Path(__file__).resolve().parents[2] / "ui"
ENOUGH = 4.5
RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
"""Selectors and declarations of one rule of the stylesheet."""


def declared() -> Iterator[tuple[str, dict[str, str]]]:
    """The stylesheet's rules: selector, and the tokens by property."""
    text = re.sub(r"/\*.*?\*/", "", QSS.read_text(encoding="utf-8"), flags=re.DOTALL)
    for selectors, body in RULE.findall(text):
        told = dict(part.strip().split(":", 1) for part in body.split(";") if ":" in part)
        for selector in selectors.split(","):
            yield selector.strip(), {name.strip(): value.strip() for name, value in told.items()}


def test_contrast_is_reckoned_as_wcag_says() -> None:
    """Black on white is 21:1, a colour on itself 1:1, and #767676 the lightest grey that passes on white."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#5AA7FF", "#5AA7FF") == 1
    assert contrast("#767676", "#FFFFFF") >= ENOUGH > contrast("#777777", "#FFFFFF")
    assert luminance("#FF0000") == pytest.approx(0.2126)


@pytest.mark.parametrize("look", LOOKS)
def test_words_stand_out_from_their_planes(look: str) -> None:
    """Every colour of words keeps 4.5:1 on every plane it is read on, in both looks."""
    tokens = LOOKS[look]
    weak = {
        (words, plane): round(contrast(getattr(tokens, words), getattr(tokens, plane)), 2)
        for words, planes in PAIRS.items()
        for plane in planes
        if contrast(getattr(tokens, words), getattr(tokens, plane)) < ENOUGH
    }
    assert weak == {}


def test_the_stylesheet_pairs_only_what_was_reckoned() -> None:
    """Where the stylesheet gives words and plane together, or words alone, they are reckoned above."""
    strange = []
    for selector, told in declared():
        words = told.get("color", told.get("selection-color", "")).removeprefix("$")
        plane = told.get("background", told.get("selection-background-color", "")).removeprefix("$")
        if not words:
            continue
        if plane in ("", "transparent"):
            missing = [p for p in ("ground", "surface", "sheet") if p not in PAIRS.get(words, ())]
        else:
            missing = [] if plane in PAIRS.get(words, ()) else [plane]
        if missing:
            strange.append((selector, words, missing))
    assert strange == []


def test_the_stylesheet_has_no_values_of_its_own() -> None:
    """Colours and type of the stylesheet come from the tokens; only hairlines and rings are drawn by hand."""
    text = QSS.read_text(encoding="utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{]*[;}])", text) == []
    assert set(re.findall(r"\b(\d+)px", text)) <= {"1", "2", "4"}
    names = set(re.findall(r"\$([a-z_]+)", text))
    assert names <= {f.name for f in fields(Tokens)} | {"s", "corner", "plane_corner"}


OWN_STYLE = {
    "a stylesheet of its own": re.compile(r"setStyleSheet|\.setPalette\("),
    "a colour of its own": re.compile(r"""QColor\(\s*[\d"']|["']#[0-9A-Fa-f]{6}["']|GlobalColor\.(?!transparent)"""),
    "type of its own": re.compile(r"\bQFont\(|setPixelSize|setPointSize"),
    "pixels that ignore the text scale": re.compile(
        r"\.set(?:ContentsMargins|Spacing|(?:Fixed|Minimum|Maximum)(?:Height|Width|Size))\((?:[^)]*[,\s])?[1-9]\d*\s*[,)]"
    ),
}
"""What belongs in `tokens.py`, `theme.py`, `fonts.py` and the stylesheet alone."""


@pytest.mark.parametrize("what", OWN_STYLE)
def test_no_widget_styles_itself(what: str) -> None:
    """Colours, type and sizes come from the theme in every other file of the screens."""
    found = []
    for path in sorted(UI.rglob("*.py")):
        if path.name in ("tokens.py", "theme.py", "fonts.py", "icons.py"):
            continue
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            scaled = re.sub(r"px\([^()]*(?:\([^()]*\)[^()]*)*\)", "0", line)
            if OWN_STYLE[what].search(scaled):
                found.append(f"{path.name}:{n}: {line.strip()}")
    assert found == []


def test_space_comes_in_steps() -> None:
    """What layouts leave between things and round them is a step of the tokens; so is every corner of a plane."""
    odd = []
    for path in sorted(UI.rglob("*.py")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"\.set(?:ContentsMargins|(?:Horizontal|Vertical)?Spacing)\(", line):
                odd += [f"{path.name}: {line.strip()}" for n in re.findall(r"px\((\d+)\)", line) if int(n) not in SPACE]
    assert odd == []
    corners = re.findall(r"border-radius: (\$\w+)", QSS.read_text(encoding="utf-8"))
    assert set(corners) - {"$s3", "$s4", "$s5"} == {
        "$corner",
        "$plane_corner",
    }  # bars and ticks are smaller than a step


def seen(window: MainWindow) -> set[str]:
    """The colours that cover at least a hundredth of the window."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    small = image.scaled(QSize(256, 144))
    counted: dict[str, int] = {}
    for y in range(small.height()):
        for x in range(small.width()):
            name = small.pixelColor(x, y).name().upper()
            counted[name] = counted.get(name, 0) + 1
    return {name for name, times in counted.items() if times > 256 * 144 / 100}


@pytest.mark.parametrize("seat", ["assistant", "anchor"])
def test_the_look_changes_while_the_console_runs(open_window: Opened, seat: str) -> None:
    """Changed to light and back, everything follows, painted parts too; nothing of the other look stays."""
    window, _desk = open_window(full_state(), seat=seat, source=StillSource())
    settled(window, painted=True)
    planes = {look: {getattr(LOOKS[look], plane) for plane in PLANES} for look in LOOKS}
    before = seen(window)
    assert before & planes["dark"]
    assert not before & planes["light"]
    window.theme.wear("light")
    settled(window, painted=True)
    after = seen(window)
    assert after & planes["light"]
    assert not after & planes["dark"]
    window.theme.wear("dark")
    settled(window, painted=True)
    assert seen(window) == before


def test_a_focused_button_has_one_edge_and_no_second_one_within(open_window: Opened) -> None:
    """Reached by Tab it looks as when it is clicked: the system's own focus rectangle is not drawn inside ours."""
    window, _ = open_window(full_state())
    button = next(button for button in window.findChildren(QPushButton) if button.isVisible() and button.isEnabled())
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
    seen = []
    for by_key in (False, True):
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, by_key)
        seen.append(button.grab().toImage())
    assert seen[0] == seen[1]


def test_a_theme_of_another_scale_follows(qapp: QApplication) -> None:
    """What is painted larger changes its look with the rest, and says so."""
    theme = Theme("dark")
    larger = theme.larger(2.0)
    told: list[str] = []
    larger.changed.connect(lambda: told.append(larger.look))
    theme.look = "light"
    theme.changed.emit()
    assert (larger.look, larger.scale, told) == ("light", 2.0, ["light"])


def test_the_picture_keeps_its_colours(qapp: QApplication) -> None:
    """What viewers see over the picture is the same in both looks."""
    assert Theme("light").over("ground") == Theme("dark").over("ground") == Theme("dark").colour("ground")


def test_the_type_has_chinese(qapp: QApplication) -> None:
    """The console's type is one that is installed, and it has Chinese."""
    font = sized(16)
    assert QFontInfo(font).family() == families()[0]
    assert all(QFontMetrics(font).inFont(character) for character in "开播讲解中¥0")


def test_every_icon_is_in_the_set(qapp: QApplication) -> None:
    """Each icon paints something of its own, in the colour asked for."""
    colour, made = QColor(LOOKS["dark"].jade), set()
    for name in icons.NAMES:
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        assert icons.paint(painter, name, QRectF(0, 0, 24, 24), colour), name
        painter.end()
        strongest = max((image.pixelColor(x, y) for x in range(24) for y in range(24)), key=lambda pixel: pixel.alpha())
        assert strongest.alpha() > 120, name
        assert abs(strongest.green() - colour.green()) < 8, name
        made.add(bytes(image.constBits()))
    assert len(made) >= len(set(icons.NAMES.values())) - 1


def test_an_icon_of_a_button_follows_the_theme(qapp: QApplication) -> None:
    """An icon handed to Qt is painted anew in the colours that the theme has then."""
    theme = Theme("dark")
    button = QPushButton()
    button.setIcon(icons.icon(theme, "camera", "text"))

    def brightest() -> int:
        image = button.icon().pixmap(QSize(24, 24)).toImage()
        strongest = max((image.pixelColor(x, y) for x in range(24) for y in range(24)), key=lambda pixel: pixel.alpha())
        return strongest.green()

    before = brightest()
    theme.look = "light"
    assert before > 200
    assert brightest() < 80
