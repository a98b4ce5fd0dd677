"""Noise that shifts and scales every channel afresh at every step."""

import torch
from torch import Tensor, nn


class Noise(nn.Module):
    """y = s * x + m in training, x in evaluation; draws come from PyTorch's default generator of x's device.

    In two levels: mean_j ~ U(-shift, shift) and deviation_j ~ U(1, scale) for each channel j and step, then for each
    sample, channel and position m ~ U(mean_j - jitter, mean_j + jitter) and s ~ N(deviation_j, jitter^2).

    All are drawn in float32, position by position with the channels last, however x lies in memory and whatever its
    dtype: one seed is one noise, be it for the training step or for a measurement in float64.
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
        shape = x.movedim(1, -1).shape  # channels last

        def empty(*shape: int) -> Tensor:
            # bfloat16 would round the noise to eight bits, float64 would draw other numbers from the same seed
            return torch.empty(shape, dtype=torch.float32, device=x.device)

        mean = empty(shape[-1]).uniform_(-self.shift, self.shift)
        deviation = empty(shape[-1]).uniform_(1, self.scale)
        m = empty(*shape).uniform_(-self.jitter, self.jitter).add_(mean).movedim(-1, 1)
        s = empty(*shape).normal_(0, self.jitter).add_(deviation).movedim(-1, 1)
        if x.is_contiguous():
            m, s = m.contiguous(), s.contiguous()  # else the output would lie otherwise than x
        return torch.addcmul(m, s, x).to(x.dtype)

    def extra_repr(self) -> str:
        """Name the widths."""
        return f"shift={self.shift}, scale={self.scale}, jitter={self.jitter}"
