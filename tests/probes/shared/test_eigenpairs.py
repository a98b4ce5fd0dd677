"""The largest eigenvalues and their vectors against dense ones."""

import pytest
import torch

from bnreport.probes.shared.eigenpairs import largest_eigenpairs
from tests.probes.shared.test_lanczos import symmetric


@pytest.mark.parametrize("n", [4, 7, 60, 400])
def test_are_those_of_a_dense_matrix(n: int) -> None:
    """Four values with their signs, the largest first, and vectors of length 1 that the matrix maps to multiples."""
    matrix = symmetric(n, n)
    found = largest_eigenpairs(lambda v: matrix @ v, torch.ones(n).double(), 4, products=300, tolerance=1e-8)
    assert found is not None
    torch.testing.assert_close(found.values, torch.linalg.eigvalsh(matrix)[-4:].flip(0))
    torch.testing.assert_close(found.vectors @ matrix, found.values[:, None] * found.vectors, rtol=0, atol=1e-6 * n)
    torch.testing.assert_close(found.vectors @ found.vectors.T, torch.eye(4).double(), rtol=0, atol=1e-9)


def test_no_answer_in_time_is_none() -> None:
    """Ten products are too few for a crowd of eigenvalues, and for eleven of them."""
    crowd = torch.linspace(-1, 1, 300).double()
    start = torch.ones(300).double()
    for count in (2, 11):
        assert largest_eigenpairs(lambda v: crowd * v, start, count, products=10, tolerance=1e-3) is None
    assert largest_eigenpairs(lambda v: crowd * v / 0, start, 2, products=10, tolerance=1e-3) is None


def test_a_value_far_above_the_rest_is_found_once() -> None:
    """In fp32 rounding would bring it back as a second pair, had each product not been made orthogonal twice."""
    values = torch.cat([torch.linspace(0, 1, 400), torch.tensor([1e5])])
    found = largest_eigenpairs(lambda v: values * v, torch.ones(401), 4, products=400, tolerance=1e-3)
    assert found is not None
    torch.testing.assert_close(found.values, torch.tensor([1e5, 1, 398 / 399, 397 / 399]).double(), rtol=1e-3, atol=0)
