"""Where marks, lines and bars of interaction, trend, steps and a claim's parts lie on their axes, against the table."""

import re
from dataclasses import replace
from importlib import import_module
from itertools import combinations, pairwise
from math import exp, inf, log, nan

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

from bnreport.figures import Effect, forest, interaction, steps, trend
from bnreport.figures._ink import COLOURS
from bnreport.figures._svg import _STYLE
from bnreport.figures.paired import Arm
from bnreport.stats.region import Interval, Region

NONE = Interval(nan, nan)
FINE = (False, False, False)
EFFECT = Effect(
    "nat", "supported", (0, 1, 2), (1.0, 2.0, 3.0), 2.0, Interval(1, 3), Interval(0.5, 3.5), Region(low=0.2)
)
FOUR = (
    Arm("e.a", (1.0, 2.0, 3.0), FINE), Arm("e.b", (6.0, 7.0, 8.0), FINE),
    Arm("f.a", (11.0, 12.0, 13.0), FINE), Arm("f.b", (16.0, 17.0, 18.0), FINE),
)  # fmt: skip
CROSSED = interaction.Table("loss", "nat", FOUR, EFFECT)
LADDER = trend.Table("loss", "nat", FOUR[:3], (1.0, 4.0, 8.0), "log", EFFECT, "rise per doubling of the factor")
HALF = 4.302653 / 3**0.5
"""Of a 95 % interval of three seeds whose standard deviation is 1: Student's t of 2 degrees of freedom."""


def _left(table: interaction.Table | trend.Table) -> Axes:
    figure = Figure(figsize=(interaction if isinstance(table, interaction.Table) else trend).size(table))  # type: ignore[arg-type]
    (interaction if isinstance(table, interaction.Table) else trend).draw(figure, table)  # type: ignore[arg-type]
    return figure.axes[0]


def _lines(axes: Axes, colour: str, width: float) -> list[list[list[float]]]:
    """Return the segments of collections in a colour and of a width."""
    found = [each for each in axes.collections if isinstance(each, LineCollection)]
    return [
        np.asarray(segment).tolist()
        for lines in found
        if np.ravel(lines.get_linewidth())[0] == width and _hex(lines) == colour
        for segment in lines.get_segments()
    ]


def _hex(lines: LineCollection) -> str:
    channels = [round(255 * channel) for channel in np.asarray(lines.get_edgecolor()).ravel()[:3]]
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def _mean(axes: Axes, colour: str) -> list[list[float]]:
    [line] = [each for each in axes.lines if each.get_linewidth() == 2 and each.get_color() == colour]
    return np.asarray(line.get_xydata()).tolist()


def _marks(axes: Axes, shape: str) -> list[list[float]]:
    found = [np.asarray(each.get_xydata()).tolist() for each in axes.lines if each.get_marker() == shape]
    return [point for points in found for point in points]


def test_interaction_joins_each_side_here_and_elsewhere() -> None:
    """A line for the arm and one for what it is compared with, each seed thin, the mean thick, its bar around it."""
    axes = _left(CROSSED)
    for side, (here, there) in enumerate(((FOUR[0], FOUR[2]), (FOUR[1], FOUR[3]))):
        colour, shift = COLOURS[side], 0.04 * (2 * side - 1)
        ends = [shift, 1 + shift]
        assert _lines(axes, colour, 0.7) == [
            [[ends[0], one], [ends[1], two]] for one, two in zip(here.values, there.values, strict=True)
        ]
        middle = [here.values[1], there.values[1]]
        assert _mean(axes, colour) == [pytest.approx(point) for point in zip(ends, middle, strict=True)]
        bars = np.array(_lines(axes, colour, 1.6))
        assert bars[:, :, 0] == pytest.approx(np.array([[x, x] for x in ends]))
        assert bars[:, :, 1] == pytest.approx(np.array([[y - HALF, y + HALF] for y in middle]))
    dashes = {str(each.get_color()): each.get_linestyle() for each in axes.lines if each.get_linewidth() == 2}
    assert len(set(dashes.values())) == 2
    assert {text.get_text() for text in axes.texts} >= {"here", "elsewhere"}


