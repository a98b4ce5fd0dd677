"""A claim says once what an arm is called, and every figure of it keeps to that."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from bnreport.figures import JudgedClaim, table_of_claim
from bnreport.results import RunResult
from tests.figures.conftest import ARMS, LINKED, RACE, SHARE, SUCCESS, A, B, Made, Make, axes_of, judged, linked, raced

LABEL = "BatchNorm (lr 0.1)"
RUNS = {A: raced(10, 20, 20, 30, 30), B: raced(80, 90, None, 70, 40)}
CORRELATED = {A: linked(0.7, -0.3), B: linked(0.5, -0.4)}
ORDERED = {"arms": ARMS, "levels": [1.0, 2.0, 4.0, 8.0], "margin": 0.1}


def _check(claim: JudgedClaim, figures: Sequence[str]) -> None:
    """Draw a claim's figures, one arm of it labelled."""
    vgg = claim.study.experiments["vgg"]
    arms = {**vgg.arms, "batchnorm": vgg.arms["batchnorm"].model_copy(update={"label": LABEL})}
    experiments = {**claim.study.experiments, "vgg": vgg.model_copy(update={"arms": arms})}
    claim = claim._replace(study=claim.study.model_copy(update={"experiments": experiments}))
    for kind in figures:
        table = table_of_claim(kind, claim)
        assert table is not None
        assert LABEL in repr(table)
        assert A not in repr(table)
        assert axes_of(import_module(f"bnreport.figures.{kind}.draw").panels, table)


@pytest.mark.parametrize(
    ("kind", "runs", "options", "figures"),
    [
        ("time_to_threshold", RUNS, RACE, ["paired", "threshold"]),
        ("trains", RUNS, SUCCESS, ["paired", "outcomes"]),
        ("fraction", RUNS, SHARE, ["paired", "heatmap"]),
        ("association", CORRELATED, LINKED, ["scatter"]),
    ],
)
def test_every_figure_of_two_arms_uses_the_label(
    make_study: Make, kind: str, runs: Mapping[str, list[RunResult]], options: dict[str, Any], figures: list[str]
) -> None:
    """No identifier is left in a table, and a label with a point in it can be drawn."""
    _check(judged(make_study, runs, kind, **options), figures)


def test_every_figure_of_an_order_uses_the_label(made: Made) -> None:
    """Trend and steps, and both sides of an interaction."""
    _check(made("trend", **ORDERED), ["trend", "steps"])
    sides = dict(zip(("arm", "versus", "elsewhere_arm", "elsewhere_versus"), ARMS, strict=True))
    _check(made("interaction", **sides, margin=0.1), ["interaction"])


def test_arms_of_two_experiments_read_apart(make_study: Make) -> None:
    """Both are called standard: each is named with its experiment, also one that the claim does not name."""
    across = {"metric": "test_loss", "arm": "vgg.standard", "versus": "resnet.standard", "margin": 0.1}
    claim = judged(make_study, {}, "superiority", **across)
    assert claim.labels == {"vgg.standard": "standard in vgg", "resnet.standard": "standard in resnet"}
    assert claim.label(A) == "batchnorm in vgg"
    assert claim.say("3 of 5 runs of resnet.standard diverged.") == "3 of 5 runs of standard in resnet diverged."
    assert claim.say_experiments(claim.labels) == "vgg and resnet"


@pytest.mark.parametrize(
    ("scale", "window", "drawn"),
    [("paper", None, True), ("reduced", None, False), ("toy", None, False), ("paper", "late", False)],
)
def test_the_papers_number_is_drawn_at_its_own_scale_and_steps(
    small: Any,  # noqa: ANN401
    scale: str,
    window: str | None,
    drawn: bool,  # noqa: FBT001
) -> None:
    """Elsewhere it would be compared with what it does not measure."""
    runs = {"vgg.batchnorm": small.arm(0.6), "vgg.standard": small.arm(0.3)}
    raises = {"metric": "train_accuracy", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.02}
    paper = {"says": "supported", "where": "Fig. 1", "value": 0.03, "window": window}
    late = {"late": {"align": "fixed", "between": [50, 100]}}
    effect = small.claim(runs, "superiority", raises, paper=paper, scale=scale, windows=late).effect
    assert np.isfinite(effect.paper) == drawn
