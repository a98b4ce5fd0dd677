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


def lp_norm(values: list[float], p: str) -> float:
    """Return the average l1, l2 or l-infinity norm of values as they come, not centred (Santurkar et al. 2018, 3.3)."""
    sizes = [abs(value) for value in values]
    if p == "1":
        return sum(sizes) / len(sizes)
    return max(sizes) if p == "inf" else sqrt(sum(size**2 for size in sizes) / len(sizes))


def lp(x: Array, p: str, weight: Array, bias: Array, eps: float) -> Array:
    """Centre each channel over samples and positions, and divide it by the norm it had before."""
    y = np.empty_like(x)
    for c in range(x.shape[1]):
        values = x[:, c].ravel().tolist()
        mean, norm = sum(values) / len(values), lp_norm(values, p)
        for index in np.ndindex(x[:, c].shape):
            n, *where = index
            at = (n, c, *where)
            y[at] = weight[c] * (x[at] - mean) / sqrt(norm**2 + eps) + bias[c]
    return y


def lp_running(batches: list[Array], p: str, momentum: float) -> tuple[Array, Array]:
    """Return the running mean and the running norm, from 0 and 1 on."""
    means, norms = np.zeros(batches[0].shape[1]), np.ones(batches[0].shape[1])
    for x in batches:
        for c in range(x.shape[1]):
            values = x[:, c].ravel().tolist()
            means[c] = (1 - momentum) * means[c] + momentum * sum(values) / len(values)
            norms[c] = (1 - momentum) * norms[c] + momentum * lp_norm(values, p)
    return means, norms


def theorem_4_1(y: Array, g: Array, gamma: Array) -> Array:
    """Return gamma^2/sigma^2 (|g|^2 - <1,g>^2/m - <g,y_hat>^2/m) by channel (Santurkar et al. 2018, Theorem 4.1)."""
    squares = np.empty(y.shape[1])
    for c in range(y.shape[1]):
        values, slopes = y[:, c].ravel().tolist(), g[:, c].ravel().tolist()
        m = len(values)
        mean, variance = mean_and_variance(values)
        along_ones = sum(slopes)
        along_y = sum(slope * (value - mean) / sqrt(variance) for slope, value in zip(slopes, values, strict=True))
        length = sum(slope**2 for slope in slopes)
        squares[c] = gamma[c] ** 2 / variance * (length - along_ones**2 / m - along_y**2 / m)
    return squares


def ghost(x: Array, sizes: list[int], weight: Array, bias: Array, eps: float) -> Array:
    """Normalise each virtual batch, of so many samples, for itself (Hoffer et al. 2017, Algorithm 1)."""
    ends = [sum(sizes[: index + 1]) for index in range(len(sizes))]
    parts = [x[end - size : end] for end, size in zip(ends, sizes, strict=True)]
    return np.concatenate([batch(part, weight, bias, eps) for part in parts])


def population(batches: list[Array], momentum: float, weight: Array, bias: Array, eps: float) -> list[Array]:
    """Normalise the first batch by itself, each later one by running statistics of those before it."""
    outputs = [batch(batches[0], weight, bias, eps)]
    means, variances = (values.copy() for values in _moments(batches[0]))
    for x in batches[1:]:
        y = np.empty_like(x)
        for at in np.ndindex(x.shape):
            c = at[1]
            y[at] = weight[c] * (x[at] - means[c]) / sqrt(variances[c] + eps) + bias[c]
        outputs.append(y)
        mean, variance = _moments(x)
        means += momentum * (mean - means)
        variances += momentum * (variance - variances)
    return outputs


def _moments(x: Array) -> tuple[Array, Array]:
    """Return mean and unbiased (1/(m-1)) variance of each channel."""
    pairs = [(mean_and_variance(x[:, c].ravel().tolist()), x[:, c].size) for c in range(x.shape[1])]
    means = np.array([mean for (mean, _), _ in pairs])
    return means, np.array([variance * m / (m - 1) for (_, variance), m in pairs])


def unit_length(w: Array) -> Array:
    """Divide the weights of each output by their length (Salimans & Kingma 2016, eq. 2, without g)."""
    v = np.empty_like(w)
    for i in range(len(w)):
        v[i] = w[i] / sqrt(sum(each**2 for each in w[i].ravel().tolist()))
    return v


def standardized(w: Array, eps: float) -> Array:
    """Centre the weights of each output and divide them by their deviation (Qiao et al. 2019)."""
    v = np.empty_like(w)
    for i in range(len(w)):
        mean, variance = mean_and_variance(w[i].ravel().tolist())
        v[i] = (w[i] - mean) / sqrt(variance + eps)
    return v


def scaled_standardized(w: Array, gain: float, eps: float) -> Array:
    """Likewise, with gain, and divided by the root of the number of inputs (Brock et al. 2021, eq. 1)."""
    v = np.empty_like(w)
    for i in range(len(w)):
        mean, variance = mean_and_variance(w[i].ravel().tolist())
        v[i] = gain * (w[i] - mean) / sqrt(max(w[i].size * variance, eps))
    return v
