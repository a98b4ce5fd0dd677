"""Verdicts, reasons and the analysis in words."""

from dataclasses import replace
from typing import get_args

import pytest

from bnreport.judge.answer import Answer
from bnreport.judge.verdicts import Verdict, judge
from bnreport.judge.wording import BADGES, say_analysis, say_n, say_rule, say_why
from bnreport.stats.region import Region
from bnreport.study.schema import Analysis
from tests.judge.studies import A, B, claim, ending_at, study_of


def one(**changes: object) -> Verdict:
    """Return a verdict on five seeds, with changes to its evidence."""
    [verdict] = judge(study_of(claim()), ending_at(a=A, b=B), scale="paper")
    return replace(verdict, evidence=replace(verdict.evidence, **changes))  # type: ignore[arg-type]


def test_every_answer_has_a_badge_of_its_own() -> None:
    """Shape and word differ, so that no meaning rests on colour."""
    assert tuple(BADGES) == get_args(Answer)
    assert len({(badge.shape, badge.word) for badge in BADGES.values()}) == len({b.shape for b in BADGES.values()}) == 5
    assert BADGES["not_run"].word == "Not run"


def test_n_counts_seeds_or_arms_and_says_which() -> None:
    """A correlation over arms has as many as there are, each a mean over its seeds."""
    assert (say_n(one()), say_n(one(), of=True)) == ("5", "5 of 5")
    assert say_n(one(counted="arms"), of=True) == "5 arms (5 of 5 seeds)"


def test_a_claim_that_waits_has_the_seeds_that_ran() -> None:
    """One seed gives no estimate, and has run all the same: table and answer give one number."""
    [waiting] = judge(study_of(claim()), ending_at(a=A[:1], b=B[:1]), scale="paper")
    assert (waiting.reason, waiting.n_analysed) == ("missing_runs", 0)
    assert (say_n(waiting, of=True), say_n(waiting)) == ("1 of 5", "0")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", ""),
        ("missing_runs", "runs are missing"),
        ("censored", "not tested here, censored: "),
        ("odd_code", "odd code"),
    ],
)
def test_why_there_is_no_answer(reason: str, said: str) -> None:
    """In words, with what was not tested said first; nothing where there is an answer."""
    found = say_why(replace(one(), reason=reason))
    assert found[: len(said) or None] == said


def test_the_rule_names_the_region() -> None:
    """With the bound in the effect's unit."""
    assert say_rule(Region(low=0.02), "fraction").startswith("The claim is true for effects above +2.00 pp. Supported")


def test_the_analysis_is_said_as_the_study_chose_it() -> None:
    """Correction and what becomes of diverged runs, each with its own words."""
    usual, other = (
        say_analysis(study_of(analysis=analysis))
        for analysis in (Analysis(), Analysis(multiplicity="bonferroni", divergence="conditional"))
    )
    assert (usual.correction, other.correction) == ("Holm", "Bonferroni")
    assert usual.source.startswith("Holm (1979)")
    assert other.source.startswith("Dunn (1961)")
    assert usual.diverged.startswith("It counts as the metric's failure value")
    assert other.diverged.startswith("Its seed is left out")
