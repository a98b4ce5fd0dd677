"""What no verdict reads stands apart."""

from typing import Any

from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.sections.exploratory import gather
from bnreport.results import Results
from bnreport.study.load import StudyFile
from tests.report.pages import section_of

Small = Any  # what conftest.py makes

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_exploratory_results_have_no_badge_and_no_place_among_the_verdicts(facts: Facts, page: str) -> None:
    """An estimate with its uncorrected interval, apart from the verdicts."""
    found = gather(facts)
    assert found is not None
    [finding], [card] = found.lines, found.cards
    assert finding.name == card.name == "batchnorm_narrows_the_loss_range"
    assert (finding.numbers.partition(" ")[0], finding.n) == (dict(card.facts)["Estimate"], "5 of 5")
    assert finding.numbers.startswith("\N{MULTIPLICATION SIGN}2")
    assert " times lower with " in finding.finding
    assert "badge" not in section_of(page, "exploratory")
    findings = section_of(page, "findings")
    assert "batchnorm_narrows_the_loss_range" not in findings
    assert findings.count('<tr id="verdict-') == 5


def test_seeds_beyond_the_last_look_are_counted_apart(known: Known, results_of: object) -> None:
    """Two more seeds in six arms are twelve exploratory runs, whatever the claims."""
    assert callable(results_of)
    results = results_of(7)
    found = gather(Facts(known[0], results, known[2]))
    assert found is not None
    assert found.runs == 12


def test_without_any_the_section_is_left_out(small: Small) -> None:
    """Neither claims nor runs: no heading over nothing."""
    runs = {"vgg.batchnorm": small.arm(0.6), "vgg.standard": small.arm(0.3)}
    raises = {"metric": "train_accuracy", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.02}
    assert gather(small.facts(runs, "superiority", raises)) is None
