"""From one typed line to an item on sale: what the line means, which steps are legal, how it is recorded."""

from console.listing.flash import OPS

__all__ = ["OPS"]
