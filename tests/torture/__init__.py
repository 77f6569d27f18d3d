"""Harnesses that break things on purpose: `python -m tests.torture`, and short forms in the suite."""
