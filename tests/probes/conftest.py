"""Data that probes look at, and one thread: as in training."""

from tests.training.conftest import data, one_thread

__all__ = ["data", "one_thread"]
