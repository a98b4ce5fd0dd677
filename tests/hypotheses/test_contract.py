"""What holds for every kind of hypothesis."""

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bnreport.errors import SpecError
from bnreport.hypotheses import registry
from bnreport.results import Metric, Results, RunResult, Series
from tests.hypotheses.kinds import KINDS, NEEDED, missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.evidence import Evidence, Test

METRICS = {
    "accuracy": Metric("accuracy", "fraction", "higher", 0.1),
    "loss": Metric("loss", "nat", "lower", 2.3),
}
STEPS = np.arange(0, 50, 10)
every_kind = pytest.mark.parametrize("name", KINDS)


def bound_example(name: str) -> "Test":
    """Bind the example of a kind."""
    made: Test = registry.create(name, **registry[name].options.model_validate(KINDS[name].EXAMPLE).model_dump())
    return made


def run(rng: np.random.Generator) -> RunResult:
    """Return a run that measured two metrics at five steps."""
    series = {
        "accuracy": Series(STEPS, np.sort(rng.uniform(0.2, 0.9, len(STEPS)))),
        "loss": Series(STEPS, -np.sort(-rng.uniform(0.2, 2.0, len(STEPS)))),
    }
    return RunResult("", {}, "finished", 40, "", METRICS, series, {}, {}, 1.0, "2026-01-01T00:00:00+00:00")


def results(seeds: int = 5) -> Results:
    """Return four arms that differ by chance."""
    rng = np.random.default_rng(0)
    return Results({f"x.{arm}": {seed: run(rng) for seed in range(seeds)} for arm in "abcd"})


def changed(given: Results, **fields: Any) -> Results:  # noqa: ANN401  (a run's fields)
    """Return results of which every run has other fields."""
    return Results(
        {arm: {seed: replace(one, **fields) for seed, one in runs.items()} for arm, runs in given.runs.items()}
    )


def is_an_outcome(evidence: "Evidence") -> None:
    """Assert that there is an estimate with a finite value, or else a reason and a sentence."""
    if evidence.estimate is None:
        assert evidence.reason
        assert evidence.detail
    else:
        low, high = evidence.estimate.interval(0.05)
        assert isfinite(evidence.estimate.value)
        assert low <= evidence.estimate.value <= high


@every_kind
def test_explains_itself(name: str) -> None:
    """Every kind has a summary, a source, and a sentence for every option."""
    entry = registry[name]
    assert entry.summary
    assert entry.source
    assert all(field.description for field in entry.options.model_fields.values())


@every_kind
def test_has_an_example_that_can_be_judged(name: str) -> None:
    """Its example reads only arms and metrics that are there, and five seeds give an estimate."""
    bound = bound_example(name)
    assert {need.arm for need in bound.needs()} <= set(results().runs)
    evidence = bound.evidence(results())
    assert evidence.estimate is not None, evidence.detail
    is_an_outcome(evidence)


@every_kind
def test_order_of_seeds_does_not_count(name: str) -> None:
    """Results that list their seeds backwards give the same estimate to the last bit."""
    given = results()
    backwards = Results({arm: dict(reversed(runs.items())) for arm, runs in reversed(given.runs.items())})
    one, other = (bound_example(name).evidence(each).estimate for each in (given, backwards))
    assert one is not None
    assert other is not None
    assert (one.value, one.interval(0.05)) == (other.value, other.interval(0.05))


@every_kind
def test_one_seed_decides_nothing(name: str) -> None:
    """A single seed has a reason, or an interval that reaches across the claim region's edge."""
    bound = bound_example(name)
    evidence = bound.evidence(results(seeds=1))
    is_an_outcome(evidence)
    if evidence.estimate is not None:
        interval = evidence.estimate.interval(0.05)
        assert not bound.region.holds(interval)
        assert not bound.region.excludes(interval)


