"""Where each key, wish and card of a window leads."""
