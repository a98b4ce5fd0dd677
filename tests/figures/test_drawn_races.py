"""Where the marks, lines and steps of scatter, threshold and outcomes lie on their axes, against the table."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from scipy.stats import CensoredData, ecdf

from bnreport.figures import Curve, Effect, curves, outcomes, paired, scatter, threshold
from bnreport.figures._counts import Arm
from bnreport.figures._ink import COLOURS, DASHES, INK, VERDICTS
from bnreport.stats.binary import wilson
from bnreport.stats.region import Interval, Region

EFFECT = Effect("1", "supported", (0, 1, 2), (), 0.8, Interval(0.3, 0.95), Interval(0.2, 0.97), Region(low=0.1))
X = {"e.a": (1.0, 2.0, 3.0), "e.b": (4.0, 5.0, 6.0)}
Y = {"e.a": (0.2, 0.4, 0.6), "e.b": (0.9, 0.8, 0.7)}
NEVER = (False, False, False)
SCATTER = scatter.Table(
    metrics=("loss (final)", "accuracy (final)"),
    units=("nat", "fraction"),
    within=True,
    turned=False,
    arms=tuple(scatter.Arm(name, (0, 1, 2), X[name], Y[name], NEVER) for name in X),
    effect=EFFECT,
)


def _drawn(module: object, table: object) -> list[Axes]:
    figure = Figure()
    module.draw(figure, table)  # type: ignore[attr-defined]
    return figure.axes


def _points(axes: Axes, marker: str, face: str | None = None) -> list[list[float]]:
    lines = [line for line in axes.lines if line.get_marker() == marker]
    found = [np.asarray(line.get_xydata()) for line in lines if face in (None, str(line.get_markerfacecolor()))]
    return np.concatenate(found).tolist() if found else []


def _lines(axes: Axes) -> dict[str, list[list[float]]]:
    """Return the ends of least-squares lines, by colour; ticks are thinner."""
    return {
        to_hex(colour).upper(): np.asarray(segment).tolist()
        for each in axes.collections
        if isinstance(each, LineCollection) and float(np.ravel(each.get_linewidth())[0]) > 1
        for colour, segment in zip(np.asarray(each.get_colors()), each.get_segments(), strict=True)
    }


def test_scatter_draws_every_run_and_each_arms_own_line() -> None:
    """Colour and shape together, percent on the axis; a rising arm and a falling one keep their signs."""
    left = _drawn(scatter, SCATTER)[0]
    assert _points(left, "o", COLOURS[0]) == [pytest.approx(each) for each in ([1, 20], [2, 40], [3, 60])]
    assert _points(left, "s", COLOURS[1]) == [pytest.approx(each) for each in ([4, 90], [5, 80], [6, 70])]
    lines = _lines(left)
    assert lines[COLOURS[0]] == [pytest.approx([1, 20]), pytest.approx([3, 60])]
    assert lines[COLOURS[1]] == [pytest.approx([4, 90]), pytest.approx([6, 70])]
    assert SCATTER.slopes == pytest.approx((0.2, -0.1))


def test_scatter_centres_each_arm_by_its_own_mean() -> None:
    """The right panel holds what is correlated within arms: no difference between arms is left, one line for all."""
    right = _drawn(scatter, SCATTER)[1]
    assert _points(right, "o") == [pytest.approx(each, abs=1e-9) for each in ([-1, -20], [0, 0], [1, 20])]
    assert _points(right, "s") == [pytest.approx(each, abs=1e-9) for each in ([-1, 10], [0, 0], [1, -10])]
    assert list(_lines(right)) == [INK]
    assert _lines(right)[INK] == [pytest.approx([-1, -5]), pytest.approx([1, 5])]
    assert SCATTER.common == pytest.approx(0.05)
    assert "each arm's mean removed" in SCATTER.caption
    assert "n = 3 seeds" in SCATTER.caption


def test_scatter_of_arms_shows_their_means_and_never_pools_runs() -> None:
    """Over arms: a point for each arm's mean, a line through those; the runs have none."""
    table = replace(SCATTER, within=False)
    left, right, _ = _drawn(scatter, table)
    assert _lines(left) == {}
    assert _points(right, "o") == [pytest.approx([2, 40])]
    assert _points(right, "s") == [pytest.approx([5, 80])]
    assert _lines(right)[INK] == [pytest.approx([2, 40]), pytest.approx([5, 80])]
    assert table.slopes == ()
    assert "n = 2 arms" in table.caption


