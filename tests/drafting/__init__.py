"""How much of blank forms is drafted: `python -m tests.drafting LAYOUT OUT`."""
