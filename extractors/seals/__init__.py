"""Official seals: find them, say what they are, read whose they are."""
