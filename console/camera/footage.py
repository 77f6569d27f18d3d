"""The last second before a moment of a file or of the drawn studio, decoded as fast as it goes.

Nothing here plays in real time or repeats; the same file and moment give the same frames. Cameras and
streams are `feed`'s.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from console.camera import focus, imaging, synthetic
from console.camera.cv import cv2
from console.camera.errors import NoFilm, NoSuchMoment
from console.camera.source import Frame, Spec, SpecKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.camera.source import Pixels

    _Picture = tuple[int, float, Pixels]
    """Its number, its time in seconds, and what it shows."""

BURST_S = 1.0
MOST_BYTES = 1 << 30
"""Of pictures in memory; of larger ones every second or third is looked at."""
_LEAST_FRAMES = 3
_FALLBACK_FPS = 25.0
_HAIR_S = 0.0005  # time stamps are rounded


def last_second(spec: Spec, at_s: float) -> list[Frame]:
    """The frames of the second that ends at `at_s`, oldest first; fewer where the file begins later.

    `Frame.index` counts the frames of the file from 0, `Frame.captured_at` is the frame's own time in it.
    A still picture is the same at every moment. Raises NoFilm for what cannot be read, and
    NoSuchMoment when the file ends before.
    """
    pictures = _drawn(at_s) if spec.kind is SpecKind.SYNTHETIC else _played(spec, at_s)
    return [_frame(pixels, time_s, index) for index, time_s, pixels in pictures]


def _frame(pixels: Pixels, time_s: float, index: int) -> Frame:
    detail = focus.detail(focus.small_grey(pixels))
    return Frame(pixels, time_s, index, detail.mean(), detail)


def _drawn(at_s: float) -> Iterator[_Picture]:
    last = int((at_s + _HAIR_S) * synthetic.FPS)
    for index in range(max(0, last - round(BURST_S * synthetic.FPS)), last + 1):
        yield index, index / synthetic.FPS, synthetic.draw(index / synthetic.FPS)


def _played(spec: Spec, at_s: float) -> list[_Picture]:
    kept, shown_s = _decoded(spec, at_s)
    if (
        kept and kept[-1][1] < at_s - BURST_S - _HAIR_S and kept[-1][1] < shown_s
    ):  # nothing came for longer than a burst
        kept = _decoded(spec, shown_s)[0][-1:]
    return kept


def _decoded(spec: Spec, at_s: float) -> tuple[list[_Picture], float]:
    """The burst, and when the last frame up to `at_s` came."""
    capture = cv2.VideoCapture()
    try:
        if not capture.open(spec.text, cv2.CAP_FFMPEG):
            raise NoFilm(spec=spec.shown)
        return _until(capture, spec, at_s)
    except (cv2.error, UnicodeEncodeError) as error:  # a back end's own fault; a file name that is no text
        raise NoFilm(spec=spec.shown) from error
    finally:
        capture.release()


def _until(capture: cv2.VideoCapture, spec: Spec, at_s: float) -> tuple[list[_Picture], float]:
    """Decode from the beginning: only so is the number of a frame certain."""
    frame_s = 1 / (capture.get(cv2.CAP_PROP_FPS) or _FALLBACK_FPS)
    kept: deque[_Picture] = deque()
    index, time_s, shown_s = 0, 0.0, 0.0
    while capture.grab():
        stamp_s = max(0.0, capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
        time_s = stamp_s if index == 0 or stamp_s > time_s else time_s + frame_s  # a file with broken time stamps
        if time_s > at_s + _HAIR_S and index > 0:
            break
        shown_s = time_s
        if time_s >= at_s - BURST_S - _HAIR_S or index == 0:
            _keep(kept, capture, index, time_s, frame_s)
        index += 1
    else:
        if not index:
            raise NoFilm(spec=spec.shown)
        if index > 1 and at_s > time_s + frame_s + _HAIR_S:
            raise NoSuchMoment(at_s=f"{at_s:g}", end_s=f"{time_s + frame_s:.2f}")
    newest = kept[-1][1] if kept else 0.0
    while kept and kept[0][1] < newest - BURST_S - _HAIR_S:
        kept.popleft()
    return list(kept), shown_s


def _keep(kept: deque[_Picture], capture: cv2.VideoCapture, index: int, time_s: float, frame_s: float) -> None:
    """Take the frame in, unless its second would fill the memory; what is older than a second goes."""
    got, picture = capture.retrieve()
    if not got or picture is None or picture.size == 0:
        return
    pixels = imaging.as_bgr(picture)
    most = max(_LEAST_FRAMES, MOST_BYTES // max(1, pixels.nbytes))
    step = -(-round(BURST_S / frame_s) // most)
    if step <= 1 or index % step == 0:
        kept.append((index, time_s, pixels))
    while kept and kept[0][1] < time_s - BURST_S - _HAIR_S:
        kept.popleft()
