"""How long judging takes where packets are many: `python -m tests.scale`."""
