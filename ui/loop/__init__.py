"""Between the one event loop and everything else: facts in, coroutines, threads, steady time, garbage."""
