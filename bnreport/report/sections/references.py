"""Who defined what was used: the paper, every plug-in of the study, and the analysis; and where all numbers lie."""

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from bnreport import hypotheses, probes
from bnreport.formatting import say_name
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.registry import Registry
    from bnreport.report.facts import Facts

TITLE = "References"
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


class References(NamedTuple):
    """The section."""

    used: tuple[Reference, ...]
    bundle_digest: str
    """SHA-256 of the bundle beside the page."""


def gather(facts: "Facts") -> References:
    """List every plug-in that the arms and claims of this profile use, once, kind by kind; then the analysis."""
    used = sorted(set(_used(facts)), key=lambda each: (each[0].package, each[1]))
    cited = [_cite(registry, name) for registry, name in used]
    correction = Reference("Correction for several claims", facts.analysis.source)
    analysis = (correction, *(Reference(*each) for each in _ANALYSIS))
    return References((*(each for each in cited if each.source), *analysis), sha256(facts.bundle).hexdigest())


def _cite(registry: "Registry", name: str) -> Reference:
    return Reference(say_name(f"{registry.kind} {name}"), registry[name].source.replace("`", ""))


def _used(facts: "Facts") -> "Iterator[tuple[Registry, str]]":
    study = facts.study
    for name in facts.experiments:
        experiment = study.experiments[name]
        yield from ((probes.registry, probe.name) for probe in experiment.probes.values())
        for condition in conditions(experiment).values():
            yield from ((registry, choice.name) for registry, choice in condition.plugins())
    for hypothesis in study.hypotheses.values():
        yield hypotheses.registry, hypothesis.test.name
        for part in hypothesis.test.options.get("parts", ()):
            yield from ((hypotheses.registry, kind) for kind in part)
