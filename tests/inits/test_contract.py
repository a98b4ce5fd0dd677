"""What every initialisation promises, and its variance."""

from math import sqrt

import pytest
import torch

from bnreport.inits import registry
from bnreport.inits.torch_default import torch_default

SHAPES = {"conv": (64, 32, 3, 3), "linear": (300, 500)}
FAN_IN = {"conv": 32 * 9, "linear": 500}
FAN_OUT = {"conv": 64 * 9, "linear": 300}
VARIANCE = {
    "fixup": {"conv": 2 / FAN_OUT["conv"], "linear": 2 / FAN_IN["linear"]},
    "gaussian": {kind: 1 / FAN_IN[kind] for kind in SHAPES},
    "uniform": {kind: 1 / FAN_IN[kind] for kind in SHAPES},
    "glorot": {kind: 2 / (FAN_IN[kind] + FAN_OUT[kind]) for kind in SHAPES},
    "he": {"conv": 2 / FAN_OUT["conv"], "linear": 2 / FAN_IN["linear"]},
    "torch_default": {kind: 1 / (3 * FAN_IN[kind]) for kind in SHAPES},
}
every_init = pytest.mark.parametrize("name", registry.names)
every_kind = pytest.mark.parametrize("kind", SHAPES)


def filled(name: str, kind: str, seed: int) -> torch.Tensor:
    """Return a weight filled in place from a generator of that seed."""
    weight = torch.full(SHAPES[kind], torch.nan).requires_grad_()
    assert registry.create(name, weight, torch.Generator().manual_seed(seed)) is None
    return weight.detach()


@every_init
@every_kind
def test_draws_from_the_generator_alone(name: str, kind: str) -> None:
    """Equal seeds give equal weights, others give others, and the default generator is left alone."""
    before = torch.get_rng_state()
    first = filled(name, kind, 1)
    assert first.isfinite().all()
    assert torch.equal(first, filled(name, kind, 1))
    assert not torch.equal(first, filled(name, kind, 2))
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("name", VARIANCE)
@every_kind
def test_variance(name: str, kind: str) -> None:
    """Weights are centred, with the variance that the source gives for these fans."""
    weight = filled(name, kind, 3)
    assert weight.var().item() == pytest.approx(VARIANCE[name][kind], rel=0.03)
    assert abs(weight.mean().item()) < 4 * sqrt(VARIANCE[name][kind] / weight.numel())


@pytest.mark.parametrize(
    ("name", "kurtosis"), [("glorot", 1.8), ("torch_default", 1.8), ("uniform", 1.8), ("he", 3.0), ("gaussian", 3.0)]
)
def test_shape_of_the_distribution(name: str, kurtosis: float) -> None:
    """Uniform weights have kurtosis 9/5, normal ones 3."""
    weight = filled(name, "linear", 4).double()
    assert (weight**4).mean().item() / (weight**2).mean().item() ** 2 == pytest.approx(kurtosis, rel=0.03)


def test_torch_default_is_what_pytorch_does() -> None:
    """The same generator state gives the weights of a new `torch.nn.Linear` and `Conv2d`."""
    for layer in (lambda: torch.nn.Linear(7, 5), lambda: torch.nn.Conv2d(3, 4, 3)):
        with torch.random.fork_rng():
            torch.manual_seed(5)
            expected = layer().weight.detach()
        weight = torch.empty_like(expected)
        torch_default(weight, torch.Generator().manual_seed(5))
        assert torch.equal(weight, expected)


@every_init
def test_is_described(name: str) -> None:
    """The file says what it draws and who defined it."""
    assert registry[name].summary.endswith(".")
    assert registry[name].source
