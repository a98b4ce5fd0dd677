"""The paper's own number beside ours, over the same steps."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bnreport.report.papers_number import say_papers_number
from bnreport.results import RunResult, Series

A, B = "vgg.batchnorm", "vgg.standard"
RAISES = {"metric": "train_accuracy", "reduce": "mean", "arm": A, "versus": B, "margin": 0.02}
WINDOWS = {
    "early": {"align": "fixed", "between": [0, 40]},
    "late": {"align": "fixed", "between": [50, 100]},
    "after": {"align": "fixed", "between": [101, 200]},
}

LATE = "; from ours, 1 run would show [+37.98, +62.02] pp (95 % prediction interval)"
EARLY = "; from ours, 1 run would show [+17.98, +42.02] pp (95 % prediction interval)"


def rising(run: RunResult) -> RunResult:
    """Return a run that is better by 0.2 from step 50 on."""
    curve = run.series["train_accuracy"]
    late = Series(curve.steps, curve.values + 0.2 * (curve.steps >= 50))
    return replace(run, series={**run.series, "train_accuracy": late})


@pytest.mark.parametrize(
    ("window", "scale", "said"),
    [
        (None, "paper", f"+3.00 pp{EARLY}"),
        ("early", "paper", f"+3.00 pp{EARLY}"),
        (
            "late",
            "paper",
            f"+3.00 pp over its own steps, where ours is +50.00 pp, 95 % interval [+45.09, +54.91] pp, n = 5{LATE}",
        ),
        ("after", "paper", "+3.00 pp over its own steps"),
        ("late", "reduced", "+3.00 pp at its own scale"),
    ],
)
def test_over_the_papers_own_steps(small: Any, window: str | None, scale: str, said: str) -> None:  # noqa: ANN401
    """0.3 early, where the claim reads, and 0.5 late, where the paper does; nothing after the last step."""
    spread = np.linspace(-0.05, 0.05, 5)
    runs = {A: [rising(small.run(0.6 + x)) for x in spread], B: [small.run(0.3) for _ in spread]}
    paper = {"says": "supported", "where": "Table 1", "value": 0.03, "window": window}
    early = {**RAISES, "window": "early"}
    facts = small.facts(runs, "superiority", early, paper=paper, scale=scale, windows=WINDOWS)
    assert say_papers_number(facts, facts.verdicts[0]) == said
    assert facts.verdicts[0].estimate == pytest.approx(0.3)


def test_no_number_is_nothing(small: Any) -> None:  # noqa: ANN401
    """Most papers print a figure."""
    runs = {A: small.arm(0.6), B: small.arm(0.3)}
    facts = small.facts(runs, "superiority", RAISES, paper={"says": "supported", "where": "Fig. 1"})
    assert say_papers_number(facts, facts.verdicts[0]) == ""
