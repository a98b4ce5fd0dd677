"""What a hypothesis sees of diverged runs: all of them, or only the seeds that trained in every arm."""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from bnreport.formatting import say_which_seeds

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence, Test
    from bnreport.results import Results

Policy = Literal["composite", "conditional"]


def left_out(test: "Test", results: "Results", policy: Policy) -> tuple[int, ...]:
    """Return the seeds that a policy keeps from a test, as they diverged in an arm; none from one about diverging."""
    if policy == "composite" or test.about_diverging:
        return ()
    lost = results.lost(need.arm for need in test.needs())
    return tuple(sorted(frozenset().union(*lost.values())))


def observe(test: "Test", results: "Results", policy: Policy) -> "Evidence":
    """Gather the evidence under a divergence policy, and say so where it is conditional.

    Seeds that trained in every arm favour the arm that fails on its weak seeds. So where arms diverged unequally often
    the conditional evidence keeps its estimate, and has the reason `differential_divergence`: no verdict.

    Source: ICH E9(R1) (2019), estimands (composite and principal stratum strategies).
    """
    if policy == "composite" or test.about_diverging:
        return test.evidence(results)
    seeds = left_out(test, results, policy)
    said = "Conditional on seeds that trained in every arm"
    if not seeds:
        evidence = test.evidence(results)
        return replace(evidence, detail=f"{said}: all did. {evidence.detail}".rstrip())
    said = f"{said}: without {say_which_seeds(seeds)}."
    evidence = test.evidence(results.without(seeds))
    reason = evidence.reason
    if reason == "missing_runs" and test.evidence(results).reason != reason:
        return replace(evidence, reason="too_few_seeds", detail=f"{said} None is left.")
    lost = results.lost(need.arm for need in test.needs())
    if len(set(map(len, lost.values()))) > 1:
        reason = "differential_divergence"
        counts = ", ".join(f"{arm} {len(each)}" for arm, each in lost.items())
        said += f" Arms diverged unequally often ({counts}), so that this favours the arm that fails more."
    return replace(evidence, reason=reason, detail=f"{said} {evidence.detail}".rstrip())
