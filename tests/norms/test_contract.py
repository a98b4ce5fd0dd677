"""What every norm promises, whatever it computes."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.norms import registry

Make = Callable[..., nn.Module]
CHANNELS = 4
OPTIONS: dict[str, dict[str, Any]] = {
    "group": {"groups": 2},
    "weight_standardized": {"groups": 2},
    "ghost": {"size": 2},
    "folded": {"after": 1},
}
FROM_THE_FIRST_BATCH = {"data_dependent"}
"""Its moments are constants to the first gradient, which its own tests hold to that of the network it starts."""
SHAPES = [(6, CHANNELS), (3, CHANNELS, 3, 2)]
every_norm = pytest.mark.parametrize("name", registry.names)
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def draw(shape: tuple[int, ...], seed: int = 1) -> Tensor:
    """Return inputs that are neither centred nor of unit scale, and differ from seed to seed."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * (1 + seed) + 1


def applied(module: nn.Module, x: Tensor) -> Tensor:
    """Apply with fixed draws; skip where the norm says that it has no meaning for such inputs."""
    with torch.random.fork_rng():
        torch.manual_seed(2)
        try:
            y: Tensor = module(x)
        except SpecError as error:
            assert "(6, 4)" in str(error)  # noqa: PT017
            pytest.skip(str(error))
    return y


@every_norm
@every_shape
@pytest.mark.parametrize("training", [True, False])
def test_keeps_shape_and_dtype(make: Make, name: str, shape: tuple[int, ...], *, training: bool) -> None:
    """A norm returns what it was given, in shape and dtype."""
    module = make(name, CHANNELS, **OPTIONS.get(name, {})).train(training)
    for dtype in (torch.float32, torch.float64):
        y = applied(module.to(dtype), draw(shape).to(dtype))
        assert (y.shape, y.dtype) == (torch.Size(shape), dtype)


@every_norm
@every_shape
@pytest.mark.parametrize("training", [True, False])
def test_keeps_bfloat16_under_autocast(make: Make, name: str, shape: tuple[int, ...], *, training: bool) -> None:
    """Parameters in float32 do not promote activations in bfloat16."""
    module = make(name, CHANNELS, **OPTIONS.get(name, {})).float().train(training)
    with torch.autocast("cpu", torch.bfloat16):
        y = applied(module, draw(shape).bfloat16())
    assert y.dtype == torch.bfloat16


@every_norm
@every_shape
@pytest.mark.parametrize("steps", [0, 1, 2])
def test_gradients_are_right(make: Make, name: str, shape: tuple[int, ...], steps: int) -> None:
    """Gradients to the input and to each parameter are finite and agree with differences, at first and later."""
    if name in FROM_THE_FIRST_BATCH and not steps:
        pytest.skip("the first batch sets constants")
    module = make(name, CHANNELS, **OPTIONS.get(name, {}))
    for _ in range(steps):
        applied(module, draw(shape).requires_grad_()).sum().backward()
    names = [parameter for parameter, _ in module.named_parameters()]
    state = {key: buffer.clone() for key, buffer in module.named_buffers()}

    def function(x: Tensor, *parameters: Tensor) -> Tensor:
        kept = {key: buffer.clone() for key, buffer in state.items()}  # a call may move what the next one is to see
        given = kept | dict(zip(names, parameters, strict=True))
        with torch.random.fork_rng():
            torch.manual_seed(2)
            y: Tensor = torch.func.functional_call(module, given, (x,))
            return y

    applied(module, draw(shape))
    x = draw(shape).requires_grad_()
    assert torch.autograd.gradcheck(function, (x, *module.parameters()))
    gradients = torch.autograd.grad(function(x, *module.parameters()).square().sum(), [x, *module.parameters()])
    assert all(gradient.isfinite().all() for gradient in gradients)


@every_norm
def test_keeps_channels_last(make: Make, name: str) -> None:
    """Activations and gradients stay in the memory format of the input, without which training is slower."""
    module = make(name, CHANNELS, **OPTIONS.get(name, {}))
    for memory_format in (torch.channels_last, torch.contiguous_format):
        x = draw((3, CHANNELS, 5, 6)).contiguous(memory_format=memory_format).requires_grad_()
        y = applied(module, x)
        (gradient,) = torch.autograd.grad(y, x, torch.randn_like(y))
        assert y.is_contiguous(memory_format=memory_format)
        assert gradient.is_contiguous(memory_format=memory_format)


@every_norm
@every_shape
def test_formats_agree(make: Make, name: str, shape: tuple[int, ...]) -> None:
    """Evaluation gives the same numbers whatever the memory format."""
    module = make(name, CHANNELS, **OPTIONS.get(name, {})).eval()
    x = draw(shape)
    strided = x.movedim(1, -1).contiguous().movedim(-1, 1)
    torch.testing.assert_close(applied(module, strided), applied(module, x))


@every_norm
@every_shape
def test_evaluation_sees_one_sample_at_a_time(make: Make, name: str, shape: tuple[int, ...]) -> None:
    """In evaluation the other samples of a batch change nothing, and nothing is drawn or learnt."""
    module = make(name, CHANNELS, **OPTIONS.get(name, {}))
    applied(module, draw(shape))
    module.eval()
    before = {key: value.clone() for key, value in module.state_dict().items()}
    generator = torch.get_rng_state()
    x = draw(shape)
    torch.testing.assert_close(torch.cat([module(sample[None]) for sample in x]), module(x))
    assert torch.equal(generator, torch.get_rng_state())
    assert all(torch.equal(value, before[key]) for key, value in module.state_dict().items())


@every_norm
@every_shape
def test_state_round_trips(make: Make, name: str, shape: tuple[int, ...]) -> None:
    """A state dictionary of bare tensors restores the function, running statistics included."""
    module = make(name, CHANNELS, **OPTIONS.get(name, {}))
    applied(module, draw(shape))
    twin: nn.Module = registry.create(name, CHANNELS, **OPTIONS.get(name, {})).double()
    twin.load_state_dict(dict(module.state_dict()), strict=True)
    x = draw(shape)
    torch.testing.assert_close(twin.eval()(x), module.eval()(x), rtol=0, atol=0)


@every_norm
def test_is_described(name: str) -> None:
    """The file says what it computes, who defined it and what each option means."""
    entry = registry[name]
    assert entry.summary.endswith(".")
    assert entry.source
    assert all(field.description for field in entry.options.model_fields.values())
    assert entry.options(**OPTIONS.get(name, {}))


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


@pytest.mark.parametrize("name", [each for each in registry.names if registry[each].constants.get("PER_CHANNEL")])
@pytest.mark.parametrize("shape", [*SHAPES, (1, CHANNELS, 6, 1)], ids=str)
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


@every_norm
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
    alone = same and not changes_the_layer_before(make, name)
    assert registry[name].constants.get("PER_CHANNEL") == (True if alone else None)


def changes_the_layer_before(make: Make, name: str) -> bool:
    """Tell whether a map gives something else once the norm stands behind it, or takes part in steps without a rate.

    Side by side there are no such maps.
    """
    torch.manual_seed(6)
    layer, x = nn.Linear(CHANNELS, CHANNELS, bias=False).double(), draw((6, CHANNELS))
    before = layer(x)
    whole = nn.Sequential(layer, make(name, CHANNELS, **OPTIONS.get(name, {})))
    for _ in range(2):
        applied(whole, x).sum().backward()
    return not torch.equal(layer(x), before)
