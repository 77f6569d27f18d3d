"""Lists as Qt wants them, fed from `ShowState` with the least change that tells the truth."""
