"""What every kind of figure must do, whichever it is."""

import re
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from itertools import combinations, pairwise
from math import inf, nan
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from bnreport import figures
from bnreport.figures import pictures
from bnreport.figures.curves.table import Table as CurvesTable
from bnreport.figures.interaction.table import Table as InteractionTable
from bnreport.figures.layers.table import Panel as LayerPanel
from bnreport.figures.layers.table import Table as LayersTable
from bnreport.figures.paired.table import Table as PairedTable
from bnreport.figures.ribbon.table import Table as RibbonTable
from bnreport.figures.ridgelines.density import Ridge
from bnreport.figures.ridgelines.table import Table as RidgesTable
from bnreport.figures.shared.arm_values import ArmValues
from bnreport.figures.shared.curve import Curve
from bnreport.figures.shared.svg import STYLE, drawn
from bnreport.figures.steps.table import Step as StepsStep
from bnreport.figures.steps.table import Table as StepsTable
from bnreport.figures.trend.table import Table as TrendTable
from bnreport.stats.region import Interval
from tests.figures.shared.conftest import EFFECT

KINDS = sorted(path.parent.name for path in Path(figures.__file__).parent.glob("*/draw.py"))


def _module(kind: str) -> ModuleType:
    return import_module(f"bnreport.figures.{kind}.table")


def _numbers(held: Any) -> list[float]:  # noqa: ANN401  (anything nested)
    if isinstance(held, float):
        return [held]
    if is_dataclass(held):
        return _numbers([getattr(held, field.name) for field in fields(held)])
    return [number for item in held for number in _numbers(item)] if isinstance(held, list | tuple) else []


def _with(held: Any, number: float) -> Any:  # noqa: ANN401  (anything nested)
    """Return a table with the same shape, every number in it replaced."""
    if isinstance(held, float):
        return number
    if is_dataclass(held) and not isinstance(held, type):
        return replace(held, **{field.name: _with(getattr(held, field.name), number) for field in fields(held)})
    if isinstance(held, tuple):
        items = [_with(item, number) for item in held]
        return type(held)(*items) if hasattr(held, "_fields") else tuple(items)
    return held


@pytest.mark.parametrize("kind", KINDS)
def test_axes_to_explore_find_their_rows(kind: str) -> None:
    """Each arm of each pair of axes has rows of the table with a step and a column for each seed, and no others do."""
    table = _module(kind).EXAMPLE
    explored = table.over_steps()
    at = table.headers.index("arm") if explored else 0
    for axes in explored:
        assert table.headers[at : at + 2] == ("arm", "step")
        assert all(re.fullmatch(r"(.*, )?seed \d+", head) for head in table.headers[at + 2 :])
        own = [row for row in table.rows() if row[: len(axes.rows)] == axes.rows and isinstance(row[at + 1], int)]
        assert {row[at] for row in own} == {*axes.arms}
        assert {arm for arm, _ in axes.lost} <= {*axes.arms}
        assert axes.ends[0] < axes.ends[1]
    assert explored or kind not in {"curves", "layers", "ribbon", "threshold"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [None, nan, inf, -inf, 1e-300, 1e300], ids=str)
def test_draws_one_seed_and_any_number(kind: str, number: float | None) -> None:
    """The example, and the same with nothing but NaN, infinities or extremes: well-formed, narrow, the same twice."""
    table = _module(kind).EXAMPLE if number is None else _with(_module(kind).EXAMPLE, number)
    drawn = pictures(kind, table)
    assert drawn
    for panel in drawn:
        assert ET.fromstring(panel.svg).tag.endswith("svg")  # noqa: S314  (our own drawing)
        assert panel.name
        assert 0 < panel.width <= 312
        assert panel.height > 0
    assert drawn == pictures(kind, table)


@pytest.mark.parametrize("kind", KINDS)
def test_speaks_for_itself(kind: str) -> None:
    """Caption and alt text hold numbers and units, and each column has a heading, without numbers too."""
    for table in (_module(kind).EXAMPLE, _with(_module(kind).EXAMPLE, nan)):
        assert len(table.caption) > 80
        assert any(character.isdigit() for character in table.alt)
        assert len(table.alt) < 400
        assert {len(row) for row in table.rows()} == {len(table.headers)}
        shown = table.shown()
        assert {len(row) for row in shown.rows} == {len(shown.headers)}
    assert re.search(r"\d.*(pp|%|nat|\N{MULTIPLICATION SIGN})", _module(kind).EXAMPLE.alt)


@pytest.mark.parametrize("kind", KINDS)
def test_its_table_is_its_data(kind: str) -> None:
    """Every number that `draw` is given stands in the rows that a reader can download, unrounded."""
    table = _module(kind).EXAMPLE
    assert len(set(_numbers(table))) >= 5
    assert set(_numbers(table)) <= {cell for row in table.rows() for cell in row}


