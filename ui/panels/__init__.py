"""The parts of a window, one idea each; a panel gets what it needs in its constructor."""
