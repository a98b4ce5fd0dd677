"""A metric over arms in their order, seed by seed, and the slope, or smallest step, of each seed."""
