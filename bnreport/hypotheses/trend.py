"""A metric rises, falls or stays level over a factor."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from bnreport.errors import SpecError
from bnreport.formatting import say_briefly
from bnreport.hypotheses.shared.evidence import EffectSentence, Evidence
from bnreport.hypotheses.shared.ordered_arms import FEWEST_ARMS, WORDS, OrderedArms, distinct
from bnreport.hypotheses.shared.reading import reading, subject, words
from bnreport.hypotheses.shared.scale import check_margin, estimated, magnitude, mirrored, shown
from bnreport.registry import ArmName, NonNegative, Real, Reduce, Text, WindowName
from bnreport.stats.mean import constant
from bnreport.stats.page import page
from bnreport.stats.region import Region
from bnreport.stats.slope import slope_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bnreport.results import Results

FIGURES = ("trend", "steps")


@dataclass(frozen=True)
class Trend(OrderedArms):
    """One least-squares slope per seed."""

    levels: tuple[float, ...]
    """Of the factor, one per arm."""
    factor: Literal["log", "linear"]

    @property
    def order(self) -> tuple[str, ...]:
        """The arms from the lowest level to the highest."""
        return tuple(arm for _, arm in sorted(zip(self.levels, self.arms, strict=True)))

    def evidence(self, results: "Results") -> Evidence:
        """Pair the arms by seed, fit a slope to each and estimate their mean."""
        per = " per doubling" if self.factor == "log" else " per unit of the factor"
        effect = f"{words(self.measure)}: {WORDS[self.direction]}{per} over {', '.join(self.arms)}"
        every = "with every doubling" if self.factor == "log" else "with every unit of the factor"
        above, below = ("rises {size}", "falls {size}")[:: self.turn]
        ends = f"from {self.order[0]} to {self.order[-1]}"
        sentence = EffectSentence(subject(self.measure), above, below, f"{every}, {ends}", self.turn < 0)
        none, table = self._read(results, effect, sentence, per)
        return none if table is None else self._estimate(table, none)

    def _estimate(self, table: "NDArray[np.float64]", none: Evidence) -> Evidence:
        weights = self.turn * slope_weights(np.log2(self.levels) if self.factor == "log" else self.levels)
        slopes = weights @ (table - table[0])  # (n,); arms that are alike give 0, not its rounding
        none = replace(none, effects=shown(slopes, self.scale))
        if constant(slopes, float((np.abs(weights) @ magnitude(table, self.scale)).max())):
            return none.still("The slope", none.effects[0])
        detail = " ".join(filter(None, [none.detail, self._ranks(table)]))
        return replace(none, estimate=estimated(slopes, self.scale), detail=detail)

    def _ranks(self, table: "NDArray[np.float64]") -> str:
        """Say what ranks alone show: another test of the same claim, without a verdict."""
        rising = table[np.argsort(self.levels)].T  # (n, levels)
        up, down = page(rising), page(rising[:, ::-1])
        if self.direction == "absent":
            two_sided = min(1.0, 2 * min(up.p, down.p))
            return f"By ranks alone, Page's L = {up.value:g}, two-sided p = {say_briefly(two_sided)}."
        value, p = down if self.direction == "decreasing" else up
        return f"By ranks alone, Page's L = {value:g}, one-sided p = {say_briefly(p)}."


def trend(
    *,
    metric: Text,
    arms: list[ArmName],
    levels: list[Real],
    margin: NonNegative,
    direction: Literal["increasing", "decreasing", "absent"] = "increasing",
    factor: Literal["log", "linear"] = "log",
    reduce: Reduce = "final",
    window: WindowName | None = None,
    scale: Literal["raw", "ratio"] = "raw",
) -> Trend:
    """Claim that a metric rises, falls or stays level over a factor, on the whole.

    Per seed, slope_s = sum over arms of (x - mean(x)) value_s / sum((x - mean(x))²), with x = log2(level), or the level
    itself for a linear factor; the effect is the mean slope over seeds, its sign turned for `decreasing`, with
    Student's t interval. It is per doubling of the factor, or per unit of it. The claim region is effect > margin, or
    -margin < effect < margin for `absent`. On the ratio scale the effect is a ratio per doubling or unit, the region
    ratio > margin, or 1 / margin < ratio < margin for `absent`. An umbrella may have a trend; `monotone` claims every
    step. Page's L (ranks alone) is reported beside it. The direction is the metric's own, be it the better one or not.

    Args:
        metric: name of the metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        arms: three at least, each as `experiment.arm`; the same seeds are paired.
        levels: of the factor, one per arm, all different; positive for a log factor.
        margin: the largest slope that would not matter, in the metric's unit or as a ratio, per doubling or unit.
        direction: `increasing`, `decreasing`, or `absent` for a slope within the margin either way.
        factor: `log` for slopes per doubling, `linear` for slopes per unit.
        reduce: how the steps of a run become one number; `best` is the best of them.
        window: name of the study's window whose steps count; absent for the whole run.
        scale: `ratio` for positive, skewed metrics.

    Raises:
        SpecError: fewer than three arms, an arm twice, levels that do not fit, a ratio below 1, or `absent` without
            a margin.

    Source: Frison & Pocock (1997), Statistics in Medicine 16, 2855-2872 (slope per unit, then t); Page (1963),
    Journal of the American Statistical Association 58, 216-230 (L).
    """
    check_margin("trend", margin, scale, room=direction == "absent")
    chosen = distinct("trend", arms, FEWEST_ARMS)
    _check_levels(levels, len(chosen), factor)
    region = Region(mirrored(margin, scale), margin) if direction == "absent" else Region(margin)
    return Trend(region, reading(metric, reduce, window), chosen, direction, scale, tuple(levels), factor)


def _check_levels(levels: list[float], arms: int, factor: Literal["log", "linear"]) -> None:
    if len(levels) != arms:
        raise SpecError([f"trend: levels: there must be one per arm. Got {len(levels)} for {arms} arms."])
    if factor == "log" and min(levels) <= 0:
        raise SpecError(
            [f"trend: levels: must be positive for a log factor. Got {min(levels):g}. Try `factor: linear`."]
        )
    if len(set(np.log2(levels) if factor == "log" else levels)) < arms:
        raise SpecError([f"trend: levels: must all differ. Got {', '.join(f'{level:g}' for level in levels)}."])
