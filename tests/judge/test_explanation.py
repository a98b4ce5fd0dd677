"""What kinds of hypothesis write is read with labels for arms, and other names with blanks."""

import pytest

from bnreport.judge.explanation import labelled

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
            "train accuracy (mean): BatchNorm \N{MINUS SIGN} “BatchNorm, low rate”",
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
    assert labelled("train_accuracy (final)", {}) == "train accuracy (final)"
