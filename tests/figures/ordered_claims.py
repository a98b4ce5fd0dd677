"""Claims for tests about arms in their order, whose runs hold one number."""

from collections.abc import Callable, Mapping, Sequence
from math import nan
from typing import Any

import numpy as np

from bnreport.figures import Claim
from bnreport.judge.verdicts import judge
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Study

METRICS = {
    "accuracy": Metric("accuracy", "fraction", "higher", 0.1),
    "loss": Metric("loss", "nat", "lower", 2.3),
    "drift": Metric("drift", "1", None, None),
}
ARMS = ["vgg.standard", "vgg.batchnorm", "vgg.noisy_batchnorm", "vgg.noisy_standard"]
LABELS = {arm: arm.partition(".")[2].replace("_", " ") for arm in ARMS}
"""What people read of them."""
TABLE = {
    "vgg.standard": (1.0, 1.2, 0.9, 1.1), "vgg.batchnorm": (2.1, 2.0, 2.3, 2.2),
    "vgg.noisy_batchnorm": (4.0, 4.4, 4.1, 4.2), "vgg.noisy_standard": (5.1, 5.0, 5.4, 5.3),
}  # fmt: skip


Made = Callable[..., Claim]


def _run(metric: Metric, value: float | None) -> RunResult:
    values = np.array([nan if value is None else value])
    return RunResult(
        key="", settings={}, outcome="finished" if value is not None else "diverged", stopped_at=10, cause="",
        metrics={metric.name: metric}, series={metric.name: Series(np.array([10]), values)}, probes={}, environment={},
        seconds=1.0, finished_at="2026-01-01T00:00:00Z",
    )  # fmt: skip


def maker(make_study: Callable[..., Study]) -> Made:
    """Return the maker of a judged claim: kind, options, and per arm one number per seed, None where it diverged."""

    def claim(kind: str, values: Mapping[str, Sequence[float | None]] = TABLE, **options: Any) -> Claim:  # noqa: ANN401
        metric = METRICS[options.get("metric", "drift")]
        results = Results({arm: {s: _run(metric, v) for s, v in enumerate(held)} for arm, held in values.items()})
        test = {kind: options if kind == "all_of" else {"metric": "drift", **options}}
        study = make_study(
            hypotheses={"h": {"claim": "A claim.", "test": test, "why_this_margin": "Ours."}},
            seeds={"looks": [max(len(held) for held in values.values())], "alpha": [0.05]},
        )
        [verdict] = judge(study, results, scale="paper")
        return Claim(study, verdict, results)

    return claim
