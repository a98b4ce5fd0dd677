"""What stands beside the paper's own number."""

import pytest

from bnreport.judge.agreement import has_own_steps
from bnreport.study.schema import Hypothesis


@pytest.mark.parametrize(
    ("claims", "papers", "own"),
    [("early", None, False), ("early", "early", False), ("early", "late", True), (None, "late", True)],
)
def test_the_papers_steps_are_the_claims_unless_it_names_others(
    claims: str | None,
    papers: str | None,
    own: bool,  # noqa: FBT001
) -> None:
    """By the name of the window."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02, "window": claims}
    paper = {"says": "supported", "where": "Fig. 1", "value": 1.0, "window": papers}
    held = {"claim": "c", "test": {"superiority": options}, "why_this_margin": "w", "paper": paper}
    assert has_own_steps(Hypothesis.model_validate(held)) == own
