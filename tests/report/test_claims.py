"""Every kind of hypothesis has figures that can be drawn, and every file of claims is asked for."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from bnreport import figures, hypotheses
from bnreport.figures._ink import VERDICTS
from bnreport.judge.verdicts import Verdict
from bnreport.judge.wording import badge
from bnreport.report import claims
from bnreport.report.claims import Claim
from bnreport.results import Results
from bnreport.study.load import StudyFile

ASKED = {kind: hypotheses.registry[kind].constants.get("FIGURES", claims.USUAL) for kind in hypotheses.registry.names}


@pytest.mark.parametrize("kind", ASKED)
def test_each_kind_names_figures_that_there_are(kind: str) -> None:
    """A name without its drawing, or without the table behind it, would fail in somebody's report."""
    assert ASKED[kind]
    for name in ASKED[kind]:
        assert hasattr(import_module(f"{figures.__name__}.{name}"), "draw")
        assert hasattr(import_module(f"{claims.__name__}.{name}"), "table")


def test_no_file_waits_in_vain() -> None:
    """Every table of claims belongs to a figure that some kind of hypothesis asks for."""
    files = {path.stem for path in Path(claims.__path__[0]).glob("[!_]*.py")}
    assert files == {name for chosen in ASKED.values() for name in chosen}


Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


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
    monkeypatch.setattr(claims, "ReportFigure", drawn)
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


@pytest.mark.parametrize(("scale", "drawn"), [("paper", True), ("reduced", False), ("toy", False)])
def test_the_papers_number_is_drawn_at_its_own_scale(known: Known, scale: str, drawn: bool) -> None:  # noqa: FBT001
    """Elsewhere it would be compared with what it does not measure."""
    effect = Claim(known[0].study, known[2][1], known[1], scale).effect  # type: ignore[arg-type]
    assert np.isfinite(effect.paper) == drawn
