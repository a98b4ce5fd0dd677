"""Yes or no by GRADE's words, and what is said of what is open, void or not run."""

from dataclasses import replace

import pytest

from bnreport.judge.answer_in_words import IN_PART, NO, NO_VERDICT, NOT_RUN, NOT_SETTLED, NOT_TESTED, YES, say_answer
from bnreport.judge.certainty import LEVELS
from bnreport.judge.questions import Answered
from bnreport.judge.trust import Trust
from bnreport.judge.verdicts import Verdict, judge
from bnreport.study.questions import Question
from tests.judge.studies import A, B, claim, ending_at, study_of


def _judged(*claims: object) -> tuple[Verdict, ...]:
    study = study_of(*(claims or (claim(),)), questions={}, windows={})  # type: ignore[arg-type]
    return judge(study, ending_at(a=A, b=B), scale="paper")


def _asked(*names: str) -> Question:
    return Question(ask="Is it so?", decided_by=names)


@pytest.mark.parametrize("level", LEVELS)
def test_certainty_has_its_word(level: str) -> None:
    """The surer, the plainer; no stands where yes would."""
    [verdict] = _judged()
    said = say_answer(Answered(_asked("h0"), "supported"), [verdict], Trust(level), lambda _, text: text)  # type: ignore[arg-type]
    assert said.word == YES[level]  # type: ignore[index]
    assert said.sentences == ("Accuracy is 1.8 points higher with x.a than with x.b (0.44 to 3.2).",)
    lost = replace(verdict, verdict="refuted")
    assert say_answer(Answered(_asked("h0"), "refuted"), [lost], Trust(level), lambda _, text: text).word == NO[level]  # type: ignore[arg-type,index]


def test_a_no_is_told_by_what_speaks_against_it() -> None:
    """Of several claims that must hold, the one that does not."""
    held, lost = _judged(claim(), claim("superiority", margin=0.05))
    assert (held.verdict, lost.verdict) == ("supported", "refuted")
    said = say_answer(
        Answered(_asked("h0", "h1"), "refuted"),
        [held, replace(lost, estimate=0.5)],
        Trust("high"),
        lambda _, text: text,
    )
    assert said.word == "Not all of it"
    fails, holds = said.sentences
    assert fails.startswith("What fails: Accuracy is 50 points higher")
    assert holds.startswith("What holds: Accuracy is 1.8 points higher")
    assert said.brief == ()


def test_many_parts_that_hold_are_counted_for_who_has_a_minute() -> None:
    """The long answer tells each; the short one tells what fails, and how many others hold."""
    *held, lost = _judged(claim(), claim(), claim(), claim("superiority", margin=0.05))
    said = say_answer(
        Answered(_asked("h0", "h1", "h2", "h3"), "refuted"),
        [*held, replace(lost, estimate=0.5)],
        Trust("high"),
        lambda _, text: text,
    )
    fails, holds = said.sentences
    assert holds.startswith("What holds: Accuracy")
    assert said.brief == (fails, "3 other parts of the question hold.")


def test_what_is_not_decided_says_why() -> None:
    """Runs that are missing, comparisons that mean nothing, and intervals that are too wide are three things."""
    [verdict] = _judged()

    def word(**changes: object) -> tuple[str, int]:
        changed = replace(verdict, **{"verdict": "inconclusive", **changes})  # type: ignore[arg-type]
        said = say_answer(Answered(_asked("h0"), "inconclusive"), [changed], None, lambda _, text: text)
        return said.word, len(said.sentences)

    assert word(reason="imprecise") == (NOT_SETTLED, 1)
    assert word(reason="imprecise", n_planned=10) == (NOT_SETTLED, 2)
    assert word(reason="not_started") == (NOT_TESTED, 1)
    assert word(verdict="not_run", reason="missing_runs") == (NOT_RUN, 0)


def test_a_question_of_which_a_part_holds_and_the_rest_waits_is_not_settled() -> None:
    """Its answer is inconclusive, and to say that nothing ran would be false beside a claim that is supported."""
    [verdict] = _judged()
    waiting = replace(verdict, hypothesis="h1", verdict="not_run", reason="missing_runs")
    said = say_answer(Answered(_asked("h0", "h1"), "inconclusive"), [verdict, waiting], None, lambda _, text: text)
    assert said[:2] == (NOT_SETTLED, ("What has run speaks for it; runs that it needs too are missing.",))


def test_a_claim_changed_after_results_answers_nothing() -> None:
    """What it shows is told all the same."""
    [verdict] = _judged()
    changed = replace(verdict, verdict="exploratory", verdict_interval=None)
    said = say_answer(Answered(_asked("h0"), "exploratory"), [changed], None, lambda _, text: text)
    assert said.word == NO_VERDICT
    assert said.sentences[0].startswith("Accuracy is 1.8 points higher")


def test_a_verdict_that_says_less_than_it_seems_says_what_it_means() -> None:
    """Better, yet by less than the margin, is a no; worse, yet within it, a yes."""
    [lost] = _judged(claim("superiority", margin=0.05))
    said = say_answer(Answered(_asked("h0"), "refuted"), [lost], Trust("high"), lambda _, text: text)
    assert said.sentences[0].endswith("There is a difference, but less than the margin.")


def test_void_beside_open_is_open() -> None:
    """Only where every open claim is void is the question not tested, and in part where others hold."""
    [verdict] = _judged()
    void = replace(verdict, verdict="inconclusive", reason="not_started")
    wide = replace(verdict, verdict="inconclusive", reason="imprecise")
    words = [
        say_answer(Answered(_asked("h0", "h1"), "inconclusive"), held, None, lambda _, text: text).word
        for held in ([void, wide], [void, void], [void, replace(verdict, verdict="supported")])
    ]
    assert words == [NOT_SETTLED, NOT_TESTED, IN_PART]
