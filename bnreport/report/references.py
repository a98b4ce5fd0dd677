"""Who defined what was used: the paper, every plug-in of the study, and the analysis."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport import hypotheses, probes
from bnreport.report.wording import analysis
from bnreport.results import ArmName
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.registry import Registry
    from bnreport.study.schema import Study

_ANALYSIS = (
    ("Diverged runs", "ICH E9(R1) (2019), estimands (composite and other strategies)."),
    ("Detectable effects", "Cohen (1988), Statistical Power Analysis, 2nd ed., section 2.5."),
    (
        "Other analyses",
        "Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspectives on Psychological Science 11, 702-712.",
    ),
    ("Certainty", "Guyatt et al. (2008), BMJ 336, 924-926 (GRADE)."),
)


class Reference(NamedTuple):
    """What was used, and who defined it."""

    used: str
    source: str
    """Empty where the plug-in names none: our own, or nothing to define."""


def references(study: "Study", planned: "Mapping[str, tuple[int, ...]]") -> tuple[Reference, ...]:
    """List every plug-in that the arms and claims of this profile use, once, kind by kind; then the analysis."""
    used = sorted(set(_used(study, planned)), key=lambda each: (each[0].package, each[1]))
    cited = [_cite(registry, name) for registry, name in used]
    correction = Reference("Correction for several claims", analysis(study).source)
    return (*(each for each in cited if each.source), correction, *(Reference(*each) for each in _ANALYSIS))


def _cite(registry: "Registry", name: str) -> Reference:
    return Reference(f"{registry.kind} {name}".replace("_", " "), registry[name].source.replace("`", ""))


def _used(study: "Study", planned: "Mapping[str, tuple[int, ...]]") -> "Iterator[tuple[Registry, str]]":
    for name in dict.fromkeys(ArmName(arm).experiment for arm in planned):
        experiment = study.experiments[name]
        yield from ((probes.registry, probe.name) for probe in experiment.probes.values())
        for condition in conditions(experiment).values():
            yield from ((registry, choice.name) for registry, choice in condition.plugins())
    for hypothesis in study.hypotheses.values():
        yield hypotheses.registry, hypothesis.test.name
        for part in hypothesis.test.options.get("parts", ()):
            yield from ((hypotheses.registry, kind) for kind in part)