def test_scatter_marks_lost_and_unread_runs() -> None:
    """A diverged run is hollow with a cross, where it counts; one without a number stands at the edge, hollow."""
    arm = scatter.Arm("e.a", (0, 1, 2), (1.0, 2.0, 3.0), (0.2, 0.1, nan), (False, True, False))
    table = replace(SCATTER, arms=(arm, SCATTER.arms[1]))
    axes = _drawn(scatter, table)[0]
    assert _points(axes, "x") == [pytest.approx([2, 10])]
    assert _points(axes, "o", "white") == [pytest.approx([2, 10]), pytest.approx([3, axes.get_ylim()[0]])]
    assert "diverged (1)" in table.caption
    assert "without a number (1)" in table.caption
    assert "diverged" not in SCATTER.caption
    assert table.means[0] == pytest.approx((1.5, 0.15))


def test_scatter_ends_in_the_correlation() -> None:
    """The last panel has no seeds, the verdict's mark, and says which way the sign was turned."""
    axes = _drawn(scatter, SCATTER)[2]
    colour, marker = VERDICTS["supported"]
    assert _points(axes, marker) == [[0.8, 0.0]]
    assert [line.get_color() for line in axes.lines if line.get_marker() == marker] == [colour]
    assert axes.get_title() == "correlation within arms (no unit)"
    turned = replace(SCATTER, turned=True)
    assert _drawn(scatter, turned)[2].get_title().startswith("minus correlation")
    assert "minus the correlation within 2 arms" in turned.alt
    assert "a 2 nat and 40.0 %; b 5 nat and 80.0 %" in turned.alt


RUNS = (
    *(Curve("e.a", seed, (0, 5, 10), (0.1, high, 0.8), diverged=False) for seed, high in enumerate((0.6, 0.6, 0.4))),
    *(Curve("e.b", seed, (0, 5, 10), (0.1, 0.3, high), diverged=False) for seed, high in enumerate((0.6, 0.4))),
    Curve("e.b", 2, (0, 5), (0.1, 9.0), diverged=True),
)
THRESHOLD = threshold.Table(
    curves.Table("e", "accuracy", "fraction", None, RUNS), 0.5, "higher", 12,
    (
        threshold.Arm("e.a", (0, 1, 2), (5.0, 5.0, 10.0), NEVER, NEVER),
        threshold.Arm("e.b", (0, 1, 2), (10.0, 12.0, 12.0), (False, True, True), (False, False, True)),
    ),
)  # fmt: skip


def _stairs(axes: Axes, colour: str) -> list[list[float]]:
    [line] = [each for each in axes.lines if each.get_drawstyle() == "steps-post" and each.get_color() == colour]
    return np.asarray(line.get_xydata()).tolist()


def test_threshold_steps_down_where_runs_get_there() -> None:
    """Shares of runs not there yet, after each time, to the budget; those that never got there stay up."""
    waiting = _drawn(threshold, THRESHOLD)[1]
    third = 100 / 3
    a, b = (_stairs(waiting, colour) for colour in COLOURS[:2])
    assert a == [pytest.approx(each, abs=1e-9) for each in ([0, 100], [5, third], [10, 0], [12, 0])]
    assert b == [pytest.approx(each) for each in ([0, 100], [10, 2 * third], [12, 2 * third], [12, 2 * third])]
    assert _points(waiting, "o") == [pytest.approx(each, abs=1e-9) for each in ([5, third], [10, 0])]
    assert _points(waiting, "|") == [pytest.approx([12, 2 * third])]
    assert "(2 of 6 runs, 1 of them diverged)" in THRESHOLD.caption


def test_threshold_draws_both_lines() -> None:
    """The threshold in the metric's unit, the budget on both panels, the curves on the same steps."""
    learning, waiting = _drawn(threshold, THRESHOLD)
    assert [line.get_ydata() for line in learning.lines if line.get_linestyle() == ":" or line.get_color() == INK] == [
        pytest.approx([50, 50])
    ]
    for axes in (learning, waiting):
        assert [12, 12] in [np.asarray(line.get_xdata()).tolist() for line in axes.lines]
    assert learning.get_xlim() == waiting.get_xlim()
    assert _points(learning, "x")[0][0] == 5


