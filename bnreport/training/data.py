"""A data set in the memory of the device: batches are slices of it, augmented and normalised on the spot."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import torch

from bnreport import augmentations
from bnreport.errors import SpecError
from bnreport.training.seeding import generator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from torch import Tensor

    from bnreport.datasets.shared.arrays import Dataset
    from bnreport.study import Choice

EVALUATION_BATCH = 500


class Resident:
    """Training and test set on one device.

    Pixels are standardised per channel by the training images' mean and standard deviation, after augmentation, as
    torchvision's pipeline does: (x / 255 - mean) / std. Vectors are taken as they are.
    """

    def __init__(self, data: "Dataset", device: torch.device) -> None:
        """Move the arrays to the device once."""
        arrays = data.arrays
        self.device = device
        self.train_inputs = torch.from_numpy(np.array(arrays.train_inputs)).to(device)  # (n, c, h, w) or (draws, n, d)
        self.train_targets = torch.from_numpy(np.array(arrays.train_targets)).to(device)  # (n,) or (draws, n, d)
        self.test_inputs = torch.from_numpy(np.array(arrays.test_inputs)).to(device)  # (m, c, h, w) or (draws, m, d)
        self.test_targets = torch.from_numpy(np.array(arrays.test_targets)).to(device)  # (m,) or (draws, m, d)
        self.images = arrays.images
        self.shape = (arrays.sample[0], arrays.sample[-1])
        """Channels and side length of an image; of a vector its length, twice."""
        self.classes = arrays.outputs
        self.white = torch.tensor(255.0, device=device)
        """By a number on the host CUDA would not divide: it multiplies by the reciprocal, and rounds otherwise."""
        if self.images:
            mean, std = _moments(arrays.train_inputs)
            self.mean = torch.tensor(mean, dtype=torch.float32, device=device).view(1, -1, 1, 1)
            self.std = torch.tensor(std, dtype=torch.float32, device=device).view(1, -1, 1, 1)

    def train(self, index: int) -> "tuple[Tensor, Tensor]":
        """Return the raw training set: of images the same for every seed, of vectors the draw of the seed's index."""
        if self.images:
            return self.train_inputs, self.train_targets
        if index >= len(self.train_inputs):
            have, need = len(self.train_inputs), index + 1
            raise SpecError([f"the data set has {have} draws, one a seed, and {need} are needed. Raise `draws`."])
        return self.train_inputs[index], self.train_targets[index]

    def normalise(self, inputs: "Tensor") -> "Tensor":
        """Turn uint8 (n, c, h, w) into standardised fp32, channels last; leave vectors alone."""
        if not self.images:
            return inputs
        pixels = inputs.to(torch.float32).div_(self.white)
        return pixels.sub_(self.mean).div_(self.std).contiguous(memory_format=torch.channels_last)

    def test(self, index: int, samples: int | None = None) -> "Iterator[tuple[Tensor, Tensor]]":
        """Yield the test set in batches, normalised.

        Args:
            index: of the seed whose draw it is, of vectors.
            samples: the first so many of a permutation that is the same for every seed; None, or more than there are,
                for all of them in their order.
        """
        every = (self.test_inputs, self.test_targets)
        inputs, targets = every if self.images else (held[index] for held in every)
        if samples is not None and samples < len(targets):
            drawn = torch.randperm(len(targets), generator=generator(0, "test", len(targets)))
            chosen = drawn[:samples].to(self.device)
            inputs, targets = inputs[chosen], targets[chosen]
        for start in range(0, len(targets), EVALUATION_BATCH):
            end = start + EVALUATION_BATCH
            yield self.normalise(inputs[start:end]), targets[start:end]


class Batches:
    """The training batches of one run, by step: a fresh permutation per epoch, the last smaller batch kept.

    A batch that holds the whole training set is taken in its order, which decides nothing but rounding.
    """

    def __init__(
        self, data: Resident, *, batch_size: int, augment: "tuple[Choice, ...]", seed: int, index: int
    ) -> None:
        """Fix what decides the batches: the seed draws them, from the data of its index."""
        self.data = data
        self.inputs, self.targets = data.train(index)
        self.batch_size = batch_size
        self.augment = augment
        self.seed = seed
        self.per_epoch = -(-len(self.targets) // batch_size)
        self.epoch = -1
        self.order = torch.empty(0)

    def at(self, step: int) -> "tuple[Tensor, Tensor]":
        """Return inputs, augmented and normalised, and targets of a step."""
        inputs, targets = self.inputs, self.targets
        if self.per_epoch > 1:
            chosen = self._chosen(step)
            inputs, targets = inputs[chosen], targets[chosen]
        if self.augment:
            draws = generator(self.seed, "augmentation", step, self.data.device)
            for choice in self.augment:
                inputs = augmentations.registry.create(choice.name, inputs, draws, **choice.options)
        return self.data.normalise(inputs), targets

    def reference(self) -> "Iterator[Tensor]":
        """Yield full batches of the training inputs, normalised, not augmented, in one order that is the seed's own."""
        n = len(self.targets)
        size = min(self.batch_size, n)
        for start in range(0, n - size + 1, size):
            chosen = self._reference_order[start : start + size]
            yield self.data.normalise(self.inputs[chosen] if size < n else self.inputs)

    @cached_property
    def _reference_order(self) -> "Tensor":
        drawn = torch.randperm(len(self.targets), generator=generator(self.seed, "reference", 0))
        return drawn.to(self.data.device)

    def _chosen(self, step: int) -> "Tensor":
        epoch, position = divmod(step, self.per_epoch)
        if epoch != self.epoch:
            shuffled = torch.randperm(len(self.targets), generator=generator(self.seed, "order", epoch))
            self.order, self.epoch = shuffled.to(self.data.device), epoch
        return self.order[position * self.batch_size : (position + 1) * self.batch_size]


def _moments(images: "NDArray[np.uint8]") -> tuple[list[float], list[float]]:
    """Return mean and standard deviation of pixels / 255 per channel, exactly, from counts of the 256 levels."""
    levels = np.arange(256) / 255
    means, stds = [], []
    for channel in range(images.shape[1]):
        counts = np.bincount(images[:, channel].ravel(), minlength=256)
        mean = float(counts @ levels / counts.sum())
        means.append(mean)
        stds.append(float(np.sqrt(counts @ (levels - mean) ** 2 / counts.sum())) or 1.0)
    return means, stds
