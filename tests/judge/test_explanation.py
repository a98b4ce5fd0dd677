"""What kinds of hypothesis write is read with labels for arms, and other names with blanks."""

import numpy as np
import pytest

from bnreport.hypotheses.shared.evidence import Evidence
from bnreport.judge.explanation import labelled, say_looks
from bnreport.stats.mean import Mean

LABELS = {
    "vgg.bn": "BatchNorm",
    "vgg.bn_low": "BatchNorm, low rate",
    "vgg.bn/lr=0.1": "BatchNorm (lr 0.1)",
    "vgg.bn/lr=0.15": "BatchNorm (lr 0.15)",
    "vgg.bn/lr=1e-06": "BatchNorm (lr 1e-06)",
    "vgg.bn/lr=1": "BatchNorm (lr 1)",
    "vgg.noisy": "BatchNorm + noise",
    "vgg.none": "no_norm",
    "vgg.bn/opt=sgd": "BatchNorm (opt sgd)",
    "vgg.bn/opt=sgd(lr=1)": "BatchNorm (opt sgd(lr=1))",
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "train_accuracy (mean): vgg.bn - vgg.bn_low",
            "training accuracy (mean): BatchNorm \N{MINUS SIGN} “BatchNorm, low rate”",
        ),
        ("2 of 5 runs of vgg.bn/lr=0.1.", "2 of 5 runs of BatchNorm (lr 0.1)."),
        ("vgg.bn/lr=0.15, vgg.bn/lr=0.1, vgg.bn", "BatchNorm (lr 0.15), BatchNorm (lr 0.1), BatchNorm"),
        ("vgg.bn/lr=1e-06 / vgg.bn/lr=1", "BatchNorm (lr 1e-06) / BatchNorm (lr 1)"),
        ("vgg.noisy - (vgg.bn + vgg.bn_low)", "“BatchNorm + noise” \N{MINUS SIGN} (BatchNorm + “BatchNorm, low rate”)"),
        ("vgg.bn/opt=sgd(lr=1), vgg.bn/opt=sgd", "BatchNorm (opt sgd(lr=1)), BatchNorm (opt sgd)"),
        ("0.5 vgg.none", "0.5 no_norm"),
        ("my_vgg.bn and vgg.bnx stay", "my vgg.bn and vgg.bnx stay"),
    ],
)
def test_arms_are_read_by_their_labels(text: str, said: str) -> None:
    """Whole words alone, the longest first; a label with a sign of arithmetic or a comma is quoted, none is bent."""
    assert labelled(text, LABELS) == said


def test_without_arms_only_blanks_are_put() -> None:
    """A claim whose kind names no arm still has a metric."""
    assert labelled("my_metric (final)", {}) == "my metric (final)"


def test_after_looks_the_interval_that_allows_for_them_is_said() -> None:
    """At the level of its look; with one look, or without an estimate, there is nothing to say."""
    mean = Mean.of([0.1, 0.3, 0.2, 0.25, 0.15])
    evidence = Evidence("1", "", mean)
    low, high = (f"{end:+.3g}" for end in mean.interval(0.01))
    said = say_looks(evidence, (0.01, 0.04), 1)
    assert said.startswith(" Look 1 of 2: the ordinary interval takes no account of looks and is biased")
    assert f"That at 99 %, [{low}, {high}], holds whichever look ends the study, in 95 % of studies." in said
    assert "That at 96 %" in say_looks(evidence, (0.01, 0.04), 2)
    assert say_looks(evidence, (0.05,), 1) == say_looks(Evidence("1", "", None), (0.01, 0.04), 1) == ""


@pytest.mark.parametrize("effect", [0.0, 1.0, 1.6])
def test_it_holds_whichever_look_ends_the_study(effect: float) -> None:
    """Looks at 5 and 10 seeds; the ordinary interval of the look that decided misses more often than it says."""
    rng, alpha, studies = np.random.default_rng(0), (0.01, 0.04), 3000
    missed = {"over looks": 0, "ordinary": 0}
    for draw in rng.normal(effect, 1, (studies, 10)):
        first = Mean.of(draw[:5])
        look, mean = (0, first) if first.interval(0.01).low > 0 else (1, Mean.of(draw))
        for name, level in (("over looks", alpha[look]), ("ordinary", 0.05)):
            low, high = mean.interval(level)
            missed[name] += not low <= effect <= high
    assert missed["over looks"] / studies < 0.05 + 4 * (0.05 * 0.95 / studies) ** 0.5
    assert missed["over looks"] < missed["ordinary"]
