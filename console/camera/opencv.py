"""Cameras, clips and streams through OpenCV.

A source is opened, read and closed by the capture thread alone. Retrying, pacing and telling are
`feed`'s; this module only knows how to get the next picture and what OpenCV's back ends can do.
MJPEG is passed on compressed where the back end allows it: showing it at half size costs a sixth
of decoding it in full, and most frames are never wanted in full.
"""

from __future__ import annotations

import os
import platform
import time
from typing import TYPE_CHECKING

import structlog

from console.camera import imaging, plugged, refusal
from console.camera.cv import cv2
from console.camera.devices import MJPEG, WANTED, Format, choose_format
from console.camera.errors import CameraUnavailable, NoFrameYet, StreamLocked, StreamRefused, StreamUnavailable
from console.camera.rtsp import Answer, ask
from console.camera.source import Jpeg, Spec, SpecKind
from console.camera.stretched import Stretched
from console.camera.tap import Tap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.camera.source import Pixels

log = structlog.get_logger(__name__)

_NETWORK_TIMEOUT_MS = 5_000
_SILENT_S = 3.0  # who let OpenCV wait so long will say nothing to a second caller either
_SECOND_CALL_S = 1.5
_RTMP_PORT = 1935
_FALLBACK_FPS = 25.0
_ONE_THREAD_PIXELS = 1920 * 1088 * 60  # a second; what one thread decodes beside an encoder
_MOST_THREADS = 4
_NEAR_THE_END_S = 1.0
_FAR_FROM_THE_BEGINNING = 5  # frames: more than any decoder holds back
_MJPG = cv2.VideoWriter.fourcc(*"MJPG")


def device_backends(system: str) -> tuple[int, ...]:
    """OpenCV's back ends for cameras on `system` (as `platform.system()` says), the best first."""
    match system:
        case "Windows":
            return (cv2.CAP_MSMF, cv2.CAP_DSHOW)
        case "Darwin":
            return (cv2.CAP_AVFOUNDATION,)
        case _:
            return (cv2.CAP_V4L2,)


def open_frugally(capture: cv2.VideoCapture, text: str, params: Sequence[int] = ()) -> bool:
    """Open a file or an address with one decoding thread; with up to four where the picture is larger.

    FFmpeg takes a thread for each core if it is let. That costs a tenth more processor time a frame, and
    a live picture comes later by a frame for each thread.
    """
    if not capture.open(text, cv2.CAP_FFMPEG, (*params, cv2.CAP_PROP_N_THREADS, 1)):
        return False
    fps = capture.get(cv2.CAP_PROP_FPS)
    pixels = capture.get(cv2.CAP_PROP_FRAME_WIDTH) * capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
    if pixels * (fps if 30 < fps <= 240 else 30) <= _ONE_THREAD_PIXELS:
        return True
    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    return bool(capture.open(text, cv2.CAP_FFMPEG, (*params, cv2.CAP_PROP_N_THREADS, threads)))


