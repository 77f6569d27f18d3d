"""The settings, a page for each thing a seller knows by name."""
