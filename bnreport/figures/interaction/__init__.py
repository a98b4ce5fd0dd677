"""A difference of differences: both sides of a comparison here and elsewhere, and the effect of each seed."""
