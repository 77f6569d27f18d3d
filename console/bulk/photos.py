"""The pictures of imported items: found by name inside one folder, and never outside it.

A picture is at most 15 MB and 40 megapixels, told by its content and not by its name, and encoded anew
(by `snap`), so that nothing of its metadata is kept.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from console.bulk.cells import CellUnfit
from console.bulk.rows import Wanted
from console.errors import Text

if TYPE_CHECKING:
    from console.camera.source import Pixels

MOST_PHOTOS = 9
"""Main pictures that the platform takes."""
LARGEST_BYTES = 15_000_000
LARGEST_PIXELS = 40_000_000
MOST_FILES = 50_000
_SUFFIXES = (".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp")
_OTHER_KINDS = (".heic", ".heif", ".avif", ".gif", ".tif", ".tiff", ".psd", ".raw", ".dng")
"""Pictures that are not read here; an item whose only picture is one of them is told so, not made without."""
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"RIFF")
_SEVERAL = re.compile(r"[;；,，、|\n]+")
_ANOTHER = re.compile(r"(?:[\s_\-.]+\d{1,2}|[\s_\-.]*\(\d{1,2}\))?")
_DIGITS = re.compile(r"\d{1,2}")
_NOT_IN_NAMES = re.compile(r'[\s_\\/:*?"<>|]+')
_WIDEST_PX = 1_600
"""A listing's picture needs no more; larger ones are scaled down, the seller's own file stays as it is."""


class PhotoFolder:
    """The pictures below one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._by_path: dict[str, Path] = {}
        self._by_name: dict[str, list[Path]] = {}
        self._by_stem: dict[str, list[Path]] = {}
        self._by_folder: dict[str, list[Path]] = {}
        for path in sorted(_pictures(self._folder)):
            inside = path.relative_to(self._folder)
            self._by_path[_key(inside.as_posix())] = path
            self._by_name.setdefault(_key(inside.name), []).append(path)
            self._by_stem.setdefault(_key(inside.stem), []).append(path)
            if inside.parent.name:
                self._by_folder.setdefault(_key(inside.parent.name), []).append(path)

    def of(self, wanted: Wanted) -> tuple[Path, ...]:
        """The pictures of an item: those its row names, else those named after its code, barcode or title, and last
        (where it has no code) after its 序号.

        "手镯.jpg", "手镯-1.jpg", "手镯(2).png" and all that lies in a folder "手镯" are of "手镯". Raises `CellUnfit`
        for a name that is not there, one that several pictures have, and a picture of a kind that is not read.
        """
        if wanted.photo:
            names = [name.strip() for name in _SEVERAL.split(wanted.photo) if name.strip()]
            return tuple(_readable([self._named(name) for name in names[:MOST_PHOTOS]], every=True))
        for told in (wanted.code, wanted.barcode, wanted.title, wanted.name):
            if told and (found := self._alike(_key(told))):
                return tuple(_readable(found, every=False)[:MOST_PHOTOS])
        for width in () if wanted.code or not wanted.seq else (1, 2, 3):
            if found := self._alike(wanted.seq.zfill(width)):
                return tuple(_readable(found, every=False)[:MOST_PHOTOS])
        return ()

    def _named(self, name: str) -> Path:
        outside = PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or PureWindowsPath(name).root
        if outside or ".." in PureWindowsPath(name).parts:
            raise CellUnfit(
                Text(f"照片“{name}”不在所选文件夹里", f"the picture {name!r} lies outside the chosen folder")
            )
        key = _key(PureWindowsPath(name).as_posix())
        found = [self._by_path[key]] if key in self._by_path else self._by_name.get(key) or self._by_stem.get(key, [])
        if not found:
            raise CellUnfit(Text(f"文件夹里没有照片“{name}”", f"the picture {name!r} is not in the folder"))
        if len(found) > 1:
            told = found[0].relative_to(self._folder).as_posix()
            raise CellUnfit(
                Text(
                    f"有 {len(found)} 张照片都叫“{name}”，请连子文件夹一起写，如“{told}”",
                    f"{len(found)} pictures are called {name!r}; write the folder too, as {told!r}",
                )
            )
        return found[0]

    def _alike(self, key: str) -> list[Path]:
        """The pictures named `key`, or in a folder of that name; blanks in names count only where it matters."""
        found = [
            path
            for stem, paths in self._by_stem.items()
            if stem.startswith(key) and _is_another(key, stem[len(key) :])
            for path in paths
        ]
        found = found or self._by_folder.get(key, [])
        if not found:
            close = _as_file_name(key)
            stems = [stem for stem in (*self._by_stem, *self._by_folder) if close and _as_file_name(stem) == close]
            found = [path for stem in dict.fromkeys(stems) for path in self._by_stem.get(stem) or self._by_folder[stem]]
        return sorted(found, key=lambda path: (path.parent, len(path.stem), path.name))


