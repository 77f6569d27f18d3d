"""Who answers at an RTSP address: one that wants a password is neither silent nor gone.

OpenCV only says that it did not open. One question over a socket, and one more with the password where there is one;
no picture is asked for. Sources: RFC 2326 (RTSP), RFC 2617 (Basic and Digest).
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import secrets
import socket
import time
from enum import Enum, auto
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from console.camera.refusal import is_refusal

if TYPE_CHECKING:
    from urllib.parse import SplitResult

PORT = 554
WITHIN_S = 1.0
"""For each of the two questions."""
_LONGEST_HEAD = 16_384
_LOCKED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class Answer(Enum):
    """Who is there."""

    NOBODY = auto()
    LOCKED = auto()
    """Somebody who wants a password, or another one."""
    OTHER = auto()
    """Somebody, who says nothing or something else."""


def ask(address: str) -> Answer:
    """Who answers at an RTSP address; two seconds at most."""
    parts = urlsplit(address)
    try:
        status, challenges = _describe(parts, "")
        if status == HTTPStatus.UNAUTHORIZED and parts.username:
            status, _ = _describe(parts, _authorization(parts, challenges))
    except OSError as error:
        return Answer.NOBODY if is_refusal(error) else Answer.OTHER
    except (ValueError, http.client.HTTPException):  # an answer of another kind, or a port that is no number
        return Answer.OTHER
    return Answer.LOCKED if status in _LOCKED else Answer.OTHER


def _describe(parts: SplitResult, authorization: str) -> tuple[int, list[str]]:
    """The status of the answer and its challenges. Raises OSError, ValueError or HTTPException."""
    lines = [f"DESCRIBE {_uri(parts)} RTSP/1.0", "CSeq: 1", "Accept: application/sdp", "User-Agent: Kaibo"]
    lines += [f"Authorization: {authorization}"] if authorization else []
    with socket.create_connection((parts.hostname or "", parts.port or PORT), WITHIN_S) as line:
        line.sendall("\r\n".join((*lines, "", "")).encode())
        head = io.BytesIO(_head(line))
    version, status = head.readline().split()[:2]
    if not version.startswith(b"RTSP/"):
        raise ValueError(version)
    return int(status), http.client.parse_headers(head).get_all("WWW-Authenticate") or []


def _head(line: socket.socket) -> bytes:
    """Everything up to the empty line, as far as it comes in time."""
    until_s, said = time.monotonic() + WITHIN_S, b""
    while b"\r\n\r\n" not in said and len(said) < _LONGEST_HEAD:
        line.settimeout(max(0.01, until_s - time.monotonic()))
        part = line.recv(4096)
        if not part:
            break
        said += part
    return said


def _uri(parts: SplitResult) -> str:
    """The address without its password."""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def _authorization(parts: SplitResult, challenges: list[str]) -> str:
    """User and password of the address as the first challenge that is understood wants them."""
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    for challenge in sorted(challenges, key=lambda each: not each.lower().startswith("digest")):
        kind, _, rest = challenge.partition(" ")
        if kind.lower() == "digest":
            return _digest(user, password, _uri(parts), parse_keqv_list(parse_http_list(rest)))
        if kind.lower() == "basic":
            return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    return ""


def _digest(user: str, password: str, uri: str, wanted: dict[str, str]) -> str:
    """RFC 2617, 3.2.2: with `qop` where it is asked for, as older cameras without."""
    realm, nonce = wanted.get("realm", ""), wanted.get("nonce", "")
    secret, asked = _md5(f"{user}:{realm}:{password}"), _md5(f"DESCRIBE:{uri}")
    said = f'Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}"'
    if "opaque" in wanted:
        said += f', opaque="{wanted["opaque"]}"'
    if "auth" not in wanted.get("qop", ""):
        return f'{said}, response="{_md5(f"{secret}:{nonce}:{asked}")}"'
    mine = secrets.token_hex(8)
    response = _md5(f"{secret}:{nonce}:00000001:{mine}:auth:{asked}")
    return f'{said}, qop=auth, nc=00000001, cnonce="{mine}", response="{response}"'


def _md5(words: str) -> str:
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()  # the protocol's own
