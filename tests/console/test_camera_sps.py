"""Sizes that real encoders announced (x264 and x265), bit by bit, and what is no announcement."""

from __future__ import annotations

import pytest

from console.camera import sps

H264 = {
    "high, 4:2:0": ("6764001facd9405005bb0110000003001000000303c0f183196000", (1280, 720)),
    "cut to 1080 rows": ("67640028acb403c0113f2c20000003002000000791e3065400", (1920, 1080)),
    "cut on both sides": ("6742c01ed900a02fe49b011000000300100000030320f162e48000", (634, 358)),
    "interlaced": ("6764001eacd940b424d8088000000300800000190f8a14cb00", (720, 576)),
    "4:4:4, upright": ("67f40028919b28088078f1378088000003000800000301e078c18cb000", (1080, 1918)),
}
H265 = {
    "one layer": (
        "42010101600000030090000003000003005da00280802d165959a4932bc05a020000030002000003003c1000",
        (1280, 720),
    ),
    "4:2:2, ten bits": (
        "4201010408000003009d08000003000078b003c0801107c4b6595952930bc05a020000030002000003003c1000",
        (1920, 1080),
    ),
    "smaller": ("42010101600000030090000003000003005aa0050201e165959a4932bc05a020000003002000000303c100", (640, 480)),
}


def packet(unit: str, before: bytes = b"", after: bytes = b"") -> bytes:
    """A packet of Annex B with that unit in it."""
    return before + b"\x00\x00\x00\x01" + bytes.fromhex(unit) + after


@pytest.mark.parametrize("kind", H264)
def test_h264_says_how_large_its_pictures_are(kind: str) -> None:
    """Whole macroblocks less the crop, whatever profile and chroma."""
    unit, size = H264[kind]
    assert sps.size(packet(unit), h265=False) == size


def numbered(value: int) -> str:
    """A number as H.264 writes it, ue(v): as many zeros as it has bits after the first, then value + 1."""
    return f"{value + 1:b}".zfill(2 * (value + 1).bit_length() - 1)


def test_scaling_lists_are_passed_over() -> None:
    """One list of sixteen equal steps, one that falls back to the default at once (-8), one that is not there."""
    lists = "1" + numbered(0) * 16 + "1" + numbered(16) + "0" * 6
    chroma = numbered(1) + numbered(0) * 2 + "0" + "1" + lists
    order = numbered(0) + numbered(1) + "1" + numbered(1) * 2 + numbered(2) + numbered(3) * 2  # of the second kind
    size = numbered(4) + "0" + numbered(40 - 1) + numbered(15 - 1) + "0" + "1" + "1" + "0"
    bits = f"{100:08b}" + "0" * 8 + f"{31:08b}" + numbered(0) + chroma + order + size + "0" * 16
    bits += "0" * (-len(bits) % 8)
    unit = b"\x67" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    assert sps.size(b"\x00\x00\x01" + unit, h265=False) == (640, 2 * 240)


@pytest.mark.parametrize("kind", H265)
def test_h265_says_how_large_its_pictures_are(kind: str) -> None:
    """Behind profile, tier and level of each layer, less the conformance window."""
    unit, size = H265[kind]
    assert sps.size(packet(unit), h265=True) == size


def test_it_is_found_behind_what_stands_before_it() -> None:
    """A delimiter comes first in a transport stream, and picture parameters and messages follow."""
    unit, size = H264["high, 4:2:0"]
    delimiter = b"\x00\x00\x00\x01\x09\xf0"
    parameters = b"\x00\x00\x00\x01\x68\xeb\xe3\xcb\x22\xc0\x00\x00\x01\x65\x88"
    assert sps.size(packet(unit, delimiter, parameters), h265=False) == size


def test_a_picture_announces_nothing() -> None:
    """What follows a picture in its packet is not searched: pictures are long, and there are many."""
    unit, _ = H264["high, 4:2:0"]
    assert sps.size(packet(unit, before=b"\x00\x00\x01\x41\x9a\x21"), h265=False) is None
    assert sps.size(b"\x00\x00\x01\x41\x9a\x21\x6c", h265=False) is None


@pytest.mark.parametrize(
    ("unit", "h265"),
    [(unit, False) for unit, _ in H264.values()] + [(unit, True) for unit, _ in H265.values()],
)
def test_a_broken_one_says_nothing_and_never_something_impossible(unit: str, h265: bool) -> None:
    """Cut off anywhere, or with any byte changed: no fault, and no size beyond reason."""
    whole = bytes.fromhex(unit)
    broken = [whole[:cut] for cut in range(len(whole))]
    broken += [
        whole[:at] + bytes((whole[at] ^ flip,)) + whole[at + 1 :] for at in range(2, len(whole)) for flip in (1, 255)
    ]
    for each in broken:
        size = sps.size(b"\x00\x00\x01" + each, h265=h265)
        assert size is None or (min(size) > 0 and size[0] * size[1] < 1 << 30)
    assert sps.size(b"\x00\x00\x01" + whole[:6], h265=h265) is None


@pytest.mark.parametrize("h265", [True, False])
def test_what_is_no_packet_says_nothing(h265: bool) -> None:
    """Nothing, zeros, a lone start code, a picture of another codec."""
    for data in (b"", bytes(64), b"\x00\x00\x01", b"\xff\xd8\xff\xe0" + bytes(64)):
        assert sps.size(data, h265=h265) is None
