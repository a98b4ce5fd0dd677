"""Every claim on one axis: effects in margins, the claim region shaded, both intervals."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures._ink import INK, RULE, VERDICTS
from bnreport.figures._margins import (
    BENT,
    LINEAR,
    beyond,
    in_margins,
    margin_axis,
    markers,
    papers,
    reach_of,
    regions,
    say_brief,
    segments,
)
from bnreport.figures._svg import Cell, Shown
from bnreport.formatting import say_region, say_span
from bnreport.stats.region import Interval, Region

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _ROW, _TIGHT, _FRAME = 7.4, 0.36, 0.28, 0.75
_PART = 0.56
"""Height of a part of a claim, whose name is longer."""
_MANY = 20
"""Claims from which on rows stand closer, so that all fit a page."""


class Row(NamedTuple):
    """One claim."""

    label: str
    verdict: str
    """supported, refuted, inconclusive, exploratory or not_run."""
    unit: str
    scale: float
    """Length of one margin, in the effect's unit; of a ratio, in its logarithm."""
    estimate: float
    interval: Interval
    verdict_interval: Interval
    region: Region
    paper: float
    """The paper's own number, NaN where it prints none or scales differ."""
    text: str
    """Estimate in words."""

    def at(self, effect: float) -> float:
        """Return where an effect lies, in margins; of a ratio, its logarithm."""
        return in_margins(effect, self.unit, self.scale)


