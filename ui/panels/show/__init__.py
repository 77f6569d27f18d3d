"""A show from its plan to its sum: planned, looked over, live, closed, summed up."""
