"""Rates and decay of hidden maps, written out, and what scale invariance makes of them."""

from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from bnreport.optimizers.sgd_hidden import sgd_hidden


@pytest.mark.parametrize("instead", ["decay", "growth"])
def test_is_the_formula(instead: Any) -> None:  # noqa: ANN401
    """The map before the last has the rate, and the decay or growth; vectors and the last map are plain."""
    draws = torch.Generator().manual_seed(1)
    parameters = [nn.Parameter(torch.randn(shape, generator=draws)) for shape in [(3, 2, 1, 1), (3,), (2, 3), (2,)]]
    expected = [each.detach().double() for each in parameters]
    optimizer = sgd_hidden(parameters, lr=0.1, hidden_rate=5.0, hidden_shrinkage=0.2, instead=instead)
    for step in range(4):
        for place, parameter in enumerate(parameters):
            parameter.grad = torch.randn(parameter.shape, generator=draws)
            slope, weight = parameter.grad.double(), expected[place]
            hidden = -0.5 * slope - 0.2 * weight if instead == "decay" else -0.5 * 0.8 ** (-2 * step - 1) * slope
            expected[place] = weight + (-0.1 * slope if place else hidden)
        optimizer.step()
    for parameter, value in zip(parameters, expected, strict=True):
        torch.testing.assert_close(parameter.detach().double(), value, rtol=1e-5, atol=1e-5)


def outputs(norm: nn.Module, instead: Any, shrinkage: float) -> torch.Tensor:  # noqa: ANN401
    """Return what a network of one hidden map computes after thirty steps."""
    draws = torch.Generator().manual_seed(2)
    first, last = (torch.randn(shape, generator=draws, dtype=torch.float64) for shape in [(8, 5), (3, 8)])
    x, y = (torch.randn(20, count, generator=draws, dtype=torch.float64) for count in (5, 3))
    model = nn.Sequential(nn.Linear(5, 8, bias=False), norm, nn.ReLU(), nn.Linear(8, 3)).double()
    model.load_state_dict({"0.weight": first, "3.weight": last, "3.bias": torch.zeros(3)}, strict=False)
    optimizer = sgd_hidden(model.parameters(), lr=0.1, hidden_shrinkage=shrinkage, instead=instead)
    for _ in range(30):
        optimizer.zero_grad()
        mse_loss(model(x), y).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return model(x).detach()  # type: ignore[no-any-return]


def test_growth_is_decay_where_scale_does_not_matter() -> None:
    """With batch normalisation (eps next to 0) both are one training, and neither is another; else they differ."""
    decay, growth, neither = (
        outputs(nn.BatchNorm1d(8, eps=1e-14), instead, shrinkage)
        for instead, shrinkage in [("decay", 0.05), ("growth", 0.05), ("decay", 0.0)]
    )
    torch.testing.assert_close(growth, decay, rtol=1e-8, atol=1e-8)
    assert (neither - decay).abs().max() > 1e-3
    plain = [outputs(nn.Identity(), instead, 0.05) for instead in ("decay", "growth")]
    assert (plain[0] - plain[1]).abs().max() > 1e-2


def test_a_checkpoint_knows_how_far_it_has_grown() -> None:
    """State put into another optimiser goes on where it was."""
    made = []
    for interrupted in (False, True):
        weights = [nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.ones(2, 2))]
        optimizer = sgd_hidden(weights, lr=0.1, hidden_shrinkage=0.1, instead="growth")
        for _ in range(4):
            if interrupted:
                state = optimizer.state_dict()["state"]
                optimizer = sgd_hidden(weights, lr=0.1, hidden_shrinkage=0.1, instead="growth")
                optimizer.load_state_dict({**optimizer.state_dict(), "state": state})
            for weight in weights:
                weight.grad = torch.ones(2, 2)
            optimizer.step()
        made.append(weights[0].detach().clone())
    assert torch.equal(*made)
