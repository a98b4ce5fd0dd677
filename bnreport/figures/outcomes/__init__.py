"""Counts of runs that trained, in a grid: learning rates in columns, what else sets arms apart in rows."""
