"""Hostile and broken files, drawn by a generator from a seed; see `samples.hostile.make`."""
