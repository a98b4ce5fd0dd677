"""Every scenario: those that the test file of each kind holds, then studies of several claims, and stress."""

import numpy as np

from bnreport.results import Results
from tests.hypotheses.kinds import KINDS
from tests.simulations.draws import FAR, Rng, Scenario, claim, normal, numbers


def skewed(rng: Rng, n: int) -> Results:
    """Draw differences whose mean is at the margin of 1, with an exponential tail to the left."""
    return numbers(score={"a": 2 - rng.exponential(size=n), "b": np.zeros(n)})


def collapsing(rng: Rng, n: int) -> Results:
    """Draw differences whose mean is at the margin of 1; one seed in ten loses 5 SD."""
    return numbers(score={"a": 1.5 + rng.normal(size=n) - 5 * (rng.random(n) < 0.1), "b": np.zeros(n)})


_FAMILY = [
    claim(kind, arm=f"x.{arm}", versus="x.baseline", margin=FAR if kind == "equivalence" else 1.0)
    for arm, kind in zip("abcdefgh", ["superiority", "noninferiority", "equivalence"] * 3, strict=False)
]
_FAMILY_TRUTH = normal(baseline=0, a=1, b=-1, c=FAR, d=1, e=-1, f=FAR, g=1, h=-1)

SCENARIOS: dict[str, Scenario] = {
    **{name: scenario for kind in KINDS.values() for name, scenario in kind.SCENARIOS.items()},
    "8 claims, one baseline, Holm": Scenario(_FAMILY, _FAMILY_TRUTH),
    "8 claims, looks at 5 and 10": Scenario(_FAMILY, _FAMILY_TRUTH, looks=(5, 10), alpha=(0.01, 0.04)),
    "stress: left-skewed differences": Scenario([claim("superiority")], skewed, "none", "none"),
    "stress: 10 % of one arm collapse": Scenario([claim("superiority")], collapsing, "none", "none"),
}
