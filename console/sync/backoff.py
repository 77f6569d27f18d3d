"""How long to wait after failures in a row: doubling, capped, with jitter so that many do not return at once."""

from __future__ import annotations

FIRST_S = 1.0
CAP_S = 60.0


def delay_s(failures: int, jitter: float) -> float:
    """Seconds to wait after `failures` (>= 1) in a row; `jitter` in [0, 1) spreads the upper half.

    Source: "equal jitter" of the AWS Architecture Blog, Exponential Backoff and Jitter (2015).
    """
    whole = min(CAP_S, FIRST_S * 2.0 ** min(max(failures - 1, 0), 16))
    return whole / 2 + whole / 2 * jitter