def test_fractions_stand_as_percent() -> None:
    """Runs, means and bars alike."""
    arms = tuple(arm._replace(values=tuple(value / 100 for value in arm.values)) for arm in FOUR)
    axes = _left(replace(CROSSED, arms=arms, metric_unit="fraction"))
    assert np.array(_mean(axes, COLOURS[0]))[:, 1] == pytest.approx([2, 12])
    assert np.array(_lines(axes, COLOURS[0], 1.6))[0, :, 1] == pytest.approx([2 - HALF, 2 + HALF])
    assert axes.get_title() == "loss (%)"


def test_on_the_log_scale_means_are_geometric() -> None:
    """Mean and bars of the logarithms, on a logarithmic axis, and the caption says so."""
    arms = tuple(arm._replace(values=tuple(exp(value) for value in arm.values)) for arm in FOUR)
    table = replace(CROSSED, arms=arms, log=True)
    axes = _left(table)
    assert axes.get_yscale() == "log"
    assert np.array(_mean(axes, COLOURS[1]))[:, 1] == pytest.approx([exp(7), exp(17)])
    assert np.log(np.array(_lines(axes, COLOURS[1], 1.6))[1, :, 1]) == pytest.approx([17 - HALF, 17 + HALF])
    assert "thick: their geometric mean" in table.caption
    assert "ratio of ratios, (e.a / e.b) / (f.a / f.b)" in table.caption


def test_interaction_says_what_bars_and_signs_are() -> None:
    """The caption: n, the interval, the contrast with its signs, and that it is turned round where it is."""
    said = CROSSED.caption
    assert "(n = 3 seeds)" in said
    assert "bars: its pointwise 95 % t interval" in said
    assert "(e.a \N{MINUS SIGN} e.b) \N{MINUS SIGN} (f.a \N{MINUS SIGN} f.b): effect" in said
    assert "turned round" not in said
    assert "turned round, as lower is better" in replace(CROSSED, turned=True).caption
    assert "here e.a 2 nat, e.b 7 nat; elsewhere f.a 12 nat, f.b 17 nat." in CROSSED.alt


def test_a_diverged_run_is_a_cross_at_its_failure_value() -> None:
    """It counts in the mean, and no other mark hides it."""
    table = replace(CROSSED, arms=(FOUR[0]._replace(diverged=(False, True, False)), *FOUR[1:]))
    axes = _left(table)
    assert _marks(axes, "x") == [[-0.04, 2.0]]
    assert [-0.04, 2.0] not in [
        p for line in axes.lines if line.get_markersize() == 3 for p in line.get_xydata().tolist()
    ]
    assert "cross: a run that diverged" in table.caption
    assert "cross" not in CROSSED.caption


@pytest.mark.parametrize(("value", "logs", "edge"), [(nan, False, 0.96), (inf, False, 0.96), (-1.0, True, 0.04)])
def test_a_run_without_a_place_is_marked_and_leaves_no_mean(value: float, logs: bool, edge: float) -> None:  # noqa: FBT001
    """At the edge, counted, hollow, or a cross where it diverged; nothing is averaged over the others."""
    for lost, shape in ((False, "D"), (True, "x")):
        arm = Arm("e.a", (1.0, value, 3.0), (False, lost, False))
        table = replace(CROSSED, arms=(arm, *FOUR[1:]), log=logs)
        axes = _left(table)
        assert [-0.04, edge] in _marks(axes, shape)
        assert "1 of 3" in [text.get_text() for text in axes.texts if isinstance(text, Annotation)]
        assert np.isnan(_mean(axes, COLOURS[0])[0][1])
        assert len(_lines(axes, COLOURS[0], 1.6)) == 1
        assert "at the edge, counted" in table.caption
        assert "(1 of 3 runs without a number)" in table.alt


