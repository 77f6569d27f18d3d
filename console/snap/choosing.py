"""Which frames of the last second become shots: those in which the goods, not the shelf behind, are sharp.

Everything here is decided on small maps and small copies; the frames themselves are decoded by `photos`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.camera.goods import Goods
    from console.camera.source import Frame, Pixels

SHOTS = 3
BURST_S = 1.0
APART_S = 0.06
"""Two shots of one burst are at least this far apart, so that there is something to choose."""


class Pick(NamedTuple):
    """One frame that becomes a shot."""

    frame: Frame
    score: float
    """How sharp the goods are, comparable within one burst only."""
    small: Pixels | None = None
    """The copy in which the goods were looked for."""
    goods: Goods | None = None


class Scored(NamedTuple):
    """A burst as it was judged."""

    frames: tuple[Frame, ...]
    """Those of the last second, oldest first."""
    scores: tuple[float, ...]
    small: Pixels | None
    """The copy of one of them in which the goods were found; None when there was nothing to look at."""
    goods: Goods | None


def choose(frames: Sequence[Frame], most: int = SHOTS) -> list[Pick]:
    """The frames of the last second with the sharpest goods, best first, 60 ms apart where that leaves enough.

    Three as long as there are three frames; fewer frames, fewer shots. Takes some milliseconds and loads OpenCV.
    """
    return picked(score(frames), most)


def picked(scored: Scored, most: int = SHOTS) -> list[Pick]:
    """The best of a burst that was judged, see `choose`."""
    places = sorted(
        range(len(scored.frames)), key=lambda n: (scored.scores[n], scored.frames[n].captured_at), reverse=True
    )
    chosen: list[int] = []
    for place in places:
        at_s = scored.frames[place].captured_at
        if len(chosen) < most and all(abs(at_s - scored.frames[other].captured_at) >= APART_S for other in chosen):
            chosen.append(place)
    chosen += [place for place in places if place not in chosen][: most - len(chosen)]
    return [_pick(scored, place) for place in sorted(chosen, key=places.index)]


def score(frames: Sequence[Frame]) -> Scored:
    """Find the goods in one frame of the last second, and tell how sharp they are in each of them."""
    if not frames:
        return Scored((), (), None, None)
    last = _last_second(frames)
    details = [frame.detail for frame in last]
    if len(last) < 2 or any(each is None for each in details):
        return Scored(last, tuple(frame.sharpness for frame in last), None, None)
    from console.camera import goods
    from console.camera.burst import Burst

    burst = Burst([each for each in details if each is not None])
    place = burst.settled()
    small = goods.look_at(last[place])
    found = goods.find(small, burst, place)
    scores = burst.scores(goods.tiles(found, burst.shape) * burst.own_way(), place)
    return Scored(last, tuple(float(each) for each in scores), small, found)


def _last_second(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Those that belong together: of one second, shown and measured alike."""
    newest = max(frames, key=lambda frame: frame.captured_at)
    shape = None if newest.detail is None else newest.detail.edges.shape

    def alike(frame: Frame) -> bool:
        same = shape is None or (frame.detail is not None and frame.detail.edges.shape == shape)
        return frame.captured_at >= newest.captured_at - BURST_S and frame.view == newest.view and same

    return tuple(sorted(filter(alike, frames), key=lambda frame: frame.captured_at))


def _pick(scored: Scored, place: int) -> Pick:
    frame = scored.frames[place]
    if scored.goods is None or scored.small is None:
        return Pick(frame, scored.scores[place])
    from console.camera import goods

    small = goods.look_at(frame)
    return Pick(frame, scored.scores[place], small, goods.moved(scored.goods, scored.small, small))
