"""Runs: how many came from plan to verdict, and each of them with what it measured last."""

from math import isnan, nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING, say_name, say_value
from bnreport.registry import ArmName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bnreport.report.facts import Facts
    from bnreport.results import Metric, RunResult, SeedValues

TITLE = "Runs"
_PREFIX = 12
_METRICS = 4


class Stage(NamedTuple):
    """One step of the flow."""

    name: str
    number: int


class RunRow(NamedTuple):
    """One run."""

    anchor: str
    arm: str
    seed: int
    exploratory: bool
    """Beyond the last declared look: no verdict reads it."""
    outcome: str
    cause: str
    steps: int
    finals: tuple[str, ...]
    seconds: str
    device: str
    key: str
    claims: tuple[str, ...]
    """Hypotheses that have a number from it."""


class RunTable(NamedTuple):
    """Runs of one experiment."""

    experiment: str
    columns: tuple[str, ...]
    device: str
    """That all of them ran on; empty where they differ."""
    runs: tuple[RunRow, ...]


class Runs(NamedTuple):
    """The section."""

    flow: tuple[Stage, ...]
    tables: tuple[RunTable, ...]


def gather(facts: "Facts") -> Runs:
    """Count the runs, and list them experiment by experiment."""
    readers = _readers(facts)
    tables = (_table(facts, name, measured, readers) for name, measured in facts.metrics.items())
    return Runs(count_stages(facts), tuple(tables))


def count_stages(facts: "Facts") -> tuple[Stage, ...]:
    """Count runs from plan to verdict, those beyond the plan apart; a run is analysed if any hypothesis reads it."""
    planned = facts.planned
    runs = {(arm, seed): run for (arm, seed), run in facts.runs.items() if seed in planned.get(arm, ())}
    analysed = runs.keys() & _readers(facts).keys()
    diverged = sum(run.outcome == "diverged" for run in runs.values())
    beyond = len(facts.runs) - len(runs)
    return (
        Stage("planned", sum(map(len, planned.values()))),
        Stage("started", len(runs)),
        Stage("finished", len(runs) - diverged),
        Stage("diverged", diverged),
        Stage("analysed", len(analysed)),
        *([Stage("beyond the plan", beyond)] if beyond else []),
    )


def _readers(facts: "Facts") -> "Mapping[tuple[str, int], tuple[str, ...]]":
    """Return, by arm and seed, the hypotheses that have a number from that run."""
    readers: dict[tuple[str, int], tuple[str, ...]] = {}
    for verdict in facts.verdicts:
        for run in dict.fromkeys(run for table in verdict.evidence.tables() for run in _read(table.arms)):
            readers[run] = (*readers.get(run, ()), verdict.hypothesis)
    return readers


def _read(arms: "Mapping[str, SeedValues]") -> "Iterator[tuple[str, int]]":
    """Yield arm and seed of every run that has a number."""
    for name, arm in arms.items():
        yield from ((name, seed) for seed, value in zip(arm.seeds, arm.values, strict=True) if not isnan(value))


def _table(
    facts: "Facts",
    experiment: str,
    measured: "Mapping[str, Metric]",
    readers: "Mapping[tuple[str, int], tuple[str, ...]]",
) -> RunTable:
    # what training is for first: it has a better direction
    shown = sorted(measured.values(), key=lambda metric: (metric.better is None, metric.name))[:_METRICS]
    runs = tuple(
        _run(facts, at, shown, readers.get(at, ())) for at in facts.runs if ArmName(at[0]).experiment == experiment
    )
    devices = {run.device for run in runs}
    columns = tuple(say_name(metric.name) for metric in shown)
    return RunTable(facts.study.experiment_label(experiment), columns, devices.pop() if len(devices) == 1 else "", runs)


def _run(facts: "Facts", at: tuple[str, int], shown: "Sequence[Metric]", claims: tuple[str, ...]) -> RunRow:
    (arm, seed), run = at, facts.runs[at]
    return RunRow(
        anchor=facts.anchor(arm, seed),
        arm=facts.study.label(arm),
        seed=seed,
        exploratory=facts.is_exploratory(arm, seed),
        outcome=run.outcome,
        cause=run.cause,
        steps=run.stopped_at,
        finals=tuple(say_value(_last(run, metric.name), metric.unit) for metric in shown),
        seconds=f"{run.seconds:.1f} s",
        device=run.environment.get("device", NOTHING),
        key=run.key[:_PREFIX],
        claims=claims,
    )


def _last(run: "RunResult", metric: str) -> float:
    """Return the last value measured, as it was measured: of a diverged run too; layers are averaged."""
    series = run.series.get(metric)
    return nan if series is None or not len(series.values) else float(series.values[-1].mean())
