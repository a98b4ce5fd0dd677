"""Statistics gathered anew against those of the layers' inputs, taken by hand."""

from collections.abc import Iterator

import pytest
import torch
from torch import nn

from bnreport import norms
from bnreport.probes.shared.statistics import BATCHES, recalibrate

BATCH_KINDS = ["batch", "batch_minus", "noisy_batch", "ghost", "l1", "l2", "linf"]


def network(norm: str) -> nn.Sequential:
    """Return two linear layers, each with a norm behind it, in training mode and with statistics that are wrong."""
    torch.manual_seed(1)
    layers = [nn.Linear(5, 7), norms.registry.create(norm, 7), nn.ReLU(), nn.Linear(7, 3)]
    model = nn.Sequential(*layers, norms.registry.create(norm, 3), nn.Dropout(0.9)).train()
    for name, value in model.named_buffers():
        if "running" in name:
            value.fill_(float("nan"))
    return model


def batches(count: int) -> list[torch.Tensor]:
    """Return batches whose moments differ."""
    draws = torch.Generator().manual_seed(2)
    return [torch.randn(32, 5, generator=draws) * (1 + k) + k for k in range(count)]


def gathers(module: nn.Module) -> bool:
    """Tell a norm that has running statistics."""
    return any(name.startswith("running") for name, _ in module.named_buffers(recurse=False))


def spread(norm: str, x: torch.Tensor) -> torch.Tensor:
    """Return what a norm keeps beside the mean: the variance (1/(m - 1)), or the mean norm of what is not centred."""
    by = {"l1": x.abs().mean(0), "l2": x.square().mean(0).sqrt(), "linf": x.abs().amax(0)}
    return by.get(norm, x.var(0))


def by_hand(norm: str, model: nn.Sequential, count: int) -> list[torch.Tensor]:
    """Return mean and spread of either norm's inputs over batches, with batch statistics and without noise."""
    sums = [torch.zeros(width) for width in (7, 7, 3, 3)]
    for x in batches(count):
        first = model[0](x)
        scale = {"l1": 0, "l2": 0, "linf": 0}.get(norm)
        divisor = first.var(0, correction=0).sqrt() if scale is None else spread(norm, first)
        second = model[3](torch.relu((first - first.mean(0)) / divisor))
        found = [first.mean(0), spread(norm, first), second.mean(0), spread(norm, second)]
        sums = [total + value / count for total, value in zip(sums, found, strict=True)]
    return sums


@pytest.mark.parametrize("norm", BATCH_KINDS)
def test_statistics_are_means_over_the_batches(norm: str) -> None:
    """Every kind of norm alike, whatever it had and by however much the newest batch counts in training."""
    model = network(norm)
    expected = by_hand(norm, model, 3)
    recalibrate(model, batches(3))
    actual = [value for name, value in model.named_buffers() if "running" in name]
    for one, other in zip(actual, expected, strict=True):
        torch.testing.assert_close(one, other.detach(), rtol=1e-3, atol=1e-3)


def test_sixteen_batches_are_enough() -> None:
    """What follows them is not asked for."""
    taken = []

    def supply() -> Iterator[torch.Tensor]:
        for each in batches(BATCHES + 3):
            taken.append(each)
            yield each

    recalibrate(network("batch"), supply())
    assert len(taken) == BATCHES


def test_every_norm_that_keeps_statistics_is_known() -> None:
    """What has buffers of that name has a weight of the newest batch too, or it would be passed over."""
    kept = {name for name in norms.registry.names if any(map(gathers, norms.registry.create(name, 32).modules()))}
    assert kept == {*BATCH_KINDS, "folded", "population"}
    assert all(
        hasattr(module, "momentum")
        for name in kept
        for module in norms.registry.create(name, 4).modules()
        if gathers(module)
    )


def test_a_frozen_norm_keeps_what_it_has() -> None:
    """What training does not gather is not gathered anew."""
    model = network("batch")
    model[1].eval()
    recalibrate(model, batches(2))
    assert model[1].running_mean.isnan().all()


def test_the_network_ends_in_evaluation_mode_and_draws_nothing() -> None:
    """Noise and dropout are off while statistics are gathered: the random state is as before."""
    model, before = network("noisy_batch"), torch.get_rng_state()
    recalibrate(model, batches(2))
    assert torch.equal(torch.get_rng_state(), before)
    assert not any(module.training for module in model.modules())


@pytest.mark.parametrize("norm", ["none", "group", "noise"])
def test_without_statistics_no_batch_is_looked_at(norm: str) -> None:
    """It costs nothing then."""
    model = nn.Sequential(nn.Linear(5, 32), norms.registry.create(norm, 32)).train()

    def supply() -> Iterator[torch.Tensor]:
        raise AssertionError
        yield

    recalibrate(model, supply())
    assert not model.training
