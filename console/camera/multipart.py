"""Pictures out of an endless multipart answer, as phones and network cameras send Motion JPEG over HTTP.

`multipart/x-mixed-replace` is older than any standard for it, and every sender has habits of its own: the
boundary is announced with its dashes or without, in quotes or not; lines end with CR LF or LF; a part may
say how long it is, may not, or may be wrong. What is certain is that a part begins after a line with the
boundary and an empty line, and ends before the next. Parts here are bytes; the line they come over is
`tap`'s.
"""

from __future__ import annotations

import re
from email.message import Message

MOST_BYTES = 16 * 1024 * 1024
"""Of one part: a JPEG of 8K is smaller. More without a boundary is no multipart answer."""
_MOST_HEAD_BYTES = 8 * 1024
_MOST_BEFORE_BYTES = 64 * 1024  # what may stand before the first boundary
_END_OF_JPEG = b"\xff\xd9"
_LF = ord("\n")
_AFTER_DELIMITER = b"\r\n- "
_SELDOM = 8  # a longer delimiter is no accident, even where a sender forgets the line break before it
_LENGTH = re.compile(rb"(?im)^content-length\s*:\s*(\d{1,9})\s*$")
_DASHES = b"--"


class NoMultipart(ValueError):
    """The bytes are not what they were announced to be."""


def boundary_of(content_type: str) -> str | None:
    """What separates the parts of an answer of this Content-Type; None where it is no multipart/x-mixed-replace."""
    head = Message()
    head["Content-Type"] = content_type
    if head.get_content_type() != "multipart/x-mixed-replace":
        return None
    return (head.get_boundary() or "").strip().strip('"')


class Parts:
    """Takes bytes as they come and gives parts as they are whole. Holds no more than one part and a chunk."""

    def __init__(self, boundary: str) -> None:
        self._name = boundary.encode("latin-1", "replace").lstrip(b"-")
        self._delimiter = b""  # the line as this sender writes it, once it was seen
        self._held = bytearray()
        self._searched = 0  # bytes of a part of unknown length that hold no boundary
        self._in_body = False
        self._length: int | None = None
        self.over = False
        """The sender said that no part follows."""

    def add(self, chunk: bytes) -> list[bytes]:
        """The parts that `chunk` completes, without their headers. Raises NoMultipart; then no more is to be added."""
        self._held += chunk
        found: list[bytes] = []
        while not self.over:
            part = self._part() if self._in_body else self._head()
            if part is None:
                break
            if part:
                found.append(part)
        return found

    def _head(self) -> bytes | None:
        """Go into the next part; b"" when that is done, None when its beginning is not here yet."""
        begins = self._after_delimiter()
        if begins is None:
            return None
        ends = _after_empty_line(self._held, begins)
        if ends is None:
            if len(self._held) - begins > _MOST_HEAD_BYTES:
                raise NoMultipart("a part whose headers do not end")
            return None
        said = _LENGTH.search(bytes(self._held[begins:ends]))
        self._length = int(said[1]) if said else None
        if self._length is not None and self._length > MOST_BYTES:
            raise NoMultipart("a part that says it is larger than any picture")
        del self._held[:ends]
        self._in_body, self._searched = True, 0
        return b""

    def _after_delimiter(self) -> int | None:
        """Where the headers of the next part begin."""
        at = 0
        while (end := self._held.find(b"\n", at)) >= 0:
            line = bytes(self._held[at:end]).strip()
            if self._is_delimiter(line):
                return end + 1
            if self._delimiter and line == self._delimiter + _DASHES:
                self.over = True
                return None
            at = end + 1
            if at > _MOST_BEFORE_BYTES and not self._delimiter:
                raise NoMultipart("no boundary")
        del self._held[:at]
        if len(self._held) > (MOST_BYTES if self._delimiter else _MOST_BEFORE_BYTES):
            raise NoMultipart("no boundary")
        return None

    def _is_delimiter(self, line: bytes) -> bool:
        if self._delimiter:
            return line == self._delimiter
        if not line or (line.lstrip(b"-") != self._name if self._name else not line.startswith(_DASHES)):
            return False
        self._delimiter = line
        return True

    def _part(self) -> bytes | None:
        """The part that was gone into; None when it is not whole yet."""
        if self._length is not None:
            if len(self._held) < self._length + len(self._delimiter) + 6:  # what follows tells whether that was true
                return self._last(self._length)
            if self._delimiter in self._held[self._length : self._length + len(self._delimiter) + 6]:
                return self._taken(self._length, self._length)
            self._length = None
        found = self._next_delimiter()
        if found is None:
            if len(self._held) > MOST_BYTES:
                raise NoMultipart("a part that does not end")
            return None
        end = found
        for ending in (b"\n", b"\r"):
            end -= self._held.endswith(ending, 0, end)
        return self._taken(end, found)

    def _next_delimiter(self) -> int | None:
        """Where the delimiter stands at the end of a line; anything else is part of a picture."""
        at = self._searched
        while (found := self._held.find(self._delimiter, at)) >= 0:
            after = found + len(self._delimiter)
            if after == len(self._held):
                break
            begins_line = found == 0 or self._held[found - 1] == _LF or len(self._delimiter) > _SELDOM
            if begins_line and self._held[after] in _AFTER_DELIMITER:
                return found
            at = found + 1
        self._searched = max(0, at, len(self._held) - len(self._delimiter))  # it may lie across two chunks
        return None

    def _last(self, length: int) -> bytes | None:
        """A part of known length is given before its successor comes: the picture must not wait for it."""
        if len(self._held) < length or not self._held.endswith(_END_OF_JPEG, 0, length):
            return None
        return self._taken(length, length)

    def _taken(self, size: int, until: int) -> bytes:
        part = bytes(self._held[:size])
        del self._held[:until]
        self._in_body = False
        return part


def _after_empty_line(held: bytearray, at: int) -> int | None:
    """Where the line after the first empty line begins."""
    while (end := held.find(b"\n", at)) >= 0:
        if not bytes(held[at:end]).strip():
            return end + 1
        at = end + 1
    return None
