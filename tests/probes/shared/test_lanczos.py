"""The largest eigenvalue against dense ones and against ARPACK."""

from math import isnan, nan

import numpy as np
import pytest
import torch
from scipy.sparse.linalg import LinearOperator, eigsh

from bnreport.probes.shared.lanczos import largest_eigenvalue


def symmetric(n: int, seed: int, values: torch.Tensor | None = None) -> torch.Tensor:
    """Return a dense symmetric matrix, with these eigenvalues if given."""
    random = torch.randn(n, n, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    if values is None:
        return (random + random.T) / 2
    basis = torch.linalg.qr(random)[0]
    return basis * values @ basis.T


def found(matrix: torch.Tensor, *, products: int = 300, tolerance: float = 1e-3, fp32: bool = True) -> float:
    """Return what Lanczos finds, from a random start."""
    held = matrix.float() if fp32 else matrix
    start = torch.randn(len(held), generator=torch.Generator().manual_seed(9)).to(held)
    return largest_eigenvalue(lambda v: held @ v, start, products=products, tolerance=tolerance)


@pytest.mark.parametrize("n", [1, 2, 7, 20, 21, 60, 400])
def test_is_the_largest_of_a_dense_matrix(n: int) -> None:
    """Smaller than the basis, as large, and many restarts larger: 1e-5 of LAPACK's."""
    for seed in range(3):
        matrix = symmetric(n, seed)
        assert found(matrix) == pytest.approx(float(torch.linalg.eigvalsh(matrix)[-1]), rel=1e-5)


def test_equals_arpack() -> None:
    """On a spectrum like a Hessian's, a bulk about zero and some outliers, both find the same."""
    values = torch.cat([torch.linspace(-0.5, 0.5, 490), torch.tensor([-9.0, 1, 2, 3, 4, 5, 6, 7, 8, 8.5])]).double()
    matrix = symmetric(500, 1, values)
    arpack = eigsh(LinearOperator((500, 500), matvec=lambda v: matrix.numpy() @ v, dtype=np.float64), k=1, which="LA")
    assert found(matrix) == pytest.approx(float(arpack[0][0]), rel=1e-5)


def test_a_tighter_tolerance_is_kept() -> None:
    """In float64 with tolerance 1e-10 the value is right to 1e-12, where 1e-1 is not."""
    matrix = symmetric(300, 2)
    exact = float(torch.linalg.eigvalsh(matrix)[-1])
    assert found(matrix, tolerance=1e-10, products=3000, fp32=False) == pytest.approx(exact, rel=1e-12)
    assert found(matrix, tolerance=1e-1, fp32=False) != pytest.approx(exact, rel=1e-6)


def test_zeros_have_zero() -> None:
    """A matrix of zeros has the eigenvalue zero, and a part of zeros does no harm."""
    assert found(torch.zeros(30, 30, dtype=torch.float64)) == 0
    assert found(torch.diag(torch.tensor([3.0, *[0.0] * 40]))) == pytest.approx(3)


def test_no_answer_is_nan() -> None:
    """Too few products, or one that is not finite."""
    assert isnan(found(symmetric(400, 0), products=5))
    assert isnan(found(torch.full((30, 30), nan, dtype=torch.float64)))
