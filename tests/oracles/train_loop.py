"""Training as one would write it by hand: torchvision's arithmetic on pixels, torch.nn layers, no shared code."""

import torch
from torch import Tensor, nn


def vgg11(width: int, hidden: int, classes: int) -> nn.Sequential:
    """Build VGG-11 with batch normalisation for 8x8 grey images, layer by layer."""
    layers: list[nn.Module] = []
    inputs = 1
    for outputs, pool in [(1, 1), (2, 1), (4, 0), (4, 1), (8, 0), (8, 0), (8, 0), (8, 0)]:
        layers += [nn.Conv2d(inputs, width * outputs, 3, padding=1, bias=False), nn.BatchNorm2d(width * outputs)]
        layers += [nn.ReLU(), *([nn.MaxPool2d(2)] if pool else [])]
        inputs = width * outputs
    layers.append(nn.Flatten())
    for _ in range(2):
        layers += [nn.Linear(inputs, hidden, bias=False), nn.BatchNorm1d(hidden), nn.ReLU()]
        inputs = hidden
    return nn.Sequential(*layers, nn.Linear(hidden, classes))


def train(  # noqa: PLR0913
    model: nn.Module,
    images: Tensor,
    labels: Tensor,
    orders: list[Tensor],
    *,
    batch_size: int,
    lr: float,
    momentum: float,
) -> list[float]:
    """Return the loss of every step of every epoch.

    Args:
        model: trained in place.
        images: uint8 (n, c, h, w).
        labels: (n,).
        orders: a permutation of the n images per epoch.
        batch_size: the last batch of an epoch is smaller.
        lr: constant.
        momentum: PyTorch's.
    """
    pixels = images.float() / 255
    mean = pixels.double().mean(dim=(0, 2, 3), keepdim=True).float()
    std = pixels.double().std(dim=(0, 2, 3), keepdim=True, correction=0).float()
    pixels = (pixels - mean) / std
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    losses = []
    for order in orders:
        for chosen in order.split(batch_size):
            optimizer.zero_grad()
            loss = nn.CrossEntropyLoss()(model(pixels[chosen]), labels[chosen])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
