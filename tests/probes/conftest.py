"""Data that probes look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from bnreport.datasets.shared.cache import load
from bnreport.training.data import Resident


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Compute as a worker does."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Resident:
    """Digits on the CPU."""
    cache = tmp_path_factory.mktemp("decoded")
    return Resident(load("digits", {}, Path(cache), Path(cache)), torch.device("cpu"))
