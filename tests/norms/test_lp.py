"""Normalisation by l1, l2 and l-infinity norms against loops, and the fast gradient against the plain one."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.norms import registry
from bnreport.norms._lp import LpNorm, normalise

Make = Callable[..., nn.Module]
ORDERS = {"l1": "1", "l2": "2", "linf": "inf"}
SHAPES = [(5, 3), (3, 3, 2, 4), (1, 3, 7, 1)]
every_norm = pytest.mark.parametrize("name", ORDERS)
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def draw(shape: tuple[int, ...], seed: int = 1) -> Tensor:
    """Return inputs that are neither centred nor of unit scale."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 2 + 1


def gradients(module: nn.Module, x: Tensor, upstream: Tensor, *, graph: bool = False) -> tuple[Tensor, ...]:
    """Return the gradients to x and to each parameter."""
    x = x.detach().requires_grad_()
    return torch.autograd.grad(module(x), [x, *module.parameters()], upstream, create_graph=graph)


@every_norm
@every_shape
@pytest.mark.parametrize("eps", [1e-5, 0.1])
def test_agrees_with_the_paper(
    make: Make, oracle: SimpleNamespace, name: str, shape: tuple[int, ...], eps: float
) -> None:
    """Training centres, divides by the norm of what was not yet centred, then scales and shifts."""
    module, x = make(name, 3, eps=eps), draw(shape)
    weight, bias = (parameter.detach().numpy() for parameter in module.parameters())
    expected = oracle.lp(x.numpy(), ORDERS[name], weight, bias, eps)
    np.testing.assert_allclose(module(x).detach().numpy(), expected, rtol=1e-12, atol=1e-12)


@every_norm
@every_shape
@pytest.mark.parametrize("momentum", [0.1, 0.3])
def test_running_statistics(oracle: SimpleNamespace, name: str, shape: tuple[int, ...], momentum: float) -> None:
    """Running means and norms move by `momentum`; evaluation uses them."""
    module = registry.create(name, 3, momentum=momentum, eps=0.1).double()
    batches = [draw(shape, seed) for seed in range(3)]
    for x in batches:
        module(x)
    mean, norm = oracle.lp_running([x.numpy() for x in batches], ORDERS[name], momentum)
    np.testing.assert_allclose(module.running_mean.numpy(), mean, rtol=1e-12)
    np.testing.assert_allclose(module.running_norm.numpy(), norm, rtol=1e-12)
    across = (1, 3, *(1,) * (len(shape) - 2))
    expected = (batches[0].numpy() - mean.reshape(across)) / np.sqrt(norm.reshape(across) ** 2 + 0.1)
    np.testing.assert_allclose(module.eval()(batches[0]).detach().numpy(), expected, rtol=1e-12)


@every_norm
def test_running_statistics_stay_where_they_are(name: str) -> None:
    """They are updated in place: others may look at the same memory."""
    module, held = registry.create(name, 2), torch.zeros(2, 4)
    module.running_mean.data, module.running_norm.data = held[0, 1:3], held[1, 1:3]
    module(draw((8, 2)).float())
    assert (held[:, 1:3] != 0).all()
    assert (held[:, [0, 3]] == 0).all()


