"""How fast Kaibo is, each figure beside something to compare it with. `python -m tests.bench` runs it."""
