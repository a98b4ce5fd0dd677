"""Norms that say PER_CHANNEL: two networks side by side are one network with twice the channels."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.norms import registry

Make = Callable[..., nn.Module]
CHANNELS = 4
OPTIONS: dict[str, dict[str, Any]] = {"group": {"groups": 2}}
DECLARED = [name for name in registry.names if registry[name].constants.get("PER_CHANNEL")]
SHAPES = [(6, CHANNELS), (3, CHANNELS, 3, 2), (1, CHANNELS, 6, 1)]


def draw(shape: tuple[int, ...], seed: int) -> Tensor:
    """Return inputs that are neither centred nor of unit scale, and differ from seed to seed."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * (2 + seed) + 1


def beside(make: Make, name: str) -> tuple[list[nn.Module], nn.Module]:
    """Return two norms with parameters of their own, and one of twice the channels that has both's."""
    parts = [make(name, CHANNELS, **OPTIONS.get(name, {})) for _ in range(2)]
    for parameter in parts[1].parameters():
        parameter.data = parameter.data.flip(0) - 0.5
    whole = make(name, 2 * CHANNELS, **OPTIONS.get(name, {}))
    whole.load_state_dict(joined(parts))
    return parts, whole


def joined(parts: list[nn.Module]) -> dict[str, Tensor]:
    """Return the state of two norms as that of one: counts are shared, the rest lies one after another."""
    states = [part.state_dict() for part in parts]
    return {
        key: torch.cat([state[key] for state in states]) if value.ndim else value for key, value in states[0].items()
    }


@pytest.mark.parametrize("name", DECLARED)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_side_by_side_is_one(make: Make, name: str, shape: tuple[int, ...]) -> None:
    """Forward, backward, running statistics and evaluation of the whole are those of its parts."""
    parts, whole = beside(make, name)
    inputs = [draw(shape, seed).requires_grad_() for seed in (1, 2)]
    upstream = [draw(shape, seed) for seed in (3, 4)]
    y = [part(x) for part, x in zip(parts, inputs, strict=True)]
    together = whole(torch.cat(inputs, 1))
    torch.testing.assert_close(together, torch.cat(y, 1))
    theirs = [
        torch.autograd.grad(out, [x, *part.parameters()], given)
        for out, x, part, given in zip(y, inputs, parts, upstream, strict=True)
    ]
    found = torch.autograd.grad(together, [*inputs, *whole.parameters()], torch.cat(upstream, 1))
    torch.testing.assert_close(found[:2], tuple(gradients[0] for gradients in theirs))
    torch.testing.assert_close(found[2:], tuple(torch.cat(pair) for pair in zip(*theirs, strict=True))[1:])
    torch.testing.assert_close(dict(whole.state_dict()), joined(parts))
    after = [part.eval()(x) for part, x in zip(parts, inputs, strict=True)]
    torch.testing.assert_close(whole.eval()(torch.cat(inputs, 1)), torch.cat(after, 1))


@pytest.mark.parametrize("name", registry.names)
def test_said_by_those_it_is_true_of(make: Make, name: str) -> None:
    """A norm says PER_CHANNEL exactly if it may stand side by side with samples laid out as positions, as they do."""
    parts, whole = beside(make, name)
    inputs = [draw((6, CHANNELS), seed) for seed in (1, 2)]
    as_positions = torch.cat(inputs, 1).T[None, :, :, None]
    with torch.random.fork_rng():
        torch.manual_seed(5)
        try:
            apart = torch.cat([part(x) for part, x in zip(parts, inputs, strict=True)], 1)
            same = torch.allclose(whole(as_positions)[0, :, :, 0].T, apart)
        except SpecError:
            same = False
    assert registry[name].constants.get("PER_CHANNEL") == (True if same else None)
