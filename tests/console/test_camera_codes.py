"""Reading codes in pictures, and where their contents lead."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from console.camera.codes import Code, CodeKind, read_codes
from console.camera.cv import cv2
from console.camera.glance import Glance
from console.camera.leads import check_digit_fits, kind_of
from console.camera.source import Frame, Jpeg
from console.facts import View

CONTENTS = [
    json.loads(line) for line in (Path(__file__).parent / "code_contents.jsonl").read_text("utf-8").splitlines()
]
F = zxingcpp.BarcodeFormat


def printed(text: str, form: zxingcpp.BarcodeFormat = F.EAN13, px: int = 3) -> np.ndarray:
    """A code in grey, `px` pixels for each module, with its quiet zone."""
    return np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, form), scale=px))


def studio(*codes: np.ndarray, width: int = 1920, height: int = 1080, tilt: float = 0.0) -> np.ndarray:
    """A grey wall in BGR with codes side by side, the whole turned by `tilt` degrees."""
    picture = np.full((height, width), 185, np.uint8)
    left = (width - sum(code.shape[1] + 40 for code in codes)) // 2
    for code in codes:
        top = (height - code.shape[0]) // 2
        picture[top : top + code.shape[0], left : left + code.shape[1]] = code
        left += code.shape[1] + 40
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1)
    return cv2.cvtColor(cv2.warpAffine(picture, turn, (width, height), borderValue=(185,)), cv2.COLOR_GRAY2BGR)


@pytest.mark.parametrize(("kind", "form", "text"), CONTENTS, ids=[f"{c[0]}-{c[2][:40]!r}" for c in CONTENTS])
def test_every_labelled_content_is_told_for_what_it_is(kind: str, form: str, text: str) -> None:
    """Links, contacts and pass phrases lead away however they are dressed up; goods and the platform's own do not."""
    assert kind_of(text, form) == kind


@pytest.mark.parametrize(
    ("form", "text", "named"),
    [
        (F.EAN13, "6901234567892", "EAN-13"),
        (F.EAN8, "96385074", "EAN-8"),
        (F.Code128, "KB-0012", "Code 128"),
        (F.Code39, "ABC123", "Code 39"),
        (F.ITF, "16901234567899", "ITF"),
        (F.QRCode, "https://example.com", "QR Code"),
        (F.DataMatrix, "12", "Data Matrix"),
        (F.Aztec, "hello there", "Aztec"),
        (F.PDF417, "hello there", "PDF417"),
    ],
)
def test_a_code_is_read_with_its_format_and_place(form: zxingcpp.BarcodeFormat, text: str, named: str) -> None:
    """Each format on sale in the shops is read, named as people write it, and boxed where it stands."""
    (code,) = read_codes(studio(printed(text, form)))
    assert (code.text, code.format) == (text, named)
    left, top, width, height = code.box
    assert abs(left + width / 2 - 960) < 30
    assert abs(top + height / 2 - 540) < 30


def test_several_codes_are_read_in_one_picture() -> None:
    """Goods and a link beside them are both told."""
    picture = studio(printed("6901234567892"), printed("https://u.wechat.com/abc", F.QRCode))
    assert {code.kind for code in read_codes(picture)} == {CodeKind.GOODS, CodeKind.LEADS_AWAY}


@pytest.mark.parametrize("tilt", [0, 15, 30, 45, 60, 90, 135, 180])
def test_a_tilted_code_is_read_and_its_box_is_where_it_stands(tilt: int) -> None:
    """A label is held at any angle."""
    (code,) = read_codes(studio(printed("6901234567892"), tilt=tilt))
    left, top, width, height = code.box
    assert (code.text, left <= 960 <= left + width, top <= 540 <= top + height) == ("6901234567892", True, True)


@pytest.mark.parametrize("digit", [d for d in range(10) if d != 2])
def test_a_wrong_check_digit_is_not_reported(digit: int) -> None:
    """Bars that spell a number whose check digit does not fit are no number of anything."""
    assert not check_digit_fits(f"690123456789{digit}")
    assert check_digit_fits("6901234567892")


