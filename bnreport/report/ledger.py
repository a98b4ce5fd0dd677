"""Run flow and the ledger of every run."""

import re
from math import isnan, nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING, say_value
from bnreport.results import ArmName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Metric, Results, RunResult, SeedValues

_PREFIX = 12
_METRICS = 4


class Stage(NamedTuple):
    """One step of the flow."""

    name: str
    number: int


class Entry(NamedTuple):
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
    claims: tuple[str, ...] = ()
    """Hypotheses that have a number from it."""


class Ledger(NamedTuple):
    """Runs of one experiment."""

    experiment: str
    columns: tuple[str, ...]
    device: str
    """That all of them ran on; empty where they differ."""
    entries: tuple[Entry, ...]


def anchor(arm: str, seed: int, key: str) -> str:
    """Return the id of a run's row; no two runs of a report share one."""
    return f"run-{re.sub('[^a-zA-Z0-9]+', '-', arm)}-{seed}-{key[:8]}"


def flow(
    planned: "Mapping[str, tuple[int, ...]]", results: "Results", verdicts: "tuple[Verdict, ...]"
) -> tuple[Stage, ...]:
    """Count runs from plan to verdict, those beyond the plan apart; a run is analysed if any hypothesis reads it."""
    started = {(arm, seed): run for arm, seeds in results.runs.items() for seed, run in seeds.items()}
    runs = {(arm, seed): run for (arm, seed), run in started.items() if seed in planned.get(arm, ())}
    analysed = runs.keys() & _readers(verdicts).keys()
    diverged = sum(run.outcome == "diverged" for run in runs.values())
    beyond = len(started) - len(runs)
    return (
        Stage("planned", sum(map(len, planned.values()))),
        Stage("started", len(runs)),
        Stage("finished", len(runs) - diverged),
        Stage("diverged", diverged),
        Stage("analysed", len(analysed)),
        *([Stage("beyond the plan", beyond)] if beyond else []),
    )


def ledgers(
    results: "Results",
    metrics: "Mapping[str, Mapping[str, Metric]]",
    verdicts: "tuple[Verdict, ...]",
    declared: int,
) -> tuple[Ledger, ...]:
    """List every run, experiment by experiment; seeds beyond the `declared` are exploratory."""
    readers = _readers(verdicts)
    return tuple(
        _ledger(experiment, measured, results, (readers, declared)) for experiment, measured in metrics.items()
    )


def _readers(verdicts: "tuple[Verdict, ...]") -> "Mapping[tuple[str, int], tuple[str, ...]]":
    """Return, by arm and seed, the hypotheses that have a number from that run."""
    readers: dict[tuple[str, int], tuple[str, ...]] = {}
    for verdict in verdicts:
        tables = verdict.evidence.tables() if verdict.evidence else ()
        for run in dict.fromkeys(run for table in tables for run in _read(table.arms)):
            readers[run] = (*readers.get(run, ()), verdict.hypothesis)
    return readers


def _read(arms: "Mapping[str, SeedValues]") -> "Iterator[tuple[str, int]]":
    """Yield arm and seed of every run that has a number."""
    for name, arm in arms.items():
        yield from ((name, seed) for seed, value in zip(arm.seeds, arm.values, strict=True) if not isnan(value))


def _ledger(
    experiment: str,
    measured: "Mapping[str, Metric]",
    results: "Results",
    read: "tuple[Mapping[tuple[str, int], tuple[str, ...]], int]",
) -> Ledger:
    readers, declared = read
    # what training is for first: it has a better direction
    shown = [measured[name] for name in sorted(measured, key=lambda name: (measured[name].better is None, name))]
    shown = shown[:_METRICS]
    entries = tuple(
        _entry((arm, seed), run, shown, exploratory=seed >= declared)._replace(claims=readers.get((arm, seed), ()))
        for arm, runs in results.runs.items()
        if ArmName(arm).experiment == experiment
        for seed, run in sorted(runs.items())
    )
    devices = {entry.device for entry in entries}
    return Ledger(
        experiment,
        tuple(metric.name.replace("_", " ") for metric in shown),
        devices.pop() if len(devices) == 1 else "",
        entries,
    )


def _entry(name: tuple[str, int], run: "RunResult", shown: "list[Metric]", *, exploratory: bool) -> Entry:
    arm, seed = name
    return Entry(
        anchor=anchor(arm, seed, run.key),
        arm=ArmName(arm).condition,
        seed=seed,
        exploratory=exploratory,
        outcome=run.outcome,
        cause=run.cause,
        steps=run.stopped_at,
        finals=tuple(say_value(_last(run, metric.name), metric.unit) for metric in shown),
        seconds=f"{run.seconds:.1f} s",
        device=run.environment.get("device", NOTHING),
        key=run.key[:_PREFIX],
    )


def _last(run: "RunResult", metric: str) -> float:
    """Return the last value measured, as it was measured: of a diverged run too; layers are averaged."""
    series = run.series.get(metric)
    return nan if series is None or not len(series.values) else float(series.values[-1].mean())
