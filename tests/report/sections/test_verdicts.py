"""Counts, lines and the forest: what the arms' ends imply."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from math import inf, log

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from bnreport.cli.judge import plain, table
from bnreport.figures.shared.style import VERDICTS
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.facts import Facts
from bnreport.report.sections import hypotheses, questions
from bnreport.report.sections.verdicts import VerdictLine, forest, gather
from bnreport.results import Results
from bnreport.study.load import StudyFile
from bnreport.study.schema import Seeds, Study
from tests.report.pages import bars_of, drawn, section_of

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def _lines(facts: Facts) -> list[VerdictLine]:
    return [line for group in gather(facts).groups for line in group.lines]


def test_claims_are_grouped_by_question(known: Known, facts: Facts, make_study: Callable[..., Study]) -> None:
    """In the order of the questions, claims in the study's; in one group without a heading where there are none."""
    asked = facts.study.questions
    assert [(group.ask, [facts.numbers[line.name] for line in group.lines]) for group in gather(facts).groups] == [
        (asked["noise"].ask, [1, 2, 3]),
        (asked["elsewhere"].ask, [5, 6]),
    ]
    turned = make_study(questions=dict(reversed(asked.items())), hypotheses=facts.study.hypotheses)
    groups = gather(replace(facts, file=replace(known[0], study=turned))).groups
    assert [[facts.numbers[line.name] for line in group.lines] for group in groups] == [[5, 6], [1, 2, 3]]
    claims = {name: h.model_copy(update={"question": None}) for name, h in facts.study.hypotheses.items()}
    plain = make_study(hypotheses=claims)
    [group] = gather(replace(facts, file=replace(known[0], study=plain))).groups
    assert (group.ask, [facts.numbers[line.name] for line in group.lines]) == ("", [1, 2, 3, 5, 6])


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
    assert section_of(page, "verdicts").count(", bar 0.05<") == 4
    looks = facts.study.model_copy(update={"seeds": Seeds(looks=(5, 10), alpha=(0.02, 0.03))})
    held = replace(facts, file=replace(facts.file, study=looks), verdicts=judge(looks, facts.stored, scale="paper"))
    assert [line.bar for line in _lines(held)][:4] == ["0.02"] * 4
    assert gather(held).bars.endswith("its family, 0.02 at look 1 and 0.03 at look 2")


def test_a_claim_that_waits_has_one_count_of_seeds(known: Known, facts: Facts) -> None:
    """Answer and line give the seeds that ran, also where these give no estimate."""
    runs = Results({arm: {0: seeds[0]} for arm, seeds in known[1].runs.items()})
    held = replace(facts, stored=runs, verdicts=judge(facts.file.study, runs, scale="paper"))
    assert [line.n for line in _lines(held)] == ["1 of 5"] * 4 + ["0 of 5"]
    answers = questions.gather(held)
    assert answers is not None
    assert all(by.numbers.endswith("; 1 of 5 seeds so far") for each in answers.answers for by in each.decided_by)


def test_a_silent_paper_has_no_statement(known: Known, facts: Facts, make_study: Callable[..., Study]) -> None:
    """Claims of which it is said that the paper says nothing are not counted among its statements."""
    said = [sentence for sentence in gather(facts).sentences if "with a statement in the paper" in sentence]
    assert said[0].startswith("Of the 4 ")
    claims = dict(facts.study.hypotheses)
    name = known[2][0].hypothesis
    assert claims[name].paper
    claims[name] = claims[name].model_copy(update={"paper": claims[name].paper.model_copy(update={"says": "silent"})})
    made = make_study(questions=facts.study.questions, hypotheses=claims)
    found = gather(replace(facts, file=replace(known[0], study=made))).sentences
    assert [each[:9] for each in found if "with a statement in the paper" in each] == ["Of the 3 "]


def test_table_json_and_page_give_the_same_answers(known: Known, facts: Facts) -> None:
    """Whoever asks is told the same of every claim, the exploratory ones included."""
    answers = {"supported": 2, "refuted": 1, "inconclusive": 1, "exploratory": 1, "not_run": 1}
    assert Counter(line.split()[1] for line in table(known[2], {}).splitlines()) == answers
    assert Counter(plain(verdict, None, None)["verdict"] for verdict in known[2]) == answers
    assert {count.badge.kind: count.number for count in gather(facts).counts} == answers


@pytest.mark.parametrize(("scale", "drawn"), [("paper", True), ("reduced", False), ("toy", False)])
def test_paper_number_is_drawn_at_its_own_scale_only(known: Known, scale: str, drawn: bool) -> None:  # noqa: FBT001
    """A diamond beside a smaller network's effect would invite a comparison that means nothing."""
    file, runs, _ = known
    figure = forest(Facts(file, runs, judge(file.study, runs, scale={"vgg": scale})))
    assert figure is not None
    assert (figure.rows[1][-1] == "0.03") == drawn


def test_line_and_card_carry_the_same_certainty(facts: Facts) -> None:
    """Verdicts have a level and its reasons; what has no verdict has none."""
    assert [line.certainty is None for line in _lines(facts)] == [False, False, False, False, True]
    cards = hypotheses.gather(facts)
    assert [line.certainty for line in _lines(facts)] == [card.certainty for card in cards]
    assert [card.sensitivity is None for card in cards] == [False, False, False, False, True]


def test_the_summary_says_how_sure(known: Known, facts: Facts, page: str) -> None:
    """Levels are counted, and each rule that lowers them; without verdicts nothing is said."""
    levels = [line.certainty.level.lower() for line in _lines(facts) if line.certainty]
    sure = gather(facts).sure
    assert sure.startswith("Certainty is ")
    for level in set(levels):
        assert level in sure
    assert f"internal validity ({len(levels)})" in sure  # nothing was locked
    assert sure in section_of(page, "verdicts")
    assert gather(Facts(known[0], known[1], ())).sure == ""


def test_the_profile_and_why_it_was_taken(known: Known, page: str) -> None:
    """The first screen says which scale ran, and because of what."""
    assert f"because <bdi>{known[0].because}</bdi>" in page[: page.index("data-sift")]


def test_the_forest_draws_every_verdict(known: Known, facts: Facts) -> None:
    """From verdict to ink, in margins: thick bar, shaded region, mark, colour and shape."""
    made = forest(facts)
    assert made is not None
    axes = drawn(made).axes[0]
    [boxes] = [each for each in axes.collections if isinstance(each, PolyCollection)]
    marks = {
        float(y): (float(x), (line.get_color(), line.get_marker()))
        for line in axes.lines
        if line.get_marker() not in ("None", "<", ">") and line.get_markerfacecolor() != "none"
        for x, y in np.asarray(line.get_xydata()).tolist()
    }
    rows = [verdict for verdict in known[2] if verdict.estimate is not None]
    for row, (verdict, box) in enumerate(zip(rows, boxes.get_paths(), strict=True)):
        length = log(verdict.region.low) if verdict.region.low > 1 else abs(verdict.region.low)
        place = log if verdict.region.low > 1 else float

        def at(effect: float, place: Callable[[float], float] = place, length: float = length) -> float:
            return place(effect) / length

        ends = [ends for ends in (verdict.verdict_interval, verdict.interval) if ends is not None]
        assert bars_of(axes, row)[: len(ends)] == [pytest.approx([at(end) for end in each]) for each in ends]
        assert np.asarray(box.vertices)[:, 0].min() == pytest.approx(at(verdict.region.low))
        assert verdict.region.high == inf
        assert marks[row] == (pytest.approx(at(verdict.estimate or 0)), VERDICTS[verdict.verdict])
