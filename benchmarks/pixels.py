"""What the contestants of `benchmarks.training` share: a turn's settings, and noise in the place of CIFAR-10."""

from typing import NamedTuple

import torch
from torch import Tensor

BATCH = 128
MEAN = (0.4914, 0.4822, 0.4465)
STD = (0.2470, 0.2435, 0.2616)


class Turn(NamedTuple):
    """What a process trains."""

    who: str
    """`usual_loop`, `prototype` or `ours`."""
    net: str
    """See `benchmarks.networks.NETS`."""
    precision: str
    """`fp32` or `bf16`."""
    device: str
    """`cpu` or `cuda`."""
    threads: int
    """Of PyTorch."""
    images: int
    """Of the training set."""
    loaders: int
    """Worker processes of the usual loop's loader."""


def pixels(count: int) -> tuple[Tensor, Tensor]:
    """Return images (n, 32, 32, 3), uint8, and labels (n,)."""
    draws = torch.Generator().manual_seed(1)
    images = torch.randint(0, 256, (count, 32, 32, 3), dtype=torch.uint8, generator=draws)
    return images, torch.randint(0, 10, (count,), generator=draws)
