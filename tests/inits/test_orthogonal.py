"""Orthogonal weights against the identity."""

import pytest
import torch

from bnreport.inits.orthogonal import orthogonal


@pytest.mark.parametrize("shape", [(6, 6), (4, 9), (9, 4), (5, 2, 3, 3), (40, 2, 3, 3)])
def test_the_shorter_side_is_orthonormal(shape: tuple[int, ...]) -> None:
    """W W' = gain^2 I over rows, or W' W over columns if there are fewer."""
    weight = torch.empty(shape, dtype=torch.float64)
    orthogonal(weight, torch.Generator().manual_seed(2), gain=1.5)
    matrix = weight.flatten(1)
    square = matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix
    torch.testing.assert_close(square, 2.25 * torch.eye(min(matrix.shape), dtype=torch.float64))
