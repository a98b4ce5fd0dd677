"""A verdict on two arms, and what other analyses say of it."""

from collections.abc import Sequence
from typing import Any

from bnreport.judge.sensitivity import Sensitivity, sensitivity
from bnreport.judge.verdicts import judge
from bnreport.results import Results
from bnreport.study.schema import Hypothesis
from bnreport.study.windows import FixedWindow
from tests.hypotheses.conftest import METRICS, run
from tests.judge.studies import study_of

A = [0.91, 0.93, 0.92, 0.95, 0.91, 0.92]
B = [0.90, 0.90, 0.91, 0.92, 0.90, 0.89]
WINDOWS = {
    f"steps_{first}_to_{last}": FixedWindow.model_validate({"align": "fixed", "between": [first, last]})
    for first, last in [(20, 60), (0, 80), (0, 40), (40, 80)]
}


def rising_to(**arms: Sequence[float | None]) -> Results:
    """Return results: per arm and seed a run that rises to this accuracy, or None for a diverged run."""

    def one(end: float | None) -> Any:  # noqa: ANN401
        return run(METRICS["accuracy"], [0.1, 0.5] if end is None else [0.1, end - 0.2, end], diverged=end is None)

    return Results({f"x.{arm}": {s: one(end) for s, end in enumerate(ends)} for arm, ends in arms.items()})


def explore(results: Results, kind: str = "superiority", n: int = 6, **options: Any) -> Sensitivity:  # noqa: ANN401
    """Judge one hypothesis on x.a and x.b and return its variants."""
    test = {kind: {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002} | options}
    if kind in {"all_of", "association", "trend"}:
        test = {kind: options}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    asked = study_of(claim, looks=[n], windows=WINDOWS)
    return sensitivity(asked, results, judge(asked, results, scale="paper"))["h0"]


def labels(found: Sensitivity, family: str) -> list[str]:
    """Return the labels of one family."""
    return [variant.label for variant in found.variants if variant.family == family]
