"""Power: at which level each claim was tested, and what its seeds could resolve."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING, say_distance, say_number
from bnreport.judge.explanation import say_reason
from bnreport.judge.power import MOST

if TYPE_CHECKING:
    from bnreport.judge.power import Power
    from bnreport.report.facts import Facts

TITLE = "Power"


class Line(NamedTuple):
    """One primary hypothesis."""

    name: str
    level: str
    """Alpha of the Holm step that it was tested at."""
    n: str
    spread: str
    source: str
    """Where the spread is from."""
    mde: str
    margin: str
    ratio: str
    """Margin over the minimum detectable effect: below 1 the seeds cannot resolve it."""
    seeds: str
    """Fewest that would resolve the margin."""


class Powers(NamedTuple):
    """The section."""

    primary: int
    alpha: str
    """First Holm step, at the last look."""
    lines: tuple[Line, ...]
    without: tuple[tuple[str, str], ...]
    """Hypotheses whose power means nothing or is not known, and why."""

    @property
    def source(self) -> str:
        """Where all spreads are from; empty where that differs."""
        sources = {line.source for line in self.lines}
        return sources.pop() if len(sources) == 1 else ""


def gather(facts: "Facts") -> Powers:
    """Set what the seeds can resolve beside the levels that were used."""
    found = facts.powers
    levels = {verdict.hypothesis: verdict.level for verdict in facts.verdicts}
    return Powers(
        primary=len(found),
        alpha=f"{found[0].alpha:.3g}" if found else NOTHING,
        lines=tuple(_line(power, levels.get(power.hypothesis)) for power in found if power.spread),
        without=tuple((power.hypothesis, _why(power)) for power in found if not power.spread),
    )


def _why(power: "Power") -> str:
    return say_reason(power.reason) if power.reason else "no runs to measure its spread on"


def _line(power: "Power", level: float | None) -> Line:
    return Line(
        name=power.hypothesis,
        level=NOTHING if level is None else f"{level:.3g}",
        n=str(power.n),
        spread=_spread(power),
        source=_source(power),
        mde=say_distance(power.resolves, power.unit),
        margin=say_distance(power.margin, power.unit),
        ratio=f"{1 / power.ratio:.2f}" if power.ratio else NOTHING,
        seeds=_seeds(power),
    )


def _source(power: "Power") -> str:
    if power.spread is None:
        return NOTHING
    return f"{power.spread.source} on {power.spread.n} seeds" if power.spread.n else power.spread.source


def _spread(power: "Power") -> str:
    if power.spread is None:
        return NOTHING
    sd = power.spread.sd
    return f"{say_number(sd)} (log)" if power.unit == "ratio" else say_distance(sd, power.unit)


def _seeds(power: "Power") -> str:
    if power.seeds is not None:
        return str(power.seeds)
    return f"more than {MOST:,}" if power.ratio is not None else NOTHING
