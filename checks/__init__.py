"""What must be there: programme packs, rule kinds and the findings they give."""
