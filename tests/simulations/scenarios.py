"""Every scenario: those that the test file of each kind holds, then studies of several claims, and stress."""

import numpy as np

from bnreport.results import Results, RunResult, Series
from bnreport.study.windows import StepWindow
from tests.hypotheses.kinds import KINDS
from tests.simulations.draws import BUDGET, FAR, Rng, Scenario, claim, normal, numbers, run


def skewed(rng: Rng, n: int) -> Results:
    """Draw differences whose mean is at the margin of 1, with an exponential tail to the left."""
    return numbers(score={"a": 2 - rng.exponential(size=n), "b": np.zeros(n)})


def collapsing(rng: Rng, n: int) -> Results:
    """Draw differences whose mean is at the margin of 1; one seed in ten loses 5 SD."""
    return numbers(score={"a": 1.5 + rng.normal(size=n) - 5 * (rng.random(n) < 0.1), "b": np.zeros(n)})


def starting(rng: Rng, n: int) -> Results:
    """Draw arms that leave chance at a step of each seed's own; the later it is, the larger the effect from there on.

    Its mean over seeds is at the margin of 1, its SD is 1; before, both arms are alike, and the effect is nil.
    """
    late = rng.normal(size=n)
    effect = 1 + 0.8 * late + 0.6 * rng.normal(size=n)
    steps = np.arange(0, BUDGET + 1, 20)
    runs: dict[str, dict[int, RunResult]] = {"x.a": {}, "x.b": {}}
    for seed in range(n):
        for arm, gain in (("x.a", effect[seed]), ("x.b", 0.0)):
            begun = steps >= 300 + 100 * late[seed] + 40 * rng.random()
            score = begun * gain + 0.5 * rng.normal(size=len(steps))
            series = {"progress": Series(steps, np.where(begun, 0.3, 0.1)), "score": Series(steps, score)}
            runs[arm][seed] = run(series)
    return Results(runs)


_FAMILY = [
    claim(kind, arm=f"x.{arm}", versus="x.baseline", margin=FAR if kind == "equivalence" else 1.0)
    for arm, kind in zip("abcdefgh", ["superiority", "noninferiority", "equivalence"] * 3, strict=False)
]
_FAMILY_TRUTH = normal(baseline=0, a=1, b=-1, c=FAR, d=1, e=-1, f=FAR, g=1, h=-1)

SCENARIOS: dict[str, Scenario] = {
    **{name: scenario for kind in KINDS.values() for name, scenario in kind.SCENARIOS.items()},
    "8 claims, one baseline, Holm": Scenario(_FAMILY, _FAMILY_TRUTH),
    "8 claims, looks at 5 and 10": Scenario(_FAMILY, _FAMILY_TRUTH, looks=(5, 10), alpha=(0.01, 0.04)),
    "8 claims, looks at 5 and 10, alpha .02 and .03": Scenario(
        _FAMILY, _FAMILY_TRUTH, looks=(5, 10), alpha=(0.02, 0.03)
    ),
    "superiority, window whose start goes with the effect": Scenario(
        [claim("superiority", reduce="mean", window="early")],
        starting,
        windows={"early": StepWindow(align="step", **{"from": {"progress": 0.2}}, length=200)},
    ),
    "stress: left-skewed differences": Scenario([claim("superiority")], skewed, "none", "none"),
    "stress: 10 % of one arm collapse": Scenario([claim("superiority")], collapsing, "none", "none"),
}
