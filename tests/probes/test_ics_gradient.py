"""Internal covariate shift against its definition, word by word."""

import copy
import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from bnreport import losses, models, norms
from bnreport.errors import SpecError
from bnreport.probes import registry
from bnreport.probes.shared.moment import Moment
from tests.probes.cases import Case

ORACLE = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "oracles" / "ics.py")))
METRICS = ("ics_l2", "ics_relative_l2", "ics_cosine")
NETWORKS: dict[str, dict[str, Any]] = {
    "resnet_cifar": {"depth": 8, "width": 4},
    "resnet": {"depth": 18, "width": 2},
    "vgg": {"depth": 11, "width": 4, "hidden": 8},
    "deep_linear": {"depth": 8},
}
NORMS: dict[str, dict[str, Any]] = {"batch": {}, "noisy_batch": {}, "noise": {}, "none": {}, "group": {"groups": 2}}
NOISE = 17


class Run:
    """A network in training on one batch."""

    def __init__(self, network: nn.Module, inputs: Tensor, targets: Tensor, loss: str) -> None:
        """Take a batch and the name of the loss."""
        self.network, self.inputs, self.targets, self.loss = network.train(), inputs, targets, loss

    def criterion(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Return the loss."""
        value: Tensor = losses.registry.create(self.loss, outputs, targets)
        return value

    def descend(self, optimizer: torch.optim.Optimizer) -> None:
        """Take a step."""
        optimizer.zero_grad()
        torch.manual_seed(NOISE)
        self.criterion(self.network(self.inputs), self.targets).backward()
        optimizer.step()

    def moment(self, step: int = 0) -> Moment:
        """Describe a step."""
        case = Case(self.network, self.inputs, self.targets, self.criterion)
        return case.moment(step=step, lr=0, noise=NOISE)

    def measure(self, move: Callable[[], object], **options: Any) -> tuple[dict[str, Any], Any]:  # noqa: ANN401
        """Return the readings of a move, and what the oracle needs."""
        probe = registry.create("ics_gradient", every=1, **options)
        before = copy.deepcopy(self.network)
        assert not probe.before_step(self.moment())
        move()
        step = ORACLE.Step(before, copy.deepcopy(self.network), self.inputs, self.targets, self.criterion, NOISE)
        return probe.after_step(self.moment(step=1)), step

    def step(self, lr: float, *moving: nn.Parameter, **options: Any) -> tuple[dict[str, Any], Any]:  # noqa: ANN401
        """Measure the last of three steps with momentum and weight decay; all parameters move unless some are named."""
        parameters = moving or self.network.parameters()
        optimizer = torch.optim.SGD(parameters, lr=lr, momentum=0.9, weight_decay=5e-4)
        for _ in range(2):
            self.descend(optimizer)
        return self.measure(lambda: self.descend(optimizer), **options)


@pytest.fixture(autouse=True)
def _reproducible() -> Iterable[None]:
    """Draw the same networks and batches in every test."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield


def build(model: str, norm: str, n: int = 16) -> Run:
    """Return a small network on a batch of Gaussian images, or vectors."""

    def between(channels: int) -> nn.Module:
        made: nn.Module = norms.registry.create(norm, channels, **NORMS[norm])
        return made

    linear = model == "deep_linear"
    network = models.registry.create(model, between, 6 if linear else 3, 8, 6, **NETWORKS[model])
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            (nn.init.xavier_normal_ if linear else nn.init.kaiming_normal_)(module.weight)
    if linear:
        return Run(network, torch.randn(n, 6), torch.randn(n, 6), "squared_error")
    network.to(memory_format=torch.channels_last)
    return Run(network, torch.randn(n, 3, 8, 8), torch.randint(6, (n,)), "cross_entropy")


def chain(*modules: nn.Module) -> Run:
    """Return a chain of modules from 2 numbers to 1, on three samples."""
    return Run(nn.Sequential(*modules), torch.randn(3, 2), torch.randn(3, 1), "squared_error")


@pytest.mark.parametrize(
    ("model", "norm"),
    [(model, norm) for model in NETWORKS for norm in NORMS if model != "resnet" or norm == "noisy_batch"],
)
def test_agrees_with_the_definition(model: str, norm: str) -> None:
    """Every layer's numbers are those of whole passes through a network of its own, with noise and without."""
    readings, step = build(model, norm).step(0.001 if model == "deep_linear" else 0.1)
    expected = ORACLE.ics(step)
    assert tuple(readings) == METRICS
    for metric in METRICS:
        assert readings[metric] == pytest.approx(expected[metric], rel=1e-5, abs=1e-9)
    assert min(list(readings["ics_relative_l2"].values())[1:]) > 1e-3  # there is something to agree on
    assert (readings["ics_l2"]["1"], readings["ics_cosine"]["1"]) == (0, 1)


@pytest.mark.parametrize("model", NETWORKS)
def test_nothing_shifts_at_rate_0(model: str) -> None:
    """If the step goes nowhere every layer reads exactly 0, 0 and 1: the noise is that of the step in both passes."""
    readings, _ = build(model, "noisy_batch").step(0.0)
    for metric, value in zip(METRICS, (0, 0, 1), strict=True):
        assert set(readings[metric].values()) == {value}


def test_two_linear_maps_in_closed_form() -> None:
    """With the loss ||W2 W1 x - y||^2 / 2, G'_2 = (W2 W1' x - y) (W1' x)^T, and G_2 the same with W1 for W1'."""
    run = chain(nn.Linear(2, 4, bias=False), nn.Linear(4, 1, bias=False))
    readings, step = run.step(0.1)
    old1, old2 = (weight.detach().double() for weight in step.before.parameters())
    x, y = run.inputs.double().T, run.targets.double().T  # (d, n)

    def gradient(w1: Tensor) -> Tensor:
        return (old2 @ w1 @ x - y) @ (w1 @ x).T

    g, moved = gradient(old1), gradient(next(step.after.parameters()).detach().double())
    expected = [(g - moved).norm(), (g - moved).norm() / g.norm(), F.cosine_similarity(g, moved)]
    assert [readings[metric]["2"] for metric in METRICS] == pytest.approx(
        [float(value) for value in expected], rel=1e-5
    )


@pytest.mark.parametrize("part", ["weight", "bias"])
def test_norm_parameters_before_a_layer_move(part: str) -> None:
    """A step of the first norm's parameters alone shifts the second layer, as the definition has it."""
    run = build("vgg", "batch")
    readings, step = run.step(0.5, getattr(run.network.get_submodule("norm1"), part))
    assert readings["ics_l2"] == pytest.approx(ORACLE.ics(step)["ics_l2"], rel=1e-5, abs=1e-9)
    assert readings["ics_l2"]["1"] == 0
    assert readings["ics_relative_l2"]["2"] > 1e-3


def test_biases_before_a_layer_move() -> None:
    """A step of the first map's bias alone shifts the second layer."""
    run = chain(nn.Linear(2, 4), nn.Linear(4, 1))
    readings, _ = run.step(0.1, run.network[0].bias)
    assert readings["ics_relative_l2"]["2"] > 1e-3


@pytest.mark.parametrize("which", ["conv4.weight", "norm4.bias"])
def test_a_layer_and_those_behind_it_stay(which: str) -> None:
    """A step of one parameter shifts no layer up to its own, and every later one but none earlier."""
    run = build("vgg", "batch")
    readings, _ = run.step(0.5, dict(run.network.named_parameters())[which])
    values = list(readings["ics_relative_l2"].values())
    assert values[:4] == [0, 0, 0, 0]
    assert min(values[4:]) > 1e-4


@pytest.mark.parametrize("model", ["vgg", "resnet"])
def test_any_network_will_do(model: str) -> None:
    """A network that is not a plain chain of stages, run as a whole, reads the same."""

    class Wrapped(nn.Module):
        def __init__(self, inner: nn.Module) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, x: Tensor) -> Tensor:
            outputs: Tensor = self.inner(x)
            return outputs

    run = build(model, "noisy_batch")
    whole = Run(Wrapped(copy.deepcopy(run.network)), run.inputs, run.targets, run.loss)
    assert whole.step(0.1)[0] == run.step(0.1)[0]


