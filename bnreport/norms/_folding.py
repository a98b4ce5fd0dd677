"""Norms that act on a network's weights once and are then gone but for a bias.

In one training step the norm multiplies and shifts by constants, and when the gradients of that step are there it
writes the constants into the weights before it, and turns the gradients into those of the new weights. The optimiser
then takes the step that it would have taken had they been there from the start of that step. Steps are counted where a
gradient is accumulated in a parameter, which training alone does: measurements ask for gradients without, and copies of
a network have no such hooks. What a step does is chosen by tensors, not by Python, so that the step can be recorded as
a CUDA graph; on a CPU, where reading a number is free, what is not needed is not computed.
"""

import torch
from torch import Tensor, nn
from torch.nn.modules.module import register_module_module_registration_hook

from bnreport.norms._affine import along_channels


class Scale(nn.Module):
    """y = weight * x, with weight 1 at first: weights of its own, for a norm that leaves those of the layer alone."""

    def __init__(self, channels: int) -> None:
        """Hold one weight a channel."""
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Scale each channel."""
        return x * along_channels(self.weight, x)


class Folding(nn.Module):
    """y = gain * (x - mean) + bias in step `after`; from then on gain and mean are in the weights, and y = x + bias.

    Behind no layer gain stays where it is, a constant.
    """

    bias: nn.Parameter
    """Of a subclass; (c,)."""
    mean: Tensor
    var: Tensor
    scale: Tensor
    steps: Tensor

    def __init__(self, channels: int, *, after: int, eps: float) -> None:
        """Know no statistics yet, and follow no layer."""
        super().__init__()
        self.after, self.eps = after, eps
        self.weights: tuple[nn.Parameter, ...] = ()
        for name, start in (("mean", 0.0), ("var", 1.0), ("scale", 1.0)):
            self.register_buffer(name, torch.full((channels,), start))
        self.register_buffer("steps", torch.tensor(0))

    def follow(self, layer: nn.Module) -> None:
        """Fold into this layer."""
        weight = layer.get_parameter("weight")
        self.weights = (weight,)
        self.count(weight)

    def count(self, parameter: nn.Parameter) -> None:
        """Take a gradient that is accumulated in this parameter for a step, unless a layer's weight is counted."""
        parameter.register_post_accumulate_grad_hook(self._stepped)  # type: ignore[no-untyped-call]

    def gain(self) -> Tensor:
        """Return the factor (c,) that is folded."""
        raise NotImplementedError

    def settle(self) -> None:
        """Take the statistics that are folded in the step that comes, if it is the one."""

    def constants(self) -> tuple[Tensor, Tensor]:
        """Return factor and shift (c,) beside the bias: those to be folded, or what is left of them."""
        gain, gone = self.gain(), self.steps > self.after
        return torch.where(gone, self.scale, gain), torch.where(gone, 0, -self.mean * gain)

    def apply_constants(self, x: Tensor) -> Tensor:
        """Scale and shift each channel."""
        gain, shift = self.constants()
        return torch.addcmul(along_channels(self.bias + shift, x), along_channels(gain, x), x)

    @torch.no_grad()
    def _stepped(self, parameter: Tensor) -> None:
        """Count a step whose gradients are there."""
        if len(self.weights) and parameter is not self.weights[0]:
            return
        if not readable(parameter) or self.steps == self.after:
            self._fold()
        self.steps.add_(1)
        self.settle()

    def _fold(self) -> None:
        now = self.steps == self.after
        gain, shift = self.constants()
        factor = torch.where(now, gain, 1)
        for weight in self.weights:
            of_outputs = factor.view(-1, *(1,) * (weight.ndim - 1))
            weight.mul_(of_outputs)
            if weight.grad is not None:
                weight.grad.div_(of_outputs.masked_fill(of_outputs == 0, torch.inf))  # no slope through a factor of 0
        if not self.weights:
            self.scale.copy_(torch.where(now, gain, self.scale))
        self.bias.add_(torch.where(now, shift, 0))


def readable(x: Tensor) -> bool:
    """Tell whether Python may read numbers that lie where this tensor lies: a GPU would have to be waited for."""
    return x.device.type == "cpu"


def _meet(parent: nn.Module, _name: str, child: nn.Module | None) -> None:
    """Have a norm of this kind follow the layer that stands right before it in a module.

    One further back is no layer to fold into: before the last norm of a pre-activation network that is the first
    convolution, with all the blocks between.
    """
    if isinstance(child, Folding):
        for before in [*parent.children()][-1:]:
            if isinstance(before, nn.Conv2d | nn.Linear | Scale):
                child.follow(before)


register_module_module_registration_hook(_meet)
