"""Standardisation within each sample: group, layer and instance normalisation."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bnreport.errors import SpecError


class GroupNorm(nn.Module):
    """y = weight * (x - mean) / sqrt(var + eps) + bias over groups of channels and all positions of one sample."""

    def __init__(self, channels: int, *, groups: int, eps: float) -> None:
        """Hold one weight and one bias a channel."""
        super().__init__()
        if channels % groups:
            largest = next(count for count in range(min(groups, channels), 0, -1) if channels % count == 0)
            what = (
                f"groups must divide channels. Got {groups} for {channels} channels. "
                f"Choose {largest}, or a model whose widths are multiples of {groups}."
            )
            raise SpecError([what])
        self.groups = groups
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Standardise, scale and shift; refuse groups of one value, which have no variance."""
        if x.shape[1:].numel() == self.groups:
            what = (
                "a group of one value has no variance: its output would not depend on its input. "
                f"Got {self.groups} groups for input of shape {tuple(x.shape)}. "
                "Choose the norm `layer`, or `group` with fewer groups than channels."
            )
            raise SpecError([what])
        y = F.group_norm(x, self.groups, self.weight, self.bias, self.eps).to(x.dtype)
        if x.is_contiguous(memory_format=torch.channels_last):
            # the CUDA kernel answers in the default format
            return y.contiguous(memory_format=torch.channels_last)
        return y

    def extra_repr(self) -> str:
        """Name the sizes."""
        return f"{len(self.weight)}, groups={self.groups}, eps={self.eps}"
