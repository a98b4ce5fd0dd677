"""One verdict under every declared analysis: estimate, interval, claim region and answer, row by row."""

from dataclasses import dataclass
from math import isfinite

from bnreport.figures.shared.margins import BENT, LINEAR, MarginRow, reach_of
from bnreport.figures.shared.table import Cell, FigureTable, Shown
from bnreport.formatting import NOTHING, say_effect, say_region, say_span
from bnreport.stats.region import Interval, Region


@dataclass(frozen=True)
class Table(FigureTable):
    """The verdict's own analysis first, then the others."""

    analyses: tuple[MarginRow, ...]

    @property
    def reach(self) -> float:
        """How far from 0 the axis must reach, in margins."""
        return reach_of(row.at(number) for row in self.analyses for number in (row.estimate, *row.interval))

    @property
    def caption(self) -> str:
        """What is drawn."""
        others = len(self.analyses) - 1
        bent = BENT if self.reach > LINEAR else ""
        return (
            f"The verdict's own analysis (top) and {others} others at the same level: estimate, interval and, shaded, "
            "where the claim is true. One unit is one margin of the verdict; a row on another scale has its own. "
            f"{self._differing}{bent}"
        )

    @property
    def _differing(self) -> str:
        """How many rows answer otherwise than the verdict."""
        verdict, others = self.analyses[0].answer, self.analyses[1:]
        count = sum(row.answer != verdict for row in others)
        if not count:
            return f"All {len(others)} others answer as the verdict does."
        return (
            f"{count} of the {len(others)} others {'answers' if count == 1 else 'answer'} otherwise than the verdict."
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


def _words(row: MarginRow) -> tuple[str, str]:
    if not isfinite(row.estimate):
        return NOTHING, NOTHING
    return say_effect(row.estimate, row.unit), say_span(row.interval, row.unit)


EXAMPLE = Table(
    (
        MarginRow("as judged", "supported", "fraction", 0.02, 0.05, Interval(0.03, 0.07), Region(low=0.02)),
        MarginRow("ratio scale", "inconclusive", "ratio", 0.5, 1.2, Interval(0.9, 1.6), Region(low=1.5)),
    )
)
