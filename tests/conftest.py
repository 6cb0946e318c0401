"""What holds for all tests: a law is not broken by a busy machine, so none has a deadline."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("yushen", deadline=None)
settings.load_profile("yushen")
