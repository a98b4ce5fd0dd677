"""Cards of every shape of claim, and what stands on them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from bnreport.figures import JudgedClaim
from bnreport.figures.scatter.from_claim import table as scatter_of_claim
from bnreport.figures.shared.style import VERDICTS
from bnreport.formatting import say_number
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.card import Card, _figures, card
from bnreport.report.draw import draw_figures
from bnreport.report.facts import Facts
from bnreport.report.sections import findings, limitations
from bnreport.report.sections.runs import gather as runs_of
from bnreport.results import Results
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study
from tests.figures.conftest import LINKED, RACE, SHARE, SUCCESS, A, B, judged, linked, raced
from tests.report.pages import axes_of, bars_of, flow_of, section_of

Small = Any  # what conftest.py makes

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_mixed_environments_are_flagged_where_they_matter(known: Known) -> None:
    """Only the cards that compare the odd run carry the warning."""
    file, runs, verdicts = known
    arm = dict(runs.runs["vgg.standard"])
    arm[0] = type(arm[0])(**{**vars(arm[0]), "environment": {**arm[0].environment, "torch": "2.11.0"}})
    facts = Facts(file, Results({**runs.runs, "vgg.standard": arm}), verdicts)
    [one] = {card(facts, verdict).mixed.within for verdict in verdicts[1:2]}
    assert [bool(card(facts, verdict).mixed.within) for verdict in verdicts] == [False, True, True, True, False, False]
    assert one == ("torch (seed 0: batchnorm 2.15.0 and standard 2.11.0)",)
    limits = " ".join(limitations.gather(facts).limits)
    assert (
        "3 of 6 claims compare arms whose runs of one and the same seed were trained in unlike environments" in limits
    )


def test_environments_that_differ_from_seed_to_seed_are_another_matter(known: Known) -> None:
    """Every arm of a seed has the same, so that no effect carries the difference."""
    file, runs, verdicts = known
    older = {**runs.runs["vgg.standard"][0].environment, "torch": "2.11.0"}
    held = {arm: {**seeds, 0: replace(seeds[0], environment=older)} for arm, seeds in runs.runs.items()}
    facts = Facts(file, Results(held), verdicts)
    assert {card(facts, verdict).mixed for verdict in verdicts[:5]} == {((), ("torch",))}
    assert "unlike environments" not in " ".join(limitations.gather(facts).limits)


ARMS = ["vgg.noisy_standard", "vgg.standard", "vgg.noisy_batchnorm", "vgg.batchnorm"]
RAISES = {"metric": "test_accuracy", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.03}
TESTS: dict[str, dict[str, Any]] = {
    "trains": {
        "metric": "train_accuracy", "arm": "vgg.standard", "versus": "vgg.noisy_standard", "margin": 0,
        "threshold": 0.2,
    },
    "interaction": {
        "metric": "test_accuracy", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.01,
        "elsewhere_arm": "resnet.batchnorm", "elsewhere_versus": "resnet.standard",
    },
    "trend": {
        "metric": "train_accuracy", "arms": ARMS, "levels": [1, 2, 4, 8], "direction": "increasing", "margin": 0.01,
    },
    "all_of": {"parts": [{"superiority": RAISES}, {"trains": {**RAISES, "metric": "train_accuracy", "margin": 0}}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def cards_of(make_study: Callable[..., Study], known: Known) -> dict[str, Card]:
    """Judge one hypothesis of each kind and make its card."""
    hypotheses = {
        kind: {"claim": f"A claim of kind {kind}.", "test": {kind: options}, "why_this_margin": "Ours."}
        for kind, options in TESTS.items()
    }
    study = make_study(hypotheses=hypotheses)
    verdicts = judge(study, known[1], scale="paper")
    facts = Facts(replace(known[0], study=study), known[1], verdicts)
    return {verdict.hypothesis: card(facts, verdict) for verdict in verdicts}


def test_shares_of_runs_say_so(cards_of: dict[str, Card]) -> None:
    """A table of zeros and ones is no mean of a metric: trained or not, side by side, with the counts as shares."""
    made = cards_of["trains"]
    assert "at 1 if it trained, at 0 if not" in made.figures[0].table.caption
    assert "Shares of trained: standard 100.0 %; noisy standard 80.0 %." in made.figures[0].table.alt
    assert [cell.text for cell in made.seeds[0].rows[1][1]] == ["1", "1", "1", "0", "1"]


@pytest.mark.parametrize("kind", ["interaction", "trend"])
def test_four_arms_stand_side_by_side(cards_of: dict[str, Card], kind: str) -> None:
    """Every arm has its column in the figure and its row in the seed table."""
    made = cards_of[kind]
    assert len(made.figures[0].table.headers) == 6
    assert len(made.seeds[0].rows) == 5
    assert "one line per seed" in made.figures[0].table.caption
    assert "its pointwise 95 % t interval" in made.figures[0].table.caption
    assert len(made.figures) == (2 if kind == "trend" else 1)


def test_a_composite_claim_lists_its_parts(cards_of: dict[str, Card]) -> None:
    """Each part has estimate, interval, region, a row in the forest, and its seeds, linked to their runs."""
    made = cards_of["all_of"]
    [figure] = made.figures
    assert [row[0][:3] for row in figure.rows] == ["1. ", "2. "]
    assert "verdict on all parts together" in figure.table.caption
    assert [[name for name, _ in block.rows] for block in made.seeds] == [
        ["Part 1, batchnorm", "Part 1, standard", "Part 1, effect"],
        ["Part 2, batchnorm", "Part 2, standard", "Part 2, effect"],
    ]
    assert all(cell.anchor for block in made.seeds for _, cells in block.rows[:2] for cell in cells)
    assert [(part.kind, part.region) for part in made.parts] == [
        ("superiority", "above +3.00 pp"), ("trains", "above +0.00 pp"),
    ]  # fmt: skip
    assert made.parts[0].estimate.endswith(" pp")
    assert made.parts[1].interval.startswith("[")
    assert all(part.deciding.startswith("[") for part in made.parts)
    assert {name for name, _ in made.facts} & {"Estimate", "95 % interval", "Verdict interval", "Claim region"} == set()
    assert made.rule.startswith("Every part must be true.")


def test_the_card_of_a_decider_is_on_paper(facts: Facts) -> None:
    """Those of other claims are in the HTML alone; of a study that asks nothing all are."""
    asked = facts.study.questions.values()
    decide = [any(verdict.hypothesis in each.decided_by for each in asked) for verdict in facts.verdicts]
    assert {*decide} == {True, False}
    assert [card(facts, verdict).decides for verdict in facts.verdicts] == decide


def test_the_detectable_effect_of_a_ratio_is_a_factor(known: Known, facts: Facts) -> None:
    """Of a ratio the MDE is told with its multiplication sign."""
    verdict = known[2][3]
    assert verdict.evidence.unit == "ratio"
    assert verdict.mde is not None
    [(label, told)] = [each for each in card(facts, verdict).facts if each[0].startswith("Detectable")]
    spread = say_number(np.log(verdict.evidence.effects).std(ddof=1))
    assert label == f"Detectable beyond the margin (80 % power, SD {spread} of logarithms)"
    assert told == f"\N{MULTIPLICATION SIGN}{verdict.mde:.3g}"
    assert verdict.mde > 1


RAISES = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}
ALL = {"parts": [{"superiority": RAISES}, {"superiority": {**RAISES, "metric": "test_loss"}}]}


def test_a_claim_of_several_parts_keeps_its_runs(small: Small) -> None:
    """What is said of runs and seeds of a simple claim is said of the parts of a composite one."""
    runs = {
        A: [replace(run, environment={"device": "cuda"}) for run in small.arm(0.6, 4)],
        B: [replace(run, environment={"device": "cpu"}) for run in small.arm(0.3)],
    }
    simple, made = (small.facts(runs, *each) for each in (("superiority", RAISES), ("all_of", ALL)))
    assert flow_of(made) == flow_of(simple)
    assert flow_of(made)["analysed"] == 10
    assert [run.claims for run in runs_of(made).tables[0].runs] == [("it",)] * 10
    [shown] = [card(made, verdict) for verdict in made.primary]
    assert [said.partition(" (")[0] for said in shown.mixed.within] == ["device"]
    assert shown.certainty is not None
    assert any("did not train: 1 of 5 of batchnorm" in why for _, why, _ in shown.certainty.downgrades)
    assert shown.failed_runs is not None
    assert "1 of 5 of batchnorm" in shown.failed_runs.sentence
    assert [name for block in shown.seeds for name, _ in block.rows][:4] == [
        "Part 1, batchnorm", "Part 1, standard", "Part 1, effect", "Part 2, batchnorm",
    ]  # fmt: skip
    assert shown.seeds[0].rows[0][1][4].diverged


CORRELATED = {"metric": "test_loss", "other": "train_accuracy", "margin": 0.1, "direction": "negative"}
EIGHT = [
    *(f"vgg.{name}" for name in ("standard", "batchnorm", "noisy_batchnorm", "noisy_standard")),
    *(f"resnet.{name}" for name in ("standard", "batchnorm", "fast_batchnorm", "fast_standard")),
]


def test_arms_are_not_called_seeds(small: Small, page_of: Callable[[Facts], str]) -> None:
    """Where the estimate counts arms, board, card and alt say so, and give the seeds beside."""
    runs = {arm: small.arm(0.3 + 0.05 * place) for place, arm in enumerate(EIGHT)}
    made = small.facts(runs, "association", {**CORRELATED, "arms": EIGHT, "over": "arms"})
    assert made.verdicts[0].n_analysed == 8
    assert findings.gather(made).findings[0].lines[0].n == "8 arms (5 of 5 seeds)"
    assert "8 arms (5 of 5 seeds) <span" in section_of(page_of(made), "findings")
    assert dict(card(made, made.verdicts[0]).facts)["Seeds planned, run, used"] == "5, 5, 8 arms (5 seeds)"
    table = scatter_of_claim(JudgedClaim(made.study, made.verdicts[0], made.results))
    assert table is not None
    assert "over 8 arms, which n counts (means over 5 seeds)" in table.alt


@pytest.mark.parametrize("scale", ["paper", "reduced", "toy"])
def test_the_papers_number_is_at_its_own_scale(small: Small, scale: str) -> None:
    """A number of larger networks is not set beside ours without a word."""
    paper = {"says": "supported", "where": "Table 1", "value": 0.03}
    runs = {A: small.arm(0.6), B: small.arm(0.3)}
    facts = small.facts(runs, "superiority", RAISES, paper=paper, scale=scale)
    made = card(facts, facts.verdicts[0])
    assert made.paper is not None
    start = "+3.00 pp; from ours, 1 run would show [" if scale == "paper" else "+3.00 pp at its own scale"
    assert made.paper[2].startswith(start)


def test_the_card_draws_its_own_verdict(known: Known, facts: Facts) -> None:
    """From verdict to ink: thick bar, shaded region, mark, colour and shape are those of the verdict."""
    decided = [verdict for verdict in known[2] if verdict.verdict_interval and verdict.evidence]
    for verdict in decided:
        axes = axes_of(card(facts, verdict).figures[-1])[1]
        bars = bars_of(axes, len(verdict.evidence.seeds) + 0.5)
        assert verdict.verdict_interval is not None
        assert verdict.interval is not None
        assert bars == [
            pytest.approx([100 * end for end in verdict.verdict_interval]),
            pytest.approx([100 * end for end in verdict.interval]),
        ]
        [shade] = [each for each in axes.patches if isinstance(each, Rectangle)]
        assert shade.get_x() == pytest.approx(100 * verdict.region.low)
        large = [line for line in axes.lines if line.get_markersize() == 9]
        [mark] = [line for line in large if line.get_color() != "none"]  # the other is the paper's
        assert np.asarray(mark.get_xdata()).tolist() == pytest.approx([100 * (verdict.estimate or 0)])
        assert (mark.get_color(), mark.get_marker()) == VERDICTS[verdict.verdict]
    assert {verdict.verdict for verdict in decided} == {"supported", "refuted", "inconclusive"}


def test_cards_hold_the_figures_that_each_kind_asks_for(make_study: Callable[..., Study]) -> None:
    """The main figure first, then its support, every one drawn."""
    runs = {A: raced(10, 20, 20, 30, 30), B: raced(80, 90, None, 70, 40, lost=4)}
    asked = {
        "time_to_threshold": (RACE, ["paired", "threshold"]),
        "trains": (SUCCESS, ["paired", "outcomes"]),
        "fraction": (SHARE, ["paired", "heatmap"]),
        "association": (LINKED, ["scatter"]),
    }
    for kind, (options, figures) in asked.items():
        held = {A: linked(0.7, -0.3), B: linked(0.5, -0.4)} if kind == "association" else runs
        asked_for = _figures(judged(make_study, held, kind, **options))
        assert [each.name for each in asked_for] == [f"known_truth-it-{figure}" for figure in figures]
        assert all(panel.svg for panels in draw_figures(asked_for).values() for panel in panels)
