"""Fully connected networks of images against the formula."""

from typing import Any

import pytest
import torch
from torch import nn

from bnreport.models.image_mlp import image_mlp
from bnreport.models.mlp import mlp
from bnreport.norms.batch import batch

IMAGES = torch.randn(40, 3, 4, 4, generator=torch.Generator().manual_seed(0))


def standardised(x: torch.Tensor) -> torch.Tensor:
    """Return columns with mean 0 and variance 1 (1/m)."""
    return (x - x.mean(dim=0)) / (x.var(dim=0, correction=0) + 1e-5).sqrt()


@pytest.mark.parametrize("place", ["before", "after", "last"])
def test_is_the_formula(place: Any) -> None:  # noqa: ANN401
    """Norms stand before the nonlinearity, after it, or behind the last map alone."""
    model = image_mlp(batch, 3, 4, 5, depth=4, width=6, activation="tanh", place=place).double()
    *hidden, last = [module for module in model.modules() if isinstance(module, nn.Linear)]
    h = IMAGES.double().permute(0, 2, 3, 1).reshape(40, 48)
    for linear in hidden:
        h = h @ linear.weight.T
        h = torch.tanh(standardised(h) if place == "before" else h)
        h = standardised(h) if place == "after" else h
    y = h @ last.weight.T + last.bias
    torch.testing.assert_close(model(IMAGES.double()), standardised(y) if place == "last" else y)


def test_is_the_chain_on_vectors() -> None:
    """With norms in their usual place it is `mlp` on flattened images, layer by layer under the same names."""
    images, vectors = (
        make(batch, channels, size, 10, depth=5) for make, channels, size in [(image_mlp, 3, 4), (mlp, 48, 48)]
    )
    vectors.load_state_dict(images.state_dict())
    torch.testing.assert_close(images(IMAGES), vectors(IMAGES.permute(0, 2, 3, 1).reshape(40, 48)))