@every_kind
@pytest.mark.parametrize("value", [np.nan, 0.5], ids=["NaN", "constant"])
def test_degenerate_values_are_an_outcome(name: str, value: float) -> None:
    """Runs that read NaN, and arms that are identical and constant, give a reason or a finite estimate."""
    flat = {metric: Series(STEPS, np.full(len(STEPS), value)) for metric in METRICS}
    is_an_outcome(bound_example(name).evidence(changed(results(), series=flat)))


@every_kind
def test_all_diverged_is_an_outcome(name: str) -> None:
    """When every run of every arm diverged, there is a reason or a finite estimate."""
    is_an_outcome(bound_example(name).evidence(changed(results(), outcome="diverged", cause="loss was nan at step 3")))


def renamed(options: Any, column: str) -> Any:  # noqa: ANN401  (YAML)
    """Return options in which every metric's name ends in a column."""
    if isinstance(options, dict):
        return {name: renamed(value, column) for name, value in options.items()}
    if isinstance(options, list):
        return [renamed(value, column) for value in options]
    return f"{options}.{column}" if options in METRICS else options


def layered(given: Results) -> Results:
    """Return results of which every metric has three columns: above itself, itself, and below."""
    rng = np.random.default_rng(1)

    def table(values: "NDArray[np.float64]") -> Series:
        low, high = values - rng.uniform(0.01, 0.05, len(values)), values + rng.uniform(0.01, 0.05, len(values))
        return Series(STEPS, np.stack([high, values, low], axis=1), ("1", "5", "10"))

    return Results(
        {
            arm: {
                seed: replace(one, series={name: table(each.values) for name, each in one.series.items()})
                for seed, one in runs.items()
            }
            for arm, runs in given.runs.items()
        }
    )


@every_kind
@pytest.mark.parametrize("column", ["5", "median"])
def test_reads_one_column_as_if_it_were_alone(name: str, column: str) -> None:
    """The middle column, which is also the median, gives the plain metric's numbers, under a name that says so."""
    options = registry[name].options.model_validate(renamed(KINDS[name].EXAMPLE, column)).model_dump()
    plain = bound_example(name).evidence(results()).estimate
    evidence = registry.create(name, **options).evidence(layered(results()))
    assert plain is not None
    assert evidence.estimate is not None, evidence.detail
    assert evidence.estimate.interval(0.05) == plain.interval(0.05)
    assert f"accuracy.{column}" in evidence.effect


@every_kind
def test_a_column_that_is_not_there_is_refused(name: str) -> None:
    """A misspelt column is the user's to mend, not a number."""
    test = registry.create(name, **renamed(KINDS[name].EXAMPLE, "6"))
    with pytest.raises(SpecError, match="unknown column of accuracy '6'"):
        test.evidence(layered(results()))


@every_kind
def test_a_metric_never_measured_is_missing(name: str) -> None:
    """Without its metric a hypothesis has no estimate, and says which runs are missing."""
    evidence = bound_example(name).evidence(changed(results(), metrics={}, series={}))
    assert evidence.estimate is None
    assert evidence.reason == "missing_runs"


@pytest.mark.parametrize("kind", registry.names)
def test_brings_its_examples(kind: str) -> None:
    """A new kind of hypothesis is one file and one test file; what the latter lacks is said."""
    assert missing(kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_has_a_claim_for_each_verdict(kind: str) -> None:
    """The golden claims are one supported, one refuted and one left open, in this order."""
    assert tuple(KINDS[kind].GOLDEN) == ("supported", "refuted", "inconclusive")


@pytest.mark.parametrize("kind", KINDS)
def test_scenarios_are_about_the_kind(kind: str) -> None:
    """There is a scenario, and each makes claims of this kind alone."""
    assert {name for each in KINDS[kind].SCENARIOS.values() for test in each.tests for name in test} == {kind}


def test_says_what_is_missing() -> None:
    """A kind without a test file lacks all of it."""
    assert missing("no_such_kind") == [
        f"tests/hypotheses/test_no_such_kind.py lacks {name}: {what}" for name, what in NEEDED.items()
    ]