def test_one_seed_has_no_bar() -> None:
    """Its value is drawn, no interval is, and the caption does not promise one."""
    effect = EFFECT._replace(seeds=(0,), values=(1.0,))
    table = replace(CROSSED, arms=tuple(Arm(a.name, a.values[:1], (False,)) for a in FOUR), effect=effect)
    axes = _left(table)
    assert not _lines(axes, COLOURS[0], 1.6)
    assert _mean(axes, COLOURS[0]) == [pytest.approx([-0.04, 1]), pytest.approx([0.96, 11])]
    assert "no interval" in table.caption
    assert "bars" not in table.caption


@pytest.mark.parametrize(("other", "up"), [(5.0, True), (40.0, False)])
def test_a_bar_that_leaves_the_axis_says_so(other: float, up: bool) -> None:  # noqa: FBT001
    """Two seeds can have an interval many times their spread: the runs stay legible, arrowheads stand for the rest."""
    arms = (Arm("a", (0.0, 10.0), FINE[:2]), *(Arm(name, (other - 0.1, other), FINE[:2]) for name in "bcd"))
    table = replace(CROSSED, arms=arms, effect=EFFECT._replace(seeds=(0, 1), values=(1.0, 2.0)))
    axes = _left(table)
    low, high = axes.get_ylim()
    assert high < 2.2 * max(other, 10)
    assert (_marks(axes, "^"), _marks(axes, "v")) == ([[-0.04, high]] * up, [[-0.04, low]])
    assert "arrowhead: the bar goes on" in table.caption
    assert "arrowhead" not in CROSSED.caption


@pytest.mark.parametrize(
    ("levels", "factor", "places"),
    [((1.0, 4.0, 8.0), "log", [0, 2, 3]), ((1.0, 4.0, 8.0), "linear", [1, 4, 8]), ((), "", [0, 1, 2])],
)
def test_trend_places_arms_by_their_level(levels: tuple[float, ...], factor: str, places: list[float]) -> None:
    """By log2 of a log factor, by a linear one itself, evenly where there is but an order: seeds, mean and bars."""
    axes = _left(replace(LADDER, levels=levels, factor=factor))
    values = [arm.values for arm in FOUR[:3]]
    assert _lines(axes, COLOURS[0], 0.7) == [[list(p) for p in zip(places, row, strict=True)] for row in zip(*values)]  # noqa: B905
    assert _mean(axes, COLOURS[0]) == [pytest.approx(point) for point in zip(places, (2, 7, 12), strict=True)]
    bars = np.array(_lines(axes, COLOURS[0], 1.6))
    assert bars[:, :, 1] == pytest.approx(np.array([[y - HALF, y + HALF] for y in (2, 7, 12)]))
    ticks = {float(t.get_position()[0]): t.get_text() for t in axes.texts if t.get_va() == "top"}
    assert ticks == dict(zip(places, ["1", "4", "8"] if levels else ["e.a", "e.b", "f.a"], strict=True))


def test_trend_names_every_arm() -> None:
    """Beside its level in the key; of an order alone, on the axis if names fit, else by number in the key."""

    def key(table: trend.Table) -> str:
        figure = Figure(figsize=trend.size(table))
        trend.draw(figure, table)
        return " ".join(text.get_text() for text in figure.texts).replace("\N{NO-BREAK SPACE}", " ")

    assert "1: e.a; 4: e.b; 8: f.a" in key(LADDER)
    long = tuple(Arm(f"deep_linear.noisy_batchnorm/lr=1e-0{i}", FOUR[0].values, FINE) for i in range(6))
    numbered = key(replace(LADDER, arms=long, levels=(), factor="")).replace("\n", " ")
    assert all(f"{i + 1}: {arm.name}" in numbered for i, arm in enumerate(long))
    assert ":" not in key(replace(LADDER, levels=(), factor=""))


