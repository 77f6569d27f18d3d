"""From one typed line to an item on sale: what the line means, which steps are legal, how it is recorded."""

from console.listing import again, flash, flash_sale, steps, trust

OPS = {**flash.OPS, **again.OPS, **flash_sale.OPS, **steps.OPS, **trust.OPS}

__all__ = ["OPS"]
