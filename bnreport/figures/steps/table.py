"""Steps between neighbouring arms, a row for each: every seed, the mean and its interval."""

from dataclasses import dataclass
from typing import NamedTuple

from bnreport.figures.shared.table import Cell, FigureTable, brief
from bnreport.formatting import say_effect, say_region, say_span
from bnreport.judge.metric_in_words import say_metric
from bnreport.stats.region import Interval, Region


class Step(NamedTuple):
    """From one arm to the next."""

    before: str
    after: str
    values: tuple[float, ...]
    """One per seed, NaN where a run has no number."""
    diverged: tuple[bool, ...]
    """Whether either run did."""
    estimate: float
    """NaN where some run has no number."""
    interval: Interval
    """95 %; NaN where the seeds do not vary, or there are too few."""

    @property
    def name(self) -> str:
        """Both arms."""
        return f"{self.before} to {self.after}"


@dataclass(frozen=True)
class Table(FigureTable):
    """Steps from top to bottom."""

    metric: str
    unit: str
    """Of a step; `ratio` where it is one."""
    seeds: tuple[int, ...]
    steps: tuple[Step, ...]
    turned: bool = False
    """Whether the metric is claimed to fall, so that steps are turned round."""
    region: Region | None = None
    """Steps for which the claim is true, where it is about each of them."""

    @property
    def log(self) -> bool:
        """Whether steps are ratios."""
        return self.unit == "ratio"

    @property
    def turning(self) -> str:
        """What a step is."""
        sign, none = ("/", "above 1") if self.log else ("\N{MINUS SIGN}", "positive")
        if self.turned:
            return f"before {sign} after, turned round, as the claim is a fall: a fall is {none}"
        return f"after {sign} before: a rise is {none}"

    @property
    def caption(self) -> str:
        """What is drawn."""
        lost = "; cross: a run diverged" if any(any(step.diverged) for step in self.steps) else ""
        claim = "The claim is about the slope, not about single steps."
        if self.region is not None:
            true = say_region(self.region, self.unit)
            claim = f"Shaded: where the claim is true of every step ({true}); the verdict is on all steps together."
        return (
            f"Steps of {say_metric(self.metric)} from each arm to the next ({self.turning}). Strokes: every seed "
            f"(n = {len(self.seeds)}{lost}). Diamond: {'geometric ' * self.log}mean over seeds. Line: its 95 % t "
            f"interval, seeds paired, step by step without correction, so that it does not decide. {claim}"
        )

    @property
    def alt(self) -> str:
        """The conclusion with its numbers."""
        unit, region = self.unit, self.region or Region(low=float(self.log))
        held, beyond = (sum(map(each, (s.interval for s in self.steps))) for each in (region.holds, region.excludes))
        said = (f"{s.name} {say_effect(s.estimate, unit)} {say_span(s.interval, unit)}" for s in self.steps)
        tally = f"{held} of {len(self.steps)} 95 % intervals wholly {say_region(region, unit)}, {beyond} wholly below"
        return brief(
            f"{tally}. Steps of {say_metric(self.metric)} ({self.turning}), n = {len(self.seeds)} seeds: ", said
        )

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("step", f"estimate ({self.unit})", "95 % low", "95 % high", *(f"seed {seed}" for seed in self.seeds))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per step, and the claim region."""
        rows: list[tuple[Cell, ...]] = [(s.name, s.estimate, *s.interval, *s.values) for s in self.steps]
        rows += [("claim region", "", *self.region, *[""] * len(self.seeds))] if self.region else []
        return tuple(rows)


_FIRST = Step("e.a", "e.b", (0.031,), (False,), 0.03, Interval(0.01, 0.05))
_SECOND = Step("e.b", "e.c", (-0.012,), (True,), -0.011, Interval(-0.02, 0.006))
EXAMPLE = Table("accuracy", "fraction", (0,), (_FIRST, _SECOND), region=Region(low=0.015))
