"""Papers side by side: who says what of one explanation, and why both may be right."""

from typing import Any

from bnreport.report.synthesis.claims import bearings_of, claims_of
from bnreport.report.synthesis.disagreements import Disagreement, disagreements_of
from bnreport.report.synthesis.matrix import rows_of
from bnreport.report.synthesis.studies import Studied, explanations_of
from tests.report.synthesis.known import claim, published, studied, study

PAPER = {"says": "supported", "where": "Fig. 1"}


def _studied(name: str, says: tuple[str, str, str], outcome: str = "supported", **more: Any) -> Studied:  # noqa: ANN401
    held = claim(outcome, bears={"steady": says}, **({"paper": PAPER} | more))
    source = {"paper": f"Paper {name}", "url": "https://example.org"}
    return studied(published(study(name, {"it": held}, source=source)))


def _found(*studies: Studied) -> tuple[Disagreement, ...]:
    return disagreements_of(rows_of(explanations_of(studies), bearings_of(claims_of(studies)), studies), studies)


FOR = ("present", "for", "against")
AGAINST = ("present", "against", "for")


def test_opposite_claims_stand_side_by_side() -> None:
    """With the papers' names, what each reads, and what the runs say of it."""
    [held] = _found(_studied("one", FOR), _studied("two", AGAINST, metric="test_accuracy"))
    assert [(each.paper, each.side, each.measured, each.claim.verdict.verdict) for each in held.statements] == [
        ("Paper one", "for", "training accuracy", "supported"),
        ("Paper two", "against", "test accuracy", "supported"),
    ]
    assert held.reason == (
        "The same word, other quantities: claims that the runs bear out on training accuracy for it and on test "
        "accuracy against it."
    )


def test_the_reason_is_what_the_claims_read_that_runs_bear_out() -> None:
    """What others read besides that are open explains nothing."""
    bears = {"steady": AGAINST}
    claims = {
        "it": claim("supported", bears=bears, paper=PAPER, metric="test_accuracy"),
        "open": claim("inconclusive", bears=bears, paper=PAPER),
    }
    made = study("two", claims, source={"paper": "Paper two", "url": "https://example.org"}, decided=["it", "open"])
    [held] = _found(_studied("one", FOR), studied(published(made)))
    assert held.reason.startswith("The same word, other quantities")


def test_one_quantity_is_no_matter_of_words() -> None:
    """What the runs then say decides which paper they bear out."""
    [held] = _found(_studied("one", FOR), _studied("two", FOR, "refuted", paper=PAPER | {"says": "refuted"}))
    assert held.reason == (
        "Claims that the runs bear out on both sides read training accuracy, so it is no matter of words."
    )
    [held] = _found(_studied("one", FOR), _studied("two", AGAINST, "refuted"))
    assert held.reason.endswith(
        "; the runs bear out a claim that speaks for it, and none that speaks otherwise at that scale."
    )
    [held] = _found(_studied("one", FOR, "inconclusive"), _studied("two", AGAINST, "untested"))
    assert held.reason.endswith("; the runs decide for neither.")


def test_a_claim_may_name_its_own_paper() -> None:
    """Where a study is of many: it stands before its arXiv number."""
    papers = [{"says": "supported", "where": f"{name} 2019, arXiv:1901.00001, abstract"} for name in ("A", "B")]
    claims = {
        "it": claim("supported", bears={"steady": FOR}, paper=papers[0]),
        "that": claim("supported", bears={"steady": AGAINST}, paper=papers[1]),
    }
    [held] = _found(studied(published(study("one", claims, decided=["it", "that"]))))
    assert [each.paper for each in held.statements] == ["A 2019", "B 2019"]


def test_papers_that_agree_or_are_silent_are_not_listed() -> None:
    """Nor one paper that says both, of claims of its own."""
    assert _found(_studied("one", FOR), _studied("two", FOR)) == ()
    assert _found(_studied("one", FOR), _studied("two", AGAINST, paper=PAPER | {"says": "silent"})) == ()
    claims = {
        "it": claim("supported", bears={"steady": FOR}, paper=PAPER),
        "that": claim("supported", bears={"steady": AGAINST}, paper=PAPER),
    }
    assert _found(studied(published(study("one", claims)))) == ()
