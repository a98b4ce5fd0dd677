"""`bnreport lock`: fix hypotheses and analysis before the runs."""

import sys

from bnreport.cli import _options as options


def command(spec: options.Spec, *, quiet: options.Quiet = False) -> None:
    """Write the study as it stands beside its file; reports show every later edit as an amendment."""
    from datetime import UTC, datetime

    from bnreport.study.load import check_document
    from bnreport.study.lock import write_lock
    from bnreport.study.yaml import parse, read_text

    document = parse(spec, read_text(spec))
    studies = check_document(document)
    path = write_lock(spec, document.data, studies, datetime.now(UTC))
    sys.stdout.write(f"{path}\n")
    if not quiet:
        options.tell("Locked. Commit this file before the first run: version control is what proves its date.")
