"""How large the type is on which screen."""

from __future__ import annotations

import pytest

from ui.look.room import LEGIBLE, SMALLEST_STEP, Room, fitting


@pytest.mark.parametrize(
    ("room", "wished", "scale"),
    [
        (None, 1.25, 1.25),
        (Room(1920, 1040), 1.0, 1.0),
        (Room(1920, 1040), 1.5, 1.5),
        (Room(1366, 736), 1.5, 1.363),
        (Room(2560, 1350), 1.0, 1.25),
        (Room(2560, 1350), 1.2, 1.5),
        (Room(2560, 1350), 2.0, 2.5),
        (Room(3840, 2100), 1.0, 1.5),
        (Room(960, 540, 2.0), 1.0, 1.0),
        (Room(911, 512, 1.5), 1.0, 0.948),
        (Room(683, 384, 2.0), 1.0, 0.711),
        (Room(683, 384, 2.0), 1.5, 0.711),
    ],
)
def test_type_is_as_wished_or_as_large_as_fits(room: Room | None, wished: float, scale: float) -> None:
    """A usual screen gives what was wished, a vast one up to half more; 1366x768 at 200 % looks as at 142 %."""
    assert fitting(wished, room) == scale


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_no_type_is_too_small_to_read(ratio: float) -> None:
    """However small the screen, the smallest step has eleven pixels of it; never is it larger than was wished."""
    scale = fitting(1.0, Room(300, 200, ratio))
    assert scale * SMALLEST_STEP * ratio == pytest.approx(LEGIBLE, abs=0.02)
    assert fitting(0.8, Room(300, 200)) == 0.8
