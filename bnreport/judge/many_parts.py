"""A claim of many parts in one sentence: the parts that make the verdict, and what of them is alike said once."""

import re
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bnreport.judge.parts import PartEffect

FEW = 4
"""Parts that are told one by one."""
_FEW_OPEN = 2
"""And of those that make a verdict where others do not."""
_HOW = re.compile(r" \([^()]*\)$")


class _Compared(NamedTuple):
    """One part: what is measured, where in the network, on which arm, and against what."""

    metric: str
    layer: str
    """`layer 5`; empty for a metric of the whole network."""
    arm: str
    versus: str


def say_many(
    parts: "Sequence[PartEffect]",
    say: "Callable[[str], str]",
    one_by_one: "Callable[[Sequence[PartEffect]], str]",
) -> str:
    """Say of a claim that is judged which parts make its verdict: those that fail, else those that are open, else all.

    Args:
        parts: with the intervals that decide.
        say: turns what a kind wrote into what people read.
        one_by_one: tells parts with their sizes.
    """
    shown = [part for part in parts if part.estimate is not None and part.interval is not None]
    fails = [part for part in shown if part.interval and part.region.excludes(part.interval)]
    holds = [part for part in shown if part.interval and part.region.holds(part.interval)]
    if len(holds) == len(parts):
        return f"all {len(parts)} parts hold: {_alike(parts, parts, say)}"
    if fails and len(fails) <= FEW:
        return one_by_one(fails)  # each part has its share of the level: too wide an interval to count the others by
    if fails:
        return f"{len(fails)} of the {len(parts)} parts fail: {_alike(fails, parts, say)}"
    told = [part for part in shown if part not in holds]
    rest = f"{len(holds) or 'none'} of the {len(parts)} parts hold{'s' * (len(holds) == 1)}"
    if len(told) <= _FEW_OPEN:
        return f"{one_by_one(told)}; {rest}"
    return f"{rest}; {len(told)} are not settled: {_alike(told, parts, say)}"


def _alike(told: "Sequence[PartEffect]", parts: "Sequence[PartEffect]", say: "Callable[[str], str]") -> str:
    """Name parts: metric by metric, arms that share one in a list, a layer only where the others are not told too."""
    read = [_read(part, say) for part in told]
    every = {(each.metric, each.arm, each.versus): set[str]() for each in read}
    for each in (_read(part, say) for part in parts):
        if (key := (each.metric, each.arm, each.versus)) in every:
            every[key].add(each.layer)
    said = []
    for metric in dict.fromkeys(each.metric for each in read):
        of_metric = [each for each in read if each.metric == metric]
        said.append(f"{metric} {_arms(of_metric, every)}".rstrip())
    return "; ".join(said)


def _arms(read: "Sequence[_Compared]", every: "dict[tuple[str, str, str], set[str]]") -> str:
    """Say the arms that one metric compares, those in the same layers and against the same together."""
    layers: dict[tuple[str, str], list[str]] = {}
    for each in read:
        layers.setdefault((each.arm, each.versus), []).append(each.layer)
    together: dict[tuple[str, str], list[str]] = {}
    for (arm, versus), found in layers.items():
        whole = {*found} == every[read[0].metric, arm, versus]
        together.setdefault(("" if whole else _in(found), versus), []).append(arm)
    one = next(iter(layers))[1] if len({versus for _, versus in layers}) == 1 else ""
    said = [
        " ".join(filter(None, [where, _with(arms), "" if one else versus]))
        for (where, versus), arms in together.items()
    ]
    return f"{', and '.join(said)} {one}"


def _with(arms: "Iterable[str]") -> str:
    named = [arm for arm in arms if arm]
    return f"with {say_list(named)}" if named else ""


def _in(layers: "Sequence[str]") -> str:
    numbers = [layer.removeprefix("layer ") for layer in layers]
    return f"in layer{'s' * (len(numbers) > 1)} {say_list(numbers)}"


def _read(part: "PartEffect", say: "Callable[[str], str]") -> _Compared:
    sentence = part.sentence
    if sentence is None:
        return _Compared(say(part.effect), "", "", "")
    subject = say(sentence.subject)
    how = found[0] if (found := _HOW.search(subject)) else ""
    name, within, layer = _HOW.sub("", subject).rpartition(" in layer ")
    arm, than, versus = sentence.compared.partition(" than with ")
    if not than:
        return _Compared(subject, "", "", say(sentence.compared))
    return _Compared(
        f"{name or layer}{how}",
        f"layer {layer}" if within else "",
        say(arm.removeprefix("with ")),
        f"against {say(versus)}",
    )
