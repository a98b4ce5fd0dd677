"""Black squares at random places."""

import torch
from torch import Generator, Tensor

from bnreport.registry import Padding


def cutout(images: Tensor, generator: Generator, *, reach: Padding = 2) -> Tensor:
    """Blacken the pixels less than `reach` from a random one, in either direction, in each image by itself.

    Args:
        images: uint8 (n, c, h, w).
        generator: on the device of `images`; the only source of randomness.
        reach: half the side of the square, in pixels.

    Source: DeVries & Taylor (2017), arXiv:1708.04552, section 3.
    """
    n, _, height, width = images.shape
    near = []
    for side in (height, width):
        middle = torch.randint(0, side, (n, 1), generator=generator, device=images.device)
        near.append((torch.arange(side, device=images.device) - middle).abs() < reach)  # (n, side)
    hidden = near[0][:, None, :, None] & near[1][:, None, None, :]
    return images.clone().masked_fill_(hidden, 0)  # a clone keeps the memory format
