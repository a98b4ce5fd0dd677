"""Cards of every shape of claim, and the picture that each draws of its verdict."""

from collections.abc import Callable
from importlib import import_module
from math import inf, log
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bnreport.figures._ink import VERDICTS
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report import board, claims
from bnreport.report.cards import Card, card
from bnreport.report.claims import Claim
from bnreport.report.wording import badge
from bnreport.results import Results
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]
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
    return {verdict.hypothesis: card(Claim(study, verdict, known[1], "paper")) for verdict in verdicts}


def test_shares_of_runs_say_so(cards_of: dict[str, Card]) -> None:
    """A table of zeros and ones is no mean of a metric: trained or not, side by side, with the counts as shares."""
    made = cards_of["trains"]
    assert "at 1 if it trained, at 0 if not" in made.figures[0].table.caption
    assert "Shares of trained: vgg.standard 100.0 %, vgg.noisy_standard 80.0 %." in made.figures[0].table.alt
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
        ["Part 1, vgg.batchnorm", "Part 1, vgg.standard", "Part 1, effect"],
        ["Part 2, vgg.batchnorm", "Part 2, vgg.standard", "Part 2, effect"],
    ]
    assert all(cell.anchor for block in made.seeds for _, cells in block.rows[:2] for cell in cells)
    assert [(part.kind, part.region) for part in made.parts] == [
        ("superiority", "above +3.00 pp"), ("trains", "above +0.00 pp"),
    ]  # fmt: skip
    assert made.parts[0].estimate.endswith(" pp")
    assert made.parts[1].interval.startswith("[")


def test_the_detectable_effect_of_a_ratio_is_a_factor(known: Known) -> None:
    """An MDE of 0.4 on the log scale's ratio is a factor of 1.4."""
    verdict = known[2][3]
    assert verdict.evidence is not None
    assert verdict.evidence.unit == "ratio"
    assert verdict.mde is not None
    facts = dict(card(Claim(known[0].study, verdict, known[1], "paper")).facts)
    assert facts["Detectable effect (80 % power)"] == f"\N{MULTIPLICATION SIGN}{1 + verdict.mde:.3g}"
    assert f"{1 + verdict.mde:.3g}" != f"{verdict.mde:.3g}"


class Drawn:
    """What a report asks to have drawn, as axes instead of bytes."""

    def __init__(self) -> None:
        """Start with none."""
        self.figures: list[Figure] = []

    def __call__(self, kind: str, _name: str, table: object) -> None:
        """Take the place of `exhibit`."""
        self.figures.append(Figure())
        import_module(f"bnreport.figures.{kind}").draw(self.figures[-1], table)


def _bars(axes: Any, row: float) -> list[tuple[float, float]]:  # noqa: ANN401  (axes of a figure)
    """Return the ends of a row's bars, thickest first; ticks are thinner than any."""
    lines = [
        each for each in axes.collections if isinstance(each, LineCollection) and np.ravel(each.get_linewidth())[0] > 1
    ]
    lines.sort(key=lambda each: -float(np.ravel(each.get_linewidth())[0]))
    spans = [segment for each in lines for segment in each.get_segments() if len(segment) == 2]
    return [(float(s[0][0]), float(s[1][0])) for s in spans if s[0][1] == s[1][1] == row]


def test_the_card_draws_its_own_verdict(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """From verdict to ink: thick bar, shaded region, mark, colour and shape are those of the verdict."""
    drawn = Drawn()
    monkeypatch.setattr(claims, "Exhibit", drawn)
    judged = [verdict for verdict in known[2] if verdict.verdict_interval and verdict.evidence]
    for verdict in judged:
        assert verdict.evidence is not None
        claims.exhibits(Claim(known[0].study, verdict, known[1], "paper"))
        axes = drawn.figures[-1].axes[1]
        bars = _bars(axes, len(verdict.evidence.seeds) + 0.5)
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
        assert (mark.get_color(), mark.get_marker()) == VERDICTS[badge(verdict).kind]
    assert {verdict.verdict for verdict in judged} == {"supported", "refuted", "inconclusive"}


def test_the_forest_draws_every_verdict(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """From verdict to ink, in margins: thick bar, shaded region, mark, colour and shape."""
    drawn = Drawn()
    monkeypatch.setattr(board, "Exhibit", drawn)
    board.forest(known[0].study, known[2], "paper")
    axes = drawn.figures[0].axes[0]
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
        assert _bars(axes, row)[: len(ends)] == [pytest.approx([at(end) for end in each]) for each in ends]
        assert np.asarray(box.vertices)[:, 0].min() == pytest.approx(at(verdict.region.low))
        assert verdict.region.high == inf
        assert marks[row] == (pytest.approx(at(verdict.estimate or 0)), VERDICTS[badge(verdict).kind])
