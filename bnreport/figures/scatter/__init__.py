"""Two metrics against each other, run by run: raw, then as the correlation sees them, and the correlation below."""
