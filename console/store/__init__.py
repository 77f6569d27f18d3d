"""The studio's own memory: one SQLite file, one connection, one thread."""
