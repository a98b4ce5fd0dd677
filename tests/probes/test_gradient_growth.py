"""Growth of gradients against known lines, and against theory."""

from math import log, sqrt

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from bnreport.errors import SpecError
from bnreport.study.choice import Choice
from tests.probes.cases import Case
from tests.probes.starts import draw, look, network


def test_a_chain_of_numbers_grows_as_computed() -> None:
    """Of y = w4 w3 w2 w1 x with L = y the gradient at w_i is y / w_i: weights 2^i give a growth of 4."""
    model = nn.Sequential(*(nn.Linear(1, 1, bias=False) for _ in range(4)))
    for number, linear in enumerate(model, start=1):
        nn.init.constant_(linear.weight, 2.0**number)  # type: ignore[arg-type]
    case = Case(model, torch.ones(1, 1), torch.zeros(1), lambda y, _: y.sum())
    whole = look("gradient_growth", case, layers=[1, 2, 3, 4])
    assert whole["gradient_growth"] == pytest.approx(4)
    assert whole["gradient_norm_squared"] == {f"{i}": (2.0**10 / 2.0**i) ** 2 for i in range(1, 5)}
    assert list(look("gradient_growth", case)["gradient_norm_squared"]) == ["2", "3"]


def test_the_line_is_fitted_by_least_squares() -> None:
    """It agrees with NumPy's fit of the logarithms."""
    model = network("mlp", "none", Choice("gaussian", {}), (6, 6), depth=8, width=6, activation="tanh")
    read = look("gradient_growth", Case(model, draw(9, 6), draw(9, 10), mse_loss), layers=[2, 3, 5, 7])
    squares = read["gradient_norm_squared"]
    slope = np.polyfit([int(number) for number in squares], [log(value) for value in squares.values()], 1)[0]
    assert read["gradient_growth"] == pytest.approx(np.exp(-slope), rel=1e-9)


@pytest.mark.parametrize(
    ("norm", "activation", "low", "high"),
    [
        ("batch", "relu", 1.40, 1.55),  # pi / (pi - 1) = 1.467 in the limit
        ("batch", "linear", 0.96, 1.08),  # (B - 2) / (B - 3) = 1.016
        ("none", "relu", 0.85, 1.15),
        ("none", "linear", 0.85, 1.15),
    ],
)
def test_batch_normalisation_explodes_gradients(norm: str, activation: str, low: float, high: float) -> None:
    """A layer multiplies squared gradients by what mean field theory says (Yang): B = 64, width 256, 24 layers."""
    init = Choice("gaussian", {"gain": sqrt(2) if activation == "relu" else 1.0})
    model = network("mlp", norm, init, (256, 256), depth=24, width=256, activation=activation)
    growth = look("gradient_growth", Case(model, draw(64, 256), draw(64, 10), mse_loss))["gradient_growth"]
    assert low < growth < high


def test_refuses_a_single_layer() -> None:
    """Three layers leave one between the first and the last."""
    model = network("mlp", "none", Choice("he", {}), (4, 4), depth=3)
    with pytest.raises(SpecError, match=r"needs two layers to compare\. Got 1"):
        look("gradient_growth", Case(model, draw(8, 4), draw(8, 10), mse_loss))
