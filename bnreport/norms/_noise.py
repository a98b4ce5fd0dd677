"""Noise that shifts and scales every channel afresh at every step."""

import torch
from torch import Tensor, nn


class Noise(nn.Module):
    """y = s * x + m in training, x in evaluation; draws come from PyTorch's default generator of x's device.

    In two levels: mean_j ~ U(-shift, shift) and deviation_j ~ U(1, scale) for each channel j and step, then for each
    sample, channel and position m ~ U(mean_j - jitter, mean_j + jitter) and s ~ N(deviation_j, jitter^2).
    """

    def __init__(self, *, shift: float, scale: float, jitter: float) -> None:
        """Hold the three widths."""
        super().__init__()
        self.shift = shift
        self.scale = scale
        self.jitter = jitter

    def forward(self, x: Tensor) -> Tensor:
        """Perturb while training."""
        if not self.training:
            return x
        if x.ndim == 4 and x.is_contiguous(memory_format=torch.channels_last):  # noqa: PLR2004
            # drawn in the order of memory: six times faster than through strides
            return self._perturb(x.permute(0, 2, 3, 1), axis=3).permute(0, 3, 1, 2)
        return self._perturb(x, axis=1)

    def _perturb(self, x: Tensor, axis: int) -> Tensor:
        def empty(shape: list[int]) -> Tensor:
            # bfloat16 would round the noise to eight bits, float64 would draw other numbers from the same seed
            return torch.empty(shape, dtype=torch.float32, device=x.device)

        shape = list(x.shape)
        per_channel = [size if index == axis else 1 for index, size in enumerate(shape)]
        mean = empty(per_channel).uniform_(-self.shift, self.shift)
        deviation = empty(per_channel).uniform_(1, self.scale)
        m = empty(shape).uniform_(-self.jitter, self.jitter).add_(mean)
        s = empty(shape).normal_(0, self.jitter).add_(deviation)
        return torch.addcmul(m, s, x).to(x.dtype)

    def extra_repr(self) -> str:
        """Name the widths."""
        return f"shift={self.shift}, scale={self.scale}, jitter={self.jitter}"
