"""Parts out of multipart answers, whatever the sender's habits, and the tap that reads them over a real line."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.camera import imaging, multipart
from console.camera.cv import cv2
from console.camera.errors import CameraUnavailable, StreamLocked, StreamRefused
from console.camera.feed import CameraFeed
from console.camera.multipart import NoMultipart, Parts, boundary_of
from console.camera.opencv import Stream, Web, source_for
from console.camera.source import Jpeg, Spec, SpecKind
from console.camera.tap import Tap
from tests.waiting import PATIENCE_S, until

# --- the parts -------------------------------------------------------------------------------

BOUNDARIES = ("frame", "--myboundary", "----WebKit7MA4", "a.b'c=d", "x", "")


def jpeg_like(body: bytes) -> bytes:
    """Bytes that begin and end as a JPEG does."""
    return b"\xff\xd8" + body + b"\xff\xd9"


def split(stream: bytes, cuts: list[int]) -> list[bytes]:
    """The stream as it may arrive."""
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    return [stream[a:b] for a, b in pairwise(places)]


@settings(max_examples=300, deadline=None)
@given(
    bodies=st.lists(st.binary(max_size=400).map(jpeg_like), min_size=1, max_size=6),
    boundary=st.sampled_from(BOUNDARIES),
    dashes=st.sampled_from(["--", "----"]),
    newline=st.sampled_from([b"\r\n", b"\n"]),
    says=st.sampled_from(["length", "type", "nothing", "in turns"]),
    preamble=st.sampled_from([b"", b"\r\n", b"hello\r\n\r\n"]),
    cuts=st.lists(st.integers(0, 10_000), max_size=12),
)
def test_parts_come_out_as_they_went_in(
    bodies: list[bytes], boundary: str, dashes: str, newline: bytes, says: str, preamble: bytes, cuts: list[int]
) -> None:
    """Any boundary, line ending, header and cutting into chunks: the same parts in the same order, and then the end."""
    line = (dashes + boundary.lstrip("-")).encode()
    if says != "length" and any(newline + line in body for body in bodies):
        return  # no sender may put its own boundary into a part without saying how long the part is
    stream = preamble
    for index, body in enumerate(bodies):
        stream += line + newline
        if says in ("length", "type"):
            stream += b"Content-Type: image/jpeg" + newline
        if says == "length" or (says == "in turns" and index % 2):
            stream += b"content-length:  " + str(len(body)).encode() + newline
        stream += newline + body + newline
    stream += line + b"--" + newline
    parts = Parts(boundary)
    found = [part for chunk in split(stream, cuts) for part in parts.add(chunk)]
    assert found == bodies
    assert parts.over


@pytest.mark.parametrize("said", [3, 900])
def test_a_length_that_is_wrong_is_not_believed(said: int) -> None:
    """The boundary decides where a part ends when its Content-Length lies."""
    body = jpeg_like(bytes(range(100)))
    part = b"--f\r\nContent-Length: %d\r\n\r\n" % said + body + b"\r\n"
    parts = Parts("f")
    assert parts.add(part * 40)[:30] == [body] * 30


def test_a_picture_does_not_wait_for_its_successor() -> None:
    """A part whose length is known is given with its last byte."""
    body = jpeg_like(b"abc")
    assert Parts("f").add(b"--f\r\nContent-Length: %d\r\n\r\n" % len(body) + body) == [body]


def test_a_truncated_part_is_not_given() -> None:
    """What breaks off in mid-picture is no picture."""
    parts = Parts("f")
    assert parts.add(b"--f\r\nContent-Length: 50\r\n\r\n" + jpeg_like(b"x" * 20)) == []
    assert Parts("f").add(b"--f\r\n\r\n" + jpeg_like(b"x" * 20)) == []


@pytest.mark.parametrize(
    "stream",
    [
        b"--f\r\n\r\n" + b"x" * 100_000,  # a part without an end
        b"--f\r\n" + b"a: b\r\n" * 100_000,  # headers without an end
        b"x" * 100_000,  # one line without an end
        b"no boundary\r\n" * 100_000,  # lines without a boundary
        b"--f\r\nContent-Length: 999999999\r\n\r\n",
    ],
    ids=["part", "headers", "line", "lines", "length"],
)
def test_what_does_not_end_is_given_up(stream: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes, no more is held than one part may have; then it is told that this is no multipart answer."""
    monkeypatch.setattr(multipart, "MOST_BYTES", 1_000_000)
    parts = Parts("f")

    def come() -> None:
        for _ in range(200):
            parts.add(stream)
            assert len(parts._held) <= 1_000_000 + 2 * len(stream)

    with pytest.raises(NoMultipart):
        come()


