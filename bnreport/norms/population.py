"""Batch normalisation by statistics that the batch does not have, through which no gradient flows."""

import torch
from torch import Tensor, nn

from bnreport.norms._affine import along_channels
from bnreport.norms._batch import BatchNorm
from bnreport.registry import Epsilon, Fraction

PER_CHANNEL = True  # k networks side by side are one network with k times the channels


class _Population(BatchNorm):
    running_mean: Tensor
    running_var: Tensor
    num_batches_tracked: Tensor
    momentum: float

    def __init__(self, channels: int, *, eps: float, momentum: float) -> None:
        super().__init__(channels, eps=eps, momentum=momentum)
        self.running_var.zero_()  # 0 says that there are none yet

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        self._check_input_dim(x)
        wide = x.to(self.weight.dtype)
        var, mean = torch.var_mean(wide, [0, *range(2, x.ndim)], correction=0)
        unknown = self.running_var.eq(0)
        scale = self.weight * torch.rsqrt(torch.where(unknown, var, self.running_var) + self.eps)
        centred = wide - along_channels(torch.where(unknown, mean, self.running_mean), wide)
        y = torch.addcmul(along_channels(self.bias, wide), along_channels(scale, wide), centred)
        with torch.no_grad():
            values = x.numel() / x.shape[1]
            newest = torch.full_like(var, self.momentum).masked_fill_(unknown, 1.0)
            self.num_batches_tracked.add_(1)
            self.running_mean.lerp_(mean, newest)
            self.running_var.lerp_(var * (values / (values - 1)), newest)
        return y.to(x.dtype)


def population(channels: int, *, eps: Epsilon = 1e-5, momentum: Fraction = 0.1) -> nn.Module:
    """Standardise each channel by the running statistics of the steps before, then scale and shift it.

    y = weight * (x - mean) / sqrt(var + eps) + bias, all of shape (c,). In training and in evaluation alike `mean` and
    `var` are the running ones, constants to the gradient; the batch changes them only once it is normalised, as in the
    norm `batch`. Where there are none yet, which the running variance 0 says (the first step, and channels that were
    constant), `mean` and `var` are the batch's, differentiated as in `batch`, and the running ones become the batch's.
    So what `batch` has and this lacks is the dependence on the batch, of outputs and of gradients.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        eps: added to the variance, in squared units of the input.
        momentum: weight of the newest batch in the running statistics; the smaller, the later they are.

    Raises:
        SpecError: in training, a batch holds one value a channel.

    Source: Ghorbani, Krishnan & Xiao (2019), arXiv:1901.10159 (batch normalisation with population statistics, which
    they take from the training set; running averages are ours).
    """
    return _Population(channels, eps=eps, momentum=momentum)
