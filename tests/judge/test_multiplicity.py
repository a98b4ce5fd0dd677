"""The error rate among the claims of each family."""

import pytest

from bnreport.judge.multiplicity import share_alpha
from bnreport.stats.multiplicity import holm
from bnreport.study.families import Family
from tests.judge.studies import claim, study_of

STUDY = study_of(claim())


def test_each_family_has_the_whole_rate() -> None:
    """A claim alone in its family stands at alpha, beside one of three."""
    together = (Family("", ("a", "b", "c"), 0), Family("own", ("d",), 0))
    steps = share_alpha(STUDY, together, {"a": 0.03, "b": 0.02, "c": 0.04, "d": 0.03, "e": 0.0}, (), 0.05)
    assert [*steps] == ["a", "b", "c", "d"]
    assert tuple(steps.values())[:3] == holm([0.03, 0.02, 0.04], 0.05)
    assert (steps["d"].level, steps["d"].rejected, steps["b"].rejected) == (0.05, True, False)


@pytest.mark.parametrize(("lost", "closed"), [(2, ()), (0, ("b", "c")), (1, ("b",))])
def test_claims_that_cannot_be_tested_stand_with_p_of_one(lost: int, closed: tuple[str, ...]) -> None:
    """Lost before the runs or closed at an earlier look: the others gain nothing."""
    family = Family("", ("a", *closed), lost)
    assert share_alpha(STUDY, [family], {"a": 0.02}, closed, 0.05)["a"] == holm([0.02, 1.0, 1.0], 0.05)[0]
