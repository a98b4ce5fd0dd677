"""Do the windows and lengths of claims fit their runs, and is enough measured there?"""

from typing import TYPE_CHECKING

from bnreport import hypotheses, probes
from bnreport.errors import SpecError
from bnreport.registry import Length, MetricName, WindowName, lengths_of
from bnreport.results.window import FEWEST_READINGS
from bnreport.study.bind import Binding, bind, claims, over
from bnreport.study.checks.timing import Timing, timing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.results import Window
    from bnreport.study.bind import Claim
    from bnreport.study.schema import Hypothesis, Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]

METRICS = {"window": "metric", "other_window": "other"}
"""Of each option that names a window, the one that names what is read in it."""


def reading_faults(claim: "Claim", binding: "Binding", *, few: bool) -> "Iterator[Finding]":
    """Yield windows and lengths of a claim that do not fit its runs, or in which too little is measured.

    Args:
        claim: with its options as written.
        binding: of the whole that it is part of.
        few: whether fewer than five readings in a window will do.
    """
    whole = min((run[0] for run in binding.runs), default=None)
    if whole is None:
        return
    found = [*_unstarted(claim, whole)] or [
        *_lengths(claim, binding, whole),
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


def _lengths(claim: "Claim", binding: "Binding", whole: int) -> "Iterator[tuple[str, str]]":
    for name, length in lengths_of(hypotheses.registry[claim.kind].options, claim.options).items():
        try:
            steps = binding.steps(length) if isinstance(length, Length) else None
        except SpecError as error:
            yield name, str(error)
            continue
        if steps and steps > whole:
            yield name, f"must end within the recipe's {whole} steps. Got {claim.options[name]}."


def _unstarted(claim: "Claim", whole: int) -> "Iterator[tuple[str, str]]":
    """Yield metrics that runs are too short for: of what compares two steps, a run of 0 has no reading."""
    known = probes.metrics_of(probes.registry.names)
    for name in METRICS.values():
        metric = MetricName(str(claim.options.get(name))).name
        first = known.get(metric, {}).get("first", 0)
        if first > whole:
            yield name, f"{metric} is read from step {first} on, and its arms train {whole}. Choose another metric."


def _windows(claim: "Claim", binding: "Binding", whole: int, *, few: bool) -> "Iterator[tuple[str, str]]":
    for name, written in claim.named(WindowName):
        try:
            window = binding.window(written)
        except SpecError as error:
            yield name, str(error)
            continue
        metric = str(claim.options.get(METRICS[name]))
        if window:
            yield name, _misplaced(window, whole) or _unread(window, metric, claim, binding, few=few)


def _ends(claim: "Claim", binding: "Binding", whole: int) -> "Iterator[tuple[str, str]]":
    """Yield metrics that are read over a whole run or budget, and that a probe stops measuring before its end."""
    fields = hypotheses.registry[claim.kind].options.model_fields
    if "threshold" in fields and claim.options.get("threshold") is None:
        return  # no value is read
    budget = claim.options.get("budget")
    try:
        steps = (binding.steps(Length.read(budget)) if budget is not None else None) or whole
    except SpecError:
        return  # said at its own place
    over, mend = ("whole run", "Name a window that ends by then") if "window" in fields else ("budget", "Wait less")
    for window, name in METRICS.items():
        if name not in claim.options or claim.options.get(window) is not None:
            continue
        probes_of_it = (
            probe
            for arm in claim.arms
            for probe in _probes(binding, arm.experiment, arm.condition, str(claim.options[name]))
        )
        short = next((probe for probe in probes_of_it if probe.ends_before(min(steps, whole) - 1)), None)
        if short:
            yield (
                name,
                f"is read over the {over}, and {short.name} stops at step {short.until}. {mend}, or read longer.",
            )


def _misplaced(window: "Window", whole: int) -> str:
    if window.align == "fixed" and window.first > window.last:
        ends = f"[{window.first}, {window.last}]"
        return f"must run from its first step to its last. Got {ends}. Write [{window.last}, {window.first}]."
    if window.align == "fixed" and window.last > whole:
        return f"must end within the recipe's {whole} steps. Got [{window.first}, {window.last}]."
    if window.align == "step" and window.length > whole:
        return f"must fit into the recipe's {whole} steps. Got {window.length} steps."
    return ""


def _unread(window: "Window", metric: str, claim: "Claim", binding: "Binding", *, few: bool) -> str:
    """Say that nothing is measured in a window, or too little; of one by progress nobody can know."""
    if window.align == "progress":
        return ""
    first, last = (window.first, window.last) if window.align == "fixed" else (0, window.length - 1)
    for arm in claim.arms:
        for probe in _probes(binding, arm.experiment, arm.condition, metric):
            count = probe.between(first, last)
            if not count:
                what = f"nothing is measured from step {first} to {last}: {probe.name} reads every {probe.every} steps"
                return f"{what}. Widen it."
            if probe.ends_before(last) and not (
                few and window.align == "step"
            ):  # no number of a toy's, as the runs say
                return (
                    f"reaches step {last}, and {probe.name} stops at step {probe.until}. End it sooner, or read longer."
                )
            if count < FEWEST_READINGS and not few:
                what = f"holds {count} of the {FEWEST_READINGS} readings that a claim needs: {probe.name} reads every"
                return f"{what} {probe.every} steps. Widen it, or read more often."
    return ""


def _probes(binding: "Binding", experiment: str, condition: str, metric: str) -> "Iterator[Timing]":
    held = binding.study.experiments.get(experiment)
    run = held.lengths.get(condition) if held else None
    if held is None or run is None:
        return
    for name in probes.measuring(metric, held.probes):
        options = held.probes[name].options
        if "every" in options:
            facts = probes.metrics_of([name])[MetricName(metric).name]
            yield timing(name, options, *run, facts)
