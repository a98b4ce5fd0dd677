"""What a margin may be on either scale, kind by kind."""

from math import log
from typing import Any

import pytest

from bnreport.errors import SpecError
from bnreport.hypotheses import registry
from bnreport.hypotheses.shared.scale import distance

PAIR = {"metric": "loss", "arm": "x.a", "versus": "x.b"}
ROW = {"metric": "loss", "arms": ["x.a", "x.b", "x.c"]}
KINDS: dict[str, dict[str, Any]] = {
    "superiority": PAIR,
    "noninferiority": PAIR,
    "equivalence": PAIR,
    "interaction": PAIR | {"elsewhere_arm": "y.a", "elsewhere_versus": "y.b"},
    "fraction": PAIR | {"threshold": 0.5},
    "trend": ROW | {"levels": [1, 2, 3]},
    "monotone": ROW,
}
ROOM: dict[str, dict[str, Any]] = {
    "noninferiority": PAIR,
    "equivalence": PAIR,
    "trend": KINDS["trend"] | {"direction": "absent"},
    "monotone": ROW | {"strict": False},
}


@pytest.mark.parametrize(
    ("effect", "unit", "origin", "expected"),
    [(-2.0, "nat", 0.0, 2.0), (0.3, "1", 0.5, 0.2), (0.5, "ratio", 1.0, log(2))],
)
def test_a_distance(effect: float, unit: str, origin: float, expected: float) -> None:
    """From no difference, either way: halving is as far as doubling."""
    assert distance(effect, unit, origin) == pytest.approx(expected)


@pytest.mark.parametrize("kind", KINDS)
def test_a_ratio_is_at_least_1(kind: str) -> None:
    """A margin of 2 % that is written as 0.02 on the ratio scale is refused, with what to write."""
    with pytest.raises(SpecError, match=rf"^{kind}: margin: .*Got 0\.02\. Write 1\.02 for a margin of 2 %\.$"):
        registry.create(kind, **KINDS[kind], scale="ratio", margin=0.02)


@pytest.mark.parametrize(("scale", "least"), [("raw", 0.0), ("ratio", 1.0)])
@pytest.mark.parametrize("kind", ROOM)
def test_a_claim_of_no_difference_needs_room(kind: str, scale: str, least: float) -> None:
    """No data show a difference of exactly nothing."""
    with pytest.raises(SpecError, match=rf"^{kind}: margin: must be greater than {least:g}\. Got {least:g}\. "):
        registry.create(kind, **ROOM[kind], scale=scale, margin=least)


@pytest.mark.parametrize(("scale", "least"), [("raw", 0.0), ("ratio", 1.0)])
@pytest.mark.parametrize("kind", ["superiority", "interaction", "trend", "monotone"])
def test_a_claim_of_a_difference_needs_none(kind: str, scale: str, least: float) -> None:
    """Any improvement at all may be claimed."""
    assert registry.create(kind, **KINDS[kind], scale=scale, margin=least).region.low == least
