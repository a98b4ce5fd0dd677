"""In a typical seed one arm beats another in more than a share of the layers, or of the steps."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import numpy as np

from bnreport.errors import SpecError
from bnreport.formatting import say_number
from bnreport.hypotheses.shared.cells import Cells, UnusableError
from bnreport.hypotheses.shared.evidence import EffectSentence, Evidence
from bnreport.hypotheses.shared.pairing import pair_runs
from bnreport.hypotheses.shared.reading import TwoArms, reading, undirected
from bnreport.hypotheses.shared.scale import Scale, check_margin, not_positive, null, on_scale
from bnreport.registry import ArmName, Better, Fraction, NonNegative, Reduce, Text, WindowName
from bnreport.results import Measure, Metric, SeedValues, Span
from bnreport.stats.region import Region
from bnreport.stats.share import MedianShare, decides

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.pairing import Paired
    from bnreport.results import Results

FIGURES = ("paired", "heatmap")


class _Match(NamedTuple):
    """One seed."""

    won: float
    """Share of the cells; ties count half."""
    cells: int
    """0 if a run diverged."""
    effect: float
    """Mean over cells of the difference, or log-ratio; NaN if a run diverged."""
    levels: tuple[float, float]
    """Mean over cells of each arm."""

    @property
    def tied(self) -> bool:
        """Whether nothing tells the runs apart: no gain at all, or both diverged."""
        return self.effect == 0 if self.cells else self.won == 0.5  # noqa: PLR2004


@dataclass(frozen=True)
class ShareOfCells(TwoArms):
    """Per seed the share of cells that the arm wins, and its median over seeds."""

    cells: Cells
    margin: float
    """In a cell: a difference, or a ratio."""
    scale: Scale
    """Of the margin."""
    no_power: ClassVar[str] = (
        "its margin lies in the cells, and how far the share would be from the threshold is not declared"
    )

    def evidence(self, results: "Results") -> Evidence:
        """Compare the runs of each seed cell by cell."""
        found = pair_runs(results, self.arms, self.measure)
        effect = f"median share of {self.cells.of} of {self.measure.metric} in which {self.arm} beats {self.versus}"
        by = f" by more than {say_number(self.margin)}" if self.margin != null(self.scale) else ""
        wins = f"beats {self.versus}{by} in {{share}} of the {self.cells.of} of {self.measure.metric} in a typical seed"
        sentence = EffectSentence(self.arm, wins, wins)
        none = replace(found.evidence(effect, sentence, "1", "raw"), null=0.5)
        if not found.estimable or found.metric is None:
            return none
        metric = found.metric
        if metric.better is None:
            return none.refused("invalid", undirected(metric.name))
        try:
            matches = [self._match(results, found, seed, metric) for seed in found.seeds]
        except UnusableError as error:
            return none.refused("invalid", str(error))
        none = replace(
            none,
            effects=tuple(match.won for match in matches),
            arms=self._arms(found, matches, metric),
            detail=f"{self._count(matches)} {found.detail}".rstrip(),
        )
        if all(match.tied for match in matches):
            same = "No cell differs between the arms in any seed: suspect arms that are configured alike."
            return none.refused("degenerate", same)
        return replace(none, estimate=MedianShare.of(none.effects))

    def decides(self, seeds: int, alpha: float) -> bool:
        """Tell whether all seeds on one side of the threshold would be enough of them."""
        return decides(seeds, alpha)

    def _match(self, results: "Results", found: "Paired", seed: int, metric: Metric) -> _Match:
        one, other = (found.runs[arm][seed] for arm in self.arms)
        spans = [_span(results, arm, seed, self.measure) for arm in self.arms]
        failed, other_failed = one.outcome == "diverged", other.outcome == "diverged"
        if failed or other_failed:
            levels = [
                run.lost(metric)
                if run.outcome == "diverged"
                else float(self.cells.read((run, run), (span, span), self.measure, metric)[0].mean())
                for run, span in zip((one, other), spans, strict=True)
            ]
            return _Match((1 - failed + other_failed) / 2, 0, np.nan, (levels[0], levels[1]))
        first, second = self.cells.read((one, other), (spans[0], spans[1]), self.measure, metric)
        if not first.size or not (np.isfinite(first).all() and np.isfinite(second).all()):
            what = "no step in common" if not first.size else "values that are not finite"
            raise UnusableError(f"{self.arm} and {self.versus} have {what} of {self.measure.metric}.")
        read = on_scale(np.stack([first, second]), self.scale)
        if read is None:
            raise UnusableError(not_positive(self.measure.metric))
        gain = read[1] - read[0] if metric.better == "lower" else read[0] - read[1]
        margin = float(np.log(self.margin)) if self.scale == "ratio" else self.margin
        won = float(np.heaviside(gain - margin, 0.5).mean())
        return _Match(won, gain.size, float(gain.mean()), (float(first.mean()), float(second.mean())))

    def _arms(self, found: "Paired", matches: list[_Match], metric: Metric) -> dict[str, SeedValues]:
        """Return each arm's mean over the cells, at the common seeds."""
        sides = dict(zip(self.arms, zip(*(match.levels for match in matches), strict=True), strict=True))
        return {
            arm: SeedValues(
                found.seeds,
                np.array(levels),
                np.array([found.runs[arm][seed].outcome == "diverged" for seed in found.seeds]),
                metric,
            )
            for arm, levels in sides.items()
        }

    def _count(self, matches: list[_Match]) -> str:
        """Say how many cells each seed wins, and by how much on average where both runs trained."""
        cells = sorted({match.cells for match in matches if match.cells})
        trained = [match.effect for match in matches if match.cells]
        if not trained:
            return ""
        most = cells[-1]
        shares = [f"{match.won * (match.cells or most):.4g}/{match.cells or most}" for match in matches]
        mean = float(np.mean(trained))
        by = f"by a factor of {say_number(float(np.exp(mean)))}" if self.scale == "ratio" else f"by {say_number(mean)}"
        return (
            f"{self.cells.of.capitalize()} won per seed: {', '.join(shares)}; {by} on average where both arms trained."
        )


