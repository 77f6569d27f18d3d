"""Price tags drawn from seeds, held before a drawn studio, and how well they are read: `python -m tests.tags`."""