@settings(max_examples=200, deadline=None)
@given(chunks=st.lists(st.one_of(st.binary(max_size=60), st.sampled_from([b"--f", b"\r\n", b"--", b"\r\n\r\n"]))))
def test_noise_gives_parts_or_is_refused(chunks: list[bytes]) -> None:
    """Arbitrary bytes never raise anything else, and never give more than came."""
    parts, given_bytes = Parts("f"), 0
    with suppress(NoMultipart):
        for chunk in chunks:
            given_bytes += sum(len(part) for part in parts.add(chunk))
    assert given_bytes <= sum(len(chunk) for chunk in chunks)


@pytest.mark.parametrize(
    ("said", "boundary"),
    [
        ("multipart/x-mixed-replace; boundary=frame", "frame"),
        ('multipart/x-mixed-replace;boundary="--my frame"', "--my frame"),
        ("Multipart/X-Mixed-Replace; BOUNDARY=f; charset=x", "f"),
        ("multipart/x-mixed-replace", ""),
        ("image/jpeg", None),
        ("multipart/form-data; boundary=f", None),
        ("", None),
    ],
)
def test_the_boundary_is_announced(said: str, boundary: str | None) -> None:
    """Only an answer whose parts replace each other is taken."""
    assert boundary_of(said) == boundary


# --- the tap ---------------------------------------------------------------------------------


