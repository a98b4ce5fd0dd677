"""What every augmentation promises."""

import pytest
import torch
from torch import Tensor

from bnreport.augmentations import registry


def batch(channels: int = 3) -> Tensor:
    """Return random images; no side equals another."""
    generator = torch.Generator().manual_seed(5)
    return torch.randint(0, 256, (16, channels, 10, 8), dtype=torch.uint8, generator=generator)


def augment(name: str, images: Tensor, seed: int = 0) -> Tensor:
    """Augment with a fresh generator."""
    result: Tensor = registry.create(name, images, torch.Generator().manual_seed(seed))
    return result


@pytest.mark.parametrize("name", registry.names)
@pytest.mark.parametrize("channels", [1, 3])
def test_type_and_shape_are_kept(name: str, channels: int) -> None:
    """Raw images in, raw images out."""
    images = batch(channels)
    result = augment(name, images)
    assert result.dtype == torch.uint8
    assert result.shape == images.shape


@pytest.mark.parametrize("name", registry.names)
def test_normalised_images_do_not_pass_unnoticed(name: str) -> None:
    """The values of raw images are kept or black, so normalising comes after."""
    images = batch().clamp(min=1)
    assert set(augment(name, images).unique().tolist()) <= {0, *images.unique().tolist()}


@pytest.mark.parametrize("name", registry.names)
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_the_memory_format_is_kept(name: str, layout: torch.memory_format) -> None:
    """Channels-last images stay so, with the same pixels."""
    images = batch().contiguous(memory_format=layout)
    assert augment(name, images).is_contiguous(memory_format=layout)
    assert torch.equal(augment(name, images), augment(name, batch()))


@pytest.mark.parametrize("name", registry.names)
def test_the_generator_is_the_only_chance(name: str) -> None:
    """The same generator state gives the same images; the global generator is neither used nor moved."""
    before = torch.random.get_rng_state()
    first = augment(name, batch())
    assert torch.equal(before, torch.random.get_rng_state())
    torch.rand(3)
    assert torch.equal(first, augment(name, batch()))
    assert not torch.equal(first, augment(name, batch(), seed=1))


@pytest.mark.parametrize("name", registry.names)
def test_successive_batches_get_new_draws(name: str) -> None:
    """Drawing moves the generator on."""
    generator = torch.Generator().manual_seed(0)
    first, second = (registry.create(name, batch(), generator) for _ in range(2))
    assert not torch.equal(first, second)


@pytest.mark.parametrize("name", registry.names)
def test_the_images_given_are_left_alone(name: str) -> None:
    """The resident data set is augmented again in the next epoch."""
    images = batch()
    result = augment(name, images)
    result.zero_()
    assert torch.equal(images, batch())


@pytest.mark.parametrize("name", registry.names)
def test_it_says_whence(name: str) -> None:
    """The docstring states a source."""
    assert registry[name].source