def _span(results: "Results", arm: str, seed: int, measure: Measure) -> Span:
    span = results.span(arm, seed, measure)
    if isinstance(span, str):
        raise UnusableError(f"The window of seed {seed} cannot be read.")
    return span


def fraction(
    *,
    metric: Text,
    arm: ArmName,
    versus: ArmName,
    threshold: Fraction,
    of: Literal["columns", "steps"] = "columns",
    columns: list[Text] | None = None,
    reduce: Reduce = "median",
    window: WindowName | None = None,
    better: Better | None = None,
    margin: NonNegative | None = None,
    scale: Literal["raw", "ratio"] = "raw",
) -> ShareOfCells:
    """Claim that in a typical seed an arm beats another in more than a share of the layers, or of the steps.

    Per seed, f = (cells in which the arm is better by more than the margin + half of those exactly at it) / cells;
    the effect is the median of f over seeds, that of a typical seed; the claim region is f > threshold, the test the
    exact sign test on the seeds whose f lies above the threshold, or below it. So nothing need be known of how cells go
    together, and six seeds are the fewest that decide at 5 %, more with several primary hypotheses. Better is
    arm - versus > margin, versus - arm where lower is better; on the ratio scale the ratio > margin. A cell is a
    column (a layer), each reduced over its steps, or a measured step of a column. Arms that tie in every cell of every
    seed are `degenerate`. A diverged run loses every cell, and two diverged runs tie.

    Args:
        metric: name of the metric, as its probe calls it.
        arm: the arm that is claimed to win, as `experiment.arm`.
        versus: the arm it is compared with; the same seeds are paired.
        threshold: share of the cells, from 0 to 1, that the arm must win more than.
        of: what is counted, columns such as layers, or the measured steps (of every column, where there are several).
        columns: names of the columns that count; absent for all, which must then be the same in both arms.
        reduce: how the steps of a column become one number; unused where steps are counted.
        window: name of the study's window whose steps count; absent for the whole run.
        better: what is better in this claim, `higher` or `lower`; absent for the metric's own direction.
        margin: the largest gain in a cell that would not matter, in the metric's unit, or as a ratio; absent for none.
        scale: `ratio` for positive metrics, where the margin is a ratio.

    Raises:
        SpecError: a ratio below 1, or steps counted where the arms are read at different ones.

    Source: Arbuthnott (1710), Phil. Trans. 27, 186-190 (sign test); Vargha & Delaney (2000), JEBS 25, 101-132 (ties).
    """
    check_margin("fraction", least := null(scale) if margin is None else margin, scale)
    measure = reading(metric, reduce, window, better)
    return ShareOfCells(Region(low=threshold), measure, (arm, versus), _cells(of, columns, measure), least, scale)


def _cells(of: Literal["columns", "steps"], columns: list[str] | None, measure: Measure) -> Cells:
    if of == "steps" and measure.window is not None and measure.window.align == "progress":
        raise SpecError(["fraction: of: at equal progress the arms are at different steps. Count columns instead."])
    return Cells(of, None if columns is None else tuple(columns))
