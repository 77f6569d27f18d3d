"""The line-up: found, grouped, reordered, and written in its rows."""
