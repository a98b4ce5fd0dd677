"""Two metrics go together: over seeds within arms, or over arms."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from bnreport.errors import SpecError
from bnreport.formatting import MINUS, say_count
from bnreport.hypotheses.shared.evidence import READING, EffectSentence, Evidence, Need, Part, Simple
from bnreport.hypotheses.shared.ordered_arms import distinct
from bnreport.hypotheses.shared.pairing import pair
from bnreport.hypotheses.shared.reading import needed, reading, subject, words
from bnreport.hypotheses.shared.scale import Scale
from bnreport.registry import ArmName, Fraction, Reduce, Text, WindowName
from bnreport.stats.correlation import FEWEST, between
from bnreport.stats.permutation import JointPermutation, decides
from bnreport.stats.region import Region

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.pairing import Paired
    from bnreport.results import Measure, Results

FIGURES = ("scatter",)
_FEWEST_ARMS = 4
"""With three arms an interval spans nearly everything."""
_EVERYTHING = Region()


@dataclass(frozen=True)
class Association(Simple):
    """Pearson's r of two metrics, turned so that the claimed direction is positive."""

    region: Region
    measures: tuple["Measure", "Measure"]
    arms: tuple[str, ...]
    over: Literal["seeds", "arms"]
    direction: Literal["positive", "negative", "absent"]
    scale: ClassVar[Scale] = "raw"
    no_power: ClassVar[str] = "the number of runs alone sets how well a correlation is known, not an SD"

    def needs(self) -> tuple[Need, ...]:
        """Every arm with both metrics."""
        return needed(self.arms, *self.measures)

    def evidence(self, results: "Results") -> Evidence:
        """Read both metrics of every arm over the seeds that all have, and correlate."""
        first, second = (pair(results, self.arms, measure) for measure in self.measures)
        one, two = map(words, self.measures)
        where = f"over seeds within {', '.join(self.arms)}" if self.over == "seeds" else f"over {', '.join(self.arms)}"
        sign = "minus the " if self.direction == "negative" else ""
        first_read, second_read = map(subject, self.measures)
        turned = f"{where}, {MINUS if sign else ''}r = {{value}}"
        rises, falls = f"rises with {second_read} {turned}", f"falls as {second_read} rises {turned}"
        courses = (falls, rises) if sign else (rises, falls)
        none = Evidence(
            unit="1",
            effect=f"{sign}correlation of {one} and {two} {where}",
            sentence=EffectSentence(first_read, *courses),
            estimate=None,
            arms=first.arms,
            counted=self.over,
            reason=first.reason or second.reason,
            detail=" ".join(dict.fromkeys(filter(None, [first.detail, second.detail]))),
            closed=first.closed or second.closed,
            parts=tuple(
                Part(READING, _EVERYTHING, _read(paired, measure))
                for paired, measure in zip((first, second), self.measures, strict=True)
            ),
        )
        return self._estimate(first, second, none) if first.estimable and second.estimable else none

    def _estimate(self, first: "Paired", second: "Paired", none: Evidence) -> Evidence:
        seeds = [seed for seed in first.seeds if seed in second.seeds]
        alone = sorted(set(first.seeds) ^ set(second.seeds))
        if alone:
            none = replace(none, detail=f"{none.detail} Seeds without one of the metrics: {alone}.".lstrip())
        if not seeds:
            return none.refused("too_few_seeds", "No seed has both metrics in every arm.")
        x, y = (paired.table(self.arms)[:, [paired.seeds.index(seed) for seed in seeds]] for paired in (first, second))
        if self.over == "seeds" and len(seeds) < FEWEST:
            said = f"A correlation needs {FEWEST} seeds with both metrics in every arm; there are {len(seeds)}."
            return none.refused("too_few_seeds", said)
        y = -y if self.direction == "negative" else y
        found = JointPermutation.of(x, y) if self.over == "seeds" else between(x, y)
        if found is None:
            return none.refused(
                "degenerate",
                f"A metric does not vary {'within the arms' if self.over == 'seeds' else 'between arms'}, or both lie "
                "on one line: suspect arms that are configured alike, saturation, or one quantity measured twice.",
            )
        said = self._counted(len(seeds), x.size)
        return replace(none, estimate=found, detail=" ".join(filter(None, [said, none.detail])))

    def decides(self, seeds: int, alpha: float) -> bool:
        """Tell whether so many seeds have enough permutations; over arms any number has seeds enough."""
        return decides(seeds, alpha) if self.over == "seeds" else super().decides(seeds, alpha)

    def _counted(self, seeds: int, runs: int) -> str:
        """Say how much the correlation rests on."""
        if self.over == "arms":
            return f"n counts the arms; each point is a mean over seeds, of {runs} runs in all."
        return f"{runs} runs in {say_count(len(self.arms), 'arm')}; the {seeds} seeds are permuted, in all arms alike."