@dataclass(frozen=True)
class Table:
    """Claims from top to bottom."""

    claims: tuple[Row, ...]
    parts: tuple[int, ...] = ()
    """Seeds behind each row, where the rows are parts of one claim and bear the verdict on all of them together."""

    @property
    def caption(self) -> str:
        """What is drawn."""
        bent = BENT if _reach(self) > LINEAR else ""
        gone = any(beyond(row.at(row.paper)) for row in self.claims)
        far = ", an arrow where it lies beyond the axis" if gone else ""
        if self.parts:
            alike = len(set(self.parts)) == 1
            seeds = f"{self.parts[0]}" if alike else f"{', '.join(map(str, self.parts))}, from top to bottom"
            return (
                "Every part of the claim, its effect divided by its own margin so that all share one axis. Shaded: "
                "where the part is true. Marker: estimate, in colour and shape of the verdict on all parts together; "
                f"no part has a verdict of its own. Line: 95 % interval, which does not decide (seeds: n = {seeds}). A "
                "part whose margin is 0 is divided by the half-width of its 95 % interval; ratios are drawn by their "
                f"logarithm.{bent}"
            )
        return (
            "Effect of every claim, divided by its own margin so that all share one axis. Shaded: where the claim is "
            "true. Marker: estimate over seeds. Thick bar: verdict interval, which alone decides. Thin line: "
            f"95 % interval. Hollow diamond: the paper's number, where scales match{far}. A claim whose margin is 0 is "
            f"divided by the half-width of its verdict interval; ratios are drawn by their logarithm.{bent}"
        )

    @property
    def alt(self) -> str:
        """The verdicts with their numbers."""
        if self.parts:
            said = (
                f"{row.label}: {row.text} {say_span(row.interval, row.unit)}, true {say_region(row.region, row.unit)}"
                for row in self.claims
            )
            verdict = self.claims[0].verdict.replace("_", " ").capitalize()
            return f"{verdict}, all {len(self.claims)} parts together. Estimates and 95 % intervals: {'; '.join(said)}."
        parts = (
            f"{row.label}: {row.verdict.replace('_', ' ')}, {row.text} {say_span(row.interval, row.unit)}"
            for row in self.claims
        )
        return f"Forest plot of {len(self.claims)} claims. " + "; ".join(parts) + "."

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        named = ("part", "verdict on all parts") if self.parts else ("claim", "verdict")
        return (
            *named, "unit", "one margin", "estimate", "95 % low", "95 % high", "verdict low",
            "verdict high", "claim region low", "claim region high", "paper",
        )  # fmt: skip

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return effects in their own units."""
        return tuple(
            (r.label, r.verdict, r.unit, r.scale, r.estimate, *r.interval, *r.verdict_interval, *r.region, r.paper)
            for r in self.claims
        )

    def shown(self) -> Shown:
        """Return all of it."""
        return Shown(self.headers, self.rows())


def _reach(table: Table) -> float:
    return reach_of(
        row.at(number)
        for row in table.claims
        for number in (row.estimate, *row.interval, *row.verdict_interval, row.paper)
    )


def size(table: Table) -> tuple[float, float]:
    """Return width and height in inches."""
    row = _PART if table.parts else _TIGHT if len(table.claims) > _MANY else _ROW
    return _WIDTH, _FRAME + row * max(len(table.claims), 1)


def draw(figure: "Figure", table: Table) -> None:
    """Draw one row per claim."""
    height = size(table)[1]
    axes = figure.add_axes((0.31, 0.52 / height, 0.40, 1 - 0.62 / height))
    reach = margin_axis(axes, _reach(table))
    axes.set_ylim(len(table.claims) - 0.5, -0.5)
    rows = list(enumerate(table.claims))
    colours = [VERDICTS[row.verdict][0] for row in table.claims]
    regions(axes, ((place, _interval(row, row.region)) for place, row in rows), reach, 0.42)
    _bounds(axes, table, reach)
    verdicts = [(place, _interval(row, row.verdict_interval)) for place, row in rows]
    segments(axes, verdicts, reach, (colours, 8.0, 0.45))
    segments(axes, [(place, _interval(row, row.interval)) for place, row in rows], reach, (colours, 1.6, 1.0))
    markers(axes, [(p, row.at(row.estimate), row.verdict) for p, row in rows if isfinite(row.estimate)], 7)
    papers(axes, [(place, row.at(row.paper)) for place, row in rows if isfinite(row.paper)], reach)
    for place, row in rows:
        _words(axes, place, row, 4 if table.parts else 2)
    between, beside = [place + 0.5 for place, _ in rows], axes.get_yaxis_transform()
    axes.hlines(between, 0, 1, transform=beside, colors=RULE, linewidth=0.4, zorder=0)


def _interval(row: Row, ends: "Interval | Region") -> Interval:
    return Interval(*map(row.at, ends))


def _bounds(axes: "Axes", table: Table, reach: float) -> None:
    ends = [
        (row.at(end), place, VERDICTS[row.verdict][0])
        for place, row in enumerate(table.claims)
        for end in row.region
        if abs(row.at(end)) < reach
    ]
    if ends:
        at, places, colours = zip(*ends, strict=True)
        low, high = ([place + side for place in places] for side in (-0.42, 0.42))
        axes.vlines(at, low, high, colors=colours, linewidth=0.9, linestyles=":", zorder=1)


def _words(axes: "Axes", place: int, row: Row, lines: int) -> None:
    beside, label = axes.get_yaxis_transform(), _fold(row.label, lines)
    axes.text(-0.03, place, label, transform=beside, ha="right", va="center", fontsize=7.5, linespacing=1.05)
    said = say_brief(row.estimate, row.interval, row.unit)
    axes.text(1.03, place, said, transform=beside, ha="left", va="center", fontsize=7, color=INK)


def _fold(label: str, most: int) -> str:
    from textwrap import wrap  # noqa: PLC0415  (only here)

    lines = wrap(label, 34)
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:31] + "…"])


_SHORT, _LONG, _ABOVE = Interval(0.03, 0.07), Interval(0.01, 0.09), Region(low=0.02)
EXAMPLE = Table((Row("a claim", "inconclusive", "fraction", 0.02, 0.05, _SHORT, _LONG, _ABOVE, 0.06, "+5.00 pp"),))
