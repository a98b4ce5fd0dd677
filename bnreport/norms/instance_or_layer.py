"""Instance normalisation of maps, layer normalisation of vectors."""

import torch.nn.functional as F
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.norms._group import GroupNorm
from bnreport.registry import Epsilon


class _InstanceOrLayer(GroupNorm):
    def forward(self, x: Tensor) -> Tensor:
        if x.ndim > 2 and x.shape[2:].numel() > 1:  # noqa: PLR2004  (samples and channels)
            return super().forward(x)
        if x.shape[1] == 1:
            what = f"a sample of one value has no variance. Got input of shape {tuple(x.shape)}. Choose a wider layer."
            raise SpecError([what])
        return F.group_norm(x, 1, self.weight, self.bias, self.eps).to(x.dtype)


def instance_or_layer(channels: int, *, eps: Epsilon = 1e-5) -> nn.Module:
    """Standardise each channel of each sample over its positions, or over the channels where there is one position.

    y = weight * (x - mean) / sqrt(var + eps) + bias with the biased (1/m) variance, and `weight` and `bias` of shape
    (c,). Of maps (n, c, h, w) with several positions `mean` and `var` have shape (n, c), as in the norm `instance`; of
    vectors (n, c) and maps (n, c, 1, 1), whose channels have no variance of their own, shape (n,), as in the norm
    `layer`. So a network of convolutions that ends in linear maps has a norm of single samples all through. No running
    statistics: training and evaluation compute the same function.

    Args:
        channels: c in (n, c) or (n, c, h, w).
        eps: added to the variance, in squared units of the input.

    Raises:
        SpecError: a sample holds one value.

    Source: Ulyanov, Vedaldi & Lempitsky (2016), arXiv:1607.08022 (maps); Ba, Kiros & Hinton (2016), arXiv:1607.06450,
    eq. 3 (vectors); their union is ours.
    """
    return _InstanceOrLayer(channels, groups=channels, eps=eps)
