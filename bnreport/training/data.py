"""A data set in the memory of the device: batches are slices of it, augmented and normalised on the spot."""

from typing import TYPE_CHECKING

import numpy as np
import torch

from bnreport import augmentations
from bnreport.training.seeding import generator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

    from bnreport.datasets._arrays import Dataset
    from bnreport.spec import Choice

EVALUATION_BATCH = 500


class Resident:
    """Training and test images as uint8 on one device.

    Pixels are standardised per channel by the training images' mean and standard deviation, after augmentation, as
    torchvision's pipeline does: (x / 255 - mean) / std.
    """

    def __init__(self, data: "Dataset", device: torch.device) -> None:
        """Move the arrays to the device once."""
        arrays = data.arrays
        self.device = device
        self.classes = len(arrays.classes)
        self.train_images = torch.from_numpy(np.array(arrays.train_images)).to(device)  # (n, c, h, w) uint8
        self.train_labels = torch.from_numpy(np.array(arrays.train_labels)).to(device)  # (n,)
        self.test_images = torch.from_numpy(np.array(arrays.test_images)).to(device)  # (m, c, h, w) uint8
        self.test_labels = torch.from_numpy(np.array(arrays.test_labels)).to(device)  # (m,)
        mean, std = _moments(arrays.train_images)
        self.mean = torch.tensor(mean, dtype=torch.float32, device=device).view(1, -1, 1, 1)
        self.std = torch.tensor(std, dtype=torch.float32, device=device).view(1, -1, 1, 1)

    @property
    def shape(self) -> tuple[int, int]:
        """Channels and side length of an image."""
        return self.train_images.shape[1], self.train_images.shape[2]

    def normalise(self, images: "Tensor") -> "Tensor":
        """Turn uint8 (n, c, h, w) into standardised fp32, channels last."""
        pixels = images.to(torch.float32).div_(255)
        return pixels.sub_(self.mean).div_(self.std).contiguous(memory_format=torch.channels_last)

    def test(self) -> "Iterator[tuple[Tensor, Tensor]]":
        """Yield the test set in batches, normalised."""
        for start in range(0, len(self.test_labels), EVALUATION_BATCH):
            end = start + EVALUATION_BATCH
            yield self.normalise(self.test_images[start:end]), self.test_labels[start:end]


class Batches:
    """The training batches of one run, by step: a fresh permutation per epoch, the last smaller batch kept."""

    def __init__(self, data: Resident, *, batch_size: int, augment: "tuple[Choice, ...]", seed: int) -> None:
        """Fix what decides the batches."""
        self.data = data
        self.batch_size = batch_size
        self.augment = augment
        self.seed = seed
        self.per_epoch = -(-len(data.train_labels) // batch_size)
        self.epoch = -1
        self.order = torch.empty(0)

    def at(self, step: int) -> "tuple[Tensor, Tensor]":
        """Return images (n, c, h, w), augmented and normalised, and labels (n,) of a step."""
        epoch, position = divmod(step, self.per_epoch)
        if epoch != self.epoch:
            shuffled = torch.randperm(len(self.data.train_labels), generator=generator(self.seed, "order", epoch))
            self.order, self.epoch = shuffled.to(self.data.device), epoch
        chosen = self.order[position * self.batch_size : (position + 1) * self.batch_size]
        images, labels = self.data.train_images[chosen], self.data.train_labels[chosen]
        draws = generator(self.seed, "augmentation", step, self.data.device)
        for choice in self.augment:
            images = augmentations.registry.create(choice.name, images, draws, **choice.options)
        return self.data.normalise(images), labels


def _moments(images: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> tuple[list[float], list[float]]:
    """Return mean and standard deviation of pixels / 255 per channel, exactly, from counts of the 256 levels."""
    levels = np.arange(256) / 255
    means, stds = [], []
    for channel in range(images.shape[1]):
        counts = np.bincount(images[:, channel].ravel(), minlength=256)
        mean = float(counts @ levels / counts.sum())
        means.append(mean)
        stds.append(float(np.sqrt(counts @ (levels - mean) ** 2 / counts.sum())) or 1.0)
    return means, stds
