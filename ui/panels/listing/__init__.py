"""Snap and list: the photo, the line, what was understood of it and read off the goods."""