def test_a_chain_may_run_otherwise() -> None:
    """A subclass of `nn.Sequential` with a forward pass of its own is taken at its word."""

    class Residual(nn.Sequential):
        def forward(self, x: Tensor) -> Tensor:
            for module in self:
                x = x + module(x)
            return x

    run = Run(Residual(*(nn.Linear(3, 3) for _ in range(3))), torch.randn(4, 3), torch.randn(4, 3), "squared_error")
    readings, step = run.step(0.1)
    assert readings["ics_l2"] == pytest.approx(ORACLE.ics(step)["ics_l2"], rel=1e-5)


def test_a_map_may_run_twice() -> None:
    """A map that runs twice in one stage, on different input, is computed twice."""

    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = nn.Linear(2, 2), nn.Linear(2, 2)

        def forward(self, x: Tensor) -> Tensor:
            outputs: Tensor = self.second(self.first(F.relu(self.first(x))))
            return outputs

    readings, step = chain(Twice(), nn.Linear(2, 1)).step(0.1)
    assert readings["ics_l2"] == pytest.approx(ORACLE.ics(step)["ics_l2"], rel=1e-5)


def test_chosen_layers_alone() -> None:
    """Columns are the chosen layers' numbers, with the values that they have among all."""
    every, some = (build("resnet", "batch") for _ in range(2))
    some.network.load_state_dict(every.network.state_dict())
    some.inputs, some.targets = every.inputs, every.targets
    full, _ = every.step(0.1)
    part, _ = some.step(0.1, layers=[3, 8, 20])
    for metric in METRICS:
        assert part[metric] == {column: full[metric][column] for column in ("3", "8", "20")}


