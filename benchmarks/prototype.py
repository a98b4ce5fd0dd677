"""The prototype of known means: what a plain script gets out of PyTorch, the second reference of `benchmarks.training`.

All images in memory, padded once; crops and flips of a whole batch at once; channels last; autocast for bf16.
"""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.networks import make
from benchmarks.pixels import BATCH, MEAN, STD, Turn, pixels


def batches(count: int, device: torch.device) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield augmented and normalised batches without end; black borders are padded before the normalisation."""
    images, labels = (held.to(device) for held in pixels(count))
    # every window of every image, without a copy: (n, 9, 9, 3, 32, 32)
    windows = F.pad(images, (0, 0, 4, 4, 4, 4)).unfold(1, 32, 1).unfold(2, 32, 1)
    mean = torch.tensor(MEAN, device=device).mul(255)
    scale = 1 / torch.tensor(STD, device=device).mul(255)
    while True:
        order = torch.randperm(count, device=device)
        for start in range(0, count - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            down, right = torch.randint(0, 9, (2, BATCH), device=device)
            flipped = torch.rand(BATCH, device=device) < 0.5  # noqa: PLR2004
            batch = windows[chosen, down, right].permute(0, 2, 3, 1).contiguous()
            batch = torch.where(flipped.view(-1, 1, 1, 1), batch.flip(2), batch)
            yield batch.float().sub_(mean).mul_(scale).permute(0, 3, 1, 2), labels[chosen]


def stepper(turn: Turn) -> Callable[[], None]:
    """Return what takes one step."""
    device = torch.device(turn.device)
    network = make(turn.net).train().to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
    coming = batches(turn.images, device)

    def step() -> None:
        inputs, targets = next(coming)
        optimizer.zero_grad()
        with torch.autocast(device.type, torch.bfloat16, enabled=turn.precision == "bf16"):
            outputs = network(inputs)
        F.cross_entropy(outputs.float(), targets).backward()
        optimizer.step()

    return step
