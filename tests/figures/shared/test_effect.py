"""An effect's words promise only what is there."""

from math import nan

from bnreport.stats.region import NO_INTERVAL
from tests.figures.shared.conftest import EFFECT


def test_what_is_there_is_said() -> None:
    """Verdict, estimate, both intervals, n and where the claim is true; the number of the paper behind them."""
    assert EFFECT.alt == (
        "Supported: effect +2 nat, 95 % interval [+1, +3] nat, verdict interval [+0.5, +3.5] nat, over 3 seeds; "
        "the claim is true above +0.2 nat."
    )
    paper = EFFECT._replace(paper=2.5)
    assert paper.alt == f"{EFFECT.alt} The paper's number is +2.5 nat."
    assert "hollow diamond: the paper's number" in paper.caption
    assert "hollow diamond" not in EFFECT.caption


def test_what_is_not_there_is_not() -> None:
    """No interval of dashes, no verdict interval without a verdict, one seed in the singular."""
    bare = EFFECT._replace(
        verdict="not_run", seeds=(0,), values=(nan,), estimate=nan, interval=NO_INTERVAL, verdict_interval=NO_INTERVAL
    )
    assert bare.alt == "Not run: no estimate, over 1 seed; the claim is true above +0.2 nat."
    assert bare.caption == "no estimate; shaded, where the claim is true (above +0.2 nat)."
    one = EFFECT._replace(values=(1.0, nan, 3.0))
    assert one.caption.startswith("effect of every seed that has one (dots), the estimate (large marker), ")


def test_no_difference_is_where_the_effect_has_it() -> None:
    """At 0, of a ratio at 1, or where it is said to be: then it has a line and a row."""
    assert (EFFECT.none, EFFECT._replace(unit="ratio").none, EFFECT._replace(null=0.5).none) == (0, 1, 0.5)
    assert [row[0] for row in EFFECT._replace(null=0.5).rows(3)][-2:] == ["paper", "no difference"]
    assert EFFECT.rows(3)[:3] == (("estimate", "", "", 2.0), ("95 % low", "", "", 1), ("95 % high", "", "", 3))
    assert "grey line: no difference (+0.5 nat)" in EFFECT._replace(null=0.5).caption
