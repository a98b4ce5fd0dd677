"""The usual loop, as in the popular CIFAR repositories: the first reference of `benchmarks.training`.

A DataLoader whose workers crop, flip and normalise one PIL image at a time; fp32, NCHW, eager; loss and accuracy
fetched at every step.
"""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

from benchmarks.networks import make
from benchmarks.pixels import BATCH, MEAN, STD, Turn, pixels


class Photographs(Dataset[tuple[Tensor, int]]):
    """Noise in the place of CIFAR-10: it costs the same."""

    def __init__(self, count: int) -> None:
        """Make so many."""
        images, labels = pixels(count)
        self.images, self.labels = images.numpy(), labels.tolist()
        self.transform = transforms.Compose(
            [
                transforms.RandomCrop(32, padding=4),
                transforms.RandomHorizontalFlip(),
                transforms.ToTensor(),
                transforms.Normalize(MEAN, STD),
            ]
        )

    def __len__(self) -> int:
        """Count them."""
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        """Crop, flip and normalise one."""
        return self.transform(Image.fromarray(self.images[index])), self.labels[index]


def stepper(turn: Turn) -> Callable[[], None]:
    """Return what takes one step."""
    device = torch.device(turn.device)
    network = make(turn.net).train().to(device)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
    loader = DataLoader(
        Photographs(turn.images),
        batch_size=BATCH,
        shuffle=True,
        num_workers=turn.loaders,
        pin_memory=device.type == "cuda",
        drop_last=True,
    )

    def batches() -> Iterator[tuple[Tensor, Tensor]]:
        while True:
            yield from loader

    coming = batches()

    def step() -> None:
        inputs, targets = (held.to(device, non_blocking=True) for held in next(coming))
        optimizer.zero_grad()
        outputs = network(inputs)
        loss = F.cross_entropy(outputs, targets)
        loss.backward()
        optimizer.step()
        loss.item()
        outputs.max(1)[1].eq(targets).sum().item()

    return step
