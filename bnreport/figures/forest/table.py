"""Every claim on one axis: effects in margins, the claim region shaded, both intervals."""

from dataclasses import dataclass
from math import isnan

from bnreport.figures.shared.margins import BENT, LINEAR, MarginRow, beyond, reach_of
from bnreport.figures.shared.table import Cell, FigureTable, brief
from bnreport.formatting import say_effect, say_name, say_region, say_span
from bnreport.stats.region import Interval, Region


@dataclass(frozen=True)
class Row(MarginRow):
    """One claim, or a part of one."""

    verdict_interval: Interval
    paper: float
    """The paper's own number, NaN where it prints none or scales differ."""

    @property
    def told(self) -> Interval:
        """The interval that stands in words beside the row: what decides, or where nothing does the 95 % one."""
        return self.interval if isnan(self.verdict_interval.low) else self.verdict_interval

    @property
    def said(self) -> str:
        """Estimate and interval in words."""
        return f"{say_effect(self.estimate, self.unit)} {say_span(self.told, self.unit)}"


@dataclass(frozen=True)
class Table(FigureTable):
    """Claims from top to bottom."""

    claims: tuple[Row, ...]
    parts: tuple[int, ...] = ()
    """Seeds behind each row, where the rows are parts of one claim and bear the verdict on all of them together."""

    @property
    def reach(self) -> float:
        """How far from 0 the axis must reach, in margins."""
        return reach_of(
            row.at(number)
            for row in self.claims
            for number in (row.estimate, *row.interval, *row.verdict_interval, row.paper)
        )

    @property
    def caption(self) -> str:
        """What is drawn."""
        bent = BENT if self.reach > LINEAR else ""
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
            "95 % interval. Numbers: estimate and verdict interval. Hollow diamond: the paper's number, where scales "
            f"match{far}. A claim of several parts has a row for each. A claim whose margin is 0 is divided by the "
            f"half-width of its verdict interval; ratios are drawn by their logarithm.{bent}"
        )

    @property
    def alt(self) -> str:
        """The verdicts with their numbers."""
        if self.parts:
            said = (f"{row.label}: {row.said}, true {say_region(row.region, row.unit)}" for row in self.claims)
            verdict = say_name(self.claims[0].answer).capitalize()
            return brief(f"{verdict}, all {len(self.claims)} parts together. Estimates and 95 % intervals: ", said)
        parts = (f"{row.label}: {say_name(row.answer)}, {row.said}" for row in self.claims)
        return brief(f"Forest plot of {len(self.claims)} claims. ", parts)

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
            (r.label, r.answer, r.unit, r.scale, r.estimate, *r.interval, *r.verdict_interval, *r.region, r.paper)
            for r in self.claims
        )


_SHORT, _LONG, _ABOVE = Interval(0.03, 0.07), Interval(0.01, 0.09), Region(low=0.02)
EXAMPLE = Table((Row("a claim", "inconclusive", "fraction", 0.02, 0.05, _SHORT, _ABOVE, _LONG, 0.06),))