def test_labels_of_levels_do_not_touch() -> None:
    """Levels close to each other on a linear axis: ticks stay, labels that have no room are left out."""
    levels = (1.0, 1.1, 2.0, 1e-6, 16.0, 32.0)
    order = sorted(levels)
    table = replace(LADDER, arms=(*FOUR, *FOUR[:2]), levels=tuple(order), factor="linear")
    figure = Figure(figsize=trend.size(table))
    trend.draw(figure, table)
    axes = figure.axes[0]
    words = [text for text in axes.texts if text.get_va() == "top" and text.get_text()]
    spans = sorted(
        (x - 2.3 * len(t.get_text()) * figure.dpi / 72, x + 2.3 * len(t.get_text()) * figure.dpi / 72)
        for t in words
        for x in [axes.transData.transform((float(t.get_position()[0]), 0))[0]]
    )
    assert all(one[1] < two[0] for one, two in pairwise(spans))
    assert words[-1].get_text() == "32"


def test_trend_says_that_a_fall_is_turned_round() -> None:
    """Only for a claim that the metric falls."""
    assert "turned round" not in LADDER.caption
    assert "a fall is positive" in replace(LADDER, turned=True).caption
    assert "a fall is above 1" in replace(LADDER, turned=True, log=True).caption
    assert "at 1 e.a 2 nat, at 4 e.b 7 nat, at 8 f.a 12 nat" in LADDER.alt


STEPS = steps.Table(
    "accuracy", "fraction", (0, 1, 2),
    (
        steps.Step("e.a", "e.b", (0.01, 0.02, 0.03), FINE, 0.02, Interval(0.005, 0.035)),
        steps.Step("e.b", "e.c", (-0.01, 0.01, 0.06), (False, False, True), 0.015, Interval(-0.04, 0.07)),
        steps.Step("e.c", "e.d", (nan, 0.01, 0.02), FINE, nan, NONE),
    ),
    region=Region(low=0.004),
)  # fmt: skip


def _steps(table: steps.Table) -> Axes:
    figure = Figure(figsize=steps.size(table))
    steps.draw(figure, table)
    return figure.axes[0]


def test_steps_draw_every_seed_estimate_and_interval() -> None:
    """From top to bottom, in points of percent; crosses where a run diverged, only seeds where there is no estimate."""
    axes = _steps(STEPS)
    bars = [np.array(segment)[:, 0].tolist() for segment in _lines(axes, COLOURS[0], 1.8)]
    assert bars == [pytest.approx([0.5, 3.5]), pytest.approx([-4, 7])]
    marks = _marks(axes, "D")
    assert [x for x, _ in marks] == pytest.approx([2, 1.5])
    assert marks[0][1] < marks[1][1]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    assert [x for x, _ in _marks(axes, "|")] == pytest.approx([1, 2, 3, -1, 1, 1, 2])
    assert [x for x, _ in _marks(axes, "x")] == pytest.approx([6])
    assert "cross: a run diverged" in STEPS.caption
    assert "no number in 1 of 3 seeds" in [text.get_text() for text in axes.texts]


def test_steps_shade_where_the_claim_is_true_of_each() -> None:
    """Only where the claim is about every step; the caption says which."""
    [shade] = [each for each in _steps(STEPS).patches if isinstance(each, Rectangle)]
    assert shade.get_x() == pytest.approx(0.4)
    assert shade.get_x() + shade.get_width() == pytest.approx(_steps(STEPS).get_xlim()[1])
    assert "(above +0.40 pp)" in STEPS.caption
    bare = replace(STEPS, region=None)
    assert not [each for each in _steps(bare).patches if isinstance(each, Rectangle)]
    assert "Shaded" not in bare.caption
    assert STEPS.alt.startswith("1 of 3 95 % intervals wholly above +0.40 pp, 0 wholly below")


def test_steps_of_ratios_stand_on_a_logarithmic_axis() -> None:
    """No change is 1, and the words follow."""
    step = steps.Step("e.a", "e.b", (1.5, 2.0), (False, False), 1.7, Interval(1.2, 2.5))
    table = steps.Table("loss", "ratio", (0, 1), (step,), turned=True)
    axes = _steps(table)
    assert axes.get_xscale() == "log"
    assert 1 in [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2]  # type: ignore[arg-type, index]
    assert "before / after, turned round, as the claim is a fall: a fall is above 1" in table.caption
    assert table.alt.startswith("1 of 1 95 % intervals wholly above \N{MULTIPLICATION SIGN}1, 0 wholly below")


