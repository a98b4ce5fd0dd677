"""What was changed since a study was locked: every value that it was resolved to, one by one."""

import json
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict

from bnreport.errors import printable
from bnreport.hypotheses import registry
from bnreport.registry import ArmName
from bnreport.results.numbers import STRICT
from bnreport.study.recipe import PLUGIN_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from bnreport.study.schema import Study

    Path = tuple[str, ...]

_APART = frozenset({"study", "title", "source", "profiles"})
"""Parts of a study that no verdict rests on; of the profiles, the chosen one counts."""
_LABELS: Any = {
    "experiments": {"__all__": {"label": True, "arms": {"__all__": {"label"}}}},
    "explanations": {"__all__": {"label"}},
}
"""What people read, beside what it is called; see `Study.label`."""
_MOST = 300
"""Characters of a value that are shown."""
_BEFORE = 30
"""Of them, how many stand before the first difference of two long values."""
_EXACT = 2**53
"""Below it a float without a fraction is a whole number, exactly."""


@dataclass(frozen=True)
class Amendment:
    """One value that is not as it was locked."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    where: str
    """Dotted path in the study, e.g. `hypotheses.noise.superiority.margin`."""
    was: str
    """As locked; empty where there was no such value."""
    now: str
    """As it stands; empty where it was removed."""

    def __str__(self) -> str:
        """Say it: `seeds.alpha: [0.05] → [0.01]`."""
        return f"{self.where}: {self.was or 'nothing'} \N{RIGHTWARDS ARROW} {self.now or 'nothing'}"


def resolved(study: "Study", profile: str) -> "dict[str, Any]":
    """Return a study resolved under a profile as plain JSON values, every default of this version written out.

    Of the profiles it keeps the one chosen; labels are left out. The parts of a conjunction, which the study leaves as
    they were written, are bound too.
    """
    chosen = study.model_copy(update={"profiles": {profile: study.profiles[profile]}})
    data = chosen.model_dump(mode="json", by_alias=True, exclude=_LABELS)
    for hypothesis in data["hypotheses"].values():
        hypothesis["test"] = resolved_test(hypothesis["test"])
    return data


def resolved_test(test: "dict[str, Any]") -> "dict[str, Any]":
    """Return kind and options of a test, those of its parts included, with every default written out."""
    [(kind, options)] = test.items()
    bound = registry[kind].options.model_validate(options).model_dump(mode="json")
    if isinstance(bound.get("parts"), list):
        bound["parts"] = [resolved_test(part) for part in bound["parts"]]
    return {kind: bound}


def amendments(
    locked: "Mapping[str, Mapping[str, Any]]", now: "Mapping[str, Any]", profile: str
) -> tuple[Amendment, ...]:
    """Return every difference between a study as locked and as it stands, removed and added values included.

    Title, source and labels do not count, nor do order and layout of the file; nor what a profile sets, whose effect
    does.

    Args:
        locked: by profile, what `resolved` made of the study when it was locked.
        now: what `resolved` makes of it now, under the profile.
        profile: its name; where the lock lacks it, that is the one amendment.
    """
    if profile not in locked:
        return (Amendment(f"profiles.{profile}", "", "added after the lock"),)
    before, after = (dict(_leaves(_plan(each, profile), ())) for each in (locked[profile], now))
    return tuple(_differences(before, after))


def rewordings(was: "Study", now: "Study") -> tuple[Amendment, ...]:
    """Return what readers see of two studies that is another and no value: title, source, labels and orders.

    Labels and orders of what is in both alone, as the rest differs in values.
    """
    first, second = _said(was), _said(now)
    both = first.keys() & second.keys()
    before, after = (
        {path: said for path, said in each.items() if path in both or path[0] in _APART} for each in (first, second)
    )
    return (*_differences(before, after), *_reordered(was, now))


def _said(study: "Study") -> "dict[Path, str]":
    source = study.source.model_dump(mode="json") if study.source else {}
    held: dict[Path, str] = {("title",): study.title, **dict(_leaves(source, ("source",)))}
    held |= {("explanations", name, "label"): each.label for name, each in study.explanations.items()}
    for name, experiment in study.experiments.items():
        held["experiments", name, "label"] = experiment.label or ""
        held |= {("experiments", name, "arms", arm, "label"): each.label or "" for arm, each in experiment.arms.items()}
    return held


def _reordered(was: "Study", now: "Study") -> "Iterator[Amendment]":
    """Yield what stands in another order, of what is in both."""
    both = [name for name in was.experiments if name in now.experiments]
    pairs: dict[str, tuple[Collection[str], Collection[str]]] = {
        what: (getattr(was, what), getattr(now, what)) for what in ("questions", "hypotheses", "experiments")
    }
    pairs |= {f"experiments.{name}.arms": (was.experiments[name].arms, now.experiments[name].arms) for name in both}
    for what, (old, new) in pairs.items():
        first, second = [each for each in old if each in new], [each for each in new if each in old]
        if first != second:
            yield Amendment(f"order of {what}", *_shown(", ".join(first), ", ".join(second)))


def redefinitions(
    locked: "Mapping[str, Mapping[str, Any]]", now: "Mapping[str, Mapping[str, Any]]", known: "Iterable[Amendment]"
) -> tuple[Amendment, ...]:
    """Return every difference between definitions that no amendment accounts for.

    The study says the same, and a kind, a window or a default of this version makes something else of it. Parts that
    definitions did not have when they were locked are not compared.

    Args:
        locked: what `definitions` returned when the study was locked.
        now: what it returns now.
        known: what was changed in the study.
    """
    changed = [tuple(each.where.split(".")) for each in known]
    found: list[Amendment] = []
    for name in (name for name in now if name in locked and not any(_rests(name, now[name], each) for each in changed)):
        parts = [part for part in now[name] if part in locked[name]]
        held, made = ({part: each[name][part] for part in parts} for each in (locked, now))
        if held != made:  # nearly never, and writing out the values takes its time
            found += _differences(*(dict(_leaves(each, ("hypotheses", name))) for each in (held, made)))
    return tuple(found)


def _rests(name: str, definition: "Mapping[str, Any]", where: "Path") -> bool:
    """Say whether a hypothesis rests on a part of its study."""
    experiments = {ArmName(arm).experiment for arm in definition["arms"]}
    holds = {"hypotheses": {name}, "windows": {*definition["windows"]}, "experiments": experiments}
    return where[0] in {"seeds", "analysis"} or {*where[1:2]} <= {*holds.get(where[0], ())}


def _differences(before: "Mapping[Path, str]", after: "Mapping[Path, str]") -> "Iterator[Amendment]":
    for path in dict.fromkeys([*before, *after]):
        if before.get(path) != after.get(path):
            yield Amendment(printable(".".join(path)), *_shown(before.get(path, ""), after.get(path, "")))


def _plan(study: "Mapping[str, Any]", profile: str) -> dict[str, Any]:
    chosen = {name: held for name, held in study["profiles"][profile].items() if name != "set"}
    plan = {part: held for part, held in study.items() if part not in _APART}
    return {**plan, "profiles": {profile: chosen}}


def _leaves(value: Any, path: "Path") -> "Iterator[tuple[Path, str]]":  # noqa: ANN401  (any part of a study)
    """Yield every value with its path; of a plug-in, its name and then its options."""
    if isinstance(value, dict) and len(path) == 4 and path[2] == "probes":  # noqa: PLR2004  (experiments.e.probes.name)
        yield path, path[-1]
        yield from _named(value, path)
    elif isinstance(value, dict) and len(value) == 1 and _is_choice(path):
        [(name, options)] = value.items()
        test = path[-1] == "test"  # as it stands in the file: the kind itself is the key
        yield (*path[:-1], "kind") if test else path, name
        yield from _leaves(options or {}, (*path[:-1], name) if test else (*path, name))
    elif isinstance(value, dict):
        yield from _named(value, path)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, str(index)))
    else:
        yield path, _text(value)


def _is_choice(path: "Path") -> bool:
    """Say whether a plug-in stands there, alone or in a list: its name, with options."""
    test = path[:1] == ("hypotheses",) and path[2:] == ("test",)
    return test or next((part for part in reversed(path) if not part.isdecimal()), "") in PLUGIN_FIELDS


def _named(fields: dict[str, Any], path: "Path") -> "Iterator[tuple[Path, str]]":
    """Yield the values of fields that are set; None, `{}` and `[]` are how a field says that it is not.

    What an arm sets, a grid crosses or an experiment probes is written there by someone, and counts though empty.
    """
    written = path[4:5] == ("set",) or path[2:3] == ("grid",) or path[2:] == ("probes",)
    if written and not fields:
        yield path, "{}"
    for name, value in fields.items():
        if written or (value is not None and value not in ({}, [])):
            yield from _leaves(value, (*path, name))


def _text(value: object) -> str:
    """Write a value as YAML has it; 1 and 1.0 are the same number."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _shown(was: str, now: str) -> tuple[str, str]:
    """Cut long values down to where they differ."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    start = max(0, alike - _BEFORE) if max(len(was), len(now)) > _MOST else 0
    return _cut(was, start), _cut(now, start)


def _cut(text: str, start: int) -> str:
    if not text:
        return ""
    end = start + _MOST
    return printable(f"{'...' if start else ''}{text[start:end]}{'...' if end < len(text) else ''}")
