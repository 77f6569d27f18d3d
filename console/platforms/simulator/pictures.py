"""Uploaded pictures: looked at by content, kept as hash, size and dimensions; the bytes are not kept.

No image library: the dimensions stand in the header (JPEG: ITU-T T.81 B.2.2, PNG: RFC 2083 4.1.1).
"""

from __future__ import annotations

import hashlib
import struct

from console.platforms.simulator.fields import Fields
from console.platforms.simulator.schema import Visit
from console.platforms.simulator.wire import RefusalError, Result

LARGEST_BYTES = 2 * 1024 * 1024
_HOST = "https://pictures.kaibo-rehearsal.invalid"
_NO_LENGTH = {0x01, *range(0xD0, 0xD9)}
_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def dimensions(content: bytes) -> tuple[str, int, int] | None:
    """("jpg" | "png", width, height) in pixels as the header states them; None when it is neither."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) > 33:
        width, height = struct.unpack(">II", content[16:24])
        return ("png", width, height) if width and height else None
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _NO_LENGTH:
            at += 2
        elif marker in _FRAME and at + 9 <= len(content):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return ("jpg", width, height) if width and height else None
        elif marker in {0xD9, 0xDA}:  # the end, or pixels without a frame header
            return None
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None


def upload(visit: Visit, asked: Fields) -> object:
    """open.item.image.upload. The same bytes get the same URL."""
    use = asked.one_of("uploadType", (1, 2, 3, 4, 5, 6, 9))
    content = visit.parts.get("imgBytes")
    if content is None:
        if "imgUrl" in asked:
            raise asked.wrong("imgUrl", "演练环境不下载外部图片，请上传 imgBytes")
        raise RefusalError(Result.BAD_PARAM, "缺少字段 imgBytes")
    if len(content) > LARGEST_BYTES:
        raise RefusalError(Result.BAD_PICTURE, "图片大小不能超过 2M")
    found = dimensions(content)
    if found is None:
        raise RefusalError(Result.BAD_PICTURE, "图片格式不正确，支持 jpg、png")
    kind, width, height = found
    if use == 5 and (width != height or width < 480):
        raise RefusalError(Result.BAD_PICTURE, "白底图长宽比应为 1:1，且不小于 480*480")
    digest = hashlib.sha256(content).hexdigest()
    url = f"{_HOST}/{digest}.{kind}"
    visit.db.execute(
        "INSERT INTO picture VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [url, digest, kind, len(content), width, height],
    )
    return {"originImgUrl": url, "kwaiImgUrl": url}


def check_known(visit: Visit, name: str, urls: list[str]) -> None:
    """Raise `RefusalError` unless every one of `urls` was uploaded to this shop."""
    for url in urls:
        if visit.db.execute("SELECT 1 FROM picture WHERE url = ?", [url]).fetchone() is None:
            raise RefusalError(Result.BAD_PICTURE, f"{name} 中有不属于本店的图片")
