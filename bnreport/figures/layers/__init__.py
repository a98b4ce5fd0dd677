"""Metrics of layers over training: a panel for each metric and layer, arms on shared axes."""
