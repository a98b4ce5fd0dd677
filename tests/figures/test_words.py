"""Words of figures lie inside them and apart."""

from importlib import import_module
from itertools import combinations, pairwise

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from bnreport.figures.interaction.table import Table as InteractionTable
from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.svg import STYLE
from bnreport.figures.steps.table import Step as StepsStep
from bnreport.figures.steps.table import Table as StepsTable
from bnreport.figures.trend.table import Table as TrendTable
from bnreport.stats.region import Interval
from tests.figures.profile_plots import EFFECT

LONG = tuple(f"BatchNorm and noise (learning rate 1e-0{i}) in linear" for i in range(6))
TEN = tuple(ArmValues(name, tuple(100.0 + i + s for s in range(10)), (False,) * 10) for i, name in enumerate(LONG))
TEN_SEEDS = EFFECT._replace(seeds=tuple(range(10)), values=(1.0,) * 10)
SHORT = tuple(arm._replace(name=name) for arm, name in
              zip(TEN, ("no norm + noise", "no norm", "BatchNorm + noise", "BatchNorm"), strict=False))  # fmt: skip


BESIDE = (
    ("interaction", InteractionTable("loss", "nat", TEN[:4], TEN_SEEDS)),
    ("trend", TrendTable("loss", "nat", TEN, TEN_SEEDS, (1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5), "log", "rise")),
    ("trend", TrendTable("loss", "nat", TEN, TEN_SEEDS, (1.0, 2.0, 4.0, 8.0, 16.0, 32.0), "linear", "rise")),
    ("trend", TrendTable("loss", "nat", TEN, TEN_SEEDS, (), "", "smallest rise")),
    ("trend", TrendTable("loss", "nat", SHORT, TEN_SEEDS, (), "", "smallest rise")),
    ("steps", StepsTable("loss", "nat", TEN_SEEDS.seeds, tuple(
        StepsStep(a, b, (-123.4,) * 10, (False,) * 10, -123.4, Interval(-234.5, -12.3)) for a, b in pairwise(LONG)
    ))),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "table"), BESIDE, ids=[f"{kind}{i}" for i, (kind, _) in enumerate(BESIDE)])
def test_words_lie_inside_and_apart(kind: str, table: InteractionTable | TrendTable | StepsTable) -> None:
    """Six arms with long names and ten seeds: no word leaves the figure, none touches another, none is too small."""
    module = import_module(f"bnreport.figures.{kind}.draw")
    with rc_context(STYLE):
        figure = Figure(figsize=module.size(table))
        canvas = FigureCanvasAgg(figure)
        module.draw(figure, table)
        for axes in figure.axes:  # as `picture` does
            axes.xaxis.set_visible(False)
            axes.yaxis.set_visible(False)
        canvas.draw()
        words = [each for each in figure.findobj(Text) if each.get_visible() and each.get_text().strip()]
        boxes = [(each.get_text(), each.get_window_extent()) for each in words if each.axes is None or each.axes.axison]
    assert len(boxes) > 10
    for word, box in boxes:
        assert 0 <= box.x0 <= box.x1 <= figure.bbox.x1, word
        assert 0 <= box.y0 <= box.y1 <= figure.bbox.y1, word
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)
    assert min(each.get_fontsize() for each in words) >= 6.5
    names = [arm.name for arm in table.arms] if not isinstance(table, StepsTable) else LONG
    written = " ".join(" ".join(each.get_text() for each in words).split())
    assert all(name in written for name in names)
