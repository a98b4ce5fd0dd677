"""Random crops of padded images."""

import torch
from torch import Generator, Tensor
from torch.nn.functional import pad

from bnreport.registry import Padding


def crop(images: Tensor, generator: Generator, *, padding: Padding = 4) -> Tensor:
    """Pad each image with zeros and cut a window of the old size at a random place.

    The window's top-left corner is uniform on {0, ..., 2 * padding} squared, drawn for each image by itself.
    The zeros are raw pixels (black): normalised with the rest, as in torchvision's PIL pipeline. Zeros padded after
    normalising would be the mean colour instead and move border pixels by up to 2.4 standard deviations.

    Args:
        images: uint8 (n, c, h, w).
        generator: on the device of `images`; the only source of randomness.
        padding: black pixels added on each of the four sides.

    Source: He et al. (2016), arXiv:1512.03385, section 4.2; torchvision's `RandomCrop(h, padding=padding)`.
    """
    n, _, height, width = images.shape
    padded = pad(images, (padding,) * 4)
    rows, columns = torch.randint(0, 2 * padding + 1, (2, n), generator=generator, device=images.device)
    # views, no copy: (n, c, 2p+1, 2p+1, h, w); picking one window an image is the only copy
    windows = padded.unfold(2, height, 1).unfold(3, width, 1)
    return windows[torch.arange(n, device=images.device), :, rows, columns]
