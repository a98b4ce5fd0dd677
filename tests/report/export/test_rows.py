"""The claims as rows."""

from bnreport.report.export.rows import HEADINGS, rows
from bnreport.report.facts import Facts


def test_a_row_says_what_became_of_a_claim(facts: Facts) -> None:
    """By its number on the page, in the study's order; a claim that was not run has dashes."""
    made = [*rows(facts)]
    assert [int(row[0]) for row in made] == [*facts.numbers.values()]
    assert {len(row) for row in made} == {len(HEADINGS)}
    number, claim, verdict, certainty, _, n, _, paper = made[0]
    assert (number, verdict, n) == ("1", "Supported", "5 of 5")
    assert claim == facts.study.hypotheses["noise_does_not_harm_accuracy"].claim
    assert "certainty" in certainty
    assert paper == "supported: replicates"
    assert made[-1][2:4] == ("Not run", "\N{EN DASH}")
