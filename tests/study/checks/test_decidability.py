"""A design that can never decide is warned of, with the seeds that it would take."""

from pathlib import Path

import pytest

from bnreport.study.checks.decidability import undecidable
from bnreport.study.load import check_document
from bnreport.study.yaml import parse

TRAINS = "trains: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0}"
PAIRED = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"


@pytest.mark.parametrize(
    ("claim", "seeds", "takes"),
    [
        (PAIRED, 2, None),
        (PAIRED, 1, 2),
        (TRAINS, 2, 3),  # all against none: 2 of 64 at three seeds, 1 of 16 at two, on either side
        (TRAINS, 3, None),
        (f"all_of: {{parts: [{{{PAIRED}}}, {{{TRAINS}}}]}}", 2, 3),
    ],
)
def test_seeds_that_it_takes(text: str, tmp_path: Path, claim: str, seeds: int, takes: int | None) -> None:
    """One primary claim at 0.05."""
    changed = text.replace(PAIRED, claim).replace("looks: [2]", f"looks: [{seeds}]")
    study = check_document(parse(tmp_path, changed))["smoke"]
    said = [line.rpartition("it takes ")[2].rstrip(".") for line in undecidable(study)]
    assert said == ([str(takes)] if takes else [])


def test_more_claims_take_more_seeds(text: str, tmp_path: Path) -> None:
    """Three seeds are enough for one exact claim, and not for the first of two."""
    second = f"  h2:\n    claim: c\n    {PAIRED}\n    why_this_margin: w\nprofiles:"
    changed = text.replace(PAIRED, TRAINS).replace("looks: [2]", "looks: [3]").replace("profiles:", second)
    study = check_document(parse(tmp_path, changed))["smoke"]
    [said] = undecidable(study)
    assert said == "warning: hypotheses.h1: with 3 seeds no outcome decides the claim at level 0.025; it takes 4."


@pytest.mark.parametrize(("alpha", "warned"), [("[0.045, 0.0001]", False), ("[0.0001, 0.0001]", True)])
def test_an_early_look_may_decide_what_the_last_cannot(text: str, tmp_path: Path, alpha: str, *, warned: bool) -> None:
    """The error rate need not be spent on the last: three seeds are enough at 0.045."""
    seeds = f"looks: [3, 4], alpha: {alpha}"
    changed = text.replace(PAIRED, TRAINS).replace("looks: [2], alpha: [0.05]", seeds).replace("looks: [2]", seeds)
    study = check_document(parse(tmp_path, changed))["smoke"]
    assert (study.seeds.looks, bool([*undecidable(study)])) == ((3, 4), warned)
