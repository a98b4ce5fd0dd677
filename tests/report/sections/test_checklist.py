"""Answers come from the study or its runs, or stay blank."""

from dataclasses import replace

from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.sections.checklist import gather
from bnreport.results import Results
from bnreport.study.load import StudyFile
from tests.report.pages import section_of

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_checklist_fills_what_is_known_and_shows_what_is_not(facts: Facts, page: str) -> None:
    """Every answer comes from the study or its runs; nothing is made up for the rest."""
    answers = {item.question: item.answer for item in gather(facts)}
    assert answers["Is every claim traced to its place in the paper?"] == "5 of 6"
    assert answers["Is every planned run accounted for?"] == (
        "30 of the 40 runs that profile smoke plans are stored; 1 diverged"
    )
    assert answers["How are several claims corrected for?"] == "Holm over 5 claims; two-sided error rate 0.05"
    blank = [question for question, answer in answers.items() if not answer]
    assert "Which commit of the code, and was it clean?" in blank
    assert section_of(page, "checklist").count("blank: not recorded") == len(blank)


def test_a_study_of_no_paper_is_asked_nothing_of_one(facts: Facts) -> None:
    """Gaps are for what should have been recorded."""
    study = facts.file.study.model_copy(update={"source": None})
    items = gather(replace(facts, file=replace(facts.file, study=study)))
    assert not [item.question for item in items if "paper" in item.question]
