"""`bnreport lock`: fix hypotheses and analysis before the runs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bnreport.cli import _options as options


def command(
    specs: Annotated[list[Path], typer.Argument(metavar="SPEC...", help="Studies: YAML files.", show_default=False)],
    *,
    amend: Annotated[
        bool, typer.Option("--amend", help="Register the studies as they stand now, beside what was.")
    ] = False,
    why: Annotated[str, typer.Option(help="Why they were amended; kept in the lock and shown in reports.")] = "",
    quiet: options.Quiet = False,
) -> None:
    """Write studies as they stand beside their files, and draw their seeds: those locked together share runs."""
    import secrets
    from datetime import UTC, datetime

    from bnreport.study.load import check_document
    from bnreport.study.lock import Signature, write_lock
    from bnreport.study.yaml import parse, read_text

    if why and not amend:
        raise typer.BadParameter("says why a lock was amended, and needs --amend.", param_hint="--why")
    if amend and not why:
        raise typer.BadParameter("needs --why: reports show the reason.", param_hint="--amend")
    documents = [(spec, parse(spec, read_text(spec))) for spec in specs]
    checked = [(spec, document.data, check_document(document)) for spec, document in documents]
    signed = Signature(datetime.now(UTC), secrets.token_hex(16), why)
    for each in checked:
        sys.stdout.write(f"{write_lock(*each, signed, amend=amend)}\n")
    if not quiet:
        done, run = ("Amended", "first run that it is about") if amend else ("Locked", "first run")
        options.tell(f"{done}. Commit this before the {run}: version control is what proves its date.")
