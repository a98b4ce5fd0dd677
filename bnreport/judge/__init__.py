"""From results to verdicts, and everything that is said beside them."""
