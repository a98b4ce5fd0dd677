"""Do the windows of claims fit their runs, and is enough measured there?"""

from typing import TYPE_CHECKING

from bnreport import hypotheses
from bnreport.errors import SpecError
from bnreport.registry import ArmName, WindowName
from bnreport.results import FEWEST_READINGS, Span
from bnreport.study.bind import Binding, bind, claims, over
from bnreport.study.checks.timing import Timing, timings
from bnreport.study.checks.waits import wait_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.results import Window
    from bnreport.study.bind import WrittenClaim
    from bnreport.study.schema import Hypothesis, Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]
    Fault = tuple[str, str]
    """An option of a claim, and what is wrong; empty where nothing is."""

METRICS = {"window": "metric", "other_window": "other"}
"""Of each option that names a window, the one that names what is read in it."""
_PAIR = 2
"""Readings at its level by which a window starts."""


def reading_faults(claim: "WrittenClaim", binding: "Binding", *, few: bool) -> "Iterator[Finding]":
    """Yield windows and budgets of a claim that do not fit its runs, or in which too little is measured.

    Args:
        claim: with its options as written.
        binding: of the whole that it is part of.
        few: whether fewer than five readings in a window will do.
    """
    whole = min((run[0] for run in binding.runs), default=None)
    if whole is None:
        return
    found = [*_never(claim, binding, whole)] or [
        *wait_faults(claim, binding, whole),
        *_windows(claim, binding, whole, few=few or not whole),
        *_ends(claim, binding, whole),
    ]
    for name, what in found:
        if what:
            yield (*claim.where, name), what


def papers_steps_faults(hypothesis: "Hypothesis", study: "Study") -> "Iterator[str]":
    """Yield what forbids to read a sound claim at the paper's scale over `paper.window`."""
    window = hypothesis.paper and hypothesis.paper.window
    if window not in study.windows:
        return
    test = over(hypothesis.test, str(window))
    if test == hypothesis.test and "window" not in test.options:
        yield f"{test.name} reads no window. Leave it out."
        return
    found = [what for _, what in reading_faults(next(claims(test)), Binding(study, test), few=True)]
    try:
        bind(study, test)
    except SpecError as error:
        found = found or [str(problem) for problem in error.problems]
    yield from dict.fromkeys(found)


def _never(claim: "WrittenClaim", binding: "Binding", whole: int) -> "Iterator[Fault]":
    """Yield metrics that are never read: runs are too short for them, or their probe stops too soon."""
    if not _reads_values(claim):
        return
    for name in METRICS.values():
        metric = str(claim.options.get(name))
        never = next((each for each in _timings(metric, claim.arms, binding) if not each.count), None)
        if never is None:
            continue
        if never.regular or never.closing is not None:
            what = f"is never read: {never.name} reads every {never.every} steps, and stops at step {never.until}"
            yield name, f"{metric} {what}. Read longer."
        else:
            what = f"is read from step {never.regular.start} on, and its arms train {whole}"
            yield name, f"{metric} {what}. Choose another metric."


def _windows(claim: "WrittenClaim", binding: "Binding", whole: int, *, few: bool) -> "Iterator[Fault]":
    for name, written in claim.named(WindowName):
        try:
            window = binding.window(written)
        except SpecError as error:
            yield name, str(error)
            continue
        metric = str(claim.options.get(METRICS[name]))
        if window:
            yield name, _misplaced(window, whole) or _unread(window, metric, claim, binding, few=few)


def _ends(claim: "WrittenClaim", binding: "Binding", whole: int) -> "Iterator[Fault]":
    """Yield metrics that are read over a whole run, and that a probe stops measuring before its end."""
    fields = hypotheses.registry[claim.kind].options.model_fields
    for window, name in METRICS.items():
        if window not in fields or name not in claim.options or claim.options.get(window) is not None:
            continue
        probes_of_it = _timings(str(claim.options[name]), claim.arms, binding) if _reads_values(claim) else ()
        short = next((probe for probe in probes_of_it if probe.ends_before(whole)), None)
        if short:
            what = f"is read over the whole run, and {short.name} stops at step {short.until}"
            yield name, f"{what}. Name a window that ends by then, or read longer."


def _reads_values(claim: "WrittenClaim") -> bool:
    """Tell whether it reads what runs measured, and not only whether they diverged."""
    fields = hypotheses.registry[claim.kind].options.model_fields
    return "threshold" not in fields or claim.options.get("threshold") is not None


def _timings(metric: str, arms: "Iterable[str]", binding: "Binding") -> "Iterator[Timing]":
    for arm in arms:
        yield from timings(metric, ArmName(arm), binding.study)


def _misplaced(window: "Window", whole: int) -> str:
    if window.align == "fixed" and window.first > window.last:
        ends = f"[{window.first}, {window.last}]"
        return f"must run from its first step to its last. Got {ends}. Write [{window.last}, {window.first}]."
    if window.align == "fixed" and window.last > whole:
        return f"must end within the recipe's {whole} steps. Got [{window.first}, {window.last}]."
    return ""


def _unread(window: "Window", metric: str, claim: "WrittenClaim", binding: "Binding", *, few: bool) -> str:
    """Say that a window can never be placed, that nothing is measured in it, or too little."""
    for arm in claim.arms:
        span = _earliest(window, arm, binding)
        if isinstance(span, str):
            return span
        for probe in timings(metric, arm, binding.study):
            # past its probe a window by step has no number of a toy's, as the runs say; one by progress ends who knows
            ends = window.align == "fixed" or (window.align == "step" and not few)
            if said := _scarce(probe, span, fewest=1 if few or not span.last else FEWEST_READINGS, ends=ends):
                return said
    return ""


def _earliest(window: "Window", arm: "ArmName", binding: "Binding") -> Span | str:
    """Return the first steps that a window of an arm's runs may be, the most by progress; or why it can be none."""
    if window.align == "fixed":
        return Span(window.first, window.last)
    by = [*_timings(window.metric, window.readers(arm), binding)]
    rare = next((each for each in by if each.count < _PAIR), None)
    if rare:
        what = (
            f"two readings of {window.metric}, and {rare.name} reads every {rare.every} steps up to step {rare.until}"
        )
        return f"can never start: it takes {what}. Read more often, or longer."
    whole = min(run[0] for run in binding.runs)
    first = max((each.reading(0) for each in by), default=0)
    if window.align == "progress":
        return Span(first, min((each.reading(each.count - _PAIR) for each in by), default=whole))
    last = first + window.length - 1
    if last > whole:
        since = f" from step {first} on, where {window.metric} is first read" if first else ""
        return f"must fit into the recipe's {whole} steps. Got {window.length} steps{since}."
    return Span(first, last)


def _scarce(probe: Timing, span: Span, *, fewest: int, ends: bool) -> str:
    """Say that a probe reads too little from one step to another, or stops in between."""
    count, every = probe.between(*span), f"{probe.name} reads every {probe.every} steps"
    if not count:
        return f"nothing is measured from step {span.first} to {span.last}: {every}. Widen it."
    if ends and probe.ends_before(span.last):
        what = f"reaches step {span.last}, and {probe.name} stops at step {probe.until}"
        return f"{what}. End it sooner, or read longer."
    if count < fewest:
        what = f"holds {count} of the {FEWEST_READINGS} readings that a claim needs"
        return f"{what}: {every}. Widen it, or read more often."
    return ""
