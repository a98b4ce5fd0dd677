"""Batches: order, size, arithmetic."""

import numpy as np
import pytest
import torch
from torchvision.transforms import Normalize, ToTensor

from bnreport.spec.choice import Choice
from bnreport.training.data import Batches, Resident


def test_pixels_are_torchvisions(data: Resident) -> None:
    """Standardised pixels equal ToTensor and Normalize bit for bit."""
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (5, 3, 6, 6), dtype=np.uint8)
    data = object.__new__(Resident)
    mean, std = [0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]
    data.mean, data.std = (torch.tensor(values).view(1, -1, 1, 1) for values in (mean, std))
    expected = torch.stack([Normalize(mean, std)(ToTensor()(image.transpose(1, 2, 0))) for image in images])
    assert torch.equal(data.normalise(torch.from_numpy(images)), expected)


def test_moments_are_the_training_images_own(data: Resident) -> None:
    """Standardised training images have mean 0 and variance 1 (1/m)."""
    pixels = data.normalise(data.train_inputs).double()
    assert float(pixels.mean()) == pytest.approx(0, abs=1e-6)
    assert float(pixels.var(correction=0)) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("batch_size", [64, 1442, 5000])
def test_an_epoch_is_every_image_once(data: Resident, batch_size: int) -> None:
    """The last, smaller batch is kept; the next epoch has another order."""
    batches = Batches(data, batch_size=batch_size, augment=(), seed=0)
    data.train_targets, labels = torch.arange(1442), data.train_targets  # labels that tell images apart
    try:
        per_epoch = -(-1442 // batch_size)
        epochs = [[batches.at(epoch * per_epoch + step)[1] for step in range(per_epoch)] for epoch in range(2)]
    finally:
        data.train_targets = labels
    assert len(epochs[0][-1]) == (1442 % batch_size or batch_size)
    for epoch in epochs:
        assert torch.equal(torch.cat(epoch).sort().values, torch.arange(1442))
    assert not torch.equal(torch.cat(epochs[0]), torch.cat(epochs[1]))


def test_a_batch_depends_on_its_step_alone(data: Resident) -> None:
    """Asked for out of order, batches and their augmentation are the same."""
    augment = (Choice("crop", {"padding": 2}), Choice("flip", {}))
    forward, backward = (Batches(data, batch_size=64, augment=augment, seed=5) for _ in range(2))
    ahead = {step: forward.at(step)[0] for step in (0, 22, 23, 40)}
    for step in (40, 23, 22, 0):
        assert torch.equal(ahead[step], backward.at(step)[0])
