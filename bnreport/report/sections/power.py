"""Power: at which level each claim was tested, and what its seeds could resolve."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING, say_distance, say_list
from bnreport.judge.power_words import say_sd, say_seeds_needed, say_source
from bnreport.judge.validity import say_reason

if TYPE_CHECKING:
    from bnreport.judge.power import Power, Spread
    from bnreport.report.facts import Facts

TITLE = "Power"


class PowerLine(NamedTuple):
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
    """First Holm step, at the last look; of each family."""
    lines: tuple[PowerLine, ...]
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
    sizes = dict.fromkeys(family.size for family in facts.registered.families)
    return Powers(
        primary=len(found),
        alpha=say_list([f"{facts.study.seeds.alpha[-1] / size:.3g}" for size in sizes]) if sizes else NOTHING,
        lines=tuple(_line(power, power.spread, levels.get(power.hypothesis)) for power in found if power.spread),
        without=tuple((power.hypothesis, _why(power)) for power in found if not power.spread),
    )


def _why(power: "Power") -> str:
    return say_reason(power.reason) if power.reason else "no runs to measure its spread on"


def _line(power: "Power", spread: "Spread", level: float | None) -> PowerLine:
    return PowerLine(
        name=power.hypothesis,
        level=NOTHING if level is None else f"{level:.3g}",
        n=str(power.n),
        spread=say_sd(spread, power.unit),
        source=say_source(spread),
        mde=say_distance(power.resolves, power.unit),
        margin=say_distance(power.margin, power.unit),
        ratio=f"{1 / power.ratio:.2f}" if power.ratio else NOTHING,
        seeds=say_seeds_needed(power),
    )
