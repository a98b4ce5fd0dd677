"""The seeds behind a verdict, number by number."""

from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.seeds import blocks
from bnreport.results import Results
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_seed_table_shows_the_failure_value_of_a_diverged_run(facts: Facts) -> None:
    """Chance accuracy, marked."""
    evidence = facts.verdicts[2].evidence
    [block] = blocks(facts, evidence, facts.claim(facts.verdicts[2]).labels)
    assert [name for name, _ in block.rows] == ["noisy standard", "standard", "effect"]
    cell = block.rows[0][1][3]
    assert (block.seeds[3], cell.text, cell.diverged) == ("3", "10.0 %", True)
