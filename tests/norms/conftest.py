"""What the tests of norms share."""

import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import nn

from bnreport.norms import registry


@pytest.fixture(scope="session")
def oracle() -> SimpleNamespace:
    """The norms as loops in float64."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "oracles" / "norm_statistics.py")))


@pytest.fixture(scope="session")
def make() -> Callable[..., nn.Module]:
    """Return a maker of norms in float64 whose parameters are random, as after some training."""

    def made(name: str, channels: int, **options: Any) -> nn.Module:  # noqa: ANN401  (each norm has its own)
        module: nn.Module = registry.create(name, channels, **options)
        generator = torch.Generator().manual_seed(channels)
        for parameter in module.double().parameters():
            nn.init.normal_(parameter, 0.7, 0.3, generator)
        return module

    return made
