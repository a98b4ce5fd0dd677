"""A random linear map to be learnt."""

from pathlib import Path

import numpy as np

from bnreport.datasets.shared.arrays import Arrays, Source
from bnreport.errors import SpecError
from bnreport.registry import Repeats, Samples, Width

TARGETS = "numbers"
INPUTS = "vectors"
SHAPE = ["features"]
OUTPUTS = "features"
SAMPLES = "samples"
_SEED = 1805
_MOST = 250_000_000
"""Products while it is made: 4 GB of them."""


def gaussian_linear(root: Path, *, samples: Samples = 1000, features: Width = 10, draws: Repeats = 20) -> Source:  # noqa: ARG001  (nothing is read)
    """Gaussian inputs x and targets A x with a Gaussian matrix A, no noise; each seed of a study has a draw of its own.

    x ~ N(0, I), A_ij ~ N(0, 1). Inputs and targets are float32 (draws, samples, features); the seed of index i trains
    on draw i, so that a verdict does not hinge on one matrix. As many other samples of the same draws are the test set.

    Licence: none needed, made here. Size: 3.2 MB.

    Args:
        root: not used; nothing is read.
        samples: n of each draw, to train and again to test.
        features: length of x and of its target.
        draws: matrices A; at least as many as there are seeds.

    Raises:
        SpecError: all draws together would not fit in memory.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, App. A.1 (deep linear networks).
    """
    if draws * samples * features**2 > _MOST:
        what = (
            f"gaussian_linear: draws x samples x features^2 must be {_MOST:,} at most, to fit in memory. "
            f"Got {draws} x {samples} x {features}^2. Make it smaller."
        )
        raise SpecError([what])

    def decode() -> Arrays:
        generator = np.random.Generator(np.random.PCG64(_SEED))
        matrices = generator.standard_normal((draws, features, features))  # A
        inputs = generator.standard_normal((2, draws, samples, features))
        # not by matrix product: its rounding, and so the content's digest, differs between machines
        targets = (inputs[..., None, :] * matrices[:, None]).sum(axis=-1)  # (2, draws, samples, features)
        x, y = inputs.astype(np.float32), targets.astype(np.float32)
        return Arrays(x[0], y[0], x[1], y[1], ())

    return Source(fingerprint="made here", local=True, decode=decode)
