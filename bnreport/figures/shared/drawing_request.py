"""A figure that a probe's file asks for, with the runs to draw it of, and which of many layers it shows."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.results import RunResult, Series


class DrawingRequest(NamedTuple):
    """A figure that a probe's file asks for, in an experiment that measured what it shows."""

    experiment: str
    experiment_label: str
    """What people read of it."""
    probe: str
    kind: str
    title: str
    source: str
    axes: "Mapping[str, str]"
    """By metric."""
    units: "Mapping[str, str]"
    runs: "Mapping[str, Mapping[int, RunResult]]"
    """By what people read of the arm, and seed, those that measured it, or diverged before they could."""
    asked: frozenset[str]
    """Columns that hypotheses name."""
    counted: tuple[int, int] | None = None
    """First and last step that some claim counts in some run, if any counts but part of its steps."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of its metrics, of whichever run."""
        runs = [run for held in self.runs.values() for run in held.values()]
        series = (run.series[metric] for run in runs for metric in self.axes if metric in run.series)
        return tuple(dict.fromkeys(column for each in series for column in each.columns))

    @property
    def measured(self) -> "dict[str, dict[int, Series]]":
        """The first metric, by arm and seed, where it was read at all."""
        [metric, *_] = self.axes
        found = {
            arm: {
                seed: run.series[metric]
                for seed, run in held.items()
                if metric in run.series and len(run.series[metric].steps)
            }
            for arm, held in self.runs.items()
        }
        return {arm: held for arm, held in found.items() if held}


def inner(items: tuple[str, ...], most: int, asked: frozenset[str]) -> tuple[str, ...]:
    """Return all of a few layers; of more, those that are asked for, or some between the first and the last."""
    wanted = tuple(item for item in items if item in asked)
    if len(items) <= most:
        return items
    if wanted:
        return wanted[:most]
    indices = np.linspace(0, len(items) - 1, most + 2)[1:-1]
    return tuple(items[round(index)] for index in indices)
