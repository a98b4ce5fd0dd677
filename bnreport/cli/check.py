"""`bnreport check`: is the study well formed and does it make sense?"""

import sys
from pathlib import Path
from typing import Annotated

import typer


def command(
    specs: Annotated[list[Path], typer.Argument(metavar="SPEC...", help="Studies: YAML files.", show_default=False)],
) -> None:
    """Check shape, names and meaning of studies, in every profile; report all mistakes at once."""
    from bnreport.errors import Problem, SpecError
    from bnreport.spec.load import check_study

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
    if found:
        raise SpecError(found)
