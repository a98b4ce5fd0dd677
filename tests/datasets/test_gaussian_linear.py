"""Random linear maps: what they are drawn from, and that they are linear maps."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import ValidationError
from scipy.stats import kstest

from bnreport.datasets import registry
from bnreport.datasets.gaussian_linear import gaussian_linear
from bnreport.datasets.shared.arrays import Arrays, content_digest

HALVES = ("train", "test")


@pytest.fixture(scope="module")
def arrays() -> Arrays:
    """All draws of the default size."""
    return gaussian_linear(Path()).decode()


def half(arrays: Arrays, name: str, draw: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return inputs and targets of one half of one draw."""
    return tuple(getattr(arrays, f"{name}_{part}")[draw].astype(np.float64) for part in ("inputs", "targets"))


def matrix(arrays: Arrays, name: str, draw: int) -> NDArray[np.float64]:
    """Return A of y = A x by least squares over some samples."""
    inputs, targets = half(arrays, name, draw)
    return np.linalg.lstsq(inputs[:50], targets[:50])[0].T


def test_targets_are_a_linear_map_without_noise(arrays: Arrays) -> None:
    """One matrix gives every target of a draw, in both halves alike, up to the rounding of float32."""
    for draw in range(20):
        a = matrix(arrays, "train", draw)
        np.testing.assert_allclose(matrix(arrays, "test", draw), a, atol=1e-6)
        for name in HALVES:
            inputs, targets = half(arrays, name, draw)
            np.testing.assert_allclose(inputs @ a.T, targets, atol=1e-5)


def test_matrices_are_standard_normal_and_each_draw_has_its_own(arrays: Arrays) -> None:
    """The 20 x 100 entries are one sample of N(0, 1): a matrix drawn twice or scaled would show."""
    matrices = np.stack([matrix(arrays, "train", draw) for draw in range(20)])
    assert kstest(matrices.ravel(), "norm").pvalue > 0.01
    assert matrices.std() == pytest.approx(1, abs=0.05)
    assert len(np.unique(matrices.round(4))) > 1950
    for entries in (matrices[0].ravel(), matrices.mean(axis=(1, 2)) * 10):
        assert kstest(entries, "norm").pvalue > 0.01


@pytest.mark.parametrize("name", HALVES)
def test_inputs_are_standard_normal_and_independent(arrays: Arrays, name: str) -> None:
    """Every component of every draw follows N(0, 1), uncorrelated with the others and between draws."""
    inputs = getattr(arrays, f"{name}_inputs").astype(np.float64)
    assert kstest(inputs.ravel(), "norm").pvalue > 0.01
    columns = inputs.transpose(0, 2, 1).reshape(200, 1000)  # each draw's components
    off_diagonal = np.corrcoef(columns)[np.triu_indices(200, 1)] * np.sqrt(1000)
    assert np.abs(off_diagonal).max() < 5.2
    assert off_diagonal.std() == pytest.approx(1, abs=0.03)


def test_sizes_are_the_options() -> None:
    """Draws, samples and features as asked for; 1,000 vectors of length 10 as in the paper by default."""
    some = gaussian_linear(Path(), samples=7, features=3, draws=2).decode()
    assert [array.shape for array in some[:4]] == [(2, 7, 3)] * 4
    assert [array.shape for array in gaussian_linear(Path()).decode()[:4]] == [(20, 1000, 10)] * 4


def test_is_the_same_every_time_and_everywhere(arrays: Arrays) -> None:
    """Its content has the digest that it had when stored runs were made: another would train them all again."""
    assert content_digest(arrays) == "fad247f7b7b98c0f937247e9b5300111a1069d4e4f9bff412aa2f521215a84d2"


@pytest.mark.parametrize("wrong", [{"samples": 0}, {"features": 0}, {"draws": 0}, {"draws": 2.5}])
def test_sizes_are_whole_and_positive(wrong: dict[str, Any]) -> None:
    """Nothing of length zero is made."""
    with pytest.raises(ValidationError):
        registry["gaussian_linear"].options(**wrong)
