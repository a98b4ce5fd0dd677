"""Findings: questions with their answers, and the claims below them."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from bnreport.cli._claims import claims
from bnreport.cli._terminal import rendered
from bnreport.judge.verdicts import Verdict, judge
from bnreport.judge.wording import BADGES
from bnreport.report.card import card
from bnreport.report.claim_line import ClaimLine
from bnreport.report.export.verdicts import plain
from bnreport.report.facts import Facts
from bnreport.report.sections.findings import gather
from bnreport.results import Results
from bnreport.study.load import StudyFile
from bnreport.study.schema import Seeds, Study
from tests.report.pages import section_of

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def _lines(facts: Facts) -> list[ClaimLine]:
    return [line for finding in gather(facts).findings for line in finding.lines]


def test_claims_are_grouped_by_question(known: Known, facts: Facts, make_study: Callable[..., Study]) -> None:
    """In the order of the questions, claims in the study's; in one group without a heading where there are none."""
    asked = facts.study.questions

    def numbers(held: Facts) -> list[tuple[str, list[int]]]:
        return [(each.ask, [held.numbers[line.name] for line in each.lines]) for each in gather(held).findings]

    assert numbers(facts) == [(asked["noise"].ask, [1, 2, 3]), (asked["elsewhere"].ask, [5, 6])]
    turned = make_study(questions=dict(reversed(asked.items())), hypotheses=facts.study.hypotheses)
    held = replace(facts, file=replace(known[0], study=turned))
    assert numbers(held) == [(asked["elsewhere"].ask, [5, 6]), (asked["noise"].ask, [1, 2, 3])]
    claims = {name: h.model_copy(update={"question": None}) for name, h in facts.study.hypotheses.items()}
    held = replace(facts, file=replace(known[0], study=make_study(hypotheses=claims)))
    assert numbers(held) == [("", [1, 2, 3, 5, 6])]


def test_a_question_has_the_answer_and_strips_of_its_deciders(facts: Facts) -> None:
    """With how sure it is and the paper, if all deciders say the same of it."""
    first, second = gather(facts).findings
    assert (first.word, second.word) == (facts.answers[0].words.word, "Not settled")
    assert first.said == " ".join(facts.answers[0].words.sentences)
    assert (first.trust, second.trust) == (str(facts.answers[0].trust), "")
    assert [strip.kind for strip in first.strips] == ["supported", "supported"]
    assert [strip.kind for strip in second.strips] == ["inconclusive"]


def test_lines(facts: Facts) -> None:
    """Each line has the badge that the arms' ends imply."""
    assert [line.badge.kind for line in _lines(facts)] == [
        "supported", "supported", "refuted", "inconclusive", "not_run",
    ]  # fmt: skip
    assert [line.agreement for line in _lines(facts)] == [
        "replicates", "same direction", "replicates", "not comparable", "cannot tell",
    ]  # fmt: skip


def test_each_p_has_its_bar(facts: Facts, page: str) -> None:
    """What its look may spend; where nothing is judged there is neither."""
    assert [line.bar for line in _lines(facts)] == ["0.05"] * 4 + ["\N{EN DASH}"]
    assert gather(facts).bars == "0.05, the error rate of its family"
    assert section_of(page, "findings").count(", bar 0.05<") == 4
    looks = facts.study.model_copy(update={"seeds": Seeds(looks=(5, 10), alpha=(0.02, 0.03))})
    held = replace(facts, file=replace(facts.file, study=looks), verdicts=judge(looks, facts.stored, scale="paper"))
    assert [line.bar for line in _lines(held)][:4] == ["0.02"] * 4
    assert gather(held).bars.endswith("its family, 0.02 at look 1 and 0.03 at look 2")


def test_a_claim_that_waits_has_one_count_of_seeds(facts: Facts) -> None:
    """Answer and line give the seeds that ran, also where these give no estimate."""
    runs = Results({arm: {0: seeds[0]} for arm, seeds in facts.stored.runs.items()})
    held = replace(facts, stored=runs, verdicts=judge(facts.file.study, runs, scale="paper"))
    assert [line.n for line in _lines(held)] == ["1 of 5"] * 4 + ["0 of 5"]
    assert all("1 of 5 seeds so far." in each.words.sentences for each in held.answers)


def test_text_json_and_page_give_the_same_answers(known: Known, facts: Facts) -> None:
    """Whoever asks is told the same of every claim, the exploratory ones included."""
    answers = {"supported": 2, "refuted": 1, "inconclusive": 1, "exploratory": 1, "not_run": 1}
    text = rendered(Console(file=io.StringIO(), width=100), *claims(facts)).splitlines()
    assert Counter(kind for line in text for kind, badge in BADGES.items() if f"  {badge.shape}" == line[:3]) == answers
    assert Counter(plain(verdict, None, None)["verdict"] for verdict in known[2]) == answers
    judged = Counter(line.badge.kind for line in _lines(facts))
    assert judged == {kind: count for kind, count in answers.items() if kind != "exploratory"}


def test_line_and_card_carry_the_same_certainty(facts: Facts) -> None:
    """Verdicts have a level and its reasons; what has no verdict has none."""
    assert [line.certainty is None for line in _lines(facts)] == [False, False, False, False, True]
    cards = [card(facts, verdict) for verdict in facts.primary]
    assert [line.certainty for line in _lines(facts)] == [each.certainty for each in cards]
    assert [line.finding for line in _lines(facts)] == [each.finding for each in cards]
    assert [each.sensitivity is None for each in cards] == [False, False, False, False, True]


def test_it_says_how_sure(known: Known, facts: Facts, page: str) -> None:
    """Levels are counted, and each rule that lowers them; without verdicts nothing is said."""
    levels = [line.certainty.level.lower() for line in _lines(facts) if line.certainty]
    sure = gather(facts).sure
    assert sure.startswith("Certainty is ")
    for level in set(levels):
        assert level in sure
    assert f"internal validity ({len(levels)})" in sure  # nothing was locked
    assert sure in section_of(page, "findings")
    assert gather(Facts(known[0], known[1], ())).sure == ""


@pytest.mark.parametrize("kind", ["estimate", "verdict_interval"])
def test_what_was_found_stands_in_numbers_too(facts: Facts, kind: str) -> None:
    """By the interval that decides; where none does, by that at 95 %, which is said."""
    line = _lines(facts)[0]
    assert line.numbers.startswith("+0.72 pp [")
    if kind == "verdict_interval":
        held = replace(facts, verdicts=tuple(replace(each, verdict_interval=None) for each in facts.verdicts))
        assert _lines(held)[0].numbers.endswith("] pp (95 %)")
