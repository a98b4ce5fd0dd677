"""What every model promises, with every norm."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from bnreport.errors import SpecError
from bnreport.models import registry
from bnreport.norms import registry as norms

KNOWN: list[tuple[str, dict[str, Any], int | None]] = [
    ("deep_linear", {"depth": 5}, 5),
    ("mlp", {"depth": 6, "width": 8}, 6),
    ("preact_resnet", {"depth": 14, "width": 4}, 14),
    ("preact_resnet", {"depth": 8, "width": 3, "stages": 1}, 8),
    ("resnet", {"depth": 18, "width": 4}, 18),
    ("resnet", {"depth": 34, "width": 4, "stem": "imagenet"}, 34),
    ("resnet", {"depth": 50, "width": 4}, 50),
    ("resnet", {"depth": 101, "width": 4}, 101),
    ("resnet_cifar", {"depth": 8, "width": 4}, 8),
    ("resnet_cifar", {"depth": 14, "width": 3}, 14),
    ("vgg", {"depth": 11, "width": 4, "hidden": 8}, 11),
    ("vgg", {"depth": 16, "width": 4, "hidden": 8}, 16),
]


def small(name: str) -> tuple[str, dict[str, Any], int | None]:
    """Return a model that the list above does not have, as narrow as it may be, with its depth if it has one."""
    fields = registry[name].options.model_fields
    options = {"width": 4} if "width" in fields else {}
    return name, options, fields["depth"].default if "depth" in fields else None


MODELS = [*KNOWN, *(small(name) for name in registry.names if name not in {known for known, *_ in KNOWN})]
NORM_OPTIONS: dict[str, dict[str, Any]] = {"group": {"groups": 1}, "weight_standardized": {"groups": 1}}
VECTORS = {name for name in registry.names if registry[name].constants["INPUTS"] == "vectors"}
"""Models of vectors (n, d); the others are of images (n, c, h, w)."""


def of(models: list[tuple[str, dict[str, Any], int | None]]) -> pytest.MarkDecorator:
    """Run a test for these models."""
    ids = [f"{name}-{depth}" for name, _, depth in models]
    return pytest.mark.parametrize(("name", "options", "depth"), models, ids=ids)


every_model = of(MODELS)
every_image_model = of([case for case in MODELS if case[0] not in VECTORS])
every_vector_model = of([case for case in MODELS if case[0] in VECTORS])
every_norm = pytest.mark.parametrize("norm", norms.names)


def build(name: str, options: dict[str, Any], norm: str = "batch", size: int = 32) -> nn.Module:
    """Return a small model in channels_last, weights from a fixed seed."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        make = partial(norms.create, norm, **NORM_OPTIONS.get(norm, {}))
        model: nn.Module = registry.create(name, make, 3, size, 10, **options)
    return model.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return, unused-ignore]


def some(name: str) -> Tensor:
    """Return two images or vectors."""
    return torch.randn(2, 3) if name in VECTORS else torch.randn(2, 3, 32, 32)


def watch(model: nn.Module, see: Callable[[str, nn.Module, Tensor], None]) -> None:
    """Call `see` with each module's name and output, in the order in which they run."""
    for name, module in model.named_modules():
        module.register_forward_hook(lambda module, _, output, name=name: see(name, module, output))


def is_weight_layer(module: nn.Module) -> bool:
    """Tell convolutions and linear maps from the rest."""
    return isinstance(module, nn.Conv2d | nn.Linear)


@every_image_model
@pytest.mark.parametrize("size", [8, 28, 32])
def test_classifies_images_of_any_size(name: str, options: dict[str, Any], depth: int, size: int) -> None:
    """Images of 8x8, 28x28 and 32x32 pixels give one row of class scores each."""
    del depth
    y = build(name, options, size=size)(torch.randn(2, 3, size, size))
    assert y.shape == (2, 10)
    assert y.isfinite().all()


@every_norm
@every_vector_model
def test_maps_vectors(name: str, options: dict[str, Any], depth: int | None, norm: str) -> None:
    """Vectors give one row of outputs each, and every parameter a finite gradient that is not zero."""
    del depth
    torch.manual_seed(0)  # a shift before a norm that centres has a gradient of rounding alone, which can be all zeros
    model = build(name, options, norm)
    try:
        y = model(torch.randn(8, 3))
    except SpecError:
        assert norm == "instance"
        pytest.skip("a single position has no variance")
    assert y.shape == (8, 10)
    y.pow(3).sum().backward()
    for parameter in model.parameters():
        assert parameter.grad is not None
        assert parameter.grad.isfinite().all()
        assert parameter.grad.any()


