"""The test file of each kind of hypothesis, and what it must hold for the tests that go over all kinds."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from bnreport.hypotheses import registry

FOLDER = Path(__file__).parent
NEEDED = {
    "EXAMPLE": "options of a claim about arms x.a to x.d and the metrics accuracy and loss (test_contract.py)",
    "GOLDEN": "{verdict: (true effect, options)} for the arms of tests/golden/conftest.py",
    "SAYS": "{verdict: sentence}: how each of these golden effects reads",
    "MIRROR": "how its options look from the other side, and what becomes of the effect (tests/golden/mirrors.py)",
    "SCENARIOS": "{name: Scenario} with the truth at the margin (tests/simulations/draws.py)",
}
"""`shown(arm, options)` besides, where the seeds' table shows something other than the final accuracy."""


def held(kind: str) -> Any:  # noqa: ANN401  (a module)
    """Import the test file of a kind; None where there is no such file."""
    return import_module(f"tests.hypotheses.test_{kind}") if (FOLDER / f"test_{kind}.py").exists() else None


def missing(kind: str) -> Iterable[str]:
    """Say what the tests of a kind still need."""
    return [
        f"tests/hypotheses/test_{kind}.py lacks {name}: {what}"
        for name, what in NEEDED.items()
        if not hasattr(held(kind), name)
    ]


KINDS: dict[str, Any] = {kind: held(kind) for kind in registry.names if not missing(kind)}
"""Those that lack nothing; test_contract.py notices the others."""
