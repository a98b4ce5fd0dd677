"""One arm beats another in more than a share of the layers, or of the steps."""

from typing import Literal

from bnreport.hypotheses._share import Majority
from bnreport.hypotheses.shared.contrast import bound, reading
from bnreport.registry import ArmName, Fraction, NonNegative, Reduce, Text, Window
from bnreport.stats.region import Region

FIGURES = ("paired", "heatmap")


def fraction(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    threshold: Fraction,
    of: Literal["columns", "steps"] = "columns",
    columns: list[Text] | None = None,
    reduce: Reduce = "median",
    window: Window | None = None,
    margin: NonNegative = 0.0,
    scale: Literal["raw", "log"] = "raw",
) -> Majority:
    """Claim that an arm beats another in more than a share of the layers, or of the steps.

    Per seed, f = (cells in which the arm is better by more than the margin + half of those exactly at it) / cells;
    the effect is the mean of f over seeds, the claim region f > threshold, the test Student's t on the f. Better is
    arm - versus > margin, versus - arm where lower is better; on the log scale the ratio > 1 + margin. A cell is a
    column (a layer), each reduced over its steps, or a measured step of a column. Layers and steps are never
    replicates: duplicating them all changes nothing. The same f in every seed is `degenerate`, with the count.
    A diverged run loses every cell, and two diverged runs tie: no failure value is needed.

    Args:
        metric: name of the metric, as its probe calls it.
        arm: the arm that is claimed to win, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        threshold: share of the cells, from 0 to 1, that the arm must win more than.
        of: what is counted, columns such as layers, or the measured steps (of every column, where there are several).
        columns: names of the columns that count; absent for all, which must then be the same in both arms.
        reduce: how the steps of a column become one number; unused where steps are counted.
        window: first and last step that count, both included; absent for the whole run.
        margin: the largest gain in a cell that would not matter, in the metric's unit; on the log scale a ratio less 1.
        scale: `log` for positive metrics, where the margin is a ratio.

    Source: Student (1908), Biometrika 6, 1-25 (t on one share per seed); Vargha & Delaney (2000), Journal of
    Educational and Behavioral Statistics 25, 101-132 (ties count half).
    """
    return Majority(
        region=Region(low=threshold),
        measure=reading(metric, reduce, window),
        arm=arm,
        versus=versus,
        of=of,
        columns=None if columns is None else tuple(columns),
        margin=bound(margin, scale),
        scale=scale,
    )
