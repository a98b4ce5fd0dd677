"""Runs that are compared and were not trained in one environment: of one seed, or of several."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_list, say_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.report.facts import Facts
    from bnreport.results import RunResult

_UNKNOWN = "not recorded"
_INVOCATION = frozenset({"command", "commit", "uncommitted_changes"})
"""Who asked for a run: the code that it used is in its key, so that runs of two commands may be compared."""
_LONG = 16
_NAMED = 3
"""Seeds that are named; any more are counted."""


class MixedEnvironments(NamedTuple):
    """What differs between the environments of the runs that a claim compares."""

    within: tuple[str, ...]
    """Of arms with one seed, whose difference the effect may carry: what it is, on which seeds, in which arm."""
    between: tuple[str, ...]
    """Names of what differs from seed to seed alone, so that the arms of each have it alike."""


def mixed_environments(facts: "Facts", evidence: "Evidence") -> MixedEnvironments:
    """Return what differs: part by part, where a claim has several."""
    within: dict[str, dict[int, str]] = {}
    between: dict[str, None] = {}
    for table in evidence.tables():
        runs = {arm: facts.results.of(arm) for arm in table.arms}
        between |= dict.fromkeys(mixed(run for held in runs.values() for run in held.values()))
        for seed in sorted(set.intersection(*(set(held) for held in runs.values()))):
            pair = {arm: held[seed] for arm, held in runs.items()}
            for name in mixed(pair.values()):
                within.setdefault(name, {}).setdefault(seed, _values(facts, name, pair))
    return MixedEnvironments(
        tuple(f"{name} ({_seeds(seeds)})" for name, seeds in within.items()),
        tuple(name for name in between if name not in within),
    )


def _values(facts: "Facts", name: str, pair: "dict[str, RunResult]") -> str:
    """Name the arms of one seed with what each has."""
    key = next(key for run in pair.values() for key in run.environment if say_name(key) == name)
    labels = facts.study.labels(pair)
    return say_list([f"{labels[arm]} {_brief(run.environment.get(key, _UNKNOWN))}" for arm, run in pair.items()])


def _brief(value: str) -> str:
    """Shorten what is no text, such as a digest."""
    return value if " " in value or len(value) <= _LONG else f"{value[:_LONG]}…"


def _seeds(found: dict[int, str]) -> str:
    said = [f"seed {seed}: {values}" for seed, values in [*found.items()][:_NAMED]]
    more = len(found) - _NAMED
    return "; ".join([*said, *([f"and {more} more"] if more > 0 else [])])


def mixed(runs: "Iterable[RunResult]") -> tuple[str, ...]:
    """Return what differs between the environments of some runs that recorded it: device, versions, packages."""
    recorded = sorted(recorded_of(runs).items())
    return tuple(
        say_name(name) for name, tally in recorded if len({*tally} - {_UNKNOWN}) > 1 and name not in _INVOCATION
    )


def recorded_of(runs: "Iterable[RunResult]") -> dict[str, dict[str, int]]:
    """Return, by name, how many runs recorded which value; one that did not record it counts as `not recorded`."""
    seen = [run.environment for run in runs]
    recorded: dict[str, dict[str, int]] = {}
    for name in {name for environment in seen for name in environment}:
        tally = recorded.setdefault(name, {})
        for environment in seen:
            value = environment.get(name, _UNKNOWN)
            tally[value] = tally.get(value, 0) + 1
    return recorded
