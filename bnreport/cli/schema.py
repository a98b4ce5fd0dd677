"""`bnreport schema`: the JSON Schema of a study, for editors, or of the results beside a report, for programs."""

import json
import sys
from typing import Annotated, Any

import typer


def command(
    *,
    results: Annotated[
        bool, typer.Option("--results", help="Of results.json.gz, beside every report, unzipped.")
    ] = False,
) -> None:
    """Print a JSON Schema; of a study: `# yaml-language-server: $schema=...` makes editors complete and check."""
    schema = _results() if results else _study()
    dialect = "https://json-schema.org/draft/2020-12/schema"
    sys.stdout.write(json.dumps({"$schema": dialect, **schema}, indent=1) + "\n")


def _results() -> dict[str, Any]:
    from bnreport.runs.bundle_form import schema

    return schema()


def _study() -> dict[str, Any]:
    from bnreport.study import Study

    return Study.model_json_schema()
