"""What a picture is, where pictures may come from, and the one-slot mailbox they travel in.

Importing this module loads neither OpenCV nor numpy: the window paints first. Opening a source and
the capture thread are in `feed`; the sources themselves in `opencv` and `synthetic`.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from urllib.parse import urlsplit, urlunsplit

from console.camera.errors import CameraUnavailable
from console.facts import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from console.camera.focus import Detail

    Pixels = NDArray[np.uint8]
    """Height x width x 3 (BGR) or x 4 (BGRA), 0-255."""

URL_SCHEMES = ("rtsp", "http", "https", "rtmp")
_NUMBER = re.compile("[0-9]{1,3}")
_NAMED = "device:"

T = TypeVar("T")


# --- pictures --------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Jpeg:
    """A picture as the camera sent it, still compressed: 90 KB instead of 6 MB at 1080p."""

    data: Pixels
    """The bytes, one-dimensional."""


@dataclass(frozen=True, eq=False)
class Frame:
    """One full picture of the last second."""

    content: Pixels | Jpeg
    captured_at: float
    """When the source delivered it, monotonic seconds."""
    index: int
    """Counts the frames of one opening of the source, from 0."""
    sharpness: float = 0.0
    """Variance of the Laplacian on a small grey copy; comparable within one burst only."""
    detail: Detail | None = None
    """Where it is sharp: a small map of `pixels`, see `camera.focus`."""
    view: View = View()
    """How it was shown when it came; a photo is framed like that."""

    @property
    def pixels(self) -> Pixels:
        """The picture as `view` has it, BGR. A JPEG is decoded anew each time (7 ms at 1080p): ask once, read only."""
        if self.view.neutral:
            return self.delivered
        from console.camera import view

        return view.apply(self.view, self.delivered)

    @property
    def delivered(self) -> Pixels:
        """Height x width x 3, BGR: all of it, as it came. The same caution as for `pixels`."""
        if isinstance(self.content, Jpeg):
            from console.camera.imaging import decode

            return decode(self.content)
        return self.content

    @property
    def nbytes(self) -> int:
        """What it holds in memory, bytes."""
        return int((self.content.data if isinstance(self.content, Jpeg) else self.content).nbytes)


@dataclass(frozen=True, eq=False)
class Preview:
    """A picture scaled for the screen, ready for a 32-bit image without another copy."""

    pixels: Pixels
    """Height x width x 4, BGRA, contiguous. Valid until three newer previews were taken."""
    captured_at: float
    """When the source delivered the frame, monotonic seconds."""
    index: int
    source_width: int
    """Of the picture as it is shown, before scaling."""
    source_height: int


class Mailbox(Generic[T]):
    """One slot between two threads: the newest wins, what nobody fetched is counted as dropped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slot: T | None = None
        self.taken = 0
        self.dropped = 0

    def put(self, value: T) -> T | None:
        """Lay `value` in the slot; returns what it displaced, None when the slot was empty."""
        with self._lock:
            displaced, self._slot = self._slot, value
            if displaced is not None:
                self.dropped += 1
        return displaced

    def empty(self) -> None:
        """Forget what nobody fetched."""
        with self._lock:
            self.dropped += self._slot is not None
            self._slot = None

    def take(self) -> T | None:
        """The newest value, once; None when there is none since the last time."""
        with self._lock:
            value, self._slot = self._slot, None
            if value is not None:
                self.taken += 1
        return value


# --- where they come from --------------------------------------------------------------------


class Source(Protocol):
    """One camera, file, stream or scene. Used by the capture thread alone, from open to close."""

    fps: float
    """What it says it delivers, frames per second; 0 when it does not say."""
    size: tuple[int, int]
    """Width and height in pixels, known once open."""
    codec: str
    """What compressed it, as a FourCC in lower case, known once open; empty when nothing did or nobody says."""
    paced: bool
    """True when `read` never waits and the feed must hold it back to `position_s`."""
    position_s: float
    """Where the frame just read lies on the source's own time line, seconds; grows through every loop."""
    over: bool
    """After `read` gave None: its own end was reached, it did not fail. Always False where there is no end."""

    def open(self) -> None:
        """Raises CameraUnavailable."""
        ...

    def read(self, into: Pixels | None = None) -> Pixels | Jpeg | None:
        """The next picture (BGR or JPEG), None when the source ended or failed.

        `into`, when it has the right shape, may be filled and returned, which saves fresh memory.
        What is returned is given away: the source neither writes to it nor returns it again.
        """
        ...

    def close(self) -> None:
        """Give the device back; harmless when called twice."""
        ...


class SpecKind(StrEnum):
    """DEFAULT is device 0 where it opens, and the synthetic scene otherwise; NAMED is found by name at each opening."""

    DEFAULT = "default"
    DEVICE = "device"
    NAMED = "named"
    FILE = "file"
    URL = "url"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True)
class Spec:
    """A source as a person names it, understood."""

    kind: SpecKind
    text: str = ""
    """Device number or node, name or id of a device, absolute path, or address."""

    @property
    def shown(self) -> str:
        """The spec for screens and logs: user, password and query of an address are masked."""
        return mask(self.text) if self.kind is SpecKind.URL else self.text or self.kind.value


def mask(text: str) -> str:
    """An address without the secrets it may carry; any other text as it is."""
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:  # "http://[": nothing in it can be told apart, so nothing is shown
        return text.split("://", 1)[0] + "://…"
    place = parts.netloc.rpartition("@")[2]
    netloc = f"…@{place}" if "@" in parts.netloc else place
    return urlunsplit((parts.scheme, netloc, parts.path, "…" if parts.query else "", ""))


def parse_spec(spec: str) -> Spec:
    """Understand "", "synthetic", a device by number, node or "device:NAME", an existing file, or an address.

    Addresses are rtsp, rtmp, http and https. Raises CameraUnavailable for anything else.
    """
    text = spec.strip()
    if not text:
        return Spec(SpecKind.DEFAULT)
    if text.lower() == SpecKind.SYNTHETIC:
        return Spec(SpecKind.SYNTHETIC)
    name = text[len(_NAMED) :].strip() if text.lower().startswith(_NAMED) else ""
    if _NUMBER.fullmatch(name or text):
        return Spec(SpecKind.DEVICE, str(int(name or text)))
    if name:
        return Spec(SpecKind.NAMED, name)
    return _parse_url(text) if "://" in text else _parse_path(text)


def _parse_path(text: str) -> Spec:
    try:
        path = Path(text).expanduser()
        if path.is_file():
            return Spec(SpecKind.FILE, str(path.absolute()))
        if path.is_char_device():
            return Spec(SpecKind.DEVICE, str(path.absolute()))
    except (OSError, ValueError, RuntimeError) as error:  # too long; a NUL inside; "~nobody"
        raise CameraUnavailable(spec=text) from error
    raise CameraUnavailable(spec=text)


def _parse_url(text: str) -> Spec:
    try:
        parts = urlsplit(text)
        usable = parts.scheme.lower() in URL_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError as error:  # a port that is no number, a half-open bracket
        raise CameraUnavailable(spec=mask(text)) from error
    if not usable:
        raise CameraUnavailable(spec=mask(text))
    return Spec(SpecKind.URL, text)
