"""The Fisher information against the matrix itself, and where theory knows it."""

from math import isnan

import pytest
import torch
from torch.nn.functional import mse_loss

from bnreport.study.choice import Choice
from tests.probes.cases import Case
from tests.probes.starts import draw, look, network

HE = Choice("he", {})


@pytest.mark.parametrize("norm", ["none", "batch"])
def test_is_what_the_matrix_says(norm: str) -> None:
    """Largest eigenvalue, and mean over samples and outputs, of (1 / n) J' J with J written out."""
    model = network("mlp", norm, HE, (4, 4), depth=3, width=5, activation="tanh")
    x = draw(6, 4)
    rows = []
    for output in model(x).flatten():
        model.zero_grad()
        output.backward(retain_graph=True)
        rows.append(torch.cat([weight.grad.flatten() for weight in model.parameters() if weight.grad is not None]))
    jacobian = torch.stack(rows).double()  # (n K, parameters)
    values = torch.linalg.eigvalsh(jacobian.T @ jacobian / 6)
    read = look("fisher_sharpness", Case(model, x, draw(6, 10), mse_loss))
    assert read["fisher_sharpness"] == pytest.approx(float(values[-1]), rel=1e-3)
    assert read["fisher_sharpness_ratio"] == pytest.approx(float(values[-1] / (values.sum() / 60)), rel=2e-3)


def test_orthogonal_samples_of_one_map() -> None:
    """Of W x + b, with samples of length a at right angles, J J' has a^2 + 1 on its diagonal and 1 off it."""
    model = network("mlp", "none", HE, (4, 4), depth=1)
    read = look("fisher_sharpness", Case(model, 3 * torch.eye(4), draw(4, 10), mse_loss))
    assert read["fisher_sharpness"] == pytest.approx((9 + 4) / 4, rel=1e-4)
    assert read["fisher_sharpness_ratio"] == pytest.approx((9 + 4) / 10, rel=1e-4)


def test_batch_normalisation_helps_in_the_last_layer() -> None:
    """Images that have much in common make outputs move together; behind the last layer the norm takes that out."""

    def ratio(norm: str, place: str) -> float:
        model = network("image_mlp", norm, HE, (1, 8), depth=4, width=256, place=place)
        return float(
            look("fisher_sharpness", Case(model, draw(40, 1, 8, 8) + 2, draw(40, 10), mse_loss))[
                "fisher_sharpness_ratio"
            ]
        )

    none, hidden, last = (
        ratio(norm, place) for norm, place in [("none", "before"), ("batch", "before"), ("batch", "last")]
    )
    assert none > 3 * hidden
    assert none > 3 * last


def test_no_answer_is_nan() -> None:
    """Weights that are not finite, and outputs on which no weight has an influence."""
    model = network("mlp", "none", HE, (4, 4), depth=3)
    with torch.no_grad():
        next(model.parameters()).fill_(torch.inf)
    assert all(map(isnan, look("fisher_sharpness", Case(model, draw(6, 4), draw(6, 10), mse_loss)).values()))