def fourcc(capture: cv2.VideoCapture) -> str:
    """What compressed the pictures, four letters in lower case (fewer or none where it does not say)."""
    return (
        (int(capture.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF).to_bytes(4, "little").decode("latin-1").lower().strip("\0")
    )


class OpenCvSource:
    """What device, clip and stream have in common: one capture, read into the array it is given."""

    paced = False
    over = False
    codec = ""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.fps = 0.0
        self.size = (0, 0)
        self.position_s = 0.0
        self._capture = cv2.VideoCapture()
        self._compressed = False
        self._wants_jpeg = True
        self._first: Pixels | Jpeg | None = None  # read while opening, to see what comes

    def open(self) -> None:
        """Open and read one picture, since many a device opens and delivers nothing. Raises CameraUnavailable."""
        try:
            opened = self._open()
            fps = self._capture.get(cv2.CAP_PROP_FPS)
            self.codec = fourcc(self._capture)
        except (cv2.error, UnicodeEncodeError) as error:  # a back end's own fault; a file name that is no text
            self.close()
            raise CameraUnavailable(spec=self.spec.shown) from error
        self.fps = fps if 0 < fps <= 1000 else 0.0
        self._first = self._probe() if opened else None
        if self._first is None:
            self.close()
            raise CameraUnavailable(spec=self.spec.shown)

    @property
    def compressed(self) -> bool:
        """Whether JPEG comes through untouched."""
        return self._compressed

    def read(self, into: Pixels | None = None) -> Pixels | Jpeg | None:
        """See `Source.read`."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return self._next(into) if self._capture.isOpened() else None

    def close(self) -> None:
        """Give the device or file back."""
        self._first = None
        self._capture.release()

    def _open(self) -> bool:
        raise NotImplementedError  # each kind of source opens in its own way

    def _probe(self) -> Pixels | Jpeg | None:
        """The first picture; sets `size` and whether JPEG comes through untouched."""
        picture = self._next(None)
        if self._compressed and not self._whole(picture):
            self._compressed = False
            self._ask_for_pixels()
            picture = self._next(None)
        if isinstance(picture, Jpeg):
            pixels: Pixels = imaging.decode(picture)
        elif picture is not None:
            pixels = picture
        else:
            return None
        self.size = (pixels.shape[1], pixels.shape[0])
        return picture

    def _whole(self, picture: Pixels | Jpeg | None) -> bool:
        """Whether this is one JPEG of the announced size (and not a field of one, or something else)."""
        if not isinstance(picture, Jpeg):
            return False
        try:
            height, width = imaging.decode(picture).shape[:2]
        except NoFrameYet:
            return False
        said = self._capture.get(cv2.CAP_PROP_FRAME_WIDTH), self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
        return said in ((width, height), (0.0, 0.0))

    def _ask_for_jpeg(self) -> bool:
        """Leave motion JPEG from FFmpeg as it is; whether it could be done."""
        return (
            self._wants_jpeg
            and int(self._capture.get(cv2.CAP_PROP_FOURCC)) == _MJPG
            and self._capture.get(cv2.CAP_PROP_ORIENTATION_META) == 0  # untouched bytes would lie on their side
            and self._capture.set(cv2.CAP_PROP_FORMAT, -1)
        )

    def _ask_for_pixels(self) -> None:
        """Undo the wish for JPEG."""
        self._wants_jpeg = False
        self._capture.release()
        self._open()

    def _next(self, into: Pixels | None) -> Pixels | Jpeg | None:
        try:
            got, picture = self._capture.read() if into is None or self._compressed else self._capture.read(into)
        except cv2.error:  # a back end that throws instead of returning False; the feed reports the loss
            return None
        if not got or picture is None or picture.size == 0:
            return None
        if self._compressed:
            return Jpeg(imaging.as_bytes(picture.reshape(-1)))
        return imaging.as_bgr(picture)


class Device(OpenCvSource):
    """A camera on this machine, by number, device node or name."""

    def __init__(self, spec: Spec, machine: plugged.Plugged = plugged.here) -> None:
        super().__init__(spec)
        self.asked = WANTED
        """What it was asked for; what it delivers is in `size`, and in what is counted."""
        self._machine = machine

    def open(self) -> None:
        """See `OpenCvSource.open`. Raises also `DeviceMissing` and `DeviceAmbiguous`."""
        super().open()
        if self.size != (self.asked.width, self.asked.height):
            log.info("camera delivers another size", asked=str(self.asked), size=self.size, says_fps=self.fps)

    def _open(self) -> bool:
        named, text = self.spec.kind is SpecKind.NAMED, self.spec.text
        device = self._machine.named(text) if named else self._machine.opening(text)
        self.asked = choose_format(device.formats, self._machine.wanted) or self._machine.wanted
        backends = device_backends(platform.system())
        if named and len(self._machine.devices()) > 1:
            backends = backends[:1]  # the second numbers them otherwise: rather none than the wrong one
        for backend in backends:
            number = int(device.opens) if device.opens.isdigit() else None
            if self._capture.open(number, backend) if number is not None else self._capture.open(device.opens, backend):
                self._ask_for(self.asked, backend)
                return True
        return False

    def _ask_for(self, wish: Format, backend: int) -> None:
        """What a device cannot do it leaves as it was."""
        if wish.pixels == MJPEG:
            self._capture.set(cv2.CAP_PROP_FOURCC, _MJPG)
        elif backend == cv2.CAP_V4L2 and len(wish.pixels) == 4:  # the others convert by themselves
            self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*wish.pixels))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, wish.width)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, wish.height)
        self._capture.set(cv2.CAP_PROP_FPS, wish.fps)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 2)
        self._compressed = (
            backend == cv2.CAP_V4L2  # the others hand out raw data in layouts of their own
            and int(self._capture.get(cv2.CAP_PROP_FOURCC)) == _MJPG
            and self._capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
        )

    def _ask_for_pixels(self) -> None:
        self._capture.set(cv2.CAP_PROP_CONVERT_RGB, 1)


_REASONS: Mapping[Answer, type[CameraUnavailable]] = {Answer.NOBODY: StreamRefused, Answer.LOCKED: StreamLocked}


class Stream(OpenCvSource):
    """A network camera or stream. It is over when it ends; the feed then tries again."""

    _open_params: Sequence[int] = (
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _NETWORK_TIMEOUT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _NETWORK_TIMEOUT_MS,
    )  # fmt: skip

    def _open(self) -> bool:
        if not open_frugally(self._capture, self.spec.text, self._open_params):
            return False
        self._compressed = self._ask_for_jpeg()
        return True

    def open(self) -> None:
        """See `OpenCvSource.open`. A clip behind an address comes as fast as the line allows, and is held back."""
        began = time.monotonic()
        try:
            super().open()
        except CameraUnavailable as error:
            kind = self._reason() if time.monotonic() - began < _SILENT_S else None
            if kind is not None:
                raise kind(spec=self.spec.shown) from error
            raise
        self.paced = self._capture.get(cv2.CAP_PROP_FRAME_COUNT) > 1

    def _reason(self) -> type[CameraUnavailable] | None:
        """Why it did not open, where one more look at the address tells; `tap` knows it of HTTP."""
        address = self.spec.text.lower()
        if address.startswith("rtsp"):
            return _REASONS.get(ask(self.spec.text))
        return (
            StreamRefused if address.startswith("rtmp") and refusal.nobody_there(self.spec.text, _RTMP_PORT) else None
        )

    def _next(self, into: Pixels | None) -> Pixels | Jpeg | None:
        picture = super()._next(into)
        if picture is None:
            self.over = self.paced and self.position_s > self._length_s() - _NEAR_THE_END_S
        else:
            self.position_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        return picture

    def _length_s(self) -> float:
        return self._capture.get(cv2.CAP_PROP_FRAME_COUNT) / (self.fps or _FALLBACK_FPS)


class Clip(OpenCvSource):
    """A file, played at its own rate and for ever. A still picture is a clip of one frame."""

    paced = True

    def __init__(self, spec: Spec, *, loops: bool = True) -> None:
        super().__init__(spec)
        self._loops = loops
        self._round_starts_s = 0.0
        self._read_this_round = 0
        self._still: Pixels | Jpeg | None = None
        self._stretched: Stretched | None = None

    def _open(self) -> bool:
        if not open_frugally(self._capture, self.spec.text):
            return False
        self._compressed = self._ask_for_jpeg()
        if self._stretched is None and not self._compressed:
            self._stretched = Stretched(self.spec.text, self._capture)
        return True

    def close(self) -> None:
        """See `OpenCvSource.close`."""
        super().close()
        if self._stretched is not None:
            self._stretched.close()

    def _ask_for_pixels(self) -> None:
        self._read_this_round = 0
        super()._ask_for_pixels()

    def _next(self, into: Pixels | None) -> Pixels | Jpeg | None:
        frame_s = 1 / (self.fps or _FALLBACK_FPS)
        if self._still is not None:
            self.position_s += frame_s
            return self._still if isinstance(self._still, Jpeg) else _copied(self._still, into)
        picture = super()._next(into)
        if picture is None and self._read_this_round > 0:
            self.over = not self._loops
            return self._again(into, frame_s) if self._loops else None
        if picture is not None:
            self._read_this_round += 1
            if self._stretched is not None and not isinstance(picture, Jpeg):
                picture = self._stretched.undone(picture, self._read_this_round)
            at_s = self._round_starts_s + self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            stuck = self._read_this_round > 1 and at_s <= self.position_s  # a file with broken time stamps
            self.position_s = self.position_s + frame_s if stuck else at_s
        return picture

    def _again(self, into: Pixels | None, frame_s: float) -> Pixels | Jpeg | None:
        """From the top: one frame after the last one, so that nobody sees the seam."""
        lone = self._read_this_round == 1
        self._round_starts_s = self.position_s + frame_s
        self._read_this_round = 0
        rewound = self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
        picture = self._next(into) if rewound else None
        skipped = self.position_s > self._round_starts_s + _FAR_FROM_THE_BEGINNING * frame_s
        if (picture is None or skipped) and self._open():  # not every format can be rewound, or not to its beginning
            self._read_this_round = 0
            picture = self._next(into)
        if lone and picture is not None:
            self._still = picture if isinstance(picture, Jpeg) else picture.copy()
        return picture


def _copied(pixels: Pixels, into: Pixels | None) -> Pixels:
    if into is None or into.shape != pixels.shape:
        return pixels.copy()
    into[:] = pixels
    return into


class Web:
    """An address of http or https: the tap where it sends JPEG after JPEG, else OpenCV. Known once open.

    OpenCV asks first, because there are senders who answer only one caller in their life.
    """

    def __init__(self, spec: Spec) -> None:
        self.stream: Tap | Stream = Stream(spec)
        self._spec = spec
        self._tell()

    def open(self) -> None:
        """Raises CameraUnavailable."""
        self.stream = stream = Stream(self._spec)
        began = time.monotonic()
        try:
            stream.open()
        except CameraUnavailable as error:
            if time.monotonic() - began > _SILENT_S:
                raise
            why = self._tapped(_NETWORK_TIMEOUT_MS / 1000)
            if self.stream is stream:
                raise why or error from None
        else:
            if stream.compressed:
                self._tapped(_SECOND_CALL_S)  # or not: who answers one caller at a time has the first
            if self.stream is not stream:
                stream.close()
        self._tell()

    def _tapped(self, timeout_s: float) -> CameraUnavailable | None:
        """Change to the tap, if the sender is one for it; what is known of why it is not there at all."""
        tap = Tap(self._spec, timeout_s)
        try:
            if tap.open():
                self.stream = tap
        except StreamUnavailable as error:
            return error
        except CameraUnavailable:  # silent, which whoever waited noticed
            return None
        return None

    def read(self, into: Pixels | None = None) -> Pixels | Jpeg | None:
        """See `Source.read`."""
        picture = self.stream.read(into)
        self._tell()
        return picture

    def close(self) -> None:
        """Hang up."""
        self.stream.close()

    def _tell(self) -> None:
        """What is known of the one is known of the other."""
        one = self.stream
        self.codec = one.codec
        self.fps, self.size, self.paced, self.position_s, self.over = (
            one.fps, one.size, one.paced, one.position_s, one.over,
        )  # fmt: skip


def source_for(spec: Spec) -> OpenCvSource | Web:
    """The source that reads `spec` (a device, a file or an address)."""
    if spec.kind is SpecKind.URL and spec.text.lower().startswith("http"):
        return Web(spec)
    kinds: dict[SpecKind, type[OpenCvSource]] = {
        SpecKind.DEVICE: Device,
        SpecKind.NAMED: Device,
        SpecKind.FILE: Clip,
        SpecKind.URL: Stream,
    }
    return kinds[spec.kind](spec)
