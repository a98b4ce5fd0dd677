"""Where runs failed on some seeds a mean misleads: how many trained at all, and how often such verdicts are false."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bnreport.formatting import minus, say_list
from bnreport.judge.certainty import FALSE_OFTEN, FEW_SEEDS, tail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts
    from bnreport.results import SeedValues

_COLLAPSED = 0.1
"""Share of the way from the failure value to the best run, up to which a finished run counts as collapsed."""


class Trained(NamedTuple):
    """How many runs of one arm trained."""

    arm: str
    trained: int
    runs: int
    diverged: int
    collapsed: int

    @property
    def lost(self) -> int:
        """How many did not."""
        return self.diverged + self.collapsed


class FailedRuns(NamedTuple):
    """What to read beside the mean."""

    sentence: str
    counts: tuple[Trained, ...]


def failed_runs(facts: "Facts", verdict: "Verdict") -> FailedRuns | None:
    """Return it where an arm has diverged or collapsed runs, or a tail of effects where the verdict would be false.

    None for what is about these counts and whose test is exact.

    Source: our own simulations, `docs/false_verdicts.md`, give the share of false support.
    """
    evidence = verdict.evidence
    if evidence.about_diverging:
        return None
    counts = _counts(facts.claim(verdict).labels, evidence)
    lost = [f"{each.lost} of {each.runs} of {each.arm}" for each in counts if each.lost]
    skewness = tail(verdict)
    if not lost and skewness is None:
        return None
    said = []
    if lost:
        said.append(f"Runs diverged or collapsed: {say_list(lost)}.")
    if skewness is not None:
        said.append(f"The effects are strongly skewed (skewness {minus(f'{skewness:.1f}')}).")
    if 0 < verdict.n_analysed <= FEW_SEEDS:
        said.append(
            f"Where an arm fails on some of {FEW_SEEDS} seeds or fewer, support is {FALSE_OFTEN}, and no test of means "
            "avoids it. Read the counts beside the mean."
        )
    return FailedRuns(" ".join(said), counts)


def _counts(labels: "Mapping[str, str]", evidence: "Evidence") -> tuple[Trained, ...]:
    """Count the runs of every arm, once for each metric in which other runs of it collapsed."""
    found: dict[str, dict[Trained, str]] = {}
    for table in evidence.tables(values_only=True):
        for name, arm in table.arms.items():
            compared = [each for each in table.arms.values() if each.metric == arm.metric]
            found.setdefault(name, {}).setdefault(_count(labels[name], arm, compared), arm.metric.name)
    return tuple(
        count._replace(arm=f"{count.arm} ({metric})") if len(counts) > 1 else count
        for counts in found.values()
        for count, metric in counts.items()
    )


def _count(name: str, arm: "SeedValues", compared: "list[SeedValues]") -> Trained:
    """Count one arm's runs; where the metric has no failure value, a run can only diverge."""
    collapsed = ~arm.diverged & _near_failure(arm, compared)
    lost = arm.diverged | collapsed
    return Trained(name, int((~lost).sum()), len(lost), int(arm.diverged.sum()), int(collapsed.sum()))


def _near_failure(arm: "SeedValues", compared: "list[SeedValues]") -> "NDArray[np.bool_]":
    """Return (n,): True where a run ended hardly better than the failure value, measured by the best run compared."""
    failure, better = arm.metric.failure, arm.metric.better
    if failure is None or better is None:
        return np.zeros(len(arm.seeds), dtype=bool)
    side = 1 if better == "higher" else -1
    gains = side * (arm.values - failure)  # (n,)
    best = max((float(np.nanmax(side * (each.values - failure), initial=0.0)) for each in compared), default=0.0)
    return np.asarray(gains <= _COLLAPSED * best, dtype=bool)
