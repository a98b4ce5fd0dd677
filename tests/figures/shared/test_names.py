"""Identifiers lose their experiment where room is short; labels are left as they are."""

import pytest

from bnreport.figures.shared.names import called, parted, short, wrapped


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("vgg.batchnorm", ("vgg", "batchnorm")),
        ("vgg.batchnorm/optimizer.lr=0.1", ("vgg", "batchnorm/optimizer.lr=0.1")),
        ("BatchNorm (lr 0.1)", ("", "BatchNorm (lr 0.1)")),
        ("no norm", ("", "no norm")),
    ],
)
def test_a_label_has_no_experiment(name: str, parts: tuple[str, str]) -> None:
    """A point in a label is not the one that parts an experiment from its arm."""
    assert parted(name) == parts
    assert short(name) == parts[1]


def test_experiments_stay_where_they_tell_arms_apart() -> None:
    """Arms of one experiment are named without it, arms of two with it."""
    assert called(["vgg.a", "vgg.b"]) == ["a", "b"]
    assert called(["vgg.a", "resnet.a"]) == ["vgg.a", "resnet.a"]
    assert called(["No norm", "BatchNorm (lr 0.1)"]) == ["No norm", "BatchNorm (lr 0.1)"]


def test_long_names_break_between_their_parts() -> None:
    """At the slash before a factor first, at underscores only where that is not enough."""
    assert wrapped("noisy_batchnorm/lr=0.1", 16) == "noisy_batchnorm\n/lr=0.1"
    assert wrapped("noisy_batchnorm", 12) == "noisy\n_batchnorm"
