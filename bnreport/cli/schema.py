"""`bnreport schema`: the JSON Schema of a study, for editors."""

import json
import sys


def command() -> None:
    """Print the JSON Schema of a study: `# yaml-language-server: $schema=...` makes editors complete and check."""
    from bnreport.spec import Study

    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Study.model_json_schema()}
    sys.stdout.write(json.dumps(schema, indent=1) + "\n")
