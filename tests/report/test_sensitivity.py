"""What a card says of other analyses."""

import pytest

from bnreport.judge.sensitivity import MORE_SEEDS, SEED, Sensitivity
from bnreport.judge.variant import Variant
from bnreport.report.sensitivity import say_more_seeds, sensitivity
from bnreport.stats.region import Interval, Region

JUDGED = Variant("", "as judged", "supported", "", "nat", Region(low=0.1), 0.5, Interval(0.2, 0.8), 5)


def variant(family: str, label: str, answer: str | None = "supported") -> Variant:
    """Return another analysis, without numbers where it gives no answer."""
    if answer is None:
        return JUDGED._replace(
            family=family, label=label, answer=None, reason="too_few_seeds", estimate=None, interval=None, n=0
        )
    return JUDGED._replace(family=family, label=label, answer=answer)  # type: ignore[arg-type]


def said(*variants: Variant) -> str:
    """Return the sentence."""
    found = sensitivity("h", Sensitivity(JUDGED, variants))
    assert found is not None
    return found.sentence


@pytest.mark.parametrize(
    ("answers", "fragile", "seeds"),
    [
        (
            ("supported", "supported", "supported"),
            "",
            "leaving out any one of the 3 seeds costs no more than a seed does by design; ",
        ),
        (
            ("supported", None, "supported"),
            "",
            "leaving out any one of the 2 seeds costs no more than a seed does by design; ",
        ),
        ((None, None), "", ""),
        (("supported", "inconclusive", None), "Fragile: ", "leaving out seed 1 takes it away; "),
    ],
)
def test_only_seeds_that_gave_an_answer_are_counted(answers: tuple[str | None, ...], fragile: str, seeds: str) -> None:
    """An analysis that could not be made without a seed does not say that the seed costs nothing."""
    left = [
        variant(SEED, str(seed), answer)._replace(influential=answer == "inconclusive")
        for seed, answer in enumerate(answers)
    ]
    assert said(variant("scale", "ratio scale"), variant("test", "sign-flip test", None), *left) == (
        f"{fragile}1 of 1 other analyses agree with the verdict; {seeds}estimates range from +0.5 nat to +0.5 nat."
    )


def test_margins_have_a_table_of_their_own() -> None:
    """Which margin, what the claim then is, and its answer; none is counted among the analyses that agree."""
    found = sensitivity("h", Sensitivity(JUDGED, (variant("margin", "twice the margin", "inconclusive"),)))
    assert found is not None
    assert found.margins == (("twice the margin", "above +0.1 nat", "inconclusive"),)
    assert "agree" not in found.sentence


def test_of_parts_no_number_stands_alone() -> None:
    """What the curve's numbers are is said; the range is none that people read, nor is the region."""
    found = sensitivity("h", Sensitivity(JUDGED, (variant("margin", "half the margin"),)), of_parts=True)
    assert found is not None
    assert found.sentence.startswith("Numbers are those of the part that fits worst")
    assert found.margins == (("half the margin", "of each part", "supported"),)
    found = sensitivity("h", Sensitivity(JUDGED, (variant("scale", "ratio scale"),)), of_parts=True)
    assert found is not None
    assert found.sentence.startswith("1 of 1 other analyses agree with the verdict. Numbers are")


def test_seeds_that_came_after_the_decision_are_told() -> None:
    """With effect, interval and answer; of parts the answer alone; nothing where there are no more."""
    more = JUDGED._replace(family=MORE_SEEDS, label="every", answer="inconclusive", estimate=0.3, n=10)
    asked = "On all 10 seeds that are stored, for which the look that decided did not wait: "
    found = Sensitivity(JUDGED, (more,))
    assert say_more_seeds(found, of_parts=False) == f"{asked}+0.3 nat [+0.2, +0.8] nat, inconclusive."
    assert say_more_seeds(found, of_parts=True) == f"{asked}inconclusive."
    assert say_more_seeds(Sensitivity(JUDGED, ()), of_parts=False) == ""
    assert say_more_seeds(Sensitivity(JUDGED, (more._replace(n=5),)), of_parts=False) == ""
    assert found.choices == ()