@every_norm
@every_shape
@pytest.mark.parametrize("ties", [False, True])
def test_fast_gradient_is_the_plain_one(make: Make, name: str, shape: tuple[int, ...], *, ties: bool) -> None:
    """The written backward gives what PyTorch derives from the formula, also where values are 0 or equally large."""
    module, x, upstream = make(name, 3, eps=0.1), draw(shape), draw(shape, 2)
    if ties:
        x = x.round().clamp(-2, 2)
    assert isinstance(module, LpNorm)
    z = x.detach().requires_grad_()
    y = normalise(z, module.weight, module.bias, module.p, module.eps)
    plain = torch.autograd.grad(y, [z, *module.parameters()], upstream)
    torch.testing.assert_close(module(x), y, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(gradients(module, x, upstream), plain, rtol=1e-12, atol=1e-12)


@every_norm
def test_gradient_of_any_layout(make: Make, name: str) -> None:
    """Neither the memory format of x nor that of what comes from above changes the gradient."""
    module, x, upstream = make(name, 3), draw((3, 3, 2, 4)), draw((1, 3, 1, 1), 2).expand(3, 3, 2, 4)
    expected = gradients(module, x, upstream.contiguous())
    last = x.contiguous(memory_format=torch.channels_last)
    for given in (upstream, upstream.contiguous(memory_format=torch.channels_last), upstream.contiguous()):
        torch.testing.assert_close(gradients(module, x, given), expected)
        torch.testing.assert_close(gradients(module, last, given), expected)


@every_norm
@pytest.mark.parametrize("shape", [(4, 2), (2, 2, 2, 1)], ids=str)
def test_second_derivatives_are_right(make: Make, name: str, shape: tuple[int, ...]) -> None:
    """Gradients of gradients agree with differences: a probe of sharpness multiplies by the Hessian."""
    module, x = make(name, 2), draw(shape).requires_grad_()
    names = [parameter for parameter, _ in module.named_parameters()]
    state = {key: buffer.clone() for key, buffer in module.named_buffers()}

    def function(x: Tensor, *parameters: Tensor) -> Tensor:
        given = state | dict(zip(names, parameters, strict=True))
        y: Tensor = torch.func.functional_call(module, given, (x,))
        return y

    assert torch.autograd.gradgradcheck(function, (x, *module.parameters()))


@every_norm
@pytest.mark.parametrize("frozen", ["x", "weight", "bias"])
def test_second_derivatives_of_what_is_asked(make: Make, name: str, frozen: str) -> None:
    """What needs no gradient gets none, and the others get the same as ever."""
    module, tensors = make(name, 3), {"x": draw((5, 3)).requires_grad_()}
    tensors |= dict(module.named_parameters())
    expected = dict(zip(tensors, gradients(module, tensors["x"], draw((5, 3), 2)), strict=True))
    tensors.pop(frozen).requires_grad_(requires_grad=False)
    x = tensors.get("x", draw((5, 3)))
    found = torch.autograd.grad(module(x), list(tensors.values()), draw((5, 3), 2), create_graph=True)
    for key, gradient in zip(tensors, found, strict=True):
        torch.testing.assert_close(gradient, expected[key])


@every_norm
@pytest.mark.parametrize("graph", [False, True])
def test_a_channel_of_zeros(name: str, *, graph: bool) -> None:
    """Its output is the bias; its gradients, first and second, are finite and leave the other channel's alone."""
    module, x, upstream = registry.create(name, 2), draw((6, 2)).float(), draw((6, 2), 2).float()
    whole = gradients(module, x, upstream)[0]
    x[:, 0] = 0
    assert (module(x)[:, 0] == module.bias[0]).all()
    x.requires_grad_()
    (found,) = torch.autograd.grad(module(x), x, upstream, create_graph=graph)
    expected = (upstream[:, 0] - upstream[:, 0].mean()) / 1e-5**0.5
    torch.testing.assert_close(found[:, 0], expected)
    torch.testing.assert_close(found[:, 1], whole[:, 1])
    if graph:
        (second,) = torch.autograd.grad(found.square().sum(), x)
        assert second.isfinite().all()


@every_norm
@pytest.mark.parametrize("scale", [1e-30, 1e-18, 1e15])
def test_small_and_large_values(name: str, scale: float) -> None:
    """Far from 1 nothing overflows: float32 gives finite outputs and gradients."""
    module, x, upstream = registry.create(name, 3), (draw((6, 3)) * scale).float(), draw((6, 3), 2).float()
    assert module(x).isfinite().all()
    assert all(gradient.isfinite().all() for gradient in gradients(module, x, upstream))
    assert all(gradient.isfinite().all() for gradient in gradients(module, x, upstream, graph=True))


@every_norm
@pytest.mark.parametrize("graph", [False, True])
def test_bfloat16_only_rounds(name: str, *, graph: bool) -> None:
    """Statistics and gradients of activations in bfloat16 are computed in the parameters' float32."""
    module, x = registry.create(name, 3), draw((64, 3, 2, 2)).bfloat16()
    upstream = draw((64, 3, 2, 2), 2).bfloat16()
    expected = gradients(module, x.float(), upstream.float(), graph=graph)
    found = gradients(module, x, upstream, graph=graph)
    assert [gradient.dtype for gradient in found] == [torch.bfloat16, torch.float32, torch.float32]
    torch.testing.assert_close(found[0].float(), expected[0], rtol=2**-8, atol=1e-6)
    torch.testing.assert_close(found[1:], expected[1:], rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(module(x).float(), module(x.float()), rtol=2**-8, atol=1e-6)


@every_norm
def test_scale_of_the_weights_is_lost(make: Make, name: str) -> None:
    """Hoffer et al. 2018: weights times c give the same output and 1/c of the gradient."""
    module = make(name, 4, eps=1e-30)
    x, weight, upstream = draw((3, 2, 4, 4)), draw((4, 2, 3, 3), 2), draw((3, 4, 2, 2), 3)
    outputs, slopes = [], []
    for scale in (1.0, 5.0):
        scaled = (weight * scale).requires_grad_()
        y = module(F.conv2d(x, scaled))
        outputs.append(y.detach())
        slopes.append(torch.autograd.grad(y, scaled, upstream)[0])
    torch.testing.assert_close(outputs[1], outputs[0], rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(slopes[1] * 5, slopes[0], rtol=1e-9, atol=1e-9)


@every_norm
@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1, 1)], ids=str)
def test_refuses_one_value(make: Make, name: str, shape: tuple[int, ...]) -> None:
    """A single value is its own mean: training names the remedy and learns nothing, evaluation needs none."""
    module = make(name, 3)
    with pytest.raises(SpecError, match=r"two values a channel.* batch_size"):
        module(torch.zeros(shape, dtype=torch.float64))
    assert (module.running_norm == 1).all()
    assert module.eval()(torch.zeros(shape, dtype=torch.float64)).shape == shape
