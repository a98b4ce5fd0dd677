"""Where runs failed on some seeds a mean misleads: how many trained at all, and how often such verdicts are false."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_list
from bnreport.judge.certainty import FALSE_OFTEN, FEW_SEEDS
from bnreport.judge.failed_seeds import Trained, count_trained, lying_apart
from bnreport.judge.metric_in_words import say_metric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts


class FailedRuns(NamedTuple):
    """What to read beside the mean."""

    sentence: str
    counts: tuple[Trained, ...]


def failed_runs(facts: "Facts", verdict: "Verdict") -> FailedRuns | None:
    """Return it where an arm has diverged or collapsed runs, or one seed's effect lies apart from all others.

    None for what is about these counts and whose test is exact.

    Source: our own simulations, `docs/false_verdicts.md`, give the share of false support.
    """
    counts = _labelled(count_trained(verdict.evidence), facts.claim(verdict).labels)
    lost = [f"{each.lost} of {each.runs} of {each.arm}" for each in counts if each.lost]
    apart = [str(seed) for seed in lying_apart(verdict.evidence)]
    if not (lost or apart):
        return None
    said = []
    if lost:
        said.append(f"Runs diverged or collapsed: {say_list(lost)}.")
    if apart:
        said.append(f"Seed {say_list(apart)} lies apart from all others.")
    if 0 < verdict.n_analysed <= FEW_SEEDS:
        said.append(
            f"Where an arm fails on some of {FEW_SEEDS} seeds or fewer, support is {FALSE_OFTEN}, and no test of means "
            "avoids it. Read the counts beside the mean."
        )
    return FailedRuns(" ".join(said), counts)


def _labelled(counts: tuple[Trained, ...], labels: "Mapping[str, str]") -> tuple[Trained, ...]:
    """Name arms as people read them, with the metric where an arm is counted twice."""
    names = [count.arm for count in counts]
    return tuple(
        count._replace(arm=labels[count.arm] + f" ({say_metric(count.metric)})" * (names.count(count.arm) > 1))
        for count in counts
    )
