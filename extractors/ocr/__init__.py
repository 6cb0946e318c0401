"""Engines that read lines of text, behind one protocol."""
