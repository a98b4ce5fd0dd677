"""One verdict under every declared analysis: estimate, interval, claim region and answer, row by row."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures._ink import INK, QUIET, VERDICTS
from bnreport.figures._margins import (
    BENT,
    LINEAR,
    in_margins,
    margin_axis,
    markers,
    reach_of,
    regions,
    say_brief,
    segments,
)
from bnreport.figures._svg import Cell, Shown
from bnreport.formatting import NOTHING, say_effect, say_region, say_span
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _ROW, _FRAME = 7.4, 0.125, 0.46


class Row(NamedTuple):
    """One analysis."""

    label: str
    answer: str
    """supported, refuted or inconclusive; where there is none, why."""
    unit: str
    scale: float
    """Length of one margin of the verdict's own analysis, in this row's unit; of a ratio, in its logarithm."""
    estimate: float
    """NaN where this analysis gives none."""
    interval: Interval
    region: Region

    def at(self, effect: float) -> float:
        """Return where an effect lies, in margins."""
        return in_margins(effect, self.unit, self.scale)


@dataclass(frozen=True)
class Table:
    """The verdict's own analysis first, then the others."""

    analyses: tuple[Row, ...]

    @property
    def caption(self) -> str:
        """What is drawn."""
        others = len(self.analyses) - 1
        bent = BENT if _reach(self) > LINEAR else ""
        return (
            f"The verdict's own analysis (top) and {others} others at the same level: estimate, interval and, shaded, "
            "where the claim is true. One unit is one margin of the verdict; a row on another scale has its own. "
            "No row changes the verdict."
            f"{bent}"
        )

    @property
    def alt(self) -> str:
        """How many rows answer what."""
        answers = [row.answer for row in self.analyses]
        tally = ", ".join(f"{answers.count(answer)} {answer}" for answer in dict.fromkeys(answers))
        first = self.analyses[0]
        return (
            f"Specification curve of {len(answers)} analyses: {tally}. As judged: {first.answer}, "
            f"{say_effect(first.estimate, first.unit)}, {say_span(first.interval, first.unit)}."
        )

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return (
            "analysis", "answer", "unit", "one margin", "estimate", "low", "high", "claim region low",
            "claim region high",
        )  # fmt: skip

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return effects in their own units."""
        return tuple((r.label, r.answer, r.unit, r.scale, r.estimate, *r.interval, *r.region) for r in self.analyses)

    def shown(self) -> Shown:
        """Return it in words."""
        return Shown(
            ("analysis", "answer", "estimate", "interval at the verdict's level", "claim is true"),
            tuple((r.label, r.answer, *_words(r), say_region(r.region, r.unit)) for r in self.analyses),
        )


def _words(row: Row) -> tuple[str, str]:
    if not isfinite(row.estimate):
        return NOTHING, NOTHING
    return say_effect(row.estimate, row.unit), say_span(row.interval, row.unit)


def _reach(table: Table) -> float:
    return reach_of(row.at(number) for row in table.analyses for number in (row.estimate, *row.interval))


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    return _WIDTH, _FRAME + _ROW * max(len(table.analyses), 1)


def draw(figure: "Figure", table: Table) -> None:
    """Draw one row per analysis."""
    height = size(table)[1]
    axes = figure.add_axes((0.28, 0.40 / height, 0.40, 1 - 0.43 / height))
    reach = margin_axis(axes, _reach(table))
    axes.set_ylim(len(table.analyses) - 0.4, -0.6)
    rows = list(enumerate(table.analyses))
    regions(axes, ((place, _interval(row, row.region)) for place, row in rows), reach, 0.5)
    drawn = [(place, row) for place, row in rows if isfinite(row.estimate)]
    colours = [VERDICTS.get(row.answer, VERDICTS["not_run"])[0] for _, row in drawn]
    segments(axes, [(place, _interval(row, row.interval)) for place, row in drawn], reach, (colours, 1.6, 1.0))
    markers(axes, [(place, max(-reach, min(reach, row.at(row.estimate))), row.answer) for place, row in drawn], 4.5)
    for place, row in rows:
        _words_beside(axes, place, row)
    if table.analyses and isfinite(table.analyses[0].estimate):
        first = max(-reach, min(reach, table.analyses[0].at(table.analyses[0].estimate)))
        axes.axvline(first, color=QUIET, linewidth=0.7, linestyle=(0, (4, 3)), zorder=1)


def _interval(row: Row, ends: "Interval | Region") -> Interval:
    return Interval(*map(row.at, ends))


def _words_beside(axes: "Axes", place: int, row: Row) -> None:
    beside = axes.get_yaxis_transform()
    weight = "bold" if place == 0 else "normal"
    axes.text(-0.03, place, row.label, transform=beside, ha="right", va="center", fontsize=6.8, fontweight=weight)
    said = f"{say_brief(row.estimate, row.interval, row.unit)} {row.answer}" if isfinite(row.estimate) else row.answer
    axes.text(1.03, place, said, transform=beside, ha="left", va="center", fontsize=6.8, color=INK, fontweight=weight)


EXAMPLE = Table(
    (
        Row("as judged", "supported", "fraction", 0.02, 0.05, Interval(0.03, 0.07), Region(low=0.02)),
        Row("log scale", "inconclusive", "ratio", 0.5, 1.2, Interval(0.9, 1.6), Region(low=1.5)),
    )
)
