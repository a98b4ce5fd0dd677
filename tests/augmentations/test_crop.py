"""Random crops against torchvision's, image by image."""

from collections import Counter

import pytest
import torch
from torch import Tensor
from torchvision.transforms import functional as pil

from bnreport.augmentations.crop import crop


def windows(image: Tensor, padding: int) -> dict[bytes, tuple[int, int]]:
    """Return torchvision's crops of one padded PIL image, by content."""
    height, width = image.shape[1:]
    padded = pil.pad(pil.to_pil_image(image), [padding])
    return {
        pil.pil_to_tensor(pil.crop(padded, row, column, height, width)).numpy().tobytes(): (row, column)
        for row in range(2 * padding + 1)
        for column in range(2 * padding + 1)
    }


def offsets(images: Tensor, cropped: Tensor, padding: int) -> list[tuple[int, int]]:
    """Return which of torchvision's crops each image became; KeyError where it is none of them."""
    pairs = zip(images, cropped, strict=True)
    return [windows(image, padding)[result.numpy().tobytes()] for image, result in pairs]


@pytest.mark.parametrize(("channels", "padding"), [(3, 4), (1, 1)])
def test_every_crop_is_one_of_torchvisions(channels: int, padding: int) -> None:
    """Each result equals one PIL pad and crop bit for bit, and all offsets come, about equally often."""
    n, places = 600, (2 * padding + 1) ** 2
    generator = torch.Generator().manual_seed(0)
    images = torch.randint(0, 256, (1, channels, 7, 6), dtype=torch.uint8, generator=generator).expand(n, -1, -1, -1)
    known = windows(images[0], padding)
    counts = Counter(known[result.numpy().tobytes()] for result in crop(images, generator, padding=padding))
    assert len(known) == len(counts) == places
    assert max(counts.values()) < n / places + 6 * (n / places) ** 0.5


def test_inputs_are_drawn_for_one_by_one() -> None:
    """In one batch of different images each keeps its place and offsets differ."""
    generator = torch.Generator().manual_seed(0)
    images = torch.randint(0, 256, (24, 3, 8, 8), dtype=torch.uint8, generator=generator)
    drawn = offsets(images, crop(images, generator, padding=2), 2)
    assert len(set(drawn)) > 10
    assert len({row for row, _ in drawn}) == len({column for _, column in drawn}) == 5
    assert any(row != column for row, column in drawn)
