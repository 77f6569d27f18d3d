"""Who answers at an RTSP address: asked over real sockets, as cameras answer."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from console.camera import rtsp
from console.camera.rtsp import Answer, ask
from tests.waiting import PATIENCE_S

BASIC = 'Basic realm="cam"'
DIGEST = 'Digest realm="cam", nonce="4f3a"'
WITH_QOP = 'Digest realm="cam", nonce="4f3a", qop="auth", algorithm=MD5, opaque="x"'
USER, PASSWORD = "li", "p@ss:wörd"
IN_ADDRESS = "li:p%40ss%3Aw%C3%B6rd@"


def md5(words: str) -> str:
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()


def let_in(request: str, uri: str) -> bool:
    """Whether a request carries the right password, by any of the three ways."""
    found = re.search(r"Authorization: (\w+) (.*)\r\n", request)
    if found is None:
        return False
    if found[1] == "Basic":
        return base64.b64decode(found[2]).decode() == f"{USER}:{PASSWORD}"
    said = dict(re.findall(r'(\w+)="?([^",]*)"?', found[2]))
    first, second = md5(f"{USER}:cam:{PASSWORD}"), md5(f"DESCRIBE:{uri}")
    middle = f"4f3a:{said['nc']}:{said['cnonce']}:auth" if "qop" in said else "4f3a"
    return said["response"] == md5(f"{first}:{middle}:{second}") and said["uri"] == uri


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who answers here may have to wait for a processor first."""
    monkeypatch.setattr(rtsp, "WITHIN_S", PATIENCE_S)


@contextmanager
def camera(answer: Callable[[str, str], bytes]) -> Iterator[str]:
    """A camera at host:port that answers each request with what `answer` says of it and of its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        where = f"127.0.0.1:{server.getsockname()[1]}"

        def serve() -> None:
            with suppress(OSError):
                while True:
                    with server.accept()[0] as visitor:
                        said = visitor.recv(8192).decode()
                        visitor.sendall(answer(said, f"rtsp://{where}/live?channel=1"))

        threading.Thread(target=serve, daemon=True).start()
        yield where
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def guarded(challenge: str) -> Callable[[str, str], bytes]:
    """Answers 401 with `challenge` until the password is right."""

    def answer(request: str, uri: str) -> bytes:
        if let_in(request, uri):
            return b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"
        return f"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: {challenge}\r\n\r\n".encode()

    return answer


@pytest.mark.parametrize("challenge", [BASIC, DIGEST, WITH_QOP])
@pytest.mark.parametrize(
    ("password", "answer"), [("", Answer.LOCKED), ("li:wrong@", Answer.LOCKED), (IN_ADDRESS, Answer.OTHER)]
)
def test_a_camera_that_wants_a_password_is_known(challenge: str, password: str, answer: Answer) -> None:
    """None or a wrong one is told apart from a right one, also with odd characters, by each way to ask for it."""
    with camera(guarded(challenge)) as where:
        assert ask(f"rtsp://{password}{where}/live?channel=1") is answer


def test_a_password_is_never_in_the_address_that_is_sent() -> None:
    """What stands before the @ stays here."""
    heard: list[str] = []

    def answer(request: str, _uri: str) -> bytes:
        heard.append(request)
        return b"RTSP/1.0 404 Not Found\r\n\r\n"

    with camera(answer) as where:
        assert ask(f"rtsp://{IN_ADDRESS}{where}/live") is Answer.OTHER
    assert "li:" not in "".join(heard)


def test_nobody_there_is_nobody() -> None:
    """A port at which no program listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert ask(f"rtsp://127.0.0.1:{held.getsockname()[1]}/live") is Answer.NOBODY


@pytest.mark.parametrize("said", [b"", b"HTTP/1.0 401 Unauthorized\r\n\r\n", b"RTSP/1.0\r\n\r\n", b"\0" * 20_000])
def test_an_answer_of_another_kind_is_no_reason(said: bytes) -> None:
    """Whatever it is, it is somebody, and not a password that is missing."""
    with camera(lambda _request, _uri: said) as where:
        assert ask(f"rtsp://{where}/live") is Answer.OTHER


def test_who_says_nothing_is_waited_for_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second (here less), then it is somebody who says nothing; the line is open all the while."""
    monkeypatch.setattr(rtsp, "WITHIN_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert ask(f"rtsp://127.0.0.1:{server.getsockname()[1]}/live") is Answer.OTHER
