"""How a claim reads its runs: which number, and which metrics of which arms it therefore needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bnreport.errors import SpecError
from bnreport.hypotheses.shared.evidence import Need, Simple
from bnreport.registry import Length
from bnreport.results import Measure, Window
from bnreport.stats.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bnreport.registry import Better, Reduce, WindowName

_EXTREMES = ("best", "max", "min")


def reading(
    metric: str, reduce: "Reduce", window: "WindowName | Window | None", better: "Better | None" = None
) -> Measure:
    """Bind how one number is read off a run; the study has put the window in the place of its name.

    Raises:
        SpecError: an extreme over a window in which the slower arm has more readings, and so a larger extreme.
    """
    if not isinstance(window, Window | None):
        raise TypeError(f"window {window!r} is not bound; make the claim by `bnreport.study.bind.bind`")
    if window is not None and window.align == "progress" and reduce in _EXTREMES:
        why = "the slower arm has more readings at equal progress, and so larger extremes"
        raise SpecError([f"reduce: cannot be {reduce} in a window by progress: {why}. Use mean, median or final."])
    return Measure(metric, reduce, window, better)


def words(measure: Measure) -> str:
    """Say how one number is read off a run: `loss (mean, steps 100 to 200)`, `loss (mean over the whole run)`."""
    if measure.window is not None:
        over = f", {measure.window}"
    else:
        over = "" if measure.reduce == "final" else " over the whole run"
    return f"{measure.metric} ({measure.reduce}{over})"


def subject(measure: Measure) -> str:
    """Say the same as a sentence starts with it, where the last reading is what anyone would think of."""
    return measure.metric if measure.reduce == "final" and measure.window is None else words(measure)


def needed(arms: "Iterable[str]", *measures: Measure) -> tuple[Need, ...]:
    """Return the metrics that must be measured in every arm: the claim's, and those that its windows start by."""
    windows = [measure.window.metric for measure in measures if measure.window and measure.window.metric]
    metrics = dict.fromkeys([*(measure.metric for measure in measures), *windows])
    return tuple(dict.fromkeys(Need(arm, metric) for arm in arms for metric in metrics))


def undirected(metric: str) -> str:
    """Say that nobody knows which arm is the better one."""
    return f"{metric} has no better direction of its own; say `better: higher` or `better: lower` in the claim."


def not_finite(arms: "Sequence[str]", metric: str) -> str:
    """Say that runs of these arms have no number that can be compared."""
    return f"{metric} is not finite, or was not read, in some runs of {' and '.join(arms)}."


def steps_of(length: "Length | None") -> int | None:
    """Return a length that the study has bound: whole steps, or None for all of them."""
    if length is None:
        return None
    read = Length.read(length)
    if read.unit != "steps":
        raise TypeError(f"{read} is not bound; make the claim by `bnreport.study.bind.bind`")
    return int(read.amount)


@dataclass(frozen=True)
class OneMetric(Simple):
    """A claim that reads one metric of every arm."""

    region: Region
    measure: Measure
    arms: tuple[str, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The one number that is compared."""
        return (self.measure,)

    def needs(self) -> tuple[Need, ...]:
        """Every arm with the metric."""
        return needed(self.arms, self.measure)


@dataclass(frozen=True)
class TwoArms(OneMetric):
    """A claim about one arm and the one that it is compared with."""

    @property
    def arm(self) -> str:
        """The claim's subject."""
        return self.arms[0]

    @property
    def versus(self) -> str:
        """The other."""
        return self.arms[1]
