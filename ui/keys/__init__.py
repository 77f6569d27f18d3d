"""Keys: the one table, buttons that show them, what must be held, and scanners that type."""
