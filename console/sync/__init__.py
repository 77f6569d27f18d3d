"""Keeping a platform in step: tell it our facts, take in its orders, know how the line is.

Only this package writes what the platform said. It is poor-line first: everything waits in the
outbox, and nothing of the studio's waits for it.
"""

from console.sync import answers, coupons

OPS = {**answers.OPS, **coupons.OPS}

__all__ = ["OPS"]