PART = forest.Row(
    "1. a", "refuted", "fraction", 0.02, 0.05, Interval(0.04, 0.06), NONE, Region(low=0.02), nan, "+5.00 pp"
)
PARTS = forest.Table((PART, PART._replace(label="2. b", unit="ratio", scale=log(1.5), estimate=0.8, text="x0.8",
                                          interval=Interval(0.7, 0.9), region=Region(low=1.5))), (5, 5))  # fmt: skip


def test_parts_have_no_verdict_of_their_own() -> None:
    """No thick bar, and words that say whose verdict the colour is, with the seeds."""
    figure = Figure(figsize=forest.size(PARTS))
    forest.draw(figure, PARTS)
    widths = {float(w) for c in figure.axes[0].collections if isinstance(c, LineCollection) and c.get_segments()
              for w in np.ravel(c.get_linewidth())}  # fmt: skip
    assert max(widths) < 2
    assert "verdict on all parts together" in PARTS.caption
    assert "n = 5)" in PARTS.caption
    assert "Holm" not in PARTS.caption
    assert "n = 5, 4, from top to bottom" in replace(PARTS, parts=(5, 4)).caption
    assert PARTS.alt.startswith("Refuted, all 2 parts together.")
    assert "1. a: refuted" not in PARTS.alt
    assert "true above +2.00 pp" in PARTS.alt
    assert "verdict interval, which alone decides" in forest.Table((PART,)).caption
    assert PARTS.headers[:2] == ("part", "verdict on all parts")


LONG = tuple(f"deep_linear.noisy_batchnorm/optimizer.lr=1e-0{i}" for i in range(6))
TEN = tuple(Arm(name, tuple(100.0 + i + s for s in range(10)), (False,) * 10) for i, name in enumerate(LONG))
TEN_SEEDS = EFFECT._replace(seeds=tuple(range(10)), values=(1.0,) * 10)
SHORT = tuple(arm._replace(name=f"vgg.{name}") for arm, name in
              zip(TEN, ("noisy_standard", "standard", "noisy_batchnorm", "batchnorm"), strict=False))  # fmt: skip
BESIDE = (
    ("interaction", interaction.Table("loss", "nat", TEN[:4], TEN_SEEDS)),
    ("trend", trend.Table("loss", "nat", TEN, (1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5), "log", TEN_SEEDS, "rise")),
    ("trend", trend.Table("loss", "nat", TEN, (1.0, 2.0, 4.0, 8.0, 16.0, 32.0), "linear", TEN_SEEDS, "rise")),
    ("trend", trend.Table("loss", "nat", TEN, (), "", TEN_SEEDS, "smallest rise")),
    ("trend", trend.Table("loss", "nat", SHORT, (), "", TEN_SEEDS, "smallest rise")),
    ("steps", steps.Table("loss", "nat", TEN_SEEDS.seeds, tuple(
        steps.Step(a, b, (-123.4,) * 10, (False,) * 10, -123.4, Interval(-234.5, -12.3)) for a, b in pairwise(LONG)
    ))),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "table"), BESIDE, ids=[f"{kind}{i}" for i, (kind, _) in enumerate(BESIDE)])
def test_words_lie_inside_and_apart(kind: str, table: interaction.Table | trend.Table | steps.Table) -> None:
    """Six arms with long names and ten seeds: no word leaves the figure, none touches another, none is too small."""
    module = import_module(f"bnreport.figures.{kind}")
    with rc_context(_STYLE):
        figure = Figure(figsize=module.size(table))
        canvas = FigureCanvasAgg(figure)
        module.draw(figure, table)
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
    names = [arm.name for arm in table.arms] if not isinstance(table, steps.Table) else LONG
    written = re.sub(r"\s+", "", " ".join(each.get_text() for each in words))
    assert all(name.partition("vgg.")[2] in written if "vgg" in name else name in written for name in names)