def _read(paired: "Paired", measure: "Measure") -> Evidence:
    """Return one metric's table."""
    return Evidence(unit=paired.unit, effect=words(measure), estimate=None, arms=paired.arms, reason=paired.reason)


def association(
    *,
    metric: Text,
    other: Text,
    arms: list[ArmName],
    over: Literal["seeds", "arms"],
    margin: Fraction,
    direction: Literal["positive", "negative", "absent"] = "positive",
    reduce: Reduce = "final",
    window: WindowName | None = None,
    other_reduce: Reduce = "final",
    other_window: WindowName | None = None,
) -> Association:
    """Claim that two metrics go together, over seeds within arms or from arm to arm.

    The effect is Pearson's r, its sign turned for `negative`. Over `seeds`: each arm's mean is removed from both
    metrics, and the test permutes the seeds of one metric, in all arms together, since a seed may move all arms alike:
    exact where the two have nothing to do with each other. It tells the direction alone, so the margin is 0; the
    interval, inverted as a slope, is a guide to its size. Five seeds are the fewest that decide at 5 %. Over `arms`:
    the arms' means over seeds, n counts the arms, with the interval tanh(z ± asinh(t / sqrt(n - 2))), where z =
    artanh(r) - r / (2 (n - 1)) and t has n - 2 degrees of freedom. Points of all arms are never pooled: arms that
    differ in both would feign a link. The claim region is effect > margin, or |effect| < margin for `absent`.

    Args:
        metric: name of one metric, as its probe calls it; `name.5` for its column 5, `name.median` over columns.
        other: name of the other.
        arms: each as `experiment.arm`; one or more over `seeds`, four at least over `arms`.
        over: `seeds` for the link within arms, from seed to seed; `arms` for the link between arms.
        margin: the largest correlation that would not matter, below 1; 0 over `seeds`.
        direction: `positive`, `negative`, or `absent` for a correlation within the margin either way.
        reduce: how the steps of a run become one number of `metric`.
        window: name of the study's window whose steps of `metric` count; absent for the whole run.
        other_reduce: as `reduce`, of `other`.
        other_window: as `window`, of `other`.

    Raises:
        SpecError: too few arms, an arm or a quantity twice, a margin beyond any correlation, or not 0 over seeds.

    Source: Bland & Altman (1995), BMJ 310, 446 and 633 (within and between subjects); Pitman (1937), Suppl. J. R. Stat.
    Soc. 4, 225-232 (permutation); Samiuddin (1970), Biometrika 57, 461-464.
    """
    if (measures := (reading(metric, reduce, window), reading(other, other_reduce, other_window)))[0] == measures[1]:
        raise SpecError([f"association: other: must be another quantity than `metric`. Got {other} twice."])
    named = distinct("association", arms, _FEWEST_ARMS if over == "arms" else 1)
    return Association(_region(margin, direction, over), measures, named, over, direction)


def _region(
    margin: float, direction: Literal["positive", "negative", "absent"], over: Literal["seeds", "arms"]
) -> Region:
    if over == "seeds" and (margin or direction == "absent"):
        said = f"must be 0 over seeds, in one direction. Got {margin:g}, {direction}."
        why = "How strong a link is cannot be told where a seed's luck and a run's own are linked differently."
        raise SpecError([f"association: margin: {said} {why}"])
    if margin == 1 or (direction == "absent" and margin == 0):
        room = "between 0 and 1" if direction == "absent" else "below 1"
        raise SpecError([f"association: margin: must lie {room}. Got {margin:g}. No data can show more."])
    return Region(-margin, margin) if direction == "absent" else Region(low=margin)
