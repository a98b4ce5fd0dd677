"""`bnreport check`: is the study well formed, does it make sense, and can its seeds resolve its margins?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bnreport.cli import _options as options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bnreport.judge.power import Power
    from bnreport.study import Study


def command(
    specs: Annotated[list[Path], typer.Argument(metavar="SPEC...", help="Studies: YAML files.", show_default=False)],
) -> None:
    """Check shape, names, meaning and power of studies, in every profile; report all mistakes at once."""
    from bnreport.errors import Problem, SpecError
    from bnreport.study.load import check_study

    found: list[Problem | str] = []
    for path in specs:
        try:
            studies = check_study(path)
        except SpecError as error:
            found.extend(error.problems)
            continue
        study = next(iter(studies.values()))
        count = len(study.hypotheses)
        hypotheses = f"{count} hypothes{'is' if count == 1 else 'es'}"
        sys.stdout.write(f"{path}: sound. {hypotheses}, profiles {', '.join(studies)}.\n")
        _power(path, studies)
    if found:
        raise SpecError(found)


def _power(path: Path, studies: "dict[str, Study]") -> None:
    """Say what each profile's seeds can resolve; a toy need not resolve anything, unless there is nothing else."""
    from bnreport.cli._power import lines, summary, warnings
    from bnreport.judge.power import powers

    serious = {name: study for name, study in studies.items() if study.profiles[name].scale != "toy"} or studies
    found = {name: powers(study) for name, study in serious.items()}
    for line in _gathered(found, lines):
        sys.stdout.write(f"{path}: {line}\n")
    for line in _gathered(found, warnings):
        options.tell(f"{path}: {line}")
    for line in _gathered(found, lambda each: filter(None, [summary(each, instead=_INSTEAD)])):
        options.tell(f"{path}: {line}")


_INSTEAD = "or see `bnreport plan`, which measures it on stored runs"


def _gathered(
    found: "dict[str, tuple[Power, ...]]", say: "Callable[[tuple[Power, ...]], Iterable[str]]"
) -> "list[str]":
    """Say once what several profiles have in common, and name the profiles where they differ."""
    said: dict[str, list[str]] = {}
    for name, each in found.items():
        for line in say(each):
            said.setdefault(line, []).append(name)
    return [line if len(names) == len(found) else f"[{', '.join(names)}] {line}" for line, names in said.items()]