LONG = tuple(f"BatchNorm and noise (learning rate 1e-0{i}) in linear" for i in range(6))
TEN = tuple(ArmValues(name, tuple(100.0 + i + s for s in range(10)), (False,) * 10) for i, name in enumerate(LONG))
TEN_SEEDS = EFFECT._replace(seeds=tuple(range(10)), values=(1.0,) * 10)
SHORT = tuple(arm._replace(name=name) for arm, name in
              zip(TEN, ("no norm + noise", "no norm", "BatchNorm + noise", "BatchNorm"), strict=False))  # fmt: skip

MANY = tuple(f"BatchNorm with noise {i:02d} (learning rate 0.1), He, depth 110 narrow" for i in range(26))
RUNS = tuple(Curve(name, seed, (0, 5000, 15000), (1.0 + i, 2.0 + seed, 3.0 + i % 3), diverged=False)
             for i, name in enumerate(MANY) for seed in (0, 1))  # fmt: skip
HIGHS = tuple(run._replace(values=tuple(2 * value for value in run.values)) for run in RUNS)

LONG_METRIC = "drift_of_the_largest_eigenvalue_of_the_hessian_over_the_eleventh.median"

BESIDE = (
    ("curves", CurvesTable("e", "loss", "nat", None, RUNS)),
    ("ribbon", RibbonTable("e", "Loss along it", "nat", log=True, metrics=("low", "high"), lows=RUNS, highs=HIGHS)),
    ("layers", LayersTable("e", "Drift", tuple(LayerPanel("drift", "nat", "log", n, RUNS) for n in ("5", "10")))),
    ("ridgelines", RidgesTable("e", "Activations", "activations", "nat", 2, (0.05, 0.5, 0.95), tuple(
        Ridge(name, "5", step, (-1.0, 0.0, 1.0)) for name in MANY for step in (0, 10, 15000)
    ), ())),
    ("paired", PairedTable("loss", "nat", tuple(
        ArmValues(name, tuple(100.0 + s for s in range(10)), (False,) * 10) for name in MANY[:2]
    ), TEN_SEEDS)),

    ("interaction", InteractionTable("loss", "nat", TEN[:4], TEN_SEEDS)),
    ("trend", TrendTable("loss", "nat", TEN, TEN_SEEDS, (1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5), "log", "rise")),
    ("trend", TrendTable("loss", "nat", TEN, TEN_SEEDS, (1.0, 2.0, 4.0, 8.0, 16.0, 32.0), "linear", "rise")),
    ("trend", TrendTable("loss", "nat", TEN, TEN_SEEDS, (), "", "smallest rise")),
    ("trend", TrendTable("loss", "nat", SHORT, TEN_SEEDS, (), "", "smallest rise")),
    *((kind, table(LONG_METRIC, "nat", TEN[:4], TEN_SEEDS, *more)) for kind, table, more in (
        ("paired", PairedTable, ()), ("interaction", InteractionTable, ()), ("trend", TrendTable, ((), "", "rise")),
    )),
    ("steps", StepsTable("loss", "nat", TEN_SEEDS.seeds, tuple(
        StepsStep(a, b, (-123.4,) * 10, (False,) * 10, -123.4, Interval(-234.5, -12.3)) for a, b in pairwise(LONG)
    ))),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "table"), BESIDE, ids=[f"{kind}{i}" for i, (kind, _) in enumerate(BESIDE)])
def test_words_lie_inside_and_apart(kind: str, table: Any) -> None:  # noqa: ANN401  (a figure's table)
    """Many arms with long names and ten seeds: no word leaves the figure, none touches another, none is too small."""
    written = []
    with rc_context(STYLE):
        for panel in import_module(f"bnreport.figures.{kind}.draw").panels(table):
            written += _words_apart(drawn(panel))
    names = LONG if isinstance(table, StepsTable) else [getattr(arm, "name", arm) for arm in table.arms]
    said = "".join("".join(written).split())
    assert all("".join(name.split()) in said for name in names)


def _words_apart(figure: Figure) -> list[str]:
    """Return the words of a panel, which must lie inside and apart, and be large enough."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    words = [each for each in figure.findobj(Text) if each.get_visible() and each.get_text().strip()]
    boxes = [(each.get_text(), each.get_window_extent()) for each in words if each.axes is None or each.axes.axison]
    assert boxes
    for word, box in boxes:
        assert 0 <= box.x0 <= box.x1 <= figure.bbox.x1, word
        assert 0 <= box.y0 <= box.y1 <= figure.bbox.y1, word
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)
    assert min(each.get_fontsize() for each in words) >= 7
    return [word for word, _ in boxes]
