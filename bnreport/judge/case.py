"""One hypothesis at one look, before the correction for several claims: what is tested, and its p."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.judge.agreement import has_own_steps, over_papers_steps
from bnreport.judge.divergence import observe
from bnreport.judge.validity import validated
from bnreport.stats.estimate import p_value
from bnreport.stats.tost import sides

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence, Test
    from bnreport.results import Results
    from bnreport.stats.estimate import Estimate
    from bnreport.stats.region import Region
    from bnreport.study.schema import Hypothesis, Study


class Case(NamedTuple):
    """One hypothesis at one look."""

    name: str
    hypothesis: "Hypothesis"
    region: "Region"
    evidence: "Evidence"
    seeds: int
    """Declared at this look."""
    n_run: int
    reason: str
    """Why there can be no verdict; empty if there can."""
    tested: "Estimate | None"
    """What is judged; None where there can be no verdict."""
    tests: int
    """How many one-sided tests share alpha."""
    p: float
    beside: "Evidence"
    """Over the paper's own steps."""


def case_of(name: str, test: "Test", study: "Study", results: "Results", seeds: int) -> Case:
    """Gather what the first seeds of each arm say.

    Args:
        name: of the hypothesis.
        test: its test, bound.
        study: as its lock lets it be judged.
        results: the runs of these seeds.
        seeds: how many are declared at this look.
    """
    evidence = validated(test, results, observe(test, results, study.analysis.divergence))
    measured = [{*results.measured(need.arm, need.metric)} for need in test.needs()]
    n_run = len(set.intersection(*measured)) if measured else 0
    reason = "missing_runs" if n_run < seeds else evidence.reason
    tested, tests = None if reason else evidence.estimate, sides(test.region, study.analysis.equivalence)
    p = p_value(tested, test.region, tests) if tested else 1.0
    hypothesis = study.hypotheses[name]
    beside = over_papers_steps(study, hypothesis, results) if has_own_steps(hypothesis) else evidence
    return Case(name, hypothesis, test.region, evidence, seeds, n_run, reason, tested, tests, p, beside)