def test_gradients_of_zero() -> None:
    """Both zero: 0, 0 and 1, nothing has shifted. One zero: it has no direction, and if it is the old one no scale."""
    for start, end, expected in [(-9.0, -8.0, (0, 0, 1)), (9.0, -9.0, (None, 1, 0)), (-9.0, 9.0, (None, torch.inf, 0))]:
        run = chain(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
        bias = run.network[0].bias
        nn.init.constant_(bias, start)
        readings, _ = run.measure(lambda bias=bias, end=end: nn.init.constant_(bias, end))
        for metric, value in zip(METRICS, expected, strict=True):
            assert value is None or readings[metric]["2"] == value


def test_tiny_gradients_keep_their_direction() -> None:
    """Gradients whose squares fp32 cannot hold have the ratio and cosine that larger ones have."""
    run = chain(nn.Linear(2, 4, bias=False), nn.Linear(4, 1, bias=False))
    usual, step = run.step(0.1)
    tiny = Run(step.before, 1e-12 * step.inputs, 1e-12 * step.targets, "squared_error")
    readings, _ = tiny.measure(lambda: tiny.network.load_state_dict(step.after.state_dict()))
    assert 0 < readings["ics_l2"]["2"] < 1e-22
    for metric in METRICS[1:]:
        assert readings[metric]["2"] == pytest.approx(usual[metric]["2"], rel=1e-4)


def test_precision_of_training_does_not_matter() -> None:
    """Gradients are fp32's even where autocast is on."""
    readings, step = build("resnet_cifar", "batch").step(0.1)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        coarse, _ = Run(step.before, step.inputs, step.targets, "cross_entropy").measure(lambda: None)
        run = Run(step.before, step.inputs, step.targets, "cross_entropy")
        again, _ = run.measure(lambda: run.network.load_state_dict(step.after.state_dict()))
    assert set(coarse["ics_l2"].values()) == {0}
    assert again == readings


def test_measures_at_multiples() -> None:
    """With `every: 2` steps 0, 2 and 4 are measured once they are taken, and weights are held only in between."""
    run = build("deep_linear", "none")
    probe = registry.create("ics_gradient", every=2)
    measured = []
    for step in range(5):
        assert not probe.before_step(run.moment(step))
        assert bool(probe.memory) == (step % 2 == 0)
        measured += [step] * bool(probe.after_step(run.moment(step + 1)))
        assert not probe.memory
    assert measured == [0, 2, 4]


def test_refuses_layers_that_are_not_there() -> None:
    """A number beyond the last is refused at the first step."""
    with pytest.raises(SpecError, match=r"has 11 layers, and none of number 12"):
        build("vgg", "batch").step(0.1, layers=[2, 12])


def test_costs_less_than_eight_steps_of_arithmetic() -> None:
    """All 21 layers of ResNet-18: whole passes would take 22 training steps."""
    run = build("resnet", "batch", n=2)
    optimizer = torch.optim.SGD(run.network.parameters(), lr=0.1)
    with FlopCounterMode(display=False) as training:
        run.descend(optimizer)
    probe = registry.create("ics_gradient", every=1)
    probe.before_step(run.moment())
    with FlopCounterMode(display=False) as measuring:
        probe.after_step(run.moment(1))
    assert measuring.get_total_flops() < 8 * training.get_total_flops()
