"""Curves of runs."""

from bnreport.figures.shared.curve import Curve, digest


def test_the_digest_of_curves_has_every_arm() -> None:
    """Steps that only the second arm was measured at are among those that may be shown."""
    runs = [Curve("e.a", 0, (0, 2), (1.0, 2.0), diverged=False), Curve("e.b", 0, (0, 1), (3.0, 4.0), diverged=False)]
    rows = digest(runs, ("e.a", "e.b"), "nat", 8)
    assert [row[0] for row in rows] == [0, 1, 2]