def test_threshold_says_who_got_there() -> None:
    """Counts and times in the alt text; the time at the budget itself is not a failure."""
    assert "a: 3 of 3, after 5 to 10 steps, median 5; b: 1 of 3, after 10 to 10 steps, median 10." in THRESHOLD.alt
    late = THRESHOLD.arms[0]._replace(steps=(12.0, 12.0, 12.0))
    assert "a: 3 of 3" in replace(THRESHOLD, arms=(late,)).alt
    steps, shares = late.waiting
    assert (steps.tolist(), shares.tolist()) == ([0, 12], [1, 0])
    steps, shares = late._replace(censored=(True, True, True)).waiting
    assert shares.tolist() == [1, 1]
    assert [row[:2] for row in THRESHOLD.shown().rows][3:] == [("e.b", 0), ("e.b", 1), ("e.b", 2)]
    assert [row[3] for row in THRESHOLD.shown().rows] == ["yes"] * 4 + ["no", "diverged"]


def test_a_threshold_beyond_the_curves_is_on_the_axis() -> None:
    """A line that no run comes near must be seen to be far, not missing."""
    table = replace(THRESHOLD, learning=replace(THRESHOLD.learning, curves=RUNS[:3]), threshold=0.95)
    assert table.learning.ends == (0.1, 0.8)
    assert _drawn(threshold, table)[0].get_ylim()[1] > 95
    assert replace(table, threshold=inf).ends == (0.1, 0.8)


def test_arms_of_two_experiments_keep_their_names() -> None:
    """`vgg.bn` and `resnet.bn` are not both called bn."""
    arms = tuple(arm._replace(name=name) for arm, name in zip(THRESHOLD.arms, ("vgg.bn", "resnet.bn"), strict=True))
    alt = replace(THRESHOLD, arms=arms).alt
    assert "vgg.bn: 3 of 3" in alt
    assert "resnet.bn: 1 of 3" in alt


def test_paired_marks_what_the_budget_cut() -> None:
    """A hollow mark at the budget is no arrival there; a diverged run keeps its cross; the seeds are named."""
    arms = (
        paired.Arm("e.a", (5.0, 12.0, 10.0), NEVER, NEVER),
        paired.Arm("e.b", (10.0, 12.0, 12.0), (False, False, True), (False, True, True)),
    )
    effect = Effect("ratio", "supported", (0, 1, 4), (2.0, 1.0, 1.2), 1.4, Interval(1, 2), Interval(1, 3), Region(1.1))
    table = paired.Table("steps to threshold", "steps", arms, effect)
    axes = _drawn(paired, table)[0]
    assert _points(axes, "s", "white") == [[1, 12]]
    assert _points(axes, "s", COLOURS[1]) == [[1, 10]]
    assert _points(axes, "x") == [[1, 12]]
    assert _points(axes, "o", "white") == []
    assert "did not get there within the budget" in table.caption
    assert "Not within the budget: 2 of 3 of e.b." in table.alt
    assert table.rows()[-1] == ("seeds that count as the budget", "", "1 4", "")
    plain = replace(table, arms=tuple(arm._replace(censored=()) for arm in arms))
    assert "budget" not in plain.caption + plain.alt
    lost = replace(table, arms=(arms[0], arms[1]._replace(censored=(False, False, True))))
    assert "hollow" not in lost.caption


OUTCOMES = outcomes.Table(
    "e", "a run trained if it did not diverge",
    (
        Arm("e.a", "none", 0.1, 4, 5, 0, 0), Arm("e.b", "none", 0.5, 2, 5, 3, 0), Arm("e.c", "batch", 0.5, 4, 4, 0, 1),
        Arm("e.d", "batch", 0.01, 0, 5, 1, 0),
    ),
    ("e.c", "e.b"), (wilson(4, 4, 0.05), wilson(2, 5, 0.05)), 0.6, Interval(0.1, 0.9),
)  # fmt: skip


def test_outcomes_put_every_arm_in_its_box() -> None:
    """Learning rates in order from left to right, rows as they come, counts inside; crosses where runs diverged."""
    grid = _drawn(outcomes, OUTCOMES)[0]
    counts = {t.get_text(): tuple(map(float, t.get_position())) for t in grid.texts if "/" in t.get_text()}
    assert {text: (x, round(y)) for text, (x, y) in counts.items()} == {
        "4/5": (1, 0), "2/5": (2, 0), "4/4": (2, 1), "0/5": (0, 1),
    }  # fmt: skip
    labels = [t.get_text() for t in grid.texts if t.get_va() == "top"]
    assert labels == ["0.01", "0.1", "0.5"]
    assert sorted((round(x), round(y)) for x, y in _points(grid, "x")) == [(0, 1), (2, 0)]
    lost = sorted(t.get_text() for t in grid.texts if t.get_fontsize() == 6.5)
    assert lost == ["1", "3"]
    [boxes] = [each for each in grid.collections if isinstance(each, PolyCollection)]
    shades = np.asarray(boxes.get_facecolor())[:, 0]
    assert shades[3] > shades[1] > shades[0] > shades[2]


