"""Commerce platforms, each behind `base.Platform`; adapters do not know each other."""
