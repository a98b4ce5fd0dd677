"""Random mirror images against torchvision's, image by image."""

import torch
from torchvision.transforms import functional as pil

from bnreport.augmentations.flip import flip


def test_half_of_the_images_equal_torchvisions_mirror_images() -> None:
    """Each result is the image or PIL's mirror image of it, with probability 1/2, drawn one by one."""
    n = 1000
    generator = torch.Generator().manual_seed(0)
    images = torch.randint(0, 256, (n, 3, 3, 4), dtype=torch.uint8, generator=generator)
    flipped = []
    for image, result in zip(images, flip(images, generator), strict=True):
        mirror = pil.pil_to_tensor(pil.hflip(pil.to_pil_image(image)))
        assert torch.equal(result, mirror) != torch.equal(result, image)
        flipped.append(torch.equal(result, mirror))
    assert abs(sum(flipped) - n / 2) < 4 * (n / 4) ** 0.5
    assert 0 < sum(flipped[:20]) < 20
