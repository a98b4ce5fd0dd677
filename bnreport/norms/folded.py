"""Batch normalisation for the first steps of training, folded into the convolutions after them."""

import torch
from torch import Tensor, nn

from bnreport.norms._batch import BatchNorm
from bnreport.norms._folding import Folding, readable
from bnreport.registry import Epsilon, Fraction, Repeats


class _Folded(Folding):
    def __init__(self, channels: int, *, after: int, eps: float, momentum: float) -> None:
        super().__init__(channels, after=after, eps=eps)
        self.normal = BatchNorm(channels, eps=eps, momentum=momentum)
        self.count(self.bias)

    @property
    def bias(self) -> nn.Parameter:  # type: ignore[override]
        return self.normal.bias

    def gain(self) -> Tensor:
        return self.normal.weight * torch.rsqrt(self.var + self.eps)

    def settle(self) -> None:
        last = self.steps == self.after
        for held, running in ((self.mean, "running_mean"), (self.var, "running_var")):
            held.copy_(torch.where(last, self.normal.get_buffer(running), held))

    def forward(self, x: Tensor) -> Tensor:
        if readable(x):
            y: Tensor = self.normal(x) if self.steps < self.after else self.apply_constants(x)
            return y
        return torch.where(self.steps < self.after, self.normal(x), self.apply_constants(x))


def folded(channels: int, *, after: Repeats = 100, eps: Epsilon = 1e-5, momentum: Fraction = 0.1) -> nn.Module:
    """Normalise as `batch` for the first training steps, then fold that into the layer before and go on without.

    In the first `after` training steps y = weight * (x - mean) / sqrt(var + eps) + bias, the norm `batch`. Then
    gain = weight / sqrt(var + eps), all of shape (c,), with the running statistics of the last of these steps, which
    are constants to the gradient; in the next step y = gain * (x - mean) + bias, which is `batch` in evaluation mode,
    and with it gain becomes part of the layer's weights (each output's times its gain) and -gain * mean of bias. So
    that step and all after it change the folded weights, and y = x + bias, as in `none`; weight does nothing any more.
    Where no layer stands before the norm, as at the start of a pre-activation branch, gain is kept as a constant. What
    an optimiser remembers, such as a momentum, is not folded: it is of the weights before.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        after: training steps with normalisation.
        eps: added to the variance, in squared units of the input.
        momentum: weight of the newest batch in the running statistics.

    Raises:
        SpecError: in training, a batch holds one value a channel.

    Source: Jacob et al. (2018), arXiv:1712.05877, section 3.2, eq. 14 (folding); to go on training without it, as a
    test of what Peerthum & Stamp (2023), arXiv:2303.12818, say in their abstract, is ours.
    """
    return _Folded(channels, after=after, eps=eps, momentum=momentum)
