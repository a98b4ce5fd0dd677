"""Norms that fold themselves into the weights before them: what counts as a step, on which path, and in which copy."""

from copy import deepcopy
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.optim import SGD

from bnreport import models
from bnreport.norms import _folding, data_dependent, folded, registry
from bnreport.norms._folding import Folding
from bnreport.probes.shared.statistics import recalibrate

NORMS: list[tuple[str, dict[str, Any]]] = [
    ("data_dependent", {}),
    ("data_dependent", {"parameters": "norm"}),
    ("folded", {"after": 3}),
]
every_norm = pytest.mark.parametrize(("name", "options"), NORMS, ids=str)


def network(name: str, options: dict[str, Any]) -> nn.Sequential:
    """Return two layers and their norms, and one norm that follows no layer, in float64."""
    torch.manual_seed(0)
    norms = [registry.create(name, channels, **options) for channels in (2, 4, 3)]
    branch = nn.Sequential(nn.ReLU(), nn.Conv2d(4, 3, 1, bias=False), norms[2], nn.Flatten(), nn.Linear(18, 3))
    return nn.Sequential(norms[0], nn.Conv2d(2, 4, 2, bias=False), norms[1], branch).double()


def batch(step: int) -> Tensor:
    """Return the inputs of a step, neither centred nor of unit scale."""
    return torch.randn((6, 2, 3, 4), generator=torch.Generator().manual_seed(step), dtype=torch.float64) * 2 + 1


def train(model: nn.Module, steps: range) -> list[Tensor]:
    """Take plain steps, and return the outputs in them."""
    optimizer, seen = SGD(model.parameters(), lr=0.05), []
    for step in steps:
        optimizer.zero_grad()
        y = model(batch(step))
        y.tanh().sum().backward()
        optimizer.step()
        seen.append(y.detach())
    return seen


def state(model: nn.Module) -> dict[str, Tensor]:
    """Return a copy of weights and buffers."""
    return {name: value.clone() for name, value in model.state_dict().items()}


@every_norm
def test_a_graph_computes_what_branches_do(monkeypatch: pytest.MonkeyPatch, name: str, options: dict[str, Any]) -> None:
    """Where no number may be read, as on a GPU, every output and weight is the same before, in and after the fold."""
    usual, recorded = network(name, options), network(name, options)
    expected = train(usual, range(8))
    for module in (_folding, data_dependent, folded):
        monkeypatch.setattr(module, "readable", lambda _: False)
    for one, other in zip(train(recorded, range(8)), expected, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-12, atol=1e-12)
    for key, value in recorded.named_parameters():
        torch.testing.assert_close(value, usual.get_parameter(key), rtol=1e-12, atol=1e-12)
    x = batch(9)
    torch.testing.assert_close(recorded.eval()(x), usual.eval()(x), rtol=1e-12, atol=1e-12)


@every_norm
@pytest.mark.parametrize("stop", [1, 2, 3, 4])
def test_its_state_is_all_in_buffers(name: str, options: dict[str, Any], stop: int) -> None:
    """Stopped after any step and loaded into a new network, training goes on to the same bits."""
    model = network(name, options)
    train(model, range(stop))
    twin = network(name, options)
    twin.load_state_dict(state(model))
    for one, other in zip(train(twin, range(stop, 7)), train(model, range(stop, 7)), strict=True):
        assert torch.equal(one, other)
    assert all(torch.equal(value, state(model)[key]) for key, value in state(twin).items())


@every_norm
@pytest.mark.parametrize("taken", [1, 2, 3, 4])
def test_measurements_are_no_steps(name: str, options: dict[str, Any], taken: int) -> None:
    """Forward passes, gradients asked for, and copies whose statistics are gathered anew leave the next step alone."""
    model, twin = network(name, options), network(name, options)
    train(model, range(taken))
    train(twin, range(taken))
    before = state(model)
    torch.autograd.grad(model(batch(20)).sum(), [*model.parameters()], materialize_grads=True)
    copy = deepcopy(model)
    copy(batch(21)).sum().backward()
    recalibrate(deepcopy(model), [batch(22)])
    running = {key for key in before if "running" in key or "tracked" in key}
    assert all(torch.equal(value, before[key]) for key, value in state(model).items() if key not in running)
    model.load_state_dict(before)  # running statistics are what measurements put back
    assert torch.equal(train(model, range(taken, 6))[-1], train(twin, range(taken, 6))[-1])


@pytest.mark.parametrize("taken", [1, 3, 4])
def test_tests_see_the_same_function_from_the_fold_on(taken: int) -> None:
    """Statistics gathered anew count as long as there is a normalisation, and no more."""
    model = network("folded", {"after": 3})
    train(model, range(taken))
    copy, x = deepcopy(model), batch(30)
    recalibrate(copy, [batch(31), batch(32)])
    same = torch.equal(copy(x), model.eval()(x))
    assert same == (taken >= 3)


def test_the_last_layer_before_is_followed_and_no_other() -> None:
    """In a module with several, each norm folds into the one before it; none into the next module's."""
    first, second = nn.Conv2d(2, 4, 1, bias=False), nn.Conv2d(4, 3, 1, bias=False)
    one, other, alone = (registry.create("folded", channels) for channels in (4, 3, 3))
    nn.Sequential(nn.Sequential(first, one, second, other), alone)
    followed = [[*norm.weights] for norm in (one, other, alone) if isinstance(norm, Folding)]
    assert [[weight is first.weight for weight in held] for held in followed] == [[True], [False], []]
    assert followed[1][0] is second.weight


@pytest.mark.parametrize(
    ("model", "options", "without"),
    [
        ("resnet", {"depth": 50, "width": 2}, 0),
        ("vgg", {"width": 4, "hidden": 8}, 0),
        ("preact_resnet", {"depth": 8, "width": 3, "stages": 1}, 4),
    ],
)
def test_norms_follow_what_feeds_them(model: str, options: dict[str, Any], without: int) -> None:
    """In a pre-activation network those at the start of a branch, and the last, are fed by a sum and follow nothing."""
    network = models.registry.create(model, lambda channels: registry.create("folded", channels), 3, 32, 10, **options)
    norms = [module for module in network.modules() if isinstance(module, Folding)]
    free = [layer.weight for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    followed = [id(weight) for norm in norms for weight in norm.weights]
    assert len(norms) - len(followed) == without
    assert len({*followed}) == len(followed)
    assert without or {*map(id, free)} <= {*followed}
