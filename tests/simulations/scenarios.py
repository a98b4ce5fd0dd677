"""Claims of every kind with the truth at their margin, and how runs are drawn from that truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bnreport.results import Metric, Results, RunResult, Series

METRICS = {name: Metric(name, "1", better) for name, better in (("score", "higher"), ("cost", "lower"))}
LAYERS = tuple(f"layer {i}" for i in range(20))
BUDGET = 1000
FAR = 100.0
"""In standard deviations: a bound that no interval reaches."""

Rng = np.random.Generator
Values = NDArray[np.float64]
Promise = Literal["nominal", "about", "at most", "none"]
"""Each false verdict: 2.5 %; the same within a point, the method being approximate; no more; no promise."""


@dataclass(frozen=True)
class Scenario:
    """Claims, the runs behind them, and what is promised of each false verdict."""

    tests: Sequence[Mapping[str, Any]]
    """Per hypothesis of the study, {kind: options}."""
    draw: Callable[[Rng, int], Results]
    """Runs of n seeds, with every claim's truth at its margin."""
    support: Promise = "nominal"
    refute: Promise = "nominal"
    looks: tuple[int, ...] = ()
    """Empty: one look, at n seeds."""
    alpha: tuple[float, ...] = (0.05,)


def run(series: Mapping[str, Series], *, diverged: bool = False) -> RunResult:
    """Return a run that measured these metrics."""
    outcome: Literal["finished", "diverged"] = "diverged" if diverged else "finished"
    metrics = {name: METRICS[name] for name in series}
    return RunResult("", {}, outcome, BUDGET, "", metrics, series, {}, {}, 1.0, "")


def numbers(**metrics: Mapping[str, ArrayLike]) -> Results:
    """Return runs with one number per metric: metric=arm -> (n,)."""
    tables = {metric: {arm: np.asarray(v, float) for arm, v in arms.items()} for metric, arms in metrics.items()}
    first = next(iter(tables.values()))
    step = np.array([0])
    return Results(
        {
            f"x.{arm}": {
                seed: run({metric: Series(step, arms[arm][seed : seed + 1]) for metric, arms in tables.items()})
                for seed in range(len(values))
            }
            for arm, values in first.items()
        }
    )


def normal(**truth: float) -> Callable[[Rng, int], Results]:
    """Draw arms with these means and SD 1, over seeds that move all arms alike."""

    def draw(rng: Rng, n: int) -> Results:
        seeds = rng.normal(size=n)
        return numbers(score={arm: mean + seeds + rng.normal(size=n) for arm, mean in truth.items()})

    return draw


def lognormal(rng: Rng, n: int) -> Results:
    """Draw costs of which the arm's geometric mean is lower by a factor of 1.5."""
    return numbers(cost={"a": np.exp(rng.normal(size=n)) / 1.5, "b": np.exp(rng.normal(size=n))})


def linked(rng: Rng, n: int, arms: str = "abcdef", rho: float = 0.3) -> Results:
    """Draw two metrics that correlate by rho within arms and between them."""
    x = rng.normal(size=(len(arms), n))
    y = rho * x + np.sqrt(1 - rho**2) * rng.normal(size=x.shape)
    return numbers(score=dict(zip(arms, x, strict=True)), cost=dict(zip(arms, y, strict=True)))


def shared(arms: str, share: float, rho: float) -> Callable[[Rng, int], Results]:
    """Draw two metrics that correlate by rho, of which the seed explains this share of the variance in all arms."""

    def draw(rng: Rng, n: int) -> Results:
        one, other = (
            np.sqrt(share) * rng.normal(size=(1, n)) + np.sqrt(1 - share) * rng.normal(size=(len(arms), n))
            for _ in range(2)
        )
        other = rho * one + np.sqrt(1 - rho**2) * other
        return numbers(score=dict(zip(arms, one, strict=True)), cost=dict(zip(arms, other, strict=True)))

    return draw


def layers(rng: Rng, n: int) -> Results:
    """Draw twenty layers per run that correlate by 0.3 within a seed; no arm is better."""
    noise = np.sqrt(0.3) * rng.normal(size=(2, n, 1)) + np.sqrt(0.7) * rng.normal(size=(2, n, len(LAYERS)))
    return Results(
        {
            f"x.{arm}": {s: run({"score": Series(np.array([0]), row[None], LAYERS)}) for s, row in enumerate(rows)}
            for arm, rows in zip("ab", noise, strict=True)
        }
    )


def race(middle: float, spread: float, factor: float = 1.0) -> Callable[[Rng, int], Results]:
    """Draw log-normal times to the threshold, the arm's shorter by the factor; beyond the budget they are not seen."""

    def timed(time: float) -> RunResult:
        seen = time <= BUDGET
        return run({"score": Series(np.array([0, round(time) if seen else BUDGET]), np.array([0.0, float(seen)]))})

    def draw(rng: Rng, n: int) -> Results:
        times = middle * np.exp(spread * rng.normal(size=(2, n))) / [[factor], [1.0]]
        return Results({f"x.{arm}": dict(enumerate(map(timed, row))) for arm, row in zip("ab", times, strict=True)})

    return draw


def trained(share: float, versus: float) -> Callable[[Rng, int], Results]:
    """Draw runs of which these shares do not diverge."""
    series = {"score": Series(np.array([0]), np.array([0.0]))}
    either = {good: run(series, diverged=not good) for good in (True, False)}

    def draw(rng: Rng, n: int) -> Results:
        good = rng.random((2, n)) < [[share], [versus]]
        return Results(
            {f"x.{arm}": {s: either[bool(g)] for s, g in enumerate(row)} for arm, row in zip("ab", good, strict=True)}
        )

    return draw


