"""The contest of explanations: what the studies together say of each, from the runs that they published."""
