"""Squared error, summed."""

from torch import Tensor

from bnreport.registry import Rate

TARGETS = "numbers"


def squared_error(outputs: Tensor, targets: Tensor, *, factor: Rate = 0.5) -> Tensor:
    """Sum over the batch of factor * ||outputs - targets||^2, in squared units of the targets.

    Summed, not averaged: a learning rate of 1e-6 for 1,000 samples presupposes it.

    Args:
        outputs: predictions (n, d).
        targets: (n, d).
        factor: 0.5 makes the gradient with respect to an output its error.

    Source: Santurkar et al. (2018), arXiv:1805.11604v3, App. A.1, up to the factor, which the paper leaves open.
    """
    return factor * (outputs - targets).square().sum()
