"""The hot path: one run from its settings to its result."""