def picture(value: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A grey JPEG."""
    return cv2.imencode(".jpg", np.full((size[1], size[0], 3), value, np.uint8))[1].tobytes()


Says = Callable[[socket.socket, str], None]
HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=f\r\n\r\n"


@contextmanager
def camera(says: Says) -> Iterator[str]:
    """A server on loopback that answers each caller with `says(line, request)`, as long as the block runs."""
    door = socket.create_server(("127.0.0.1", 0))
    lines: list[socket.socket] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = door.accept()
                lines.append(line)
                threading.Thread(target=answer, args=(line,), daemon=True).start()

    def answer(line: socket.socket) -> None:
        with suppress(OSError), line:
            says(line, line.recv(4096).decode())

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}/video"
    finally:
        door.close()
        for line in lines:
            line.close()


class Tapped(Web):
    """An address that is known to be one for the tap."""

    def open(self) -> None:
        self._tapped(5.0)
        assert isinstance(self.stream, Tap)
        self._tell()


def part(data: bytes) -> bytes:
    """One part, with its length."""
    return b"--f\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data) + data + b"\r\n"


def spec(address: str) -> Spec:
    """The address as a person gives it."""
    return Spec(SpecKind.URL, address)


def test_pictures_are_taken_as_they_are_sent() -> None:
    """The sender's own bytes come through, in order, and the end of the answer is the end."""
    sent = [picture(value) for value in (10, 120, 230)]
    go_on = threading.Semaphore(0)

    def says(line: socket.socket, _request: str) -> None:
        line.sendall(HEAD)
        for data in sent:
            line.sendall(part(data))
            go_on.acquire()

    with camera(says) as address:
        tap = Tap(spec(address))
        assert tap.open()
        assert tap.size == (64, 48)
        found = []
        for _ in sent:
            content = tap.read()
            assert content is not None
            found.append(content.data.tobytes())
            go_on.release()
        assert found == sent
        assert tap.read() is None
        tap.close()
        tap.close()


def test_the_newest_picture_wins() -> None:
    """Whoever comes late gets the last picture that is there, and what was passed over is counted."""
    first_seen, looked = threading.Event(), threading.Event()
    many = b"".join(part(picture(value)) for value in range(10, 200, 10))

    def says(line: socket.socket, _request: str) -> None:
        line.sendall(HEAD + part(picture(1)))
        first_seen.wait(PATIENCE_S)
        line.sendall(many)
        looked.wait(PATIENCE_S)

    with camera(says) as address:
        tap = Tap(spec(address))
        assert tap.open()
        tap.read()
        first_seen.set()
        held = tap._line
        assert held is not None
        until(lambda: len(held.recv(2 * len(many), socket.MSG_PEEK)) == len(many))
        newest = tap.read()
        assert newest is not None
        assert round(float(imaging.decode(newest).mean())) == 190
        looked.set()
        tap.close()


def test_user_password_and_query_reach_the_camera() -> None:
    """A camera that asks for a password is given the one in the address."""
    asked: list[str] = []

    def says(line: socket.socket, request: str) -> None:
        asked.append(request)
        line.sendall(HEAD + part(picture(50)))

    with camera(says) as address:
        tap = Tap(spec(address.replace("http://", "http://me:ge%2Fheim@") + "?size=hd"))
        assert tap.open()
        tap.close()
    assert asked[0].startswith("GET /video?size=hd HTTP/1.1\r\n")
    assert "Authorization: Basic bWU6Z2UvaGVpbQ==" in asked[0]


def test_a_redirect_is_followed_without_the_password() -> None:
    """The stream lies elsewhere: it is found, and the password stays with the host it was meant for."""
    asked: list[str] = []

    def says(line: socket.socket, request: str) -> None:
        asked.append(request)
        line.sendall(HEAD + part(picture(50)))

    with camera(says) as there:

        def sends_on(line: socket.socket, _request: str) -> None:
            line.sendall(f"HTTP/1.1 302 Found\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode())

        with camera(sends_on) as address:
            tap = Tap(spec(address.replace("http://", "http://me:geheim@")))
            assert tap.open()
            tap.close()
    assert "Authorization" not in asked[0]


@pytest.mark.parametrize("kind", ["Basic", "Digest"])
def test_a_sender_who_wants_a_password_is_told_from_one_who_is_not_there(kind: str) -> None:
    """Each has words of its own, and both are addresses that give no picture."""

    def says(line: socket.socket, _request: str) -> None:
        line.sendall(f'HTTP/1.1 401 No\r\nWWW-Authenticate: {kind} realm="x"\r\nContent-Length: 0\r\n\r\n'.encode())

    with camera(says) as address, pytest.raises(StreamLocked):
        Tap(spec(address)).open()


def test_an_address_at_which_nobody_is_is_refused() -> None:
    """A door that was never opened: neither silence nor another kind of sender."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{held.getsockname()[1]}/video"
        with pytest.raises(StreamRefused):
            Tap(spec(address)).open()


def _redirects_for_ever(line: socket.socket, _request: str) -> None:
    line.sendall(b"HTTP/1.1 302 Found\r\nLocation: /video\r\nContent-Length: 0\r\n\r\n")


def _leads_to_a_file(line: socket.socket, _request: str) -> None:
    line.sendall(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n")


def _is_a_page(line: socket.socket, _request: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi")


def _speaks_something_else(line: socket.socket, _request: str) -> None:
    line.sendall(b"SSH-2.0-OpenSSH\r\n")


def _sends_no_parts(line: socket.socket, _request: str) -> None:
    line.sendall(HEAD + b"x" * 200_000)


def _sends_broken_pictures(line: socket.socket, _request: str) -> None:
    line.sendall(HEAD + part(jpeg_like(b"nonsense")) * 3)


@pytest.mark.parametrize(
    "says",
    [
        _redirects_for_ever,
        _leads_to_a_file,
        _is_a_page,
        _speaks_something_else,
        _sends_no_parts,
        _sends_broken_pictures,
    ],
)
def test_anything_else_is_left_to_opencv(says: Says) -> None:
    """What is no stream of pictures for us is not taken, whatever it says, and OpenCV decides."""
    with camera(says) as address:
        assert Tap(spec(address)).open() is False
        with pytest.raises(CameraUnavailable):
            Web(spec(address)).open()


def _films(line: socket.socket, _request: str, head: bytes = HEAD) -> None:
    line.sendall(head)
    for index in range(2000):
        line.sendall(part(picture(index % 250)))
        time.sleep(0.01)


def test_an_address_that_sends_pictures_is_tapped() -> None:
    """OpenCV finds out what it is; the pictures then come over the tap."""
    with camera(_films) as address:
        source = source_for(spec(address))
        source.open()
        assert isinstance(source, Web)
        assert isinstance(source.stream, Tap)
        assert source.size == (64, 48)
        assert isinstance(source.read(), Jpeg)
        source.close()


def test_a_sender_that_does_not_say_what_it_sends_is_tapped() -> None:
    """The first line of the answer is a boundary, so it is a multipart answer, whatever its head says."""
    head = b"HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n"
    with camera(lambda line, request: _films(line, request, head)) as address:
        tap = Tap(spec(address))
        assert tap.open()
        tap.close()


def test_a_sender_for_one_caller_stays_with_the_first() -> None:
    """A phone that answers one caller only is read by OpenCV, and the second call does not cost the picture."""
    callers = [0]

    def says(line: socket.socket, request: str) -> None:
        callers[0] += 1
        if callers[0] == 1:
            _films(line, request)

    with camera(says) as address:
        source = source_for(spec(address))
        source.open()
        assert isinstance(source, Web)
        assert isinstance(source.stream, Stream)
        assert isinstance(source.read(), Jpeg)
        source.close()
    assert callers[0] == 2


def _says_nothing(line: socket.socket, _request: str) -> None:
    line.recv(1)  # until the other side hangs up


def _stops_after_the_head(line: socket.socket, _request: str) -> None:
    line.sendall(HEAD + b"--f\r\n\r\n\xff\xd8")
    line.recv(1)


@pytest.mark.parametrize("says", [_says_nothing, _stops_after_the_head])
def test_a_sender_that_falls_silent_is_given_up(says: Says) -> None:
    """An address that accepts and never sends is told after the time allowed, not for ever."""
    with camera(says) as address, pytest.raises(CameraUnavailable):
        Tap(spec(address), timeout_s=0.3).open()


def test_nobody_at_the_address() -> None:
    """A dead address is refused with its password masked."""
    with pytest.raises(CameraUnavailable) as refused:
        Web(spec("http://me:geheim@127.0.0.1:9/a")).open()
    assert "geheim" not in str(refused.value)


def test_a_stream_that_breaks_off_ends() -> None:
    """The line is cut in mid-picture: what was whole was given, then nothing."""

    def says(line: socket.socket, _request: str) -> None:
        line.sendall(HEAD + part(picture(9)) + b"--f\r\nContent-Length: 500\r\n\r\n\xff\xd8")

    with camera(says) as address:
        tap = Tap(spec(address))
        assert tap.open()
        assert tap.read() is not None
        assert tap.read() is None
        tap.close()
        assert tap.read() is None


def test_a_pause_is_not_the_end() -> None:
    """Opened in a hurry, it is read with patience: a second without a picture is no reason to hang up."""

    def says(line: socket.socket, _request: str) -> None:
        line.sendall(HEAD + part(picture(9)))
        time.sleep(1.2)
        line.sendall(part(picture(200)))

    with camera(says) as address:
        tap = Tap(spec(address), timeout_s=0.4)
        assert tap.open()
        assert [tap.read() is not None for _ in range(3)] == [True, True, False]
        tap.close()


@pytest.mark.usefixtures("patient_stops")
def test_a_phone_that_is_turned_is_shown_turned() -> None:
    """The pictures change their size in mid-stream; the feed goes on, and its burst holds the sender's JPEGs."""

    def says(line: socket.socket, _request: str) -> None:
        line.sendall(HEAD)
        for index in range(400):
            line.sendall(part(picture(index % 250, (64, 48) if index < 20 else (48, 64))))
            time.sleep(0.01)

    with camera(says) as address:
        feed = CameraFeed(Tapped, backoff_s=(5.0,))
        feed.preview_size(32, 32)
        feed.start(address)
        until(lambda: feed.frames_seen > 40)
        preview = feed.preview.take()
        assert preview is not None
        assert preview.pixels.shape[:2] == (32, 24)
        frames = feed.last_second()
        assert all(isinstance(frame.content, Jpeg) for frame in frames)
        assert frames[-1].pixels.shape == (64, 48, 3)
        assert feed.stop()
