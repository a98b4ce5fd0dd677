"""Metrics of layers over training: a row of panels for each metric, a column for each layer, arms on shared axes."""
