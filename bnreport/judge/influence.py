"""Does a verdict hang on what was left out, or do fewer seeds merely say less?"""

from dataclasses import replace
from typing import TYPE_CHECKING

from bnreport.judge.answer import DECIDED, decide
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.slack import Slack

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.variant import Variant
    from bnreport.stats.estimate import Estimate


def hangs_on_what_is_left_out(judged: "Variant", without: "Evidence", level: float) -> bool:
    """Tell whether a decided verdict changes direction without some seeds, or is lost at the precision that it had.

    n - 1 seeds have a longer interval than n of the same mean and spread; that loss is by design, and says nothing of
    the seed. So the rest is judged as if it were n seeds. Of 5 or 10 normal seeds at 80 % power 10 to 15 % of supports
    hang on one.

    Args:
        judged: the verdict's own analysis.
        without: what the other seeds say.
        level: of the verdict.

    Source: our own simulations (tests/judge/test_influence.py).
    """
    if judged.answer not in DECIDED or without.estimate is None or without.reason:
        return False
    inside = judged.region.low < without.estimate.value < judged.region.high
    if inside != (judged.answer == "supported"):
        return True
    as_many = _as_many(without.estimate, judged.n)
    return as_many is not None and decide(as_many.interval(level), judged.region) != judged.answer


def _as_many(estimate: "Estimate", n: int) -> "Estimate | None":
    """Return the estimate of n seeds of the same mean and spread; None where precision is another matter."""
    if isinstance(estimate, Mean):
        return replace(estimate, n=n)
    if isinstance(estimate, Ratio):
        return Ratio(replace(estimate.log, n=n))
    if not isinstance(estimate, Slack):
        return None
    return Slack(tuple(each._replace(estimate=_as_many(each.estimate, n) or each.estimate) for each in estimate.claims))
