"""A price tag as shops print them, drawn from a seed with its truth, in a 1080p photo of the drawn studio.

Needs the extra (`make ocr`) for its fonts' drawing, and a Chinese font on the machine.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from console.camera.cv import cv2
from console.camera.synthetic import draw
from console.facts import Label

if TYPE_CHECKING:
    from console.camera.source import Pixels

FONT_FILE = "NotoSansCJK-Regular.ttc"
SIZE = (1920, 1080)
NAMES = (
    "豆绿圆条手镯", "和田玉平安扣", "南红圆牌", "手工陶杯", "猫抱枕", "扎染方巾", "紫砂西施壶", "老铜钱一盘",
    "青花瓷碗", "蜜蜡手串", "真丝围巾", "羊绒大衣", "檀香木梳", "火箭模型", "翡翠观音", "碧玺项链",
)  # fmt: skip
PAPERS = ((255, 253, 240), (255, 255, 255), (255, 236, 120), (250, 214, 214), (226, 240, 224))
INKS = ((20, 20, 20), (20, 20, 20), (190, 20, 30), (20, 40, 110))


@dataclass(frozen=True)
class Tag:
    """One photo and what its tag says."""

    pixels: Pixels
    truth: Label
    tilt: float
    """Degrees."""
    share: float
    """Width of the tag, of the photo's."""


@cache
def font_file() -> str | None:
    """Where the system keeps a Chinese font, if it has one."""
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path(os.environ.get("WINDIR", "/none")) / "Fonts")
    return next((str(path) for folder in folders if folder.is_dir() for path in folder.rglob(FONT_FILE)), None)


def tag(seed: int) -> Tag:
    """The photo of `seed`: paper, words, size, tilt, light and grain are drawn from it."""
    rng = random.Random(seed)
    lines, truth = _words(rng)
    card = _card(rng, lines)
    share, tilt = rng.choice((0.06, 0.09, 0.13, 0.20, 0.36)), rng.uniform(-18, 18)
    pixels = _held(rng, card, share, tilt)
    return Tag(pixels, truth, tilt, share)


def _words(rng: random.Random) -> tuple[list[tuple[str, int]], Label]:
    """Lines with their heights, and what they mean."""
    name = rng.choice(NAMES)
    fen = rng.choice((rng.randrange(10, 999) * 100, rng.randrange(10, 300) * 100 - 10, rng.randrange(10, 60) * 10_000))
    plain = f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}".rstrip("0")
    price = rng.choice(
        (f"¥{plain}", f"￥{plain}", f"{plain}元", f"特价 ¥{plain}", f"现价:{plain}元", f"零售价:¥{plain}")
    )
    number = rng.randrange(1, 90) if rng.random() < 0.5 else None
    lines = [(rng.choice((name, name, f"品名:{name}")), 46), (price, rng.choice((46, 64, 84)))]
    others = [
        (f"原价 {round(fen / 100 * 1.6)}", 34),
        ("电话13800138000", 28),
        (rng.choice(("产地:新疆", "材质:天然", "规格:58mm", "等级:合格品")), 30),
        ("2026-03-12", 28),
        ("包邮 满300减40", 30),
    ]
    lines += rng.sample(others, rng.randrange(0, 4))
    if number is not None:
        lines.insert(rng.choice((0, len(lines))), (rng.choice((f"编号 {number}", f"{number} 号", f"No.{number}")), 38))
    return lines, Label(name, fen, number)


def _card(rng: random.Random, lines: list[tuple[str, int]]) -> Pixels:
    """The paper, BGR."""
    from PIL import Image, ImageDraw, ImageFont

    font: Any = font_file()
    wide = 48 + max(round(ImageFont.truetype(font, px).getlength(said)) for said, px in lines)
    paper = Image.new("RGB", (wide, 36 + sum(round(1.45 * px) for _, px in lines)), rng.choice(PAPERS))
    pen, top, ink = ImageDraw.Draw(paper), 14, rng.choice(INKS)
    for said, px in lines:
        pen.text((24, top), said, font=ImageFont.truetype(font, px), fill=ink)
        top += round(1.45 * px)
    return cv2.cvtColor(np.asarray(paper), cv2.COLOR_RGB2BGR)  # type: ignore[return-value]


def _held(rng: random.Random, card: Pixels, share: float, tilt: float) -> Pixels:
    """The card before the studio, a little soft, lit from a side, with grain and as JPEG, as cameras deliver."""
    width, height = SIZE
    photo = cv2.resize(draw(rng.uniform(0, 200)), SIZE, interpolation=cv2.INTER_CUBIC)
    tall, wide = card.shape[:2]
    scale = min(share * width / wide, 0.8 * height / tall)
    place = rng.uniform(0.3, 0.7) * width, rng.uniform(0.4, 0.6) * height
    lean = rng.uniform(-0.06, 0.06) * wide * scale
    corners = np.float32([[-wide, -tall], [wide, -tall], [wide, tall], [-wide, tall]]) * scale / 2
    corners += np.float32([[lean, 0], [-lean, 0], [0, 0], [0, 0]])
    angle = np.deg2rad(tilt)
    turn = np.float32([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    to = (corners @ turn + np.float32(place)).astype(np.float32)
    warp = cv2.getPerspectiveTransform(np.float32([[0, 0], [wide, 0], [wide, tall], [0, tall]]), to)
    there = cv2.warpPerspective(np.full((tall, wide), 255, np.uint8), warp, SIZE) > 127
    photo[there] = cv2.warpPerspective(card, warp, SIZE, flags=cv2.INTER_AREA)[there]
    photo = _moved(cv2.GaussianBlur(photo, (0, 0), rng.uniform(0.5, 2.2)), rng.uniform(0, 9), rng.uniform(0, np.pi))
    light = np.linspace(rng.uniform(0.7, 1.0), 1.0, width, dtype=np.float32)[None, :, None]
    grain = np.random.default_rng(rng.randrange(1 << 30)).normal(0, 4, photo.shape)
    noisy = np.clip(photo * light + grain, 0, 255).astype(np.uint8)
    quality = (cv2.IMWRITE_JPEG_QUALITY, rng.choice((75, 85, 92)))
    return cv2.imdecode(cv2.imencode(".jpg", noisy, quality)[1], cv2.IMREAD_COLOR)  # type: ignore[return-value]


def _moved(photo: Pixels, by_px: float, along: float) -> Pixels:
    """As a hand that does not hold still leaves it: smeared by so many pixels in one direction."""
    side = 11
    kernel = np.zeros((side, side), np.float32)
    ends = np.array([np.cos(along), np.sin(along)]) * by_px / 2 + side // 2
    starts = np.array([side - 1, side - 1]) - ends
    cv2.line(kernel, tuple(np.round(starts).astype(int).tolist()), tuple(np.round(ends).astype(int).tolist()), 1.0)
    return cv2.filter2D(photo, -1, kernel / kernel.sum())  # type: ignore[return-value]
