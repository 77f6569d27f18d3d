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
from console.bulk.goods import Wanted
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
_JOINT = r"[\s_\-.、]*"
_VIEWS = "主图|详情|细节|白底|场景|实物|实拍|正面|背面|反面|侧面|顶部|底部|全景|特写|证书|正|背|侧"
_COPIES = "副本|的副本|拷贝|copy|edited|edit"
_ANOTHER = re.compile(
    rf"(?:{_JOINT}(?:(?:{_VIEWS})图?|{_COPIES})(?:{_JOINT}\d{{1,2}})?)?(?:[\s_\-.]+\d{{1,2}}|{_JOINT}\(\d{{1,2}}\))?"
)
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
        """The pictures of an item: those its row names, else those named after its code with its colour, its code,
        barcode or title, and last (where it has no code) after its 序号.

        "手镯.jpg", "手镯-1.jpg", "手镯 正面(2).png", "A1 手镯.jpg" and all in a folder "手镯" are of "手镯". Raises
        `CellUnfit` for a name that is not there, one that several pictures have, and a kind that is not read.
        """
        if wanted.photo:
            names = [name.strip() for name in _SEVERAL.split(wanted.photo) if name.strip()]
            return tuple(_readable([self._named(name) for name in names[:MOST_PHOTOS]], every=True))
        for names_alike in _called(wanted):
            found = [
                path for parts in names_alike if all(parts) for path in self._alike([_key(part) for part in parts])
            ]
            if found:
                return tuple(_readable(list(dict.fromkeys(found)), every=False)[:MOST_PHOTOS])
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

    def _alike(self, parts: list[str]) -> list[Path]:
        """The pictures named after `parts`, one behind the other, or in a folder of that name.

        Blanks in names count only where it matters.
        """
        found = [path for stem, paths in self._by_stem.items() if _is_called(stem, parts) for path in paths]
        if not found:
            found = [path for name, paths in self._by_folder.items() if _is_joined(name, parts) for path in paths]
        if not found:
            close = _as_file_name("".join(parts))
            stems = [stem for stem in (*self._by_stem, *self._by_folder) if close and _as_file_name(stem) == close]
            found = [path for stem in dict.fromkeys(stems) for path in self._by_stem.get(stem) or self._by_folder[stem]]
        return sorted(found, key=lambda path: (path.parent, len(path.stem), path.name))


def _called(wanted: Wanted) -> Iterator[tuple[tuple[str, ...], ...]]:
    """What the pictures of an item may be called, the most particular first: names, each of one or two parts."""
    code, name, spec, seq = wanted.code, wanted.name, wanted.spec, wanted.seq
    yield (code, spec), (name, spec)
    yield (code,), (code, name), (name, code)
    yield ((wanted.barcode,),)
    yield ((wanted.title,),)
    yield ((name,),)
    yield ((seq, name),)
    if seq and not code:
        yield from (((seq.zfill(width),),) for width in (1, 2, 3))


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


def _is_called(stem: str, parts: list[str]) -> bool:
    """Whether a file is named after `parts`, and the rest only counts the pictures of one item.

    That is "-2", "(3)", "正面", " - 副本", or digits after a name that ends with none.
    """
    if not stem.startswith(parts[0]) or (rest := _behind(stem, parts)) is None:
        return False
    return bool(_ANOTHER.fullmatch(rest) or (not parts[-1][-1:].isdigit() and _DIGITS.fullmatch(rest)))


def _is_joined(name: str, parts: list[str]) -> bool:
    return name.startswith(parts[0]) and _behind(name, parts) == ""


def _behind(name: str, parts: list[str]) -> str | None:
    """What is left of `name` behind `parts`, between which blanks and dashes may stand; None where it is not theirs."""
    rest = name
    for place, part in enumerate(parts):
        rest = rest if not place or rest.startswith(part) else rest.lstrip(" _-.、")
        if not rest.startswith(part):
            return None
        rest = rest[len(part) :]
    return rest


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