def test_outcomes_outline_the_compared_arms() -> None:
    """Each in the colour and dash of its bar, the arm of the claim first."""
    grid, _ = _drawn(outcomes, OUTCOMES)
    frames = [each for each in grid.collections if isinstance(each, LineCollection)][:2]
    centres = [np.asarray(each.get_segments()[0])[:4].mean(axis=0).tolist() for each in frames]
    assert centres == [pytest.approx([2, 1]), pytest.approx([2, 0])]
    assert [to_hex(np.asarray(each.get_colors())[0]).upper() for each in frames] == list(COLOURS[:2])
    solid, dashed = (each.get_linestyles()[0][1] for each in frames)
    assert solid is None
    assert dashed is not None
    assert len(DASHES) > 1


def test_outcomes_draw_shares_with_wilsons_interval() -> None:
    """Bars as long as the shares, lines as long as their intervals, in percent."""
    bars = _drawn(outcomes, OUTCOMES)[1]
    assert [patch.get_width() for patch in bars.patches] == pytest.approx([100, 40])  # type: ignore[attr-defined]
    spans = [each.get_segments()[0][:, 0].tolist() for each in bars.collections if isinstance(each, LineCollection)]
    assert spans[:2] == [
        pytest.approx([100 * end for end in each]) for each in (wilson(4, 4, 0.05), wilson(2, 5, 0.05))
    ]


def test_outcomes_speak_for_themselves() -> None:
    """The difference with Newcombe's interval in words, n, and what does not count."""
    assert "Their difference is +60.00 pp, Newcombe's 95 % interval [+10.00, +90.00] pp." in OUTCOMES.caption
    assert "(19 runs in all)" in OUTCOMES.caption
    assert "Not counted: 1 that finished without a number." in OUTCOMES.caption
    assert "e.c: 4 of 4 (100.0 %), 95 % interval 51.0 % to 100.0 %" in OUTCOMES.alt
    assert "e.b: 2 of 5 (40.0 %, 3 diverged)" in OUTCOMES.alt
    assert "Shares of the 2 other arms: 0.0 % to 80.0 %." in OUTCOMES.alt
    unknown = replace(OUTCOMES, compared=("e.c", "e.gone"), difference=nan, newcombe=Interval(nan, nan))
    assert "Their difference is not known." in unknown.caption
    assert "e.gone: no run" in unknown.alt
    assert len(_drawn(outcomes, unknown)[1].patches) == 1


def test_many_learning_rates_do_not_touch() -> None:
    """Twelve columns: labels are thinned, counts turned, and boxes stay apart."""
    arms = tuple(Arm(f"e.a/lr={k}", "none", 1.28e-7 * 2**k, 10, 10, k % 2, 0) for k in range(12))
    grid = _drawn(outcomes, replace(OUTCOMES, arms=arms, compared=(arms[0].name, arms[1].name)))[0]
    labels = [t for t in grid.texts if t.get_va() == "top"]
    places = [grid.transData.transform((float(t.get_position()[0]), 0))[0] / grid.figure.dpi for t in labels]
    widest = max(len(t.get_text()) for t in labels) * 0.06
    assert min(np.diff(sorted(places))) > widest
    assert {t.get_rotation() for t in grid.texts if "/" in t.get_text()} == {90}


@pytest.mark.parametrize("seed", range(5))
def test_waiting_is_scipys_kaplan_meier(seed: int) -> None:
    """Ties, and runs censored at the budget or before it, against an oracle."""
    rng = np.random.default_rng(seed)
    steps, late = rng.integers(1, 8, 12).astype(float), rng.random(12) < 0.4
    arm = threshold.Arm("e.a", tuple(range(12)), tuple(steps), tuple(late.tolist()), (False,) * 12)
    expected = ecdf(CensoredData.right_censored(steps, late)).sf
    at, share = arm.waiting
    assert at[1:].tolist() == expected.quantiles.tolist()
    np.testing.assert_allclose(share[1:], expected.probabilities)
    assert (at[0], share[0]) == (0, 1)
