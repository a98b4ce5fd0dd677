"""Two reports side by side."""

import pytest

from bnreport.report.diff.compare import compare
from tests.report.diff.pairs import first_seeds, side, verdicts_only, with_margin
from tests.report.synthesis.known import claim, results


def test_nothing_differs_from_itself() -> None:
    """With the studies and without them, judged twice."""
    held = side({"it": claim("supported"), "wide": claim("inconclusive")})
    again = side({"it": claim("supported"), "wide": claim("inconclusive")})
    assert compare(held, again).empty
    found = compare(held, verdicts_only(again))
    assert (found.empty, found.values) == (True, None)


def test_claims_are_added_removed_and_changed() -> None:
    """In the order of the newer report; one that is as it was is not told."""
    was = side({"it": with_margin(0.1), "same": claim("refuted"), "gone": claim("untested", primary=False)})
    now = side(
        {"new": claim("refuted", primary=False), "it": with_margin(0.35), "same": claim("refuted")}, decided=["it"]
    )
    found = compare(was, now)
    assert [(each.name, each.was and each.was.verdict, each.now and each.now.verdict) for each in found.claims] == [
        ("new", None, "exploratory"), ("it", "supported", "refuted"), ("gone", "exploratory", None),
    ]  # fmt: skip
    assert [(each.was and each.was.answer, each.now and each.now.answer) for each in found.answers] == [
        ("supported", "refuted"),
    ]  # fmt: skip
    assert found.values is not None
    assert {each.where: each.now for each in found.values}["hypotheses.it.superiority.margin"] == "0.35"
    assert found.names == ("one:p", "one:p")


def test_other_runs_are_a_change() -> None:
    """The study has no value that differs; what differs in the last digits alone is the same."""
    it = {"it": claim("supported")}
    [change] = (fewer := compare(side(it, runs=first_seeds(4)), side(it))).claims
    assert change.was is not None
    assert change.now is not None
    assert (change.was.verdict, change.now.verdict, fewer.values) == ("inconclusive", "supported", ())
    assert compare(side(it), side(it, runs=results("one", shift=1e-13))).empty


@pytest.mark.parametrize("turned", [False, True])
def test_profiles_of_two_names_are_compared_value_by_value(*, turned: bool) -> None:
    """What they set differs, and not that they have names."""
    a, b = side({"it": claim("supported")}), side({"it": claim("supported")}, name="two")
    found = compare(b, a) if turned else compare(a, b)
    assert {*found.names} == {"one:p", "two:p"}
    assert found.values == ()


def test_words_that_no_value_holds_differ_too() -> None:
    """A title changes the page, so that a report is not current and nothing may say that nothing differs."""
    was = side({"it": claim("supported")})
    assert was.asked is not None
    now = was._replace(asked=was.asked.model_copy(update={"title": "Another"}))
    found = compare(was, now)
    assert not found.empty
    assert found.values is not None
    assert [(each.where, each.now) for each in found.values] == [("title", "Another")]
