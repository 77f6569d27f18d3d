"""The anchor's screen: nothing to aim at, read from two metres away."""
