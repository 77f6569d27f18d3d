"""The size of the pictures, as a packet of H.264 or H.265 announces it. Pure: bytes in, numbers out.

Encoders repeat their sequence parameter set (SPS) before key frames, so it is where a change of size in the
middle of a stream is said. Only what stands before the size is read, and the frame that is cut off round it.
Bytes are in the form of Annex B, with start codes. Other codecs are not understood here.
"""

from __future__ import annotations

from collections.abc import Iterator

_START = b"\x00\x00\x01"
_MOST_UNITS = 16
_H264_SPS, _H264_PICTURES = 7, frozenset((1, 5))
_H265_SPS, _H265_PICTURES = 33, range(32)
_WITH_CHROMA = frozenset((100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135))
_MOST_PIXELS = 1 << 30
_CHROMA_STEPS = ((1, 1), (2, 2), (2, 1), (1, 1))
"""Width and height of a unit of the crop in pixels, by chroma_format_idc (H.264 table 6-1)."""
_PROFILE_BITS, _LEVEL_BITS = 88, 8


def size(packet: bytes, *, h265: bool) -> tuple[int, int] | None:
    """Width and height as the first SPS in `packet` says; None where it holds none, or a broken one."""
    for unit in _units(packet):
        kind = unit[0] >> 1 & 0x3F if h265 else unit[0] & 0x1F
        if kind in (_H265_PICTURES if h265 else _H264_PICTURES):
            return None  # what announces a picture stands before it
        if kind == (_H265_SPS if h265 else _H264_SPS):
            head = 2 if h265 else 1
            bits = _Bits(unit[head:].replace(b"\x00\x00\x03", b"\x00\x00"))  # 7.3.1: the 3 is no part of it
            try:
                width, height = _h265(bits) if h265 else _h264(bits)
            except EOFError:
                return None
            return (width, height) if width > 0 and height > 0 and width * height < _MOST_PIXELS else None
    return None


def _units(packet: bytes) -> Iterator[bytes]:
    """What stands between the start codes, a few from the beginning."""
    at = packet.find(_START)
    for _ in range(_MOST_UNITS):
        if at < 0 or at + len(_START) >= len(packet):
            return
        until = packet.find(_START, at + len(_START))
        yield packet[at + len(_START) : until if until >= 0 else min(len(packet), at + 1024)]
        at = until


class _Bits:
    """Reads from the most significant bit on. Raises EOFError at the end."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def take(self, count: int) -> int:
        """So many bits as a number."""
        self._left -= count
        if self._left < 0:
            raise EOFError
        return self._value >> self._left & ((1 << count) - 1)

    def number(self) -> int:
        """ue(v): Exp-Golomb, H.264 9.1."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise EOFError
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        """se(v), H.264 9.1.1."""
        number = self.number()
        return (number + 1) // 2 if number % 2 else -number // 2


def _h264(bits: _Bits) -> tuple[int, int]:
    """Rec. ITU-T H.264, 7.3.2.1.1."""
    profile = bits.take(8)
    bits.take(16)  # constraints, level
    bits.number()  # its own number
    chroma = 1
    if profile in _WITH_CHROMA:
        chroma = _h264_chroma(bits)
    bits.number()  # log2_max_frame_num
    order = bits.number()
    if order == 0:
        bits.number()
    elif order == 1:
        bits.take(1)
        bits.signed()
        bits.signed()
        for _ in range(bits.number()):
            bits.signed()
    bits.number()  # reference frames
    bits.take(1)
    width = 16 * (bits.number() + 1)
    rows = bits.number() + 1
    whole_frames = bits.take(1)
    if not whole_frames:
        bits.take(1)
    bits.take(1)
    height = 16 * rows * (2 - whole_frames)
    across, down = _CHROMA_STEPS[chroma]
    return _cut(bits, width, height, across, down * (2 - whole_frames))


def _h264_chroma(bits: _Bits) -> int:
    """chroma_format_idc, 0 also where the colours are planes of their own; the scaling matrices are passed over."""
    chroma = min(bits.number(), 3)
    planes = chroma == 3 and bool(bits.take(1))
    bits.number()
    bits.number()
    bits.take(1)
    if bits.take(1):
        for index in range(8 if chroma != 3 else 12):
            if bits.take(1):
                _pass_scaling_list(bits, 16 if index < 6 else 64)
    return 0 if planes else chroma


def _pass_scaling_list(bits: _Bits, count: int) -> None:
    """H.264 7.3.2.1.1.1."""
    last = following = 8
    for _ in range(count):
        if following:
            following = (last + bits.signed()) % 256
        last = following or last


def _h265(bits: _Bits) -> tuple[int, int]:
    """Rec. ITU-T H.265, 7.3.2.2.1."""
    bits.take(4)
    layers = bits.take(3)
    bits.take(1)
    bits.take(_PROFILE_BITS + _LEVEL_BITS)
    told = [(bits.take(1), bits.take(1)) for _ in range(layers)]
    if layers:
        bits.take(2 * (8 - layers))
    for profile, level in told:
        bits.take(_PROFILE_BITS * profile + _LEVEL_BITS * level)
    bits.number()  # its own number
    chroma = min(bits.number(), 3)
    if chroma == 3 and bits.take(1):
        chroma = 0
    width, height = bits.number(), bits.number()
    return _cut(bits, width, height, *_CHROMA_STEPS[chroma])


def _cut(bits: _Bits, width: int, height: int, across: int, down: int) -> tuple[int, int]:
    """Without the margins that only fill up blocks: left, right, top, bottom, in units of the given pixels."""
    if bits.take(1):
        width -= across * (bits.number() + bits.number())
        height -= down * (bits.number() + bits.number())
    return width, height
