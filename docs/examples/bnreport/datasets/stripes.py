"""Noisy stripes."""

from pathlib import Path

import numpy as np

from bnreport.datasets.shared.arrays import Arrays, Source
from bnreport.registry import Samples

TARGETS = "labels"
INPUTS = "images"
SHAPE = [1, 8, 8]
OUTPUTS = 2
SAMPLES = "samples"  # the option that holds it


def stripes(root: Path, *, samples: Samples = 512) -> Source:  # noqa: ARG001  (nothing is read)
    """Horizontal and vertical stripes, a pixel wide, in noise; uint8 (n, 1, 8, 8), as many to test as to train.

    Licence: none needed, made here. Size: 0.1 MB.

    Args:
        root: not used; nothing is read.
        samples: n to train, and again to test.

    Source: ours, as an example.
    """

    def decode() -> Arrays:
        generator = np.random.Generator(np.random.PCG64(0))
        labels = generator.integers(0, 2, (2, samples))
        along, down = np.indices((8, 8)) % 2
        pattern = np.where(labels[..., None, None] == 1, along, down)  # (2, n, 8, 8)
        images = (128 * pattern + generator.integers(0, 128, pattern.shape)).astype(np.uint8)[:, :, None]
        return Arrays(images[0], labels[0], images[1], labels[1], ("vertical", "horizontal"))

    return Source(fingerprint="made here", local=True, decode=decode)
