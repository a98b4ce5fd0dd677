"""A made-up data set."""

import numpy as np

from bnreport.datasets.shared.arrays import Arrays


def arrays(seed: int = 0) -> Arrays:
    """Return a made-up data set."""
    rng = np.random.default_rng(seed)
    halves = (part for n in (20, 10) for part in (rng.integers(0, 256, (n, 1, 4, 4), np.uint8), rng.integers(0, 2, n)))
    return Arrays(*halves, classes=("a", "b"))
