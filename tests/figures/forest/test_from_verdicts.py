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


def test_a_claim_of_several_parts_has_a_row_for_each(make_study: Make) -> None:
    """Named, in its own unit, with the interval that counts and the verdict on the whole."""
    pair = {"metric": "train_accuracy", "arm": A, "versus": B}
    tests = [{"superiority": {**pair, "margin": 0.1}}, {"superiority": {**pair, "scale": "ratio", "margin": 1.1}}]
    claim = {"claim": "both", "why_this_margin": "Ours.", "test": {"all_of": {"parts": tests}}}
    study = make_study(hypotheses={"it": claim})
    noise = np.random.default_rng(0).normal(size=5)
    runs = {arm: dict(enumerate(run_at(base + 0.01 * x, nan) for x in noise)) for arm, base in ((A, 0.8), (B, 0.5))}
    runs[B] = dict(enumerate(run_at(0.5 + 0.01 * x, nan) for x in noise[::-1]))
    [verdict] = judge(study, Results(runs), scale="paper")
    made = table(study, [verdict])
    assert made is not None
    assert [(row.label[:3], row.label[-5:], row.answer, row.unit) for row in made.claims] == [
        ("1, ", " both", "supported", "fraction"), ("1, ", " both", "supported", "ratio"),
    ]  # fmt: skip
    for row, part in zip(made.claims, verdict.evidence.parts, strict=True):
        assert part.evidence.estimate is not None
        assert row.verdict_interval == part.evidence.estimate.interval(0.05)
        assert (row.estimate, row.region) == (part.evidence.estimate.value, part.region)
        assert np.isnan(row.interval).all()
