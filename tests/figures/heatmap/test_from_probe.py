"""Ratios of layers are of seeds that are paired."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from bnreport.figures import DrawingRequest
from bnreport.figures.heatmap.from_probe import table
from bnreport.figures.heatmap.table import Table
from bnreport.results import RunResult, Series
from tests.figures.conftest import asked

LAYERS = tuple("12345")
Held = Mapping[int, float]
Requested = Callable[[Mapping[str, Held]], DrawingRequest]


@pytest.fixture(scope="session")
def requested(make_run: Callable[..., RunResult]) -> Requested:
    """Return the maker of a request: per arm and seed the drift of every layer, NaN where it was never read."""

    def made(drift: Mapping[str, Held], layers: tuple[str, ...] = LAYERS) -> DrawingRequest:
        runs = {}
        for arm, held in drift.items():
            read = {seed: np.full((0 if np.isnan(each) else 4, len(layers)), each) for seed, each in held.items()}
            series = {seed: Series(np.arange(len(each)), each, layers) for seed, each in read.items()}
            runs[arm] = {seed: replace(make_run("vgg.standard", 0), series={"drift": each})
                         for seed, each in series.items()}  # fmt: skip
        return asked("heatmap", runs, drift="log")

    return made


def _table(request: DrawingRequest) -> Table:
    made = table(request, 0)
    assert made is not None
    return made


def test_heat_maps_are_of_many_layers_and_several_arms(requested: Callable[..., DrawingRequest]) -> None:
    """Where lines show all layers there is none, nor where nothing is to be compared."""
    both: Mapping[str, Held] = {"standard": {0: 1.0}, "batchnorm": {0: 1.0}}
    assert table(requested(both), 0) is not None
    assert table(requested(both, LAYERS[:3]), 0) is None
    assert table(requested({"standard": {0: 1.0}}), 0) is None


def test_heat_is_the_median_of_ratios_within_seeds(requested: Requested) -> None:
    """Each seed against its own partner, then the median: not the ratio of medians."""
    made = _table(requested({"standard": {0: 1.0, 1: 10.0}, "batchnorm": {0: 3.0, 1: 50.0}}))
    assert (made.reference, made.layers, made.steps) == ("standard", LAYERS, (0, 1, 2, 3))
    assert {ratio for row in made.panels[0].ratios for ratio in row} == {4.0}


def test_heat_maps_count_the_seeds_that_are_paired(requested: Requested) -> None:
    """Seeds 0 to 3 of one arm and 3 to 4 of the other are one pair, and an arm without a partner is named."""
    seeds = {"standard": range(4), "batchnorm": range(3, 5), "late": range(7, 9)}
    made = _table(requested({**{arm: dict.fromkeys(held, 1.0) for arm, held in seeds.items()}, "lost": {0: np.nan}}))
    assert (made.seeds, [panel.arm for panel in made.panels]) == (1, ["batchnorm", "late"])
    assert "up to 1 seeds" in made.alt
    assert made.note == "No seed to pair with standard: late. Diverged before any reading: lost."


def test_a_stretch_of_training_has_the_median_of_its_readings(requested: Requested) -> None:
    """Of 80 readings each two are one stretch; one without a number counts for nothing."""
    request = requested({"standard": {0: 1.0}, "batchnorm": {0: 1.0}})
    values = np.repeat(np.arange(1.0, 81.0)[:, None], len(LAYERS), axis=1)
    values[0] = np.nan
    runs = {
        arm: {0: replace(held[0], series={"drift": Series(np.arange(80), each, LAYERS)})}
        for (arm, held), each in zip(request.runs.items(), (np.ones_like(values), values), strict=True)
    }
    made = _table(request._replace(runs=runs))
    assert made.steps == tuple(range(1, 80, 2))
    assert made.panels[0].ratios[0][:3] == (2.0, 3.5, 5.5)
