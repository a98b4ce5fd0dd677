"""What was trained is told alike: precision, data and networks."""

import re
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import Contradiction, wrong
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.consistency.checked import Checked

_MODE = re.compile(r"\b(bf16|fp16|fp32|fp64|tf32)\b(?! instructions)")
_NETWORK = re.compile(r"\b(VGG|ResNet)-(\d+)\b")
_OURS = re.compile(
    r"\bours is (?:a |an )?((?:VGG|ResNet)-\d+)|((?:VGG|ResNet)-\d+)[^.;]{0,40} (?:instead of|in place of)"
)
_REAL = re.compile(r"\b(?:real|original|genuine) CIFAR-10\b")


def precision_is_told_alike(checked: "Checked") -> "Iterator[Contradiction]":
    """The environment's precision is that of a recipe that ran, and its device is not named after another one."""
    rows = {
        row.text()[0]: row.cells[1]
        for table in checked.page.tables
        if table.caption == "Environment"
        for row in table.rows
    }
    precision, device = rows.get("precision"), rows.get("device")
    if not precision:
        return
    told = set(_MODE.findall(precision.text))
    asked = {
        str(condition.recipe.precision)
        for name, experiment in checked.facts.study.experiments.items()
        for arm, condition in conditions(experiment).items()
        if checked.facts.results.of(f"{name}.{arm}")
    }
    if not told <= asked:
        recipes = ", ".join(sorted(asked)) or "none"
        yield Contradiction("precision", precision.text, precision.place, recipes, "the recipes of what ran")
    if device and not {*_MODE.findall(device.text)} <= told:
        yield wrong("a device is named after another precision", device, precision)


def data_are_what_was_trained_on(checked: "Checked") -> "Iterator[Contradiction]":
    """A copy of a data set is not called the real one."""
    names = [
        condition.recipe.dataset.name
        for name in checked.facts.experiments
        for condition in conditions(checked.facts.study.experiments[name]).values()
    ]
    copies = [name for name in names if name.startswith("cifar10_")]
    if not copies or "cifar10" in names:
        return
    for each in checked.page.statements:
        if "CIFAR-10" in each.text and _REAL.search(each.text):
            yield Contradiction("data", each.text, each.place, copies[0], "the recipe", _is_own(checked, each.text))


def departures_name_the_networks(checked: "Checked") -> "Iterator[Contradiction]":
    """A departure that says what is trained instead names a network that the study has, under one profile or other."""
    source, text = checked.facts.study.source, checked.facts.file.text
    departures = source.departures if source else ()
    elsewhere = text
    for each in departures:
        elsewhere = elsewhere.replace(each, "")
    known = {f"{family}-{depth}" for family, depth in _NETWORK.findall(elsewhere)}
    for experiment in checked.facts.study.experiments.values():
        known |= {f"{family}-{depth}" for family, depth in _NETWORK.findall(experiment.label or "")}
    depths = set(re.findall(r"\bdepth: *(\d+)", text)) | {each.partition("-")[2] for each in known}
    for each in departures:
        for pair in _OURS.findall(each):
            network = pair[0] or pair[1]
            if network not in known and network.partition("-")[2] not in depths:
                said = ", ".join(sorted(known)) or "no such network"
                yield Contradiction("networks", each, "the departures", said, "the recipes", of_study=True)


def _is_own(checked: "Checked", text: str) -> bool:
    return not _REAL.search(checked.ours(text))
