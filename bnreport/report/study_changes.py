"""What a study says otherwise than it did when its report was made."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.study.amendments import Amendment, amendments, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.schema import Experiment, Study

_KINDS = {
    "claim": "claim", "margin": "margin", "arms": "arm", "recipe": "arm", "grid": "arm", "windows": "window",
    "hypotheses": "hypothesis",
}  # fmt: skip
"""By a part of a value's path, what was changed; else the first part of the path says it."""


class Change(NamedTuple):
    """One thing that is not as the report has it."""

    what: str
    """claim, margin, arm, window, other parts of the study, words, overrides, lock, runs, templates, engine, report."""
    said: str


def study_changes(was: "Study", now: "Study", profile: str) -> "Iterator[Change]":
    """Yield each value that is another, then the words that no value holds."""
    values = amendments({profile: resolved(was, profile)}, resolved(now, profile), profile)
    yield from (Change(_kind(each), _say(each)) for each in values)
    yield from (Change("words", each) for each in _words(was, now))


def _words(was: "Study", now: "Study") -> "Iterator[str]":
    """Yield which of the words changed that readers see and no value holds; of what is in both studies alone."""
    if was.title != now.title:
        yield f"title: {was.title} \N{RIGHTWARDS ARROW} {now.title}"
    if was.source != now.source:
        yield "source"
    names = [name for name in was.experiments if name in now.experiments]
    before, after = ({name: _labels(each.experiments[name]) for name in names} for each in (was, now))
    if any(label != after[name].get(arm, label) for name in names for arm, label in before[name].items()):
        yield "labels"
    orders = ((study.questions, study.hypotheses, study.experiments) for study in (was, now))
    pairs = [*zip(*orders, strict=True), *((before[name], after[name]) for name in names)]
    if any([each for each in old if each in new] != [each for each in new if each in old] for old, new in pairs):
        yield "order"


def _labels(experiment: "Experiment") -> dict[str, str]:
    """Return the label of an experiment, and those of its arms."""
    return {"": experiment.label or "", **{name: arm.label or "" for name, arm in experiment.arms.items()}}


def _kind(value: Amendment) -> str:
    parts = value.where.split(".")
    first = _KINDS.get(parts[0], parts[0].removesuffix("s"))
    return next((_KINDS[part] for part in parts[1:] if part in _KINDS), first)


def _say(value: Amendment) -> str:
    return f"{value.where}: {value.was or 'nothing'} \N{RIGHTWARDS ARROW} {value.now or 'nothing'}"
