"""Clipping by the global norm, written out."""

from math import sqrt

import pytest
import torch

from bnreport.optimizers.sgd_clipped import sgd_clipped

SHAPES = [(3, 2, 2, 2), (3,), (2, 3), ()]


def drawn(seed: int, scale: float = 1.0) -> list[torch.Tensor]:
    """Return a value of every shape."""
    draws = torch.Generator().manual_seed(seed)
    return [torch.randn(shape, generator=draws, dtype=torch.float64) * scale for shape in SHAPES]


@pytest.mark.parametrize("scale", [0.01, 1.0, 1e6])
@pytest.mark.parametrize("decay", ["all", "weights"])
def test_all_parameters_share_one_norm(scale: float, decay: str) -> None:
    """Gradients longer together than the threshold are shortened to it; decay and momentum come after."""
    parameters = [torch.nn.Parameter(each) for each in drawn(1)]
    expected, velocity = [each.detach().clone() for each in parameters], [0.0 * each for each in drawn(1)]
    options = {"lr": 0.1, "max_norm": 0.5, "momentum": 0.9, "weight_decay": 0.01}
    optimizer = sgd_clipped(parameters, **options, decay=decay)  # type: ignore[arg-type]
    for seed in (2, 3):
        gradients = drawn(seed, scale)
        length = sqrt(sum(value**2 for each in gradients for value in each.flatten().tolist()))
        for place, (parameter, gradient) in enumerate(zip(parameters, gradients, strict=True)):
            parameter.grad = gradient.clone()
            penalty = 0.01 * expected[place] if decay == "all" or gradient.ndim > 1 else 0
            velocity[place] = 0.9 * velocity[place] + gradient * min(1, 0.5 / length) + penalty
            expected[place] = expected[place] - 0.1 * velocity[place]
        optimizer.step()
    for parameter, value in zip(parameters, expected, strict=True):
        torch.testing.assert_close(parameter.detach(), value, rtol=1e-5, atol=1e-7)


def test_what_has_no_gradient_is_left_alone() -> None:
    """Frozen parameters count for nothing."""
    parameters = [torch.nn.Parameter(each) for each in drawn(1)]
    parameters[1].grad = torch.full((3,), 100.0, dtype=torch.float64)
    before = [each.detach().clone() for each in parameters]
    sgd_clipped(parameters, lr=1.0).step()
    moved = [float((each.detach() - was).norm()) for each, was in zip(parameters, before, strict=True)]
    assert moved == pytest.approx([0, 1, 0, 0])
