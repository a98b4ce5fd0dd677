"""A claim on a line says which interval its numbers have."""

from typing import Any

import pytest

from bnreport.report.claim_line import claim_line


@pytest.mark.parametrize("primary", [True, False])
def test_intervals_of_parts_that_decide_nothing_say_so(small: Any, *, primary: bool) -> None:  # noqa: ANN401
    """Of a composite claim too: beside intervals that decide, one at 95 % is another kind."""
    runs = {"vgg.batchnorm": small.arm(0.8), "vgg.standard": small.arm(0.6)}
    arms = {"arm": "vgg.batchnorm", "versus": "vgg.standard"}
    parts = [
        {"superiority": {"metric": "train_accuracy", **arms, "margin": 0.02}},
        {"superiority": {"metric": "test_loss", **arms, "margin": 0.1}},
    ]
    facts = small.facts(runs, "all_of", {"parts": parts}, primary=primary)
    [verdict] = facts.verdicts
    assert claim_line(facts, verdict).numbers.count("(95 %)") == (0 if primary else 2)
    drawn = claim_line(facts, verdict).strip
    assert drawn is not None
    assert [row.name.partition(" (")[0] for row in drawn.rows] == ["training accuracy", "test loss"]
