"""What is on the paper: bytes in, facts out. Knows no award, no rule, no store."""
