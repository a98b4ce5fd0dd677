"""Random mirror images."""

import torch
from torch import Generator, Tensor


def flip(images: Tensor, generator: Generator) -> Tensor:
    """Mirror each image left to right with probability 1/2, by itself.

    Args:
        images: uint8 (n, c, h, w).
        generator: on the device of `images`; the only source of randomness.

    Source: He et al. (2016), arXiv:1512.03385, section 4.2; torchvision's `RandomHorizontalFlip()`.
    """
    draws = torch.rand(len(images), generator=generator, device=images.device)
    return torch.where(draws[:, None, None, None] < 0.5, images.flip(3), images)  # noqa: PLR2004  (a fair coin)
