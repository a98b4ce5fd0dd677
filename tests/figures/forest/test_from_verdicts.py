"""One row for every claim with an estimate, by its number in the study."""

from math import nan

import numpy as np
import pytest

from bnreport.figures.forest.from_verdicts import table
from bnreport.judge.verdicts import judge
from bnreport.results import Results
from tests.figures.conftest import A, B, Make, run_at


def test_rows_are_numbered_as_the_study_numbers_its_claims(make_study: Make) -> None:
    """The first has no estimate and no row; the others keep their numbers, answers and margins."""
    claims = {
        "unread": ("loss", {"metric": "test_loss", "margin": 0.1}), "near": ("near", {"margin": 0.5}),
        "far": ("far", {"margin": 0.1, "scale": "raw"}),
    }  # fmt: skip
    tests = {
        name: {"claim": said, "why_this_margin": "Ours.",
               "test": {"superiority": {"metric": "train_accuracy", "arm": A, "versus": B} | more}}
        for name, (said, more) in claims.items()
    }  # fmt: skip
    study = make_study(hypotheses=tests | {"far": tests["far"] | {"primary": False}})
    rng = np.random.default_rng(0)
    runs = {
        arm: dict(enumerate(run_at(base + x, nan) for x in 0.01 * rng.normal(size=5)))
        for arm, base in ((A, 0.8), (B, 0.5))
    }
    verdicts = judge(study, Results(runs), scale="paper")
    made = table(study, verdicts)
    assert made is not None
    assert [(row.label, row.answer, row.scale) for row in made.claims] == [
        ("2. near", "refuted", 0.5), ("3. far", "exploratory", 0.1),
    ]  # fmt: skip
    assert [row.estimate for row in made.claims] == pytest.approx([0.3, 0.3], abs=0.02)
    assert np.isnan(made.claims[1].verdict_interval).all()
    assert table(study, verdicts[:1]) is None
