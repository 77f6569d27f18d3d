"""Work that takes long, beside the screen: its thread never waits, and what comes of the work is told to the parts."""
