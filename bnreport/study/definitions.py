"""What a hypothesis rests on, from the claim to the last default: two that are equal are the same hypothesis."""

from dataclasses import asdict
from math import isinf
from typing import TYPE_CHECKING, Any

from bnreport import probes
from bnreport.registry import ArmName, WindowName
from bnreport.study.amendments import redefinitions, resolved_test
from bnreport.study.arms import conditions
from bnreport.study.bind import Binding, bind, claims, family_of, looks_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bnreport.hypotheses.shared.evidence import Need, Test
    from bnreport.results import Window
    from bnreport.study.arms import Condition
    from bnreport.study.choice import Choice
    from bnreport.study.schema import Hypothesis, Study


SHARED = {"seeds", "analysis", "family"}
"""Parts of a definition that the study, or an experiment, says once for many claims."""
_APART = {"test", "why_this_margin", "expected_sd", "paper", "bears_on", "estimand"}
"""Parts of a hypothesis that its verdict does not rest on; its test is written out with every default."""


def definitions(study: "Study") -> dict[str, dict[str, Any]]:
    """Return the definition of every hypothesis of a study as resolved, as plain JSON values.

    Each has the question and claim, whether it is primary, its test with every option, what its kind makes of them, the
    windows that it names in steps, the recipe and norm of each arm that it reads, the probes that measure the metrics
    it reads, by experiment, its arms' seeds, its family and the study's analysis; where it reads arms that are tuned,
    how. Of arms that the profile does not run there is nothing.
    """
    arms = {
        f"{name}.{arm}": condition
        for name, experiment in study.experiments.items()
        for arm, condition in conditions(experiment).items()
    }
    return {name: _definition(study, hypothesis, arms) for name, hypothesis in study.hypotheses.items()}


def alike(locked: "Mapping[str, Any]", now: "Mapping[str, Any]", *, apart: "Collection[str]" = SHARED) -> bool:
    """Say whether two definitions are of the same claim, some of their parts left out."""
    held, other = ({part: each[part] for part in each if part not in apart} for each in (locked, now))
    return not redefinitions({"": held}, {"": other}, ())


def _definition(study: "Study", hypothesis: "Hypothesis", arms: "dict[str, Condition]") -> dict[str, Any]:
    test = bind(study, hypothesis.test)
    needs = [need for need in test.needs() if need.arm in arms]
    windows, tuning = _windows(study, hypothesis.test), _tuning(study, needs)
    return {
        **hypothesis.model_dump(mode="json", exclude=_APART),
        "test": resolved_test(hypothesis.test.plain()),
        "meaning": _meaning(test),
        "windows": {name: window and _window(window) for name, window in windows.items()},
        "arms": {need.arm: _arm(arms[need.arm]) for need in needs},
        "probes": _probes(study, needs),
        "seeds": {"looks": [*looks_of(study, hypothesis.test)], "alpha": [*study.seeds.alpha]},
        "family": family_of(study, hypothesis.test),
        "analysis": study.analysis.model_dump(mode="json"),
        **({"tuning": tuning} if tuning else {}),
    }


def _tuning(study: "Study", needs: "Iterable[Need]") -> dict[str, dict[str, Any]]:
    """Return, by experiment, how arms that a claim reads were tuned."""
    return {
        arm.experiment: tuning.model_dump(mode="json")
        for arm in (ArmName(need.arm) for need in needs)
        for held in [study.experiments[arm.experiment]]
        if (tuning := held.tuning) and arm.condition in tuning.tried(held.arms)
    }


def _meaning(test: "Test") -> dict[str, Any]:
    """Return what a kind makes of its options, as far as JSON can say it: for which effects the claim is true."""
    ends = [None if isinf(end) else end for end in (test.region.low, test.region.high)]
    return {"region": ends, "scale": test.scale, "parts": [_meaning(part) for _, part in test.parts]}


def _windows(study: "Study", test: "Choice") -> "dict[str, Window | None]":
    """Return the windows that a test and its parts name, in steps of its arms; None where none of these runs."""
    binding = Binding(study, test)
    names = [name for claim in claims(test) for _, name in claim.named(WindowName) if isinstance(name, str)]
    return {name: binding.window(name) for name in names}


def _window(window: "Window") -> dict[str, Any]:
    """Return what the study says of it: how many readings it needs is none of that."""
    held = {**asdict(window), "arms": [*window.arms]}
    del held["fewest"]
    return held


def _arm(condition: "Condition") -> dict[str, Any]:
    return {"recipe": condition.recipe.model_dump(mode="json"), "norm": condition.norm.plain()}


def _probes(study: "Study", needs: "Iterable[Need]") -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for arm, metric in needs:
        experiment = ArmName(arm).experiment
        held = study.experiments[experiment].probes
        for name in probes.measuring(metric, held):
            found.setdefault(experiment, {})[name] = held[name].options
    return found
