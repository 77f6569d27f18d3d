"""Undoes what OpenCV does to a clip whose pictures change their size: it stretches them all to the first.

The packets of the file are read a second time, undecoded, in step with the decoder, until its end was seen
once; where a key frame announces another size, pictures from there on are given their own shape back. H.264
and H.265 announce it (`sps`); Motion JPEG comes undecoded anyway and is never stretched. Not for lines: a
second call is not ours to make.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from console.camera import imaging, sps
from console.camera.cv import cv2

if TYPE_CHECKING:
    from console.camera.source import Pixels

_H264 = ("h264", "x264", "avc1", "avc3", "davc")
_H265 = ("hevc", "h265", "hvc1", "hev1", "x265")
_MOST_CHANGES = 1000


class Stretched:
    """Knows the size of each picture of one file. Belongs to the capture thread."""

    def __init__(self, path: str, capture: cv2.VideoCapture) -> None:
        """`capture`: the decoder, open and at its beginning."""
        fourcc = int(capture.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF
        codec = fourcc.to_bytes(4, "little").decode("latin-1").lower()
        self._h265 = codec in _H265
        self._packets: cv2.VideoCapture | None = None
        self._seen = 0
        self._from: list[int] = []  # numbers of pictures, and the size from each on
        self._sizes: list[tuple[int, int]] = []
        self._lies = capture.get(cv2.CAP_PROP_ORIENTATION_META) % 180 != 0
        if self._h265 or codec in _H264:
            self._packets = cv2.VideoCapture()
            if not self._packets.open(path, cv2.CAP_FFMPEG, (cv2.CAP_PROP_FORMAT, -1)):
                self.close()

    def undone(self, picture: Pixels, number: int) -> Pixels:
        """`picture`, the `number`-th from the beginning of the file (1 ...), in the shape in which it was sent."""
        if self._packets is not None:
            self._follow(number)
        if len(self._sizes) < 2:
            return picture
        width, height = self._sizes[max(0, bisect_right(self._from, number) - 1)]
        if self._lies:
            width, height = height, width
        if picture.shape[:2] == (height, width):
            return picture
        return imaging.as_bytes(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA))

    def close(self) -> None:
        """Give the file back; what is known of it stays known."""
        if self._packets is not None:
            self._packets.release()
        self._packets = None

    def _follow(self, number: int) -> None:
        """Read on until the packet of that picture; they are counted alike where each holds one."""
        while self._packets is not None and self._seen < number:
            got, packet = self._packets.read()
            if not got or len(self._sizes) > _MOST_CHANGES:
                self.close()
                return
            self._seen += 1
            if not self._packets.get(cv2.CAP_PROP_LRF_HAS_KEY_FRAME):
                continue
            size = sps.size(packet.tobytes(), h265=self._h265)
            if size is not None and (not self._sizes or size != self._sizes[-1]):
                self._sizes.append(size)
                self._from.append(self._seen)
