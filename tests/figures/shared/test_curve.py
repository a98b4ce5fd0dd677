"""Curves of runs."""

from bnreport.figures.shared.curve import Curve, digest, say_marks, say_typical

FINE = Curve("e.a", 0, (0, 5, 10), (1.0, 2.0, 3.0), diverged=False)
BLANK = Curve("e.a", 1, (), (), diverged=False)
LOST = Curve("e.b", 0, (0, 5), (8.0, 90.0), diverged=True)
AT_ONCE = Curve("e.b", 1, (), (), diverged=True)


def test_the_digest_of_curves_has_every_arm() -> None:
    """Steps that only the second arm was measured at are among those that may be shown."""
    runs = [Curve("e.a", 0, (0, 2), (1.0, 2.0), diverged=False), Curve("e.b", 0, (0, 1), (3.0, 4.0), diverged=False)]
    rows = digest(runs, ("e.a", "e.b"), "nat", 8)
    assert [row[0] for row in rows] == [0, 1, 2]


def test_crosses_are_those_of_runs_that_diverged() -> None:
    """One without a reading has no cross, which is said; a run that merely was not read is none of them."""
    said = " A cross ends a run that diverged (2 of 4, 1 of them before the first reading)."
    assert say_marks((FINE, BLANK, LOST, AT_ONCE), (), "") == said
    assert say_marks((FINE, BLANK, LOST), (), "") == " A cross ends a run that diverged (1 of 3)."
    assert say_marks((FINE, BLANK), (), "") == ""
    none = " 1 of 3 runs diverged before the first reading and left no line."
    assert say_marks((FINE, BLANK, AT_ONCE), (), "") == none


def test_the_typical_reading_is_of_runs_that_finished() -> None:
    """An arm that only diverged is neither the lowest nor the highest."""
    high = Curve("e.c", 0, (0, 5), (4.0, 6.0), diverged=False)
    said = "2 nat in e.a (seeds 2 nat to 2 nat, n = 1)"
    assert say_typical((FINE, BLANK, LOST), "nat") == said
    assert say_typical((FINE, LOST, high), "nat") == f"{said} to 5 nat in e.c (seeds 5 nat to 5 nat, n = 1)"
    assert say_typical((LOST, AT_ONCE), "nat") == "no run finished"