@pytest.mark.parametrize("px", [1.2, 1.3, 1.4, 1.5])
def test_bars_of_little_more_than_a_pixel_are_never_read_as_another_number(px: float) -> None:
    """Some of them are misread with a check digit that fits; what is told is right, or nothing is."""
    rng, code, told = np.random.default_rng(2), printed("6901234567892", px=8), set()
    for _ in range(10):
        size = round(code.shape[1] * px / 8) + 1, code.shape[0] // 8
        there = np.array([[px / 8, 0, rng.random()], [0, 1 / 8, 0]])
        small = cv2.warpAffine(cv2.GaussianBlur(code, (0, 0), 4.5), there, size, borderValue=(255,))
        picture = np.full((120, 260), 190, np.float32)
        picture[20 : 20 + size[1], 20 : 20 + size[0]] = 20 + small * 0.8
        noisy = np.clip(picture + rng.normal(0, 3, picture.shape), 0, 255).astype(np.uint8)
        told |= {found.text for found in read_codes(noisy)}
    assert told <= {"6901234567892"}
    assert told or px < 1.4


def test_a_carton_code_with_a_wrong_check_digit_is_not_reported() -> None:
    """ITF carries no check of its own; fourteen digits must satisfy that of GS1."""
    assert read_codes(studio(printed("16901234567898", F.ITF))) == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 1, 3), (7, 500, 3), (40, 40, 4), (64, 64, 1)])
def test_a_picture_without_a_code_gives_none(shape: tuple[int, ...]) -> None:
    """Any size and depth is looked at; nothing there is an empty answer."""
    assert read_codes(np.full(shape, 128, np.uint8)) == ()


def test_noise_is_no_code() -> None:
    """Grain does not spell."""
    noise = np.random.default_rng(3).integers(0, 255, (720, 1280, 3), np.uint8)
    assert read_codes(noise) == ()


def test_grey_colour_and_transparent_pictures_read_alike() -> None:
    """What the picture is made of does not matter."""
    picture = studio(printed("KB-0012", F.Code128), width=960, height=540)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    four = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
    answers = {read_codes(p) for p in (picture, grey, four)}
    assert len(answers) == 1
    assert isinstance(next(iter(answers))[0], Code)


@pytest.mark.parametrize("jpeg", [False, True])
@pytest.mark.parametrize(
    ("text", "form", "px", "tilt"),
    [
        ("6901234567892", F.EAN13, 4, 0),
        ("6901234567892", F.EAN13, 2, 10),
        ("6901234567892", F.EAN13, 4, 45),
        ("KB-0012", F.Code128, 4, 50),
        ("https://u.wechat.com/abc", F.QRCode, 4, 20),
        ("https://u.wechat.com/abc", F.QRCode, 2, 0),
        ("hello there", F.DataMatrix, 5, 0),
        ("hello there", F.PDF417, 4, 0),
    ],
)
def test_glances_at_a_running_picture_find_a_code_twice_within_six(
    text: str, form: zxingcpp.BarcodeFormat, px: int, tilt: int, *, jpeg: bool
) -> None:
    """Small and tilted codes have their turn, and what found one is repeated at once."""
    picture = studio(printed(text, form, px), tilt=tilt)
    frame = Frame(Jpeg(cv2.imencode(".jpg", picture)[1].ravel()) if jpeg else picture, 0.0, 0)
    glance = Glance()
    seen = [glance.look(frame) for _ in range(6)]
    assert sum(text in [code.text for code in codes] for codes in seen) >= 2
    (code,) = next(codes for codes in seen if codes)
    left, top, width, height = code.box
    assert left <= 960 <= left + width
    assert top <= 540 <= top + height


def test_a_glance_sees_what_is_shown() -> None:
    """A code that the zoom leaves out is not on air; one that is turned and mirrored with the picture is."""
    picture = studio(printed("https://u.wechat.com/abc", F.QRCode, 4))
    away = Frame(picture, 0.0, 0, view=View(zoom=3.0, x=0.1, y=0.1))
    turned = Frame(picture, 0.0, 0, view=View(turn=90, mirror=True, mirror_photos=True, zoom=1.5))
    assert Glance().look(away) == ()
    (code,) = Glance().look(turned)
    width, height = turned.pixels.shape[1], turned.pixels.shape[0]
    left, top, wide, high = code.box
    assert abs(left + wide / 2 - width / 2) < 30
    assert abs(top + high / 2 - height / 2) < 30


def test_a_glance_at_a_broken_picture_sees_nothing() -> None:
    """A JPEG that was cut off gives no code and no fault."""
    assert Glance().look(Frame(Jpeg(np.zeros(20, np.uint8)), 0.0, 0)) == ()


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 3, 3), (40, 2000, 3)])
def test_a_glance_at_a_strange_shape_sees_nothing(shape: tuple[int, ...]) -> None:
    """Whatever a source sends is looked at without a fault, at every turn."""
    glance = Glance()
    assert [glance.look(Frame(np.full(shape, 9, np.uint8), 0.0, 0)) for _ in range(5)] == [()] * 5
