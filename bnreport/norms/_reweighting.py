"""Norms that act on the weight of the layer before them, instead of on what it gives.

A norm is made of a number of channels, without the layer. It meets the layer where the model puts it behind one:
PyTorch tells of every module that becomes part of another. From then on the layer computes with a function of its
weight; the weight itself stays the parameter that is drawn, trained and stored, as with any other norm. In a
pre-activation network, whose norms stand before their layers, only layers that a norm follows in their block change.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.modules.module import register_module_module_registration_hook

Reweight = Callable[[Tensor], Tensor]
"""From a weight (out, in) or (out, in, kh, kw) to the one that is used, of the same shape."""


class ReweightedConv2d(nn.Conv2d):
    """A convolution with a function of its weight."""

    reweight: Reweight

    def forward(self, x: Tensor) -> Tensor:
        """Convolve."""
        y: Tensor = self._conv_forward(x, self.reweight(self.weight), self.bias)
        return y


class ReweightedLinear(nn.Linear):
    """A linear map with a function of its weight."""

    reweight: Reweight

    def forward(self, x: Tensor) -> Tensor:
        """Map."""
        return F.linear(x, self.reweight(self.weight), self.bias)


class Reweighting(nn.Module):
    """Have the layer before use a function of its weight, then apply a module to what it gives."""

    def __init__(self, reweight: Reweight, then: nn.Module) -> None:
        """Take the function, and what follows the layer; behind no layer, that is all that the norm is."""
        super().__init__()
        self.reweight = reweight
        self.then = then

    def forward(self, x: Tensor) -> Tensor:
        """Apply what follows the layer."""
        y: Tensor = self.then(x)
        return y


def _meet(parent: nn.Module, _name: str, child: nn.Module | None) -> None:
    """Change the last layer that stands in a module, where a norm of this kind is put behind it."""
    if not isinstance(child, Reweighting):
        return
    layers = [held for held in parent.children() if isinstance(held, nn.Conv2d | nn.Linear)]
    for layer in layers[-1:]:
        layer.__class__ = ReweightedConv2d if isinstance(layer, nn.Conv2d) else ReweightedLinear
        layer.reweight = child.reweight  # type: ignore[assignment]


register_module_module_registration_hook(_meet)


def unit_length(weight: Tensor) -> Tensor:
    """Return w / |w| for the weights w of each output."""
    length = torch.linalg.vector_norm(weight, dim=_of_an_output(weight), keepdim=True)
    return weight.div(length.clamp_min(torch.finfo(weight.dtype).tiny))


def standardized(weight: Tensor, eps: float) -> Tensor:
    """Return (w - mean) / sqrt(var + eps), with mean and variance (1/m) of the weights of each output."""
    var, mean = torch.var_mean(weight, _of_an_output(weight), correction=0, keepdim=True)
    return (weight - mean) * torch.rsqrt(var + eps)


def scaled_standardized(weight: Tensor, gain: float, eps: float) -> Tensor:
    """Return gain * (w - mean) / sqrt(max(m * var, eps)), with mean and variance of the m weights of each output."""
    var, mean = torch.var_mean(weight, _of_an_output(weight), correction=0, keepdim=True)
    return (weight - mean) * (gain * torch.rsqrt((var * weight[0].numel()).clamp_min(eps)))


def _of_an_output(weight: Tensor) -> list[int]:
    return list(range(1, weight.ndim))
