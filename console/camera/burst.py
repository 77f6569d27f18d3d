"""What a second of focus maps tells: which tiles go their own way, and in which frame the goods are sharpest.

An autofocus that hunts makes what stands behind sharp and soft again; tiles at the picture's border show
that pattern, and tiles whose detail follows it are not the goods. Arithmetic on small maps only: pictures
are looked at in `goods`, the maps are made in `focus` while frames are grabbed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.camera.imaging import f32

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.camera.focus import Detail
    from console.camera.imaging import Floats

_BORDER = 2  # tiles on each side that count as what stands behind
_NOISE_SHARE = 10  # per cent of the tiles that show hardly more than noise
_NOT_GOODS = 0.05  # a tile of which less than this is the goods is not the goods
_SOFT = 4.0  # squared Laplacian below which detail cannot be seen
_STRONG = 0.15  # how much the border's pattern must vary (in logarithms) to be half believed
_ANY = 0.01  # and for a tile that changes without any pattern behind it
_BEHIND_SHARE = 25  # per cent of the frames in which a tile may show less of what is behind than its share
_STILL = 4.0  # brightness a tile may change by while the goods stay where they are
_MOVED = 8.0  # brightness beyond that by which something else is there
_ALL = 0.1  # how much detail counts that comes and goes with what is behind: all there is when a camera shakes
_MIDDLE = 2.5  # how fast places count less towards the border
_PACE = 8.0  # brightness that changes from the frame before to the one after where goods move


class Burst:
    """The maps of one burst, brought to one brightness and freed of noise. Frames are numbered as given."""

    def __init__(self, details: Sequence[Detail]) -> None:
        light = np.stack([each.light for each in details]).astype(np.float32)
        typical = np.maximum(np.median(light, axis=0), 1)
        gain = np.maximum(np.median(light / typical, axis=(1, 2)), 0.2)[:, None, None]
        edges = np.stack([each.edges for each in details]) / gain**2
        noise = np.percentile(edges, _NOISE_SHARE, axis=(1, 2))
        self.clear = f32(np.maximum(edges - noise[:, None, None], 0))
        """Frames x rows x columns: detail of each tile, as if every frame were equally bright and free of noise."""
        self.light = f32(light / gain)
        """Frames x rows x columns: brightness of each tile."""
        self._noise = float(np.median(noise))
        self._sides = _sides_of(*self.shape)
        self._logs = f32(np.log(self.clear + self._noise + _SOFT))

    def __len__(self) -> int:
        return len(self.clear)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of tiles."""
        _, rows, columns = self.clear.shape
        return rows, columns

    def own_way(self) -> Floats:
        """Rows x columns, above 0: how much a tile goes its own way, see `apart`."""
        apart = self.apart()
        return f32(apart + 0.3 * float(apart.mean()) + 1e-4)

    def settled(self) -> int:
        """The frame to look for the goods in: sharp where they probably are, and like most others."""
        rows, columns = self.shape
        y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
        typical = self.typical()
        weight = f32(self.own_way() * np.exp(-_MIDDLE * (x**2 + y**2)))
        return int(np.argmax(self.scores(weight, int(np.argmax(typical))) * typical))

    def stands_out(self, frame: int) -> Floats:
        """Rows x columns: how much more detail a tile has in this frame than the middling one (logarithm)."""
        logs = self._logs[frame]
        return f32(logs - np.median(logs))

    def apart(self) -> Floats:
        """Rows x columns, 0 to about 1: detail that comes and goes otherwise than at the picture's border.

        Tiles without detail of their own are left out: noise follows no pattern either.
        """
        most = self.clear.max(axis=0)
        seen = most / (most + 3 * self._noise + 2 * _SOFT)
        along, strength, own = self._pattern(seen)
        believed = strength / (strength + _ANY)
        return f32(seen * np.minimum(own, 0.8) * (1 - believed * (1 + along) / 2))

    def moved(self, frame: int) -> Floats:
        """Rows x columns, 0 to 2: how far brightness in this frame is from the others', more than at the border."""
        apart = np.abs(self.light - self.light[frame]).mean(axis=0)
        return f32(np.clip((apart - 1.5 * np.median(apart[self._sides.any(axis=0)]) - 1) / 12, 0, 2))

    def scores(self, weight: Floats, frame: int) -> Floats:
        """How sharp the goods are in each frame; `weight` (rows x columns) says where they are in `frame`.

        What of a tile's detail follows the border is taken off, tiles that follow it altogether count
        little, and frames in which something else stands in the goods' place count little too. Of frames as
        sharp those are taken that are like the others: a hand reaches in beside the goods. Zero where nothing
        can be told. Comparable within the burst only.
        """
        total = float(weight.sum())
        if total <= 0:
            return f32(np.zeros(len(self)))
        behind = self._behind(weight)
        share = np.percentile(self.clear / behind[:, None, None], _BEHIND_SHARE, axis=0)
        own = np.maximum(self.clear - share * behind[:, None, None], 0)
        own /= own.max(axis=0) + 2 * self._noise + 2 * _SOFT
        every = self.clear / (self.clear.max(axis=0) + 2 * self._noise + 2 * _SOFT)
        along, strength, _ = self._pattern(f32(weight < _NOT_GOODS))
        believed = strength / (strength + _STRONG)
        trust = believed * ((1 - along) / 2) ** 4 + 1 - believed
        sharp = ((own * trust + _ALL * every) * weight).sum(axis=(1, 2)) / total
        typical = self.typical()
        return f32(sharp * self._there(f32(weight / total), frame) * (1 + typical / typical.max()) / 2)

    def typical(self) -> Floats:
        """For each frame, 0 to 1: how much of the burst looks like it, in brightness from tile to tile."""
        flat = self.light[:, ::3, ::3].reshape(len(self), -1)
        apart = ((flat[:, None] - flat[None]) ** 2).mean(axis=2)
        return f32(np.exp(-apart / _STILL**2).mean(axis=1))

    def _there(self, weight: Floats, frame: int) -> Floats:
        """For each frame, 0 to 1: whether the goods stand where they stand in `frame`."""
        changed = (np.abs(self.light - self.light[frame]) * weight).sum(axis=(1, 2))
        around = np.concatenate([self.light[:1], self.light, self.light[-1:]])
        pace = (np.abs(around[2:] - around[:-2]) * weight).sum(axis=(1, 2))
        return f32(np.exp(-((np.maximum(changed - _STILL, 0) / _MOVED) ** 2) - (pace / _PACE) ** 2))

    def _behind(self, weight: Floats) -> Floats:
        """For each frame, the detail at the border, the goods left out."""
        return f32(self._at_border(self.clear, f32(weight < _NOT_GOODS)) + 0.3 * self._noise + 0.5 * _SOFT)

    def _at_border(self, maps: Floats, counts: Floats) -> Floats:
        """For each frame, the mean of a map at each of the four sides, and of these the median.

        Goods that reach over one side, or an arm, do not pass for what stands behind.
        """
        sides = self._sides * counts
        means = np.tensordot(sides, maps, ((1, 2), (1, 2))) / (sides.sum(axis=(1, 2)) + 0.5)[:, None]
        return f32(np.median(means, axis=0))

    def _pattern(self, counts: Floats) -> tuple[Floats, float, Floats]:
        """How each tile follows the border (-1 to 1), how much the border varies, how much each tile does."""
        changes = f32(self._logs - self._logs.mean(axis=0))
        border = self._at_border(changes, counts)
        length, lengths = float(np.linalg.norm(border)), np.linalg.norm(changes, axis=0)
        along = np.tensordot(border, changes, (0, 0)) / (length * lengths + 1e-6)
        root = len(self) ** 0.5
        return f32(along), length / root, f32(lengths / root)


def _sides_of(rows: int, columns: int) -> Floats:
    """4 x rows x columns: which tiles lie at the top, bottom, left and right."""
    sides = np.zeros((4, rows, columns), np.float32)
    sides[0, :_BORDER] = sides[1, -_BORDER:] = sides[2, :, :_BORDER] = sides[3, :, -_BORDER:] = 1
    return sides
