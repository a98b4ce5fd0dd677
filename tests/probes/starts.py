"""Networks as they are initialised, for probes to look at."""

from typing import Any

import torch
from torch import nn

from bnreport import models, norms
from bnreport.probes import registry
from bnreport.study.choice import Choice
from bnreport.training.seeding import initialise
from tests.probes.cases import Case


def network(model: str, norm: str, init: Choice, shape: tuple[int, int], **options: Any) -> nn.Module:  # noqa: ANN401
    """Return a network of ten outputs, weights drawn from seed 1."""

    def made(channels: int) -> nn.Module:
        module: nn.Module = norms.registry.create(norm, channels)
        return module

    built: nn.Module = models.registry.create(model, made, *shape, 10, **options)
    initialise(built, init, 1)
    return built


def look(probe: str, case: Case, **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what a probe reads at step 0."""
    looking = registry.create(probe, **options)
    moment = case.moment(step=0, lr=0.1)
    reading = looking.before_step(moment)
    assert not looking.after_step(moment)
    return dict(reading)


def draw(*shape: int) -> torch.Tensor:
    """Return Gaussian numbers, always the same."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(7))
