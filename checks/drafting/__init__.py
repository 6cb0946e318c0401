"""Drafts of programme packs: from the facts of blank forms and of a notice to TOML text."""
