"""Outliers against dense Hessians, and with and without batch normalisation."""

import runpy
from math import inf, isnan, nan
from pathlib import Path

import pytest
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy, mse_loss

from bnreport.study.choice import Choice
from tests.probes.cases import Case
from tests.probes.starts import draw, look, network
from tests.probes.test_sharpness import quadratic

hessian = runpy.run_path(str(Path(__file__).parents[1] / "oracles" / "hessian.py"))["hessian"]
HE = Choice("he", {})


@pytest.mark.parametrize("norm", ["none", "batch"])
def test_is_what_the_dense_hessian_says(norm: str) -> None:
    """Ratio of eigenvalues and projection of the gradient agree with a Hessian taken column by column."""
    model = network("mlp", norm, HE, (4, 4), depth=3, width=5, activation="tanh")
    case = Case(model, draw(30, 4), draw(30, 10), mse_loss)
    values, vectors = torch.linalg.eigh(hessian(*case))
    case.criterion(model(case.inputs), case.targets).backward()
    gradient = torch.cat([weight.grad.flatten() for weight in model.parameters() if weight.grad is not None]).double()
    read = look("hessian_outliers", case, outliers=3, tolerance=1e-3)
    assert read["hessian_outlier_ratio"] == pytest.approx(float(values[-1] / values[-4]), rel=2e-3)
    share = (vectors[:, -3:].T @ gradient).square().sum() / gradient.square().sum()
    assert read["gradient_share_in_outliers"] == pytest.approx(float(share), rel=1e-2)


def test_a_quadratic_of_known_curvatures() -> None:
    """At weights 1 the gradient is the curvatures: 9, 4, 2, -1, -5 hold (81 + 16) / 127 in the first two."""
    read = look("hessian_outliers", quadratic(4.0, -1.0, 9.0, -5.0, 2.0), outliers=2)
    assert read["hessian_outlier_ratio"] == pytest.approx(4.5, rel=1e-4)
    assert read["gradient_share_in_outliers"] == pytest.approx(97 / 127, rel=1e-4)


def test_no_positive_value_behind_is_infinitely_far() -> None:
    """Where only the outliers curve upwards, the ratio is infinite."""
    assert look("hessian_outliers", quadratic(4.0, 3.0, -1.0), outliers=2)["hessian_outlier_ratio"] == inf


def test_no_answer_is_nan() -> None:
    """Too few products, and weights that are not finite."""
    crowd = quadratic(*torch.linspace(-1, 1, 500).tolist())
    assert all(map(isnan, look("hessian_outliers", crowd, products=15).values()))
    broken = Case(network("mlp", "none", HE, (4, 4)), draw(8, 4), draw(8, 10), mse_loss)
    with torch.no_grad():
        next(broken.model.parameters()).fill_(nan)
    assert all(map(isnan, look("hessian_outliers", broken).values()))


def test_batch_normalisation_suppresses_outliers() -> None:
    """At initialisation ratio and share are far smaller with it (Ghorbani), on 256 digits."""
    digits = load_digits()
    images = torch.tensor(digits.data[:256], dtype=torch.float32)
    images = (images - images.mean()) / images.std()
    none, batch = (
        look(
            "hessian_outliers",
            Case(
                network("mlp", norm, HE, (64, 64), depth=4, width=64),
                images,
                torch.tensor(digits.target[:256]),
                cross_entropy,
            ),
        )
        for norm in ("none", "batch")
    )
    assert none["hessian_outlier_ratio"] > 2 * batch["hessian_outlier_ratio"]
    assert none["gradient_share_in_outliers"] > 0.7
    assert batch["gradient_share_in_outliers"] < 0.4
