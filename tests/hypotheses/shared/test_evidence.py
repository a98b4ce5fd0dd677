"""Evidence before a verdict."""

import numpy as np

from bnreport.hypotheses.shared.evidence import READING, STEP, Evidence, Part
from bnreport.results import Metric, SeedValues
from bnreport.stats.mean import Mean
from bnreport.stats.region import Region

ARMS = {"x.a": SeedValues((0,), np.array([1.0]), np.array([False]), Metric("loss", "nat", "lower"))}
FOUND = Evidence("nat", "loss", Mean(1.0, 1.0, 3), detail="One run diverged.")


def test_the_first_reason_stays() -> None:
    """What is refused has no estimate; its first reason stays, and the last sentence stands first."""
    once = FOUND.refused("invalid", "No ratio.")
    assert (once.estimate, once.reason, once.detail) == (None, "invalid", "No ratio. One run diverged.")
    assert once.refused("missing_runs", "No run.").reason == "invalid"


def test_what_never_varies_is_degenerate() -> None:
    """The value and what it is are said."""
    still = FOUND.still("The slope", 0.25)
    assert (still.estimate, still.reason) == (None, "degenerate")
    assert still.detail.startswith("The slope is 0.25 in every seed")


def test_tables_are_those_of_all_parts_but_steps() -> None:
    """A step has the numbers of the whole; what is about diverging has no values of trained runs."""
    reading, step = (Evidence("nat", what, None, arms=ARMS) for what in ("reading", "step"))
    lost = Evidence("1", "trains", None, arms=ARMS, about_diverging=True)
    parts = tuple(Part(kind, Region(), each) for kind, each in ((READING, reading), (STEP, step), ("trains", lost)))
    whole = Evidence("nat", "whole", None, arms=ARMS, parts=parts)
    assert [each.effect for each in whole.tables()] == ["whole", "reading", "trains"]
    assert [each.effect for each in whole.tables(values_only=True)] == ["whole", "reading"]