def skewed(rng: Rng, n: int) -> Results:
    """Draw differences whose mean is at the margin of 1, with an exponential tail to the left."""
    return numbers(score={"a": 2 - rng.exponential(size=n), "b": np.zeros(n)})


def collapsing(rng: Rng, n: int) -> Results:
    """Draw differences whose mean is at the margin of 1; one seed in ten loses 5 SD."""
    return numbers(score={"a": 1.5 + rng.normal(size=n) - 5 * (rng.random(n) < 0.1), "b": np.zeros(n)})


def claim(kind: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a claim about x.a against x.b."""
    return {kind: {"metric": "score", "arm": "x.a", "versus": "x.b", "margin": 1.0} | options}


def course(kind: str, arms: str = "abcd", **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a claim about several arms."""
    return {kind: {"metric": "score", "arms": [f"x.{arm}" for arm in arms], "margin": 1.0} | options}


_LEVELS = [1, 2, 4, 8]
_PARTS = [claim("superiority"), claim("noninferiority", versus="x.c")]
_FAMILY = [
    claim(kind, arm=f"x.{arm}", versus="x.baseline", margin=FAR if kind == "equivalence" else 1.0)
    for arm, kind in zip("abcdefgh", ["superiority", "noninferiority", "equivalence"] * 3, strict=False)
]
_FAMILY_TRUTH = normal(baseline=0, a=1, b=-1, c=FAR, d=1, e=-1, f=FAR, g=1, h=-1)

SCENARIOS = {
    "superiority": Scenario([claim("superiority")], normal(a=1, b=0)),
    "superiority, ratio scale": Scenario([claim("superiority", metric="cost", margin=1.5, scale="ratio")], lognormal),
    "noninferiority": Scenario([claim("noninferiority")], normal(a=-1, b=0)),
    "equivalence": Scenario([claim("equivalence", margin=FAR)], normal(a=FAR, b=0)),
    "interaction": Scenario(
        [claim("interaction", elsewhere_arm="x.c", elsewhere_versus="x.d")], normal(a=3, b=1, c=1.5, d=0.5)
    ),
    "trend": Scenario([course("trend", levels=_LEVELS)], normal(a=0, b=1, c=2, d=3)),
    "trend, absent": Scenario(
        [course("trend", levels=_LEVELS, margin=FAR, direction="absent")], normal(a=0, b=FAR, c=2 * FAR, d=3 * FAR)
    ),
    "monotone, one step at the margin": Scenario(
        [course("monotone")], normal(a=0, b=FAR, c=FAR + 1, d=2 * FAR), refute="at most"
    ),
    "monotone, every step at the margin": Scenario(
        [course("monotone")], normal(a=0, b=1, c=2, d=3), support="at most", refute="at most"
    ),
    "association over seeds, 4 arms": Scenario(
        [course("association", "abcd", other="cost", over="seeds", margin=0.3)], linked, "at most", "at most"
    ),
    "association over seeds, 4 arms that share 90 %": Scenario(
        [course("association", "abcd", other="cost", over="seeds", margin=0.0)],
        shared("abcd", 0.9, 0.0),
        "at most",
        "at most",
    ),
    "association over seeds, 8 arms that share 90 %": Scenario(
        [course("association", "abcdefgh", other="cost", over="seeds", margin=0.5)],
        shared("abcdefgh", 0.9, 0.5),
        "at most",
        "at most",
    ),
    "association over seeds, 4 arms alike": Scenario(
        [course("association", "abcd", other="cost", over="seeds", margin=0.3)],
        shared("abcd", 1.0, 0.3),
        "at most",
        "at most",
    ),
    "association over 6 arms": Scenario(
        [course("association", "abcdef", other="cost", over="arms", margin=0.3)], linked, "at most", "at most"
    ),
    "fraction of 20 layers": Scenario(
        [{"fraction": {"metric": "score", "arm": "x.a", "versus": "x.b", "threshold": 0.5}}], layers, "about", "about"
    ),
    "time_to_threshold": Scenario(
        [claim("time_to_threshold", threshold=0.5, budget=BUDGET, margin=2.0)], race(60, 0.4, 2.0)
    ),
    "time_to_threshold, 30 % censored": Scenario(
        [claim("time_to_threshold", threshold=0.5, budget=BUDGET, margin=1.0)],
        race(BUDGET * np.exp(-0.4 * 0.5244), 0.4),
        "at most",
        "at most",
    ),
    "trains, both 50 %": Scenario([claim("trains", margin=0.0)], trained(0.5, 0.5), "at most", "at most"),
    "trains, 60 % and 40 %": Scenario([claim("trains", margin=0.2)], trained(0.6, 0.4), "at most", "at most"),
    "all_of, one of two at the margin": Scenario(
        [{"all_of": {"parts": _PARTS}}], normal(a=FAR, b=FAR - 1, c=0), refute="at most"
    ),
    "all_of, both at the margin": Scenario(
        [{"all_of": {"parts": _PARTS}}], normal(a=0, b=-1, c=1), "at most", "at most"
    ),
    "8 claims, one baseline, Holm": Scenario(_FAMILY, _FAMILY_TRUTH),
    "8 claims, looks at 5 and 10": Scenario(_FAMILY, _FAMILY_TRUTH, looks=(5, 10), alpha=(0.01, 0.04)),
    "stress: left-skewed differences": Scenario([claim("superiority")], skewed, "none", "none"),
    "stress: 10 % of one arm collapse": Scenario([claim("superiority")], collapsing, "none", "none"),
}