def _as_file_name(key: str) -> str:
    """A name without blanks and what the name of a file cannot hold: "手镯 57/58" is "手镯5758" in a folder."""
    return _NOT_IN_NAMES.sub("", key)


def _readable(found: list[Path], *, every: bool) -> list[Path]:
    """Those of `found` that can be read. Raises `CellUnfit` when none, or with `every` not all, can."""
    fit = [path for path in found if path.suffix.lower() in _SUFFIXES]
    if found and (not fit or (every and len(fit) < len(found))):
        odd = next(path for path in found if path not in fit)
        kind = odd.suffix[1:].upper()
        raise CellUnfit(
            Text(
                f"照片“{odd.name}”是 {kind} 格式，请先转成 JPG 或 PNG",
                f"the picture {odd.name!r} is {kind}; make a JPG or PNG of it first",
            )
        )
    return fit


def _is_another(key: str, rest: str) -> bool:
    """Whether `rest` only counts the pictures of one item: "-2", "(3)", or digits after a name that ends with none."""
    return bool(_ANOTHER.fullmatch(rest) or (not key[-1:].isdigit() and _DIGITS.fullmatch(rest)))


def load(path: Path) -> Pixels:
    """A picture as height x width x 3, BGR, turned as its camera says. Raises `CellUnfit`."""
    import numpy as np

    from console.camera.cv import cv2
    from console.camera.imaging import as_bgr, fit, scale

    def unfit(zh: str, en: str) -> CellUnfit:
        return CellUnfit(Text(f"照片“{path.name}”{zh}", f"the picture {path.name!r} {en}"))

    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise unfit("超过 15 MB", "is larger than 15 MB")
        data = path.read_bytes()
    except OSError as error:
        raise unfit("打不开", "cannot be opened") from error
    if not data.startswith(_SIGNS):
        raise unfit("不是图片", "is no picture")
    try:
        width, height = dimensions(data)
        if width * height > LARGEST_PIXELS:
            raise unfit("超过 4000 万像素", "has more than 40 megapixels")
        longest = max(width, height)
        flag = cv2.IMREAD_REDUCED_COLOR_2 if longest >= 2 * _WIDEST_PX else cv2.IMREAD_COLOR
        flag = cv2.IMREAD_REDUCED_COLOR_4 if longest >= 4 * _WIDEST_PX else flag
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
    except (cv2.error, struct.error, IndexError) as error:
        raise unfit("坏了", "is damaged") from error
    if picture is None:
        raise unfit("坏了", "is damaged")
    pixels = as_bgr(picture)
    size = fit(pixels.shape[1], pixels.shape[0], _WIDEST_PX, _WIDEST_PX)
    return scale(pixels, *size) if max(pixels.shape[:2]) > _WIDEST_PX else pixels


def dimensions(data: bytes) -> tuple[int, int]:
    """Width and height as a JPEG, PNG, BMP or WebP says them, without decoding it; (0, 0) for another kind.

    Raises struct.error or IndexError when it is cut off. Sources: ITU-T T.81 B.2.2, PNG 11.2.2, RFC 9649.
    """
    if data.startswith(b"\x89PNG"):
        return struct.unpack_from(">II", data, 16)
    if data.startswith(b"BM"):
        width, height = struct.unpack_from("<ii", data, 18)
        return width, abs(height)
    if data.startswith(b"RIFF"):
        return _webp_dimensions(data)
    at = 2
    while data.startswith(b"\xff\xd8"):
        marker, length = struct.unpack_from(">HH", data, at)
        if 0xFFC0 <= marker <= 0xFFCF and marker not in (0xFFC4, 0xFFC8, 0xFFCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 1 if marker == 0xFFFF else 2 + length  # a marker may be padded with 0xFF
    return 0, 0


def _webp_dimensions(data: bytes) -> tuple[int, int]:
    match data[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        case b"VP8L":
            bits = struct.unpack_from("<I", data, 21)[0]
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
        case _:
            return 0, 0


def _pictures(folder: Path) -> Iterator[Path]:
    """Picture files below a folder whose real place is inside it too."""
    for count, path in enumerate(folder.rglob("*")):
        if count >= MOST_FILES:
            return
        if (
            path.suffix.lower() in (*_SUFFIXES, *_OTHER_KINDS)
            and path.is_file()
            and path.resolve().is_relative_to(folder)
        ):
            yield path


def _key(name: str) -> str:
    """A name without case, width and double blanks, as people mistype it."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
