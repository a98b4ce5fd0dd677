"""The largest eigenvalue of a symmetric matrix that is known by its products alone, on the device where they are."""

from math import nan
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

_VECTORS = 20
"""Of the basis, kept in memory: when it is full, its best half goes on."""


def largest_eigenvalue(
    product: "Callable[[Tensor], Tensor]", start: "Tensor", *, products: int, tolerance: float
) -> float:
    """Return the largest eigenvalue with its sign, by Lanczos with full reorthogonalisation and thick restarts.

    Vectors stay on their device and in their precision; of each product 21 numbers at most are copied to the host.

    Args:
        product: maps a vector (n,) to the matrix times it.
        start: (n,), not zero, in no way special to the matrix.
        products: how many are taken at most.
        tolerance: length of A v - value * v for the unit vector v found, as a fraction of the value.

    Returns:
        NaN where it does not converge, or where a product is not finite.

    Source: Wu & Simon (2000), SIAM J. Matrix Anal. Appl. 22(2):602-616 (thick restarts).
    """
    basis = torch.empty(min(_VECTORS, len(start)), len(start), dtype=start.dtype, device=start.device)  # (k, n)
    basis[0] = start / torch.linalg.vector_norm(start)
    projected = torch.zeros(len(basis), len(basis), dtype=torch.float64)  # basis A basis', (k, k)
    last = 0
    for _ in range(products):
        image = product(basis[last])
        known = basis[: last + 1]
        along = known @ image
        image = image - along @ known
        again = known @ image  # once more: rounding has left some of the basis in it
        image -= again @ known
        *row, rest = torch.cat([along + again, torch.linalg.vector_norm(image)[None]]).double().tolist()
        projected[last, : last + 1] = projected[: last + 1, last] = torch.tensor(row, dtype=torch.float64)
        if not projected.isfinite().all():
            return nan
        values, vectors = torch.linalg.eigh(projected[: last + 1, : last + 1])
        if rest * abs(float(vectors[-1, -1])) <= tolerance * abs(float(values[-1])):
            return float(values[-1])
        if last + 1 == len(basis):
            last = len(basis) // 2 - 1
            kept = vectors[:, -last - 1 :]
            basis[: last + 1] = kept.T.to(basis) @ basis
            projected.zero_().diagonal()[: last + 1] = values[-last - 1 :]
        last += 1
        basis[last] = image / rest
    return nan
