"""`bnreport check`: is the study well formed, does it make sense, and can its seeds resolve its margins?"""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from bnreport.cli import _options as options
from bnreport.cli._terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bnreport.errors import Problem
    from bnreport.judge.power import Power
    from bnreport.study import Study
    from bnreport.study.load import Inspected

T = TypeVar("T")
_PLACE = re.compile(r"(.+?)(?::(\d+)(?::(\d+))?)?", re.DOTALL)
"""`path:line:column`, the last two where they are known."""


def command(
    specs: options.Specs,
    *,
    profile: Annotated[
        str | None, typer.Option(help="Check this profile alone; by default all.", show_default=False)
    ] = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Check shape, names, meaning, networks and power of studies, in every profile; report all mistakes at once."""
    from bnreport.errors import MachineError, SpecError
    from bnreport.executors.networks import Found, try_networks
    from bnreport.files import lock_path
    from bnreport.runs.folders import Folders
    from bnreport.study.load import inspect
    from bnreport.study.lock import read_lock
    from bnreport.study.problems import in_file_order
    from bnreport.study.yaml import parse, read_text

    found: list[Problem | str] = []
    read: dict[Path, Inspected] = {}
    refused: set[Path] = set()
    sound: dict[str, _Sound] = {}
    for path in specs:
        try:
            document = parse(path, read_text(path))
            read[path] = inspect(document, profile, overrides or ())
            read_lock(lock_path(path), str(document.data.get("study")))
        except SpecError as error:
            found.extend(error.problems)
            refused.add(path)
    profiles = [(path, name, resolved) for path, held in read.items() for name, resolved in held.profiles.items()]
    try:
        tried = try_networks([resolved for *_, resolved in profiles], Folders(store, data, reports))
    except MachineError as error:  # what the files say otherwise is told all the same
        tried = Found([[] for _ in profiles], "")
        found.append(str(error))
        refused.update(read)
    if tried.note and not quiet and not as_json:
        options.tell(tried.note)
    for path, inspected in read.items():
        built = {name: more for (of, name, _), more in zip(profiles, tried.problems, strict=True) if of == path}
        if wrong := in_file_order([*inspected.found, *_faults(built)]):
            found.extend(wrong)
        elif path not in refused:
            studies = {name: held.study for name, held in inspected.profiles.items() if held.study}
            sound[str(path)] = _Sound(list(studies), tuple(_lines(path, studies, quiet=quiet and not as_json)))
    if as_json:
        _write_json(sound, found)
        raise typer.Exit(1 if found else 0)
    _tell(sound)
    if found:
        raise SpecError(found)


def _tell(sound: "dict[str, _Sound]") -> None:
    for name, (_, lines) in sound.items():
        for line in lines:
            if line.aside:
                options.tell(f"{name}: {line.text}")
            else:
                say(f"{name}: {line.text}", sys.stdout)


class _Line(NamedTuple):
    """One line about a sound study."""

    text: str
    aside: bool = False
    """Whether it is a warning or a notice."""


class _Sound(NamedTuple):
    """What is said of a study without mistakes."""

    profiles: list[str]
    lines: tuple[_Line, ...]


def _write_json(sound: dict[str, _Sound], found: "Iterable[Problem | str]") -> None:
    """Write which files are sound, with their profiles and what to beware of, and every mistake, its place in parts."""
    from bnreport.errors import Problem

    mistakes = [_plain(each if isinstance(each, Problem) else Problem("", "", each)) for each in dict.fromkeys(found)]
    held = {
        "sound": {name: each.profiles for name, each in sound.items()},
        "warnings": {name: [line.text for line in each.lines if line.aside] for name, each in sound.items()},
        "mistakes": mistakes,
    }
    sys.stdout.write(json.dumps(held, indent=1) + "\n")


def _plain(problem: "Problem") -> dict[str, "str | int | None"]:
    """Return a mistake as JSON values; line and column count from 1, and are null where nobody knows."""
    held = None if problem.place.startswith("--") else _PLACE.fullmatch(problem.place)
    path, line, column = held.groups() if held else (problem.place, None, None)
    return {
        "path": path,
        "line": int(line) if line else None,
        "column": int(column) if column else None,
        "where": problem.where,
        "what": problem.what,
        "said": str(problem),
    }


def _faults(built: "dict[str, list[Problem]]") -> "list[Problem]":
    """Return what is wrong with the networks, and in which profiles if not in all."""
    return [
        problem
        if len(names) == len(built)
        else problem._replace(what=f"{problem.what} So it is in {', '.join(names)}.")
        for problem, names in _profiles(built).items()
    ]


def _lines(path: Path, studies: "dict[str, Study]", *, quiet: bool) -> "Iterator[_Line]":
    """Say what a study holds and what its seeds can resolve."""
    count = len(next(iter(studies.values())).hypotheses)
    hypotheses = f"{count} hypothes{'is' if count == 1 else 'es'}"
    yield _Line(f"sound. {hypotheses}, profiles {', '.join(studies)}.")
    yield from _registered(path, studies)
    yield from _measuring(studies)
    yield from _power(studies, quiet=quiet)


def _registered(path: Path, studies: "dict[str, Study]") -> "Iterator[_Line]":
    """Say what is not as it was locked, were it only that this version makes something else of it."""
    from bnreport.study.registration import register

    held = {name: register(path, study, name)[1] for name, study in studies.items()}
    changed = {name: lock.amendments if lock else () for name, lock in held.items()}
    said = {
        name: [f"warning: {each.where}: is not as it was locked." for each in made] for name, made in changed.items()
    }
    yield from (_Line(line, aside=True) for line in _gathered(said))


def _measuring(studies: "dict[str, Study]") -> "Iterator[_Line]":
    """Say how much of each profile's time goes into probes, and where that is too much."""
    from bnreport.cli._cost import share, warning

    for name, study in studies.items():
        yield _Line(share(name, study))
    for line in filter(None, (warning(name, study) for name, study in studies.items())):
        yield _Line(line, aside=True)


def _power(studies: "dict[str, Study]", *, quiet: bool) -> "Iterator[_Line]":
    """Say what each profile's seeds can resolve; a toy need not resolve anything, unless there is nothing else."""
    from bnreport.cli._power import lines, notices, warnings
    from bnreport.study.checks.decidability import undecidable

    scales = {name: study.scale_of(name, study.experiments) for name, study in studies.items()}
    serious = {name: study for name, study in studies.items() if scales[name] != "toy"} or studies
    for line in dict.fromkeys(line for study in serious.values() for line in undecidable(study)):
        yield _Line(line, aside=True)
    found = {name: _powers(study) for name, study in serious.items()}
    yield from map(_Line, _gathered({name: lines(each) for name, each in found.items()}))
    aside = [_gathered({name: warnings(each) for name, each in found.items()})]
    if not quiet:
        told = {name: filter(None, [*notices(each), _unknown(each)]) for name, each in found.items()}
        aside.append(_gathered(told))
    yield from (_Line(line, aside=True) for held in aside for line in held)


def _powers(study: "Study") -> "tuple[Power, ...]":
    """Return what is known of the claims that the profile runs; those it leaves out keep their places in Holm's."""
    from bnreport.judge.power import powers
    from bnreport.study.bind import runs_in

    return tuple(each for each in powers(study) if runs_in(study, study.hypotheses[each.hypothesis].test))


def _unknown(found: "tuple[Power, ...]") -> str:
    from bnreport.cli._power import summary

    return summary(found, instead=_INSTEAD)


_INSTEAD = "or see `bnreport plan`, which measures it on stored runs"


def _gathered(said: "Mapping[str, Iterable[str]]") -> "list[str]":
    """Say once what several profiles have in common, and name the profiles where they differ."""
    found = _profiles(said)
    return [line if len(names) == len(said) else f"[{', '.join(names)}] {line}" for line, names in found.items()]


def _profiles(found: "Mapping[str, Iterable[T]]") -> "dict[T, list[str]]":
    """Return for everything found the profiles that it was found in."""
    names: dict[T, list[str]] = {}
    for name, each in found.items():
        for held in each:
            names.setdefault(held, []).append(name)
    return names
