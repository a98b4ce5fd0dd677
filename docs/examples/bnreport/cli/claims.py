"""`bnreport claims`: what a study claims."""

import sys

from bnreport.cli import _options as options


def command(spec: options.Spec, *, profile: options.Profile = None) -> None:
    """Print the claims of a study, one a line."""
    from bnreport.study import load_study

    for name, hypothesis in load_study(spec, profile).study.hypotheses.items():
        sys.stdout.write(f"{name}: {hypothesis.claim}\n")
