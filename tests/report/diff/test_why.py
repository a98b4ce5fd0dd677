"""Why a verdict is another."""

from typing import Any

from bnreport.report.diff.compare import compare
from bnreport.report.diff.sides import Side
from bnreport.results import Results
from tests.report.diff.pairs import first_seeds, side, verdicts_only, with_margin
from tests.report.synthesis.known import ENDS, _run, claim, results

TO = " \N{RIGHTWARDS ARROW} "


def _why(was: Side, now: Side) -> tuple[str, ...]:
    [change] = compare(was, now).claims
    return change.why


def test_a_margin_is_told_with_both_values() -> None:
    """The claim's own values come first; where a study is not known, for which effects the claim is true."""
    was, now = side({"it": with_margin(0.1)}), side({"it": with_margin(0.35)})
    assert _why(was, now) == (f"superiority.margin: 0.1{TO}0.35",)
    assert _why(was, verdicts_only(now)) == (f"true for effects: above +10.00 pp{TO}above +35.00 pp",)


def test_a_text_is_told() -> None:
    """Whether the study is known or not."""
    was, now = side({"it": claim("supported")}), side({"it": claim("supported", claim="So it is.")})
    assert _why(was, now) == (f"claim: It is supported.{TO}So it is.",)
    assert _why(verdicts_only(was), now) == ("the claim's text",)


def test_more_runs_are_told_and_other_runs_of_the_same_seeds_too() -> None:
    """The first are counted, the second named by seed; a recipe that differs tells by itself why runs do."""
    it: dict[str, Any] = {"it": claim("supported")}
    assert _why(side(it, runs=first_seeds(4)), side(it)) == (f"seeds that ran: 4{TO}5",)
    held = results("one").runs
    other = {**held["net.supported"], 3: _run("one", "supported", 3, ENDS["supported"][3] + 0.01)}
    trained = side(it, runs=Results({**held, "net.supported": other}))
    assert _why(side(it), trained) == ("other runs of seed 3",)


def test_another_share_of_the_error_rate_is_told() -> None:
    """A claim beside it that is not decided leaves less for this one, which lies near its bound."""
    was, now = side({"it": with_margin(0.272)}), side({"it": with_margin(0.272), "void": claim("untested")})
    changes = {each.name: each for each in compare(was, now).claims}
    assert changes["it"].why == (f"its share of the error rate: 0.05{TO}0.025",)
    assert changes["void"].why == ()
