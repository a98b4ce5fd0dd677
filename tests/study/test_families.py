"""Which claims are corrected together."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bnreport.study.families import Family, families
from tests.study.conftest import load

SECOND = """\
  h2:
    claim: d beats c.
    superiority: {metric: test_accuracy, arm: own.b, versus: own.a, margin: 0.01}
    why_this_margin: Our choice.
  h3:
    claim: b beats a, perhaps.
    primary: false
    superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.02}
    why_this_margin: Our choice.
"""


@pytest.fixture
def two(text: str) -> str:
    """Two experiments, the second of a family of its own."""
    net = text.split("  net:\n")[1].partition("hypotheses:")[0]
    more = text.replace("hypotheses:\n", f"  own:\n    family: apart\n{net}hypotheses:\n")
    return more.replace("profiles:\n", f"{SECOND}profiles:\n")


def test_an_experiment_may_have_a_family_of_its_own(tmp_path: Path, two: str) -> None:
    """Exploratory claims have none; lost ones keep their place, were it alone."""
    (tmp_path / "x.yaml").write_text(two)
    study = load(tmp_path / "x.yaml").study
    assert families(study) == (Family("", ("h1",), 0), Family("apart", ("h2",), 0))
    found = families(study, ["apart", "gone", "apart"])
    assert [(family.name, family.size) for family in found] == [("", 1), ("apart", 3), ("gone", 1)]


def test_a_claim_is_of_one_family(two: str, complaints: Callable[..., list[str]]) -> None:
    """One that reads arms of both is refused, with what to do."""
    [line] = complaints(two.replace("versus: own.a", "versus: net.a"))
    assert "reads experiments of several families. Give them the same `family`." in line
