"""Motion JPEG over HTTP, taken as it comes: the sender's own JPEG, never decoded in full on the way.

A phone or a network camera that answers with multipart/x-mixed-replace is read here; any other answer is left
to OpenCV (so are passwords by digest and certificates that nobody signed). Compared with OpenCV's own way to
leave JPEG alone: the newest picture is given where several wait, and a careless sender is understood.
What a part is, is `multipart`'s; which of the two reads an address, `opencv`'s.
"""

from __future__ import annotations

import base64
import http.client
import select
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import numpy as np

from console.camera import imaging, refusal
from console.camera.errors import CameraUnavailable, NoFrameYet, StreamLocked, StreamRefused
from console.camera.multipart import NoMultipart, Parts, boundary_of
from console.camera.source import Jpeg, Spec

if TYPE_CHECKING:
    from console.camera.source import Pixels

TIMEOUT_S = 5.0
"""For connecting, for the answer, and between two pieces of it."""
_MOST_REDIRECTS = 3
_CHUNK_BYTES = 128 * 1024
_WAITING_BYTES = 256 * 1024  # in the system: a longer queue is a later picture
_MOST_SKIPPED_BYTES = 4 * 1024 * 1024  # a sender that never rests must not keep us from showing anything
_JPEG = b"\xff\xd8"
_LOCKED = (http.client.UNAUTHORIZED, http.client.FORBIDDEN)


class Tap:
    """A stream of JPEGs, not open yet. `open` says whether the address gives one."""

    fps = 0.0  # nobody says
    codec = ""
    paced = False
    over = False
    position_s = 0.0

    def __init__(self, spec: Spec, timeout_s: float = TIMEOUT_S) -> None:
        self.size = (0, 0)
        self.skipped = 0
        """Pictures that a newer one overtook before they were fetched."""
        self._spec = spec
        self._timeout_s = timeout_s
        self._answer: http.client.HTTPResponse | None = None
        self._line: socket.socket | None = None
        self._parts = Parts("")
        self._first: Jpeg | None = None

    def open(self) -> bool:
        """Ask, and read the first picture. False when something else is there.

        Raises CameraUnavailable: StreamRefused where nobody is there, StreamLocked where a password is missing.
        """
        try:
            boundary = self._ask()
        except (ssl.SSLError, http.client.HTTPException, ValueError):  # not ours to understand
            boundary = None
        except OSError as error:  # nobody there, or nobody who answers
            self.close()
            kind = StreamRefused if refusal.is_refusal(error) else CameraUnavailable
            raise kind(spec=self._spec.shown) from error
        begun = b""
        if boundary is None:
            begun = self._beginning()
            if not begun.lstrip().startswith(b"--"):
                self.close()
                return False
            boundary = ""
        self._parts = Parts(boundary)
        try:
            self._first = self._newest(begun)
        except NoMultipart:
            self.close()
            return False
        if self._first is None:
            self.close()
            raise CameraUnavailable(spec=self._spec.shown)
        try:
            height, width = imaging.decode(self._first).shape[:2]
        except NoFrameYet:
            self.close()
            return False
        self.size = (width, height)
        if self._line is not None and self._line.fileno() >= 0:
            self._line.settimeout(TIMEOUT_S)  # whoever was in a hurry to open has patience now
        return True

    def read(self, _into: Pixels | None = None) -> Jpeg | None:
        """See `Source.read`."""
        first, self._first = self._first, None
        try:
            return first or self._newest()
        except NoMultipart:
            return None

    def close(self) -> None:
        """Hang up; harmless when called twice."""
        self._first = None
        if self._answer is not None:
            self._answer.close()
        if self._line is not None:
            self._line.close()
        self._answer = self._line = None

    # --- what comes --------------------------------------------------------------------------

    def _beginning(self) -> bytes:
        """The first bytes of an answer that says neither what it is nor how long."""
        return b"" if self._answer is None or self._answer.length is not None else self._read()

    def _newest(self, begun: bytes = b"") -> Jpeg | None:
        """The last of the pictures that are here, or the next one; None when none comes any more."""
        newest: bytes | None = None
        taken = 0
        while newest is None or (taken < _MOST_SKIPPED_BYTES and self._waits()):
            chunk = begun or self._read()
            begun = b""
            if not chunk:
                break
            taken += len(chunk)
            pictures = [part for part in self._parts.add(chunk) if part.startswith(_JPEG)]
            if pictures:
                self.skipped += len(pictures) - (newest is None)
                newest = pictures[-1]
            if self._parts.over:
                break
        return None if newest is None else Jpeg(np.frombuffer(newest, np.uint8))

    def _read(self) -> bytes:
        if self._answer is None or self._answer.isclosed():
            return b""
        try:
            return self._answer.read1(_CHUNK_BYTES)
        except (OSError, http.client.HTTPException, ValueError):  # the line broke, or a chunk without a length
            return b""

    def _waits(self) -> bool:
        """Whether more is here already."""
        if self._line is None or self._line.fileno() < 0:
            return False
        return bool(select.select([self._line], [], [], 0)[0])

    # --- the question ------------------------------------------------------------------------

    def _ask(self) -> str | None:
        """The boundary of the answer; None when it is no stream of pictures."""
        address = self._spec.text
        for _ in range(_MOST_REDIRECTS + 1):
            parts = urlsplit(address)
            answer = self._answered(parts)
            if answer.status == http.client.OK:
                return boundary_of(answer.headers.get("Content-Type", ""))
            self.close()
            if answer.status in _LOCKED:
                raise StreamLocked(spec=self._spec.shown)
            onward = answer.headers.get("Location", "") if 300 <= answer.status < 400 else ""
            if not onward:
                return None
            address = urljoin(address, onward)
            if urlsplit(address).scheme not in ("http", "https"):
                return None
        return None

    def _answered(self, parts: SplitResult) -> http.client.HTTPResponse:
        assert parts.hostname
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=self._timeout_s)
        connection.connect()
        self._line = connection.sock
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _WAITING_BYTES)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers=_headers(parts))
        self._answer = connection.getresponse()
        return self._answer


def _headers(parts: SplitResult) -> dict[str, str]:
    """A password is sent to the host it was given for; one of another host, after a redirect, is not known."""
    headers = {"User-Agent": "Kaibo", "Accept": "multipart/x-mixed-replace, image/jpeg"}
    if parts.username is not None:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode("ascii")
    return headers
