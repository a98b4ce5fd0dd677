"""Batch normalisation over parts of the batch."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bnreport.norms._batch import BatchNorm
from bnreport.registry import Epsilon, Fraction, Samples


class _Ghost(BatchNorm):
    running_mean: Tensor
    running_var: Tensor
    num_batches_tracked: Tensor
    momentum: float

    def __init__(self, channels: int, *, size: int, eps: float, momentum: float) -> None:
        super().__init__(channels, eps=eps, momentum=momentum)
        self.size = size

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        parts = _split(x, max(1, len(x) // self.size))
        means, variances = (self.running_mean.new_zeros(len(parts), x.shape[1]) for _ in range(2))  # (parts, c)
        made = [self._normalised(*given) for given in zip(parts, means, variances, strict=True)]
        with torch.no_grad():
            self.num_batches_tracked.add_(1)
            self.running_mean.lerp_(means.mean(0), self.momentum)
            self.running_var.lerp_(variances.mean(0), self.momentum)
        return torch.cat(made)

    def _normalised(self, part: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
        """Normalise a part by its own statistics, and leave them in `mean` and `variance`, which is unbiased."""
        self._check_input_dim(part)
        return F.batch_norm(part, mean, variance, self.weight, self.bias, training=True, momentum=1.0, eps=self.eps)


def _split(x: Tensor, count: int) -> list[Tensor]:
    """Split by samples; the gradient lies in memory as x does, which that of `split` alone would not."""
    size, rest = divmod(len(x), count)
    sizes = [size + (index < rest) for index in range(count)]
    if x.is_contiguous():
        return list(x.split_with_sizes(sizes))
    return [part.movedim(-1, 1) for part in x.movedim(1, -1).split_with_sizes(sizes)]


def ghost(channels: int, *, size: Samples = 32, eps: Epsilon = 1e-5, momentum: Fraction = 0.1) -> nn.Module:
    """Split the batch into virtual batches, standardise each channel within each, then scale and shift it.

    y = weight * (x - mean) / sqrt(var + eps) + bias, with `weight` and `bias` of shape (c,), `mean` and the biased
    (1/m) `var` of shape (parts, c): those of the sample's virtual batch. A batch of n samples has max(1, n // size) of
    them, in order, as equal in size as can be: none is smaller than `size`, unless the batch is. In evaluation `mean`
    and `var` are the running ones, which move once a step, as in the norm `batch`, towards the means over the virtual
    batches of their means and unbiased variances (the paper: once for each, one after the other).

    Args:
        channels: c in (n, c) or (n, c, h, w).
        size: samples of a virtual batch.
        eps: added to the variance, in squared units of the input.
        momentum: weight of the newest batch in the running statistics.

    Raises:
        SpecError: in training, a virtual batch holds one value a channel.

    Source: Hoffer, Hubara & Soudry (2017), arXiv:1705.08741.
    """
    return _Ghost(channels, size=size, eps=eps, momentum=momentum)