@every_norm
@every_image_model
def test_keeps_channels_last(name: str, options: dict[str, Any], depth: int | None, norm: str) -> None:
    """Every activation and every gradient, the image's included, stays in channels_last."""
    del depth
    strayed: list[str] = []
    model = build(name, options, norm)
    children = [child for child, _ in model.named_children()]
    # the gradient of the global average comes without a format; the last block's ReLU gives it one
    averaged = dict(zip(children[1:], children, strict=False)).get("average")

    def see(name: str, _: nn.Module, output: Tensor) -> None:
        if output.ndim == 4:
            check(f"{name} forward", output)
            if name != averaged:
                output.register_hook(partial(check, f"{name} backward"))  # type: ignore[no-untyped-call]

    def check(what: str, x: Tensor) -> None:
        if not x.is_contiguous(memory_format=torch.channels_last):
            strayed.append(what)

    watch(model, see)
    x = torch.randn(2, 3, 32, 32).contiguous(memory_format=torch.channels_last).requires_grad_()
    x.register_hook(partial(check, "image"))  # type: ignore[no-untyped-call]
    try:
        model(x).square().sum().backward()
    except SpecError:
        assert norm == "instance"
        pytest.skip("a single position has no variance")
    assert strayed == []
    assert all(parameter.grad is not None and parameter.grad.isfinite().all() for parameter in model.parameters())


@every_model
def test_depth_counts_weight_layers(name: str, options: dict[str, Any], depth: int | None) -> None:
    """`depth` is the number of convolutions and linear maps, without those of shortcuts."""
    if depth is None:
        pytest.skip("it has no such option")
    modules = build(name, options).named_modules()
    assert sum(is_weight_layer(module) and "shortcut" not in name for name, module in modules) == depth


@every_model
def test_weight_layers_are_registered_as_they_run(name: str, options: dict[str, Any], depth: int | None) -> None:
    """The order of `modules()` is the order of the computation, as measures of 'layers before i' need."""
    del depth
    model, ran = build(name, options), []
    watch(model, lambda name, module, _: ran.append(name) if is_weight_layer(module) else None)
    model(some(name))
    assert ran == [name for name, module in model.named_modules() if is_weight_layer(module)]


@every_model
def test_nothing_overwrites_an_activation(name: str, options: dict[str, Any], depth: int | None) -> None:
    """What a hook saw of a layer is still there after the forward pass."""
    del depth
    model, seen = build(name, options), []
    watch(model, lambda name, _, output: seen.append((name, output, output.detach().clone())))
    model(some(name))
    assert [name for name, output, copy in seen if not torch.equal(output, copy)] == []


@every_model
def test_a_norm_follows_every_map_but_the_last(name: str, options: dict[str, Any], depth: int | None) -> None:
    """Each map without a bias is followed by a norm under a name that says so; the classifier has its own bias."""
    del depth
    model, ran = build(name, options, "batch_minus"), []
    norm = type(norms.create("batch_minus", 1))
    # the next block's shortcut may run before its norm
    inner = {name for name, module in model.named_modules() if [*module.children()] or name.endswith("shortcut")}
    watch(model, lambda name, module, _: None if name in inner else ran.append((name, module)))
    model(some(name))
    for (_, module), (after, follower) in pairwise(ran):
        if is_weight_layer(module) and module.bias is None:
            assert isinstance(follower, norm)
            assert after.rpartition(".")[2].startswith("norm")
        elif is_weight_layer(module):
            assert isinstance(module, nn.Linear)
            assert module.out_features == 10
    assert not any(name.rpartition(".")[2].startswith("bn") for name, _ in model.named_modules())


@every_model
def test_without_norm_only_the_scales_are_missing(name: str, options: dict[str, Any], depth: int | None) -> None:
    """`none` keeps a bias for each channel: against `batch` it lacks gamma and nothing else."""
    del depth
    with torch.device("meta"):
        none, batch, minus = (build(name, options, norm) for norm in ("none", "batch", "batch_minus"))
    scales = sum(buffer.numel() for name, buffer in minus.named_buffers() if name.endswith("running_mean"))
    counts = [sum(parameter.numel() for parameter in model.parameters()) for model in (none, batch, minus)]
    assert scales > 0
    assert counts[1] - counts[0] == scales
    assert counts[0] - counts[2] == scales


@pytest.mark.parametrize("name", registry.names)
def test_is_described(name: str) -> None:
    """The file says what it builds, who defined it and what each option means."""
    entry = registry[name]
    assert entry.summary.endswith(".")
    assert entry.source
    assert all(field.description for field in entry.options.model_fields.values())
