"""Power: at which level each claim was tested, and what its seeds could resolve."""

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING, say_effect, say_value
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
    origin: str
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
    def origin(self) -> str:
        """Where all spreads are from; empty where that differs."""
        origins = {line.origin for line in self.lines}
        return origins.pop() if len(origins) == 1 else ""


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
    return power.reason.replace("_", " ") if power.reason else "no runs to measure its spread on"


def _line(power: "Power", level: float | None) -> Line:
    return Line(
        name=power.hypothesis,
        level=NOTHING if level is None else f"{level:.3g}",
        n=str(power.n),
        spread=_length(power.spread.sd, power.unit) if power.spread else NOTHING,
        origin=_origin(power),
        mde=_length(power.resolves, power.unit),
        margin=_length(power.margin, power.unit),
        ratio=f"{1 / power.ratio:.2f}" if power.ratio else NOTHING,
        seeds=_seeds(power),
    )


def _origin(power: "Power") -> str:
    if power.spread is None:
        return NOTHING
    return f"{power.spread.source} on {power.spread.n} seeds" if power.spread.n else power.spread.source


def _length(value: float | None, unit: str) -> str:
    """Return a length without sign; of a ratio it is one of logarithms."""
    if unit == "ratio":
        return f"{say_value(value, '1')} (log)" if value is not None and value < inf else say_value(value, "1")
    return say_effect(value, unit).lstrip("+")


def _seeds(power: "Power") -> str:
    if power.seeds is not None:
        return str(power.seeds)
    return f"more than {MOST:,}" if power.margin else NOTHING
