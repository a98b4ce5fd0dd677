"""The largest eigenvalues of a symmetric matrix that is known by its products alone, with their vectors."""

from typing import TYPE_CHECKING, NamedTuple

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

_LOOKS = 5
"""Products from one test for convergence to the next."""


class Eigenpairs(NamedTuple):
    """Values (k,), the largest first, and their unit vectors (k, n)."""

    values: "Tensor"
    vectors: "Tensor"


def largest_eigenpairs(
    product: "Callable[[Tensor], Tensor]", start: "Tensor", count: int, *, products: int, tolerance: float
) -> Eigenpairs | None:
    """Return the largest eigenvalues with their signs, by Lanczos with full reorthogonalisation and no restart.

    Vectors stay on their device and in their precision; as many as products are taken lie in memory.

    Args:
        product: maps a vector (n,) to the matrix times it.
        start: (n,), not zero, in no way special to the matrix.
        count: how many pairs, n at most.
        products: how many are taken at most.
        tolerance: length of A v - value * v for each unit vector v found, as a fraction of the size of its value.

    Returns:
        None where they do not converge, or where a product is not finite. An eigenvalue counts once, however many
        dimensions it has.

    Source: Golub & Van Loan (2013), Matrix Computations.
    """
    most = min(products, len(start))
    basis = torch.empty(most, len(start), dtype=start.dtype, device=start.device)  # (k, n)
    basis[0] = start / torch.linalg.vector_norm(start)
    projected = torch.zeros(most, most, dtype=torch.float64)  # basis A basis', (k, k)
    for last in range(most):
        image = product(basis[last])
        known = basis[: last + 1]
        along = known @ image
        image = image - along @ known
        again = known @ image  # once more: rounding has left some of the basis in it
        image -= again @ known
        *row, rest = torch.cat([along + again, torch.linalg.vector_norm(image)[None]]).double().tolist()
        projected[last, : last + 1] = projected[: last + 1, last] = torch.tensor(row, dtype=torch.float64)
        if not projected.isfinite().all():
            return None
        held = last + 1
        if held >= count and (held % _LOOKS == 0 or held == most):
            values, vectors = torch.linalg.eigh(projected[:held, :held])
            if (rest * vectors[-1, -count:].abs() <= tolerance * values[-count:].abs()).all():
                return Eigenpairs(values[-count:].flip(0), vectors[:, -count:].T.flip(0).to(basis) @ known)
        if held < most:
            basis[held] = image / rest
    return None
