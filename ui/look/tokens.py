"""What everything is drawn with: colours of both looks, steps of type, space, corners and motion.

Plain values, no Qt: `ui/look/theme.py` makes fonts, colours and the stylesheet of them. A text and the planes it is
read on keep at least 4.5:1 (WCAG 2.2, 1.4.3) in both looks; `PAIRS` says which meet, a test reckons.
"""

from __future__ import annotations

from dataclasses import dataclass

TYPE = (12, 13, 14, 16, 18, 20, 28, 44, 88)
"""Design pixels of the steps of type."""
SPACE = (2, 4, 6, 8, 10, 12, 14, 16, 20, 24)
"""Design pixels between things and round them."""
RADIUS = (6, 10)
"""Corners of controls, and of planes."""
HAIRLINE = 0.14
"""How much of the colour of text the edge of a photo has: a white one ends somewhere on a white plane."""
MOTION_MS = 120
"""How long a thing that moves takes for most of its way."""
FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
)
"""Type that has Chinese and digits of equal width, the most wanted first; the theme takes what is installed."""


@dataclass(frozen=True)
class Tokens:
    """The colours by what they mean. `..._plane` is the plane of a tone, `..._deep` one that carries white words."""

    ground: str
    surface: str
    raised: str
    """Controls, chips and what has no picture yet."""
    sheet: str
    """What lies over the rest: sheets, menus, plates."""
    hover: str
    line: str
    edge: str
    text: str
    quiet: str
    faint: str
    """What cannot be used now."""
    on_air: str
    on_air_plane: str
    on_air_deep: str
    jade: str
    jade_plane: str
    jade_deep: str
    jade_lift: str
    amber: str
    amber_plane: str
    blue: str
    blue_plane: str
    trouble: str
    trouble_plane: str
    price: str
    """What it costs, on the card that viewers see."""
    bright: str = "#FFFFFF"
    """Words on a deep plane."""
    shade: str = "#05070A"
    """Laid half through over what must wait."""
    screen: str = "#0A0C10"
    """A screen without a picture."""


DARK = Tokens(
    ground="#0E1116",
    surface="#161B22",
    raised="#1F2630",
    sheet="#1F2630",
    hover="#28313D",
    line="#242C37",
    edge="#3A4553",
    text="#E9EDF2",
    quiet="#9BA6B4",
    faint="#828D9B",
    on_air="#FF5A5C",
    on_air_plane="#2A181C",
    on_air_deep="#C4262F",
    jade="#2BB58A",
    jade_plane="#14261F",
    jade_deep="#187A5A",
    jade_lift="#1A8461",
    amber="#F5B041",
    amber_plane="#2B2415",
    blue="#5AA7FF",
    blue_plane="#18273A",
    trouble="#FF8A7A",
    trouble_plane="#2C1D1E",
    price="#FF6B5E",
)
"""A control room at night: one dark plane, the goods carry the colour."""

LIGHT = Tokens(
    ground="#F1F3F6",
    surface="#FFFFFF",
    raised="#EDF0F4",
    sheet="#FFFFFF",
    hover="#E1E6EC",
    line="#E6EAEF",
    edge="#C3CBD5",
    text="#16202B",
    quiet="#525E6C",
    faint="#636E7D",
    on_air="#C9252D",
    on_air_plane="#FCEBEC",
    on_air_deep="#C4262F",
    jade="#0B7656",
    jade_plane="#E4F4ED",
    jade_deep="#0E7D5D",
    jade_lift="#0B7052",
    amber="#8F5600",
    amber_plane="#FBF1DC",
    blue="#1B62C0",
    blue_plane="#E5EFFB",
    trouble="#B4321F",
    trouble_plane="#FBEAE7",
    price="#C9252D",
    shade="#16202B",
)
"""A shop by day. The picture and what is written over it stay as viewers see them."""

LOOKS = {"dark": DARK, "light": LIGHT}

PLANES = ("ground", "surface", "raised", "sheet")
PAIRS: dict[str, tuple[str, ...]] = {
    "text": (
        *PLANES, "hover", "on_air_plane", "jade_plane", "amber_plane", "blue_plane", "trouble_plane",
    ),
    "quiet": (*PLANES, "hover", "on_air_plane", "jade_plane", "amber_plane", "blue_plane", "trouble_plane"),
    "faint": ("ground", "surface", "sheet"),
    "on_air": (*PLANES, "on_air_plane", "blue_plane"),
    "jade": (*PLANES, "on_air_plane", "jade_plane", "blue_plane"),
    "amber": (*PLANES, "on_air_plane", "amber_plane", "blue_plane"),
    "blue": (*PLANES, "blue_plane"),
    "trouble": (*PLANES, "on_air_plane", "blue_plane", "trouble_plane"),
    "bright": ("jade_deep", "jade_lift", "on_air_deep"),
    "price": ("ground",),
    "ground": ("blue",),
}  # fmt: skip
"""Which planes the words of a colour are read on."""


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0-1 (WCAG 2.2, "relative luminance")."""
    shares = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1-21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
