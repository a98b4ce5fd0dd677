"""Representations of known Gram matrices, and networks of known fate."""

from math import nan, sqrt

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from bnreport.study.choice import Choice
from tests.probes.cases import Case
from tests.probes.starts import draw, look, network

ROOT2 = Choice("gaussian", {"gain": sqrt(2)})


def one(rows: torch.Tensor) -> dict[str, float]:
    """Return what is read of the rows that enter a single layer."""
    reading = look("representations", Case(nn.Linear(rows.shape[1], 2), rows, torch.zeros(len(rows), 2), mse_loss))
    return {metric: values["1"] for metric, values in reading.items()}


def test_is_what_eigenvalues_say() -> None:
    """Soft rank is (sum of eigenvalues)^2 / sum of their squares, whatever the scale of the rows."""
    rows = draw(9, 6) * torch.tensor([5.0, 3, 1, 1, 0.5, 0.1]) + 0.3
    eigenvalues = np.linalg.eigvalsh((rows.T @ rows / 9).double().numpy())
    expected = eigenvalues.sum() ** 2 / (eigenvalues**2).sum()
    for scale in (1, 1e-15, 1e15):
        assert one(rows * scale)["soft_rank"] == pytest.approx(expected, rel=1e-5)


def test_gap_and_cosine_are_the_formulas() -> None:
    """||G / tr G - I / n||_F, and the mean of all pairs' cosines."""
    rows = draw(5, 4) + 0.5
    gram = (rows @ rows.T).double().numpy()
    cosines = [
        float(torch.nn.functional.cosine_similarity(rows[i], rows[j], dim=0)) for i in range(5) for j in range(i)
    ]
    found = one(rows)
    assert found["orthogonality_gap"] == pytest.approx(np.linalg.norm(gram / np.trace(gram) - np.eye(5) / 5), rel=1e-5)
    assert found["sample_cosine"] == pytest.approx(np.mean(cosines), rel=1e-5)
    assert found["orthogonality_gap"] ** 2 == pytest.approx(1 / found["soft_rank"] - 1 / 5, rel=1e-5)


def test_extremes() -> None:
    """Orthogonal samples, samples in one direction, none at all, and what is not finite."""
    assert one(3 * torch.eye(4)) == pytest.approx({"soft_rank": 4, "orthogonality_gap": 0, "sample_cosine": 0})
    same = {"soft_rank": 1, "orthogonality_gap": sqrt(3 / 4), "sample_cosine": 1}
    assert one(torch.ones(4, 4)) == pytest.approx(same)
    assert one(torch.zeros(4, 4)) == pytest.approx({"soft_rank": 0, "orthogonality_gap": 1 / 2, "sample_cosine": 0})
    assert one(torch.full((4, 4), nan)) == pytest.approx(dict.fromkeys(same, nan), nan_ok=True)


def test_a_column_is_what_enters_its_layer() -> None:
    """Layer 1 has the inputs, layer 2 the activations behind the first nonlinearity; positions count as coordinates."""
    model = nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(12, 2))
    images = draw(5, 1, 4, 4)
    case = Case(model, images, torch.zeros(5, 2), mse_loss)
    reading = look("representations", case)
    assert list(reading["soft_rank"]) == ["1", "2"]
    for column, rows in {"1": images.flatten(1), "2": model[:3](images).detach()}.items():
        assert {metric: values[column] for metric, values in reading.items()} == pytest.approx(one(rows), rel=1e-5)
    assert list(look("representations", case, layers=[2])["soft_rank"]) == ["2"]


@pytest.mark.parametrize("activation", ["relu", "linear"])
def test_batch_normalisation_keeps_the_rank(activation: str) -> None:
    """At depth 100 and width 32 the soft rank is above half of sqrt(32) with it, and near 1 without (Daneshmand)."""
    ranks = {}
    for name, norm, init in [
        ("batch", "batch", Choice("uniform", {})),
        ("none", "none", ROOT2 if activation == "relu" else Choice("gaussian", {})),
        ("broken", "batch", Choice("absolute_uniform", {})),
    ]:
        model = network("mlp", norm, init, (32, 32), depth=101, width=32, activation=activation)
        case = Case(model, draw(32, 32), draw(32, 10), mse_loss)
        ranks[name] = look("representations", case, layers=[101])["soft_rank"]["101"]
    assert ranks["batch"] > sqrt(32) / 2
    assert ranks["none"] < 1.5
    assert ranks["broken"] < 1.01
