"""Small studies on the accuracies of two arms, and what holds for every verdict."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bnreport.judge.verdicts import Verdict
from bnreport.results import Results
from bnreport.study.schema import Hypothesis, Seeds, Study
from tests.hypotheses.conftest import METRICS, run

A = [0.91, 0.93, 0.92, 0.95, 0.91]
B = [0.90, 0.90, 0.91, 0.92, 0.90]


def claim(kind: str = "noninferiority", *, primary: bool = True, says: str | None = None, **options: Any) -> Hypothesis:  # noqa: ANN401
    """Compare x.a with x.b on accuracy, margin 0.02, unless told otherwise."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02} | options
    paper = None if says is None else {"says": says, "where": "Fig. 2"}
    return Hypothesis.model_validate(
        {"claim": "c", "test": {kind: options}, "why_this_margin": "w", "primary": primary, "paper": paper}
    )


def study_of(*claims: Hypothesis, looks: Sequence[int] = (5,), alpha: Sequence[float] = (0.05,), **more: Any) -> Study:  # noqa: ANN401
    """Return the part of a study that judging reads; the claims are h0, h1, ..."""
    named = {f"h{i}": each for i, each in enumerate(claims)}
    seeds = Seeds(looks=tuple(looks), alpha=tuple(alpha))
    return Study.model_construct(seeds=seeds, hypotheses=named, **({"experiments": {}} | more))


def ending_at(**arms: Sequence[float]) -> Results:
    """Return runs that end at these accuracies: per arm one number per seed."""
    accuracy = METRICS["accuracy"]
    return Results({f"x.{arm}": {s: run(accuracy, [v]) for s, v in enumerate(ends)} for arm, ends in arms.items()})


def with_losses(results: Results, **lost: Sequence[int]) -> Results:
    """Let these seeds of an arm diverge."""
    return Results(
        {
            arm: {s: replace(r, outcome="diverged") if s in lost.get(arm[2:], ()) else r for s, r in runs.items()}
            for arm, runs in results.runs.items()
        }
    )


def assert_sound(verdict: Verdict, alpha: float = 0.05) -> None:
    """Check that the verdict is the drawn interval's place, and that decided means Holm's p below alpha."""
    assert verdict.verdict_interval is not None
    assert verdict.p_holm is not None
    assert (verdict.verdict == "supported") == verdict.region.holds(verdict.verdict_interval)
    assert (verdict.verdict == "refuted") == verdict.region.excludes(verdict.verdict_interval)
    assert (verdict.verdict in {"supported", "refuted"}) == (verdict.p_holm < alpha)
