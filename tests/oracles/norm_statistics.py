"""The norms as their papers write them: loops over numbers in float64, slow and obvious."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mean_and_variance(values: list[float]) -> tuple[float, float]:
    """Return the mean and the biased (1/m) variance (Ioffe & Szegedy 2015, Algorithm 1)."""
    mean = sum(values) / len(values)
    return mean, sum((value - mean) ** 2 for value in values) / len(values)


def batch(x: Array, weight: Array, bias: Array, eps: float) -> Array:
    """Normalise each channel over samples and positions (Ioffe & Szegedy 2015, Algorithm 1)."""
    y = np.empty_like(x)
    for c in range(x.shape[1]):
        mean, variance = mean_and_variance(x[:, c].ravel().tolist())
        for index in np.ndindex(x[:, c].shape):
            n, *where = index
            at = (n, c, *where)
            y[at] = weight[c] * (x[at] - mean) / sqrt(variance + eps) + bias[c]
    return y


def running(batches: list[Array], momentum: float) -> tuple[Array, Array]:
    """Return the running mean and the running unbiased (1/(m-1)) variance, from 0 and 1 on."""
    means, variances = np.zeros(batches[0].shape[1]), np.ones(batches[0].shape[1])
    for x in batches:
        for c in range(x.shape[1]):
            values = x[:, c].ravel().tolist()
            mean, variance = mean_and_variance(values)
            unbiased = variance * len(values) / (len(values) - 1)
            means[c] = (1 - momentum) * means[c] + momentum * mean
            variances[c] = (1 - momentum) * variances[c] + momentum * unbiased
    return means, variances


def group(x: Array, groups: int, weight: Array, bias: Array, eps: float) -> Array:
    """Normalise i over S_i = {k: k_n = i_n, floor(k_c / (c/G)) = floor(i_c / (c/G))} (Wu & He 2018)."""
    size = x.shape[1] // groups
    y = np.empty_like(x)
    for at in np.ndindex(x.shape):
        n, c = at[:2]
        same = [float(x[k]) for k in np.ndindex(x.shape) if k[0] == n and k[1] // size == c // size]
        mean, variance = mean_and_variance(same)
        y[at] = weight[c] * (x[at] - mean) / sqrt(variance + eps) + bias[c]
    return y


def layer(x: Array, weight: Array, bias: Array, eps: float) -> Array:
    """Normalise each sample over everything in it (Ba et al. 2016, eq. 3)."""
    y = np.empty_like(x)
    for n in range(len(x)):
        mean, variance = mean_and_variance(x[n].ravel().tolist())
        for c in range(x.shape[1]):
            y[n, c] = weight[c] * (x[n, c] - mean) / sqrt(variance + eps) + bias[c]
    return y


def instance(x: Array, weight: Array, bias: Array, eps: float) -> Array:
    """Normalise each channel of each sample over its positions (Ulyanov et al. 2016)."""
    y = np.empty_like(x)
    for n in range(len(x)):
        for c in range(x.shape[1]):
            mean, variance = mean_and_variance(x[n, c].ravel().tolist())
            y[n, c] = weight[c] * (x[n, c] - mean) / sqrt(variance + eps) + bias[c]
    return y
