"""The product without a screen: what a studio can ask for, what happened, and what is true.

Read `commands.py` and `events.py` first. Nothing here imports Qt.
"""
