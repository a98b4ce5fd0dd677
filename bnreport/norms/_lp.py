"""Centring by the mean and division by an average lp norm, which is taken before the centring."""

from typing import Any, Literal

import torch
from torch import Tensor, nn

from bnreport.errors import SpecError

Order = Literal["1", "2", "inf"]


class LpNorm(nn.Module):
    """y = weight * (x - mean) / sqrt(norm^2 + eps) + bias, with norm = mean|x|, sqrt(mean(x^2)) or max|x|."""

    running_mean: Tensor
    running_norm: Tensor

    def __init__(self, channels: int, *, p: Order, eps: float, momentum: float) -> None:
        """Hold one weight, one bias, one running mean and one running norm a channel."""
        super().__init__()
        self.p: Order = p
        self.eps = eps
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_norm", torch.ones(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise, in training with the statistics of the batch, in evaluation with the running ones."""
        weight, bias = self.weight, self.bias
        if not self.training:
            return _given(x, weight, bias, self.running_mean, self.running_norm.square(), self.eps)
        if x.numel() <= x.shape[1]:
            what = (
                "a channel of one value is its own mean: its output would not depend on its input. "
                f"Got input of shape {tuple(x.shape)} in training, which needs two values a channel. "
                "Choose a batch_size that leaves no single sample over at the end of an epoch."
            )
            raise SpecError([what])
        with torch.no_grad():
            mean, norm, square = _statistics(x.to(weight.dtype), self.p)
            self.running_mean.lerp_(mean, self.momentum)
            self.running_norm.lerp_(norm, self.momentum)
        y: Tensor = _Normalise.apply(x, weight, bias, mean, norm, square + self.eps, self.p, self.eps)
        return y

    def extra_repr(self) -> str:
        """Name the sizes."""
        return f"{len(self.weight)}, eps={self.eps}, momentum={self.momentum}"


def normalise(x: Tensor, weight: Tensor, bias: Tensor, p: Order, eps: float) -> Tensor:
    """Compute the formula as it stands; PyTorch differentiates it as often as asked."""
    wide = x.to(weight.dtype)
    mean, _, square = _statistics(wide, p)
    scale = weight * (square + eps).rsqrt()
    return (_along(scale, x) * (wide - _along(mean, x)) + _along(bias, x)).to(x.dtype)


class _Normalise(torch.autograd.Function):
    """`normalise` in a third to four fifths of the time, by PyTorch's kernels for given means and variances."""

    @staticmethod
    def forward(  # noqa: PLR0917  (PyTorch gives them by position)
        ctx: Any,  # noqa: ANN401  (PyTorch gives it no type)
        x: Tensor,
        weight: Tensor,
        bias: Tensor,
        mean: Tensor,
        norm: Tensor,
        variance: Tensor,
        p: Order,
        eps: float,
    ) -> Tensor:
        """Take the statistics of x as given; `variance` is what stands under the root."""
        ctx.save_for_backward(x, weight, bias, mean, norm, variance)
        ctx.p, ctx.eps = p, eps
        return _given(x, weight, bias, mean, variance, 0.0)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:  # noqa: ANN401
        """Return the gradients to x, weight and bias."""
        x, weight, bias, mean, norm, variance = ctx.saved_tensors
        if torch.is_grad_enabled():  # create_graph=True
            return *_with_graph(x, weight, bias, upstream, ctx), *(None,) * 5
        x_wide, given = x.to(weight.dtype), upstream.to(weight.dtype)
        none = mean.new_empty(0)  # CUDA takes no `None` for statistics that training alone would have saved
        to_x, to_weight, to_bias = torch.ops.aten.native_batch_norm_backward(
            given, x_wide, weight, mean, variance, none, none, train=False, eps=0.0, output_mask=[True, True, True]
        )
        # so far with the statistics held; now the way through the norm and the way through the mean
        slope, factor = _slope(x_wide, norm, ctx.p)
        to_x.addcmul_(slope, _along(weight * to_weight / variance * factor, x), value=-1)
        to_x.sub_(_along(weight * to_bias * variance.rsqrt(), x), alpha=len(mean) / x.numel())
        return to_x.to(x.dtype), to_weight, to_bias, *(None,) * 5


def _given(x: Tensor, weight: Tensor, bias: Tensor, mean: Tensor, variance: Tensor, eps: float) -> Tensor:  # noqa: PLR0917
    """Normalise by these statistics; `F.batch_norm` would refuse an eps of 0 in PyTorch 2.11."""
    return torch.batch_norm(x, weight, bias, mean, variance, False, 0.0, eps, torch.backends.cudnn.enabled)  # noqa: FBT003


def _with_graph(x: Tensor, weight: Tensor, bias: Tensor, upstream: Tensor, ctx: Any) -> list[Tensor | None]:  # noqa: ANN401
    """Return the gradients that are wanted, by operations that PyTorch can differentiate again."""
    wanted = ctx.needs_input_grad[:3]
    inputs = [tensor for tensor, needed in zip((x, weight, bias), wanted, strict=True) if needed]
    y = normalise(x, weight, bias, ctx.p, ctx.eps)
    gradients = iter(torch.autograd.grad(y, inputs, upstream, create_graph=True))
    return [next(gradients) if needed else None for needed in wanted]


def _along(values: Tensor, x: Tensor) -> Tensor:
    return values.view(1, -1, *(1,) * (x.ndim - 2))


def _statistics(x: Tensor, p: Order) -> tuple[Tensor, Tensor, Tensor]:
    """Return mean, norm and the norm's square of each channel; only the square has a derivative where x is 0."""
    others = [0, *range(2, x.ndim)]
    mean = x.mean(others)
    if p == "2":
        square = x.square().mean(others)
        return mean, square.sqrt(), square
    norm = x.abs().mean(others) if p == "1" else x.abs().amax(others)
    return mean, norm, norm.square()


def _slope(x: Tensor, norm: Tensor, p: Order) -> tuple[Tensor, Tensor | float]:
    """Return half the derivative of norm^2 by x, as one factor for each value and one for each channel."""
    values = x.numel() // len(norm)
    if p == "2":
        return x, 1 / values
    if p == "1":
        return x.sign(), norm / values
    # +-1 where |x| is largest, else 0: no quotient below 1 rounds to 1
    ends = torch.div(x, _along(norm.clamp_min(torch.finfo(x.dtype).tiny), x), rounding_mode="trunc")
    ties = ends.abs().sum([0, *range(2, x.ndim)]).clamp_min(1)
    return ends, norm / ties
