"""What would change our mind: the other side of each claim's region."""

from dataclasses import replace

from bnreport.formatting import minus
from bnreport.judge.verdicts import judge
from bnreport.report.facts import Facts
from bnreport.report.sections.change import gather
from bnreport.results import Results


def test_each_question_says_what_would_have_answered_it_otherwise(facts: Facts) -> None:
    """A supported claim falls below its margin; an open one says on which sides it would be settled."""
    found = gather(facts)
    assert found is not None
    first, second = found
    assert first.rules[0] == minus(
        "Claim 1: No, had the whole interval of training accuracy, noisy batchnorm - batchnorm, lain below -2.00 pp."
    )
    assert second.rules[0].startswith(
        minus("It is settled once the whole interval of test accuracy, batchnorm - standard, lies above +2.00 pp, ")
    )


def test_a_refuted_claim_and_one_that_has_not_run(facts: Facts) -> None:
    """The one would hold inside its region, the other waits."""
    turned = tuple(replace(each, verdict="refuted") for each in facts.verdicts)  # of an answer, what decided it
    found = gather(replace(facts, verdicts=turned))
    assert found is not None
    assert found[0].rules[0] == minus(
        "Claim 1: The claim would hold, had the whole interval of training accuracy, noisy batchnorm - "
        "batchnorm, lain above -2.00 pp."
    )
    none = replace(facts, stored=Results(), verdicts=judge(facts.file.study, Results(), scale="paper"))
    found = gather(none)
    assert found is not None
    assert {each.partition(": ")[2] for each in found[0].rules} == {"It waits for its runs."}
