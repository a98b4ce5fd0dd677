"""Gradient descent on a chain of linear maps, gradients written out by hand in float64."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def product(weights: list[Array]) -> Array:
    """Return W_k ... W_2 W_1: the one map that the chain computes."""
    result = np.eye(weights[0].shape[1])
    for weight in weights:
        result = weight @ result
    return result


def descend(  # noqa: PLR0913
    weights: list[Array], inputs: Array, targets: Array, *, factor: float, lr: float, steps: int
) -> list[float]:
    """Return the loss of every step of full-batch gradient descent on factor sum_i ||W_k ... W_1 x_i - y_i||^2.

    dL/dW_j = 2 factor (W_k ... W_{j+1})^T sum_i e_i (W_{j-1} ... W_1 x_i)^T with the errors e_i.

    Args:
        weights: of the k maps, each (out, in), changed in place.
        inputs: (n, d).
        targets: (n, d).
        factor: of the squared errors.
        lr: constant.
        steps: how many.
    """
    losses = []
    for _ in range(steps):
        errors = (product(weights) @ inputs.T - targets.T).T  # (n, d)
        losses.append(factor * sum(float(error @ error) for error in errors))
        gradients = []
        for j in range(len(weights)):
            before = product(weights[:j]) if j else np.eye(inputs.shape[1])
            behind = product(weights[j + 1 :]) if j + 1 < len(weights) else np.eye(targets.shape[1])
            outer = sum(np.outer(behind.T @ e, before @ x) for e, x in zip(errors, inputs, strict=True))
            gradients.append(2 * factor * outer)
        for weight, gradient in zip(weights, gradients, strict=True):
            np.subtract(weight, lr * gradient, out=weight)
    return losses
