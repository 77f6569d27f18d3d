"""Real streams on loopback for tests: ffmpeg serves RTMP and HTTP itself; for RTSP it needs the little server here.

Nothing outlives its `with` block. There is no camera and no sound; the picture is ffmpeg's test card.
"""

from __future__ import annotations

import random
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.waiting import PATIENCE_S

FFMPEG = shutil.which("ffmpeg")
needs_ffmpeg = pytest.mark.skipif(FFMPEG is None, reason="ffmpeg is not installed; nothing else serves a stream here")
CARD = ("-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "10")


def free_port() -> int:
    """A port that nobody has at this moment, and that the system gives to nobody who does not ask for it by number."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as taken, suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port


@contextmanager
def ffmpeg(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """ffmpeg with the test card as its input, at most for four minutes."""
    assert FFMPEG is not None
    program = subprocess.Popen(
        [FFMPEG, "-v", "quiet", "-nostdin", *CARD, "-t", "240", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield program
    finally:
        program.kill()
        program.wait(10)


@contextmanager
def served(address: str, container: str, codec: tuple[str, ...] = H264) -> Iterator[None]:
    """A stream that one caller may watch at `address`, with ffmpeg as the server."""
    with ffmpeg(*codec, "-f", container, "-listen", "1", address):
        yield


class RtspServer(threading.Thread):
    """Enough of RFC 2326 for one caller at a time, over TCP: what a phone's camera app answers."""

    def __init__(self, sdp: str, packets: socket.socket) -> None:
        super().__init__(name="rtsp", daemon=True)
        self._sdp = sdp
        self._packets = packets
        self._door = socket.create_server(("127.0.0.1", 0))
        self.asked: list[str] = []
        self.address = f"rtsp://127.0.0.1:{self._door.getsockname()[1]}/live"

    def run(self) -> None:
        """Serve callers one after the other until `close`."""
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                with caller, suppress(OSError):
                    self._serve(caller)

    def close(self) -> None:
        """Let nobody in any more."""
        self._door.close()
        self._packets.close()

    def _serve(self, caller: socket.socket) -> None:
        heard = caller.makefile("rb")
        while request := self._request(heard):
            method, sequence = request
            self.asked.append(method)
            head = f"RTSP/1.0 200 OK\r\nCSeq: {sequence}\r\n"
            body = ""
            if method == "OPTIONS":
                head += "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
            elif method == "DESCRIBE":
                body = self._sdp
                head += (
                    f"Content-Base: {self.address}/\r\nContent-Type: application/sdp\r\nContent-Length: {len(body)}\r\n"
                )
            elif method == "SETUP":
                head += "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n"
            else:
                head += "Session: 1\r\n"
            caller.sendall(f"{head}\r\n{body}".encode())
            if method == "PLAY":
                self._play(caller)
                return

    @staticmethod
    def _request(heard) -> tuple[str, str] | None:  # type: ignore[no-untyped-def]  # a socket's file has no name
        lines = []
        while line := heard.readline().decode().strip():
            lines.append(line)
        if not lines:
            return None
        sequence = next(line.split(":")[1].strip() for line in lines if line.lower().startswith("cseq"))
        return lines[0].split()[0], sequence

    def _play(self, caller: socket.socket) -> None:
        """Hand every RTP packet on inside the connection (RFC 2326, 10.12), until one of both ends."""
        self._packets.settimeout(1.0)
        while True:
            packet = self._packets.recv(65_536)
            caller.sendall(b"$\x00" + len(packet).to_bytes(2, "big") + packet)


@contextmanager
def rtsp() -> Iterator[RtspServer]:
    """A camera that speaks RTSP."""
    packets = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    packets.bind(("127.0.0.1", 0))
    port = packets.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="kaibo-rtsp-") as scratch:
        file = Path(scratch) / "live.sdp"
        with ffmpeg(*H264, "-f", "rtp", "-sdp_file", str(file), f"rtp://127.0.0.1:{port}?pkt_size=1300"):
            deadline = time.monotonic() + PATIENCE_S
            while not file.exists() or "m=video" not in file.read_text(encoding="utf-8"):
                assert time.monotonic() < deadline, "ffmpeg describes no stream"
                time.sleep(0.05)
            described = re.sub(r"m=video \d+", "m=video 0", file.read_text(encoding="utf-8"))
            server = RtspServer(described.rstrip() + "\na=control:streamid=0\n", packets)
            server.start()
            try:
                yield server
            finally:
                server.close()
