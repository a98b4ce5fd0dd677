"""Registered reports on claims about Batch Normalization."""

__version__ = "0.1.0"
