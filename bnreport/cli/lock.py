"""`bnreport lock`: fix hypotheses and analysis before the runs."""

import sys
from typing import Annotated

import typer

from bnreport.cli import _options as options


def command(
    spec: options.Spec,
    *,
    amend: Annotated[
        bool, typer.Option("--amend", help="Register the study as it stands now, beside what was.")
    ] = False,
    why: Annotated[str, typer.Option(help="Why it was amended; kept in the lock and shown in reports.")] = "",
    quiet: options.Quiet = False,
) -> None:
    """Write the study as it stands beside its file; reports show every later edit as an amendment."""
    import secrets
    from datetime import UTC, datetime

    from bnreport.study.load import check_document
    from bnreport.study.lock import Signature, write_lock
    from bnreport.study.yaml import parse, read_text

    if why and not amend:
        raise typer.BadParameter("says why a lock was amended, and needs --amend.", param_hint="--why")
    document = parse(spec, read_text(spec))
    signed = Signature(datetime.now(UTC), secrets.token_hex(16), why)
    path = write_lock(spec, document.data, check_document(document), signed, amend=amend)
    sys.stdout.write(f"{path}\n")
    if not quiet:
        options.tell("Locked. Commit this file before the first run: version control is what proves its date.")
