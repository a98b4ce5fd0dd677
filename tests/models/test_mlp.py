"""Fully connected networks against the formula."""

from typing import Any

import pytest
import torch
from torch import nn

from bnreport.models.mlp import mlp
from bnreport.norms.batch import batch
from bnreport.norms.none import none


@pytest.mark.parametrize(
    ("activation", "function"), [("relu", torch.relu), ("tanh", torch.tanh), ("linear", lambda x: x)]
)
def test_is_the_formula(activation: Any, function: Any) -> None:  # noqa: ANN401
    """Maps with a nonlinearity after each but the last, which has a bias."""
    model = mlp(none, 4, 4, 3, depth=4, width=6, activation=activation).double()
    *hidden, last = [module for module in model.modules() if isinstance(module, nn.Linear)]
    x = torch.randn(5, 4, dtype=torch.float64)
    h = x
    for linear in hidden:
        h = function(h @ linear.weight.T)
    torch.testing.assert_close(model(x), h @ last.weight.T + last.bias)
    assert [tuple(linear.weight.shape) for linear in (*hidden, last)] == [(6, 4), (6, 6), (6, 6), (3, 6)]


def test_the_norm_stands_before_the_nonlinearity() -> None:
    """With batch normalisation and no nonlinearity hidden units have mean 0 and variance 1 (1/m)."""
    model = mlp(batch, 4, 4, 3, depth=3, width=6, activation="linear")
    hidden = model[:-1](torch.randn(100, 4))  # type: ignore[index]
    torch.testing.assert_close(hidden.mean(dim=0), torch.zeros(6), rtol=0, atol=1e-5)
    torch.testing.assert_close(hidden.var(dim=0, correction=0), torch.ones(6), rtol=0.01, atol=0)
