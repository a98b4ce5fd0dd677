"""A study with known truth: what each arm does is written here, so that the report can be checked against it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport.figures import JudgedClaim
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.draw import draw_figures
from bnreport.report.facts import Facts
from bnreport.report.figure import find_figures
from bnreport.report.html import to_html
from bnreport.report.render import render
from bnreport.report.sections import gather_sections
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

METRICS = {
    "train_accuracy": Metric("train_accuracy", "fraction", "higher", 0.1),
    "test_accuracy": Metric("test_accuracy", "fraction", "higher", 0.1),
    "test_loss": Metric("test_loss", "nat", "lower", log(10)),
    "loss_range": Metric("loss_range", "nat", "lower", None),
}
ENDS = {"standard": 0.62, "batchnorm": 0.78, "noisy_batchnorm": 0.775, "noisy_standard": 0.30}
TEXT = "study: known_truth  # verdicts follow from the arms' ends\n"


def _recipe(steps: int) -> dict[str, Any]:
    return {
        "dataset": "digits",
        "model": {"resnet_cifar": {"depth": 8, "width": 8}},
        "optimizer": {"sgd": {"lr": 0.1}},
        "steps": steps,
    }


def _test(kind: str, metric: str, arm: str, versus: str, margin: float, **more: str) -> dict[str, Any]:
    return {kind: {"metric": metric, "arm": arm, "versus": versus, "margin": margin, **more}}


SAYS = {"says": "supported", "where": "Fig. 2, p. 3"}
CLAIMS: dict[str, tuple[str, dict[str, Any], dict[str, Any] | None]] = {
    "noise_does_not_harm_accuracy": (
        "Noise injected after every BatchNorm layer does not harm training accuracy.",
        _test("noninferiority", "train_accuracy", "vgg.noisy_batchnorm", "vgg.batchnorm", 0.02),
        SAYS,
    ),
    "batchnorm_raises_test_accuracy": (
        "BatchNorm raises test accuracy.",
        _test("superiority", "test_accuracy", "vgg.batchnorm", "vgg.standard", 0.03),
        {**SAYS, "value": 0.03},
    ),
    "noise_helps_without_batchnorm": (
        "The same noise helps a network without BatchNorm.",
        _test("superiority", "train_accuracy", "vgg.noisy_standard", "vgg.standard", 0.02),
        {"says": "refuted", "where": "Sec. 2.2"},
    ),
    "batchnorm_narrows_the_loss_range": (
        "BatchNorm narrows the range of the loss along the gradient by more than a third.",
        _test("superiority", "loss_range", "vgg.batchnorm", "vgg.standard", 1.33, scale="ratio"),
        SAYS,
    ),
    "batchnorm_helps_the_small_net": (
        "BatchNorm raises the test accuracy of the small residual network too.",
        _test("superiority", "test_accuracy", "resnet.batchnorm", "resnet.standard", 0.02),
        None,
    ),
    "batchnorm_allows_ten_times_the_rate": (
        "BatchNorm trains at ten times the learning rate.",
        _test("superiority", "test_accuracy", "resnet.fast_batchnorm", "resnet.fast_standard", 0.02),
        SAYS,
    ),
}
"""What each claim says, its test, and what the paper says."""
BEARS_ON = {
    "noise_does_not_harm_accuracy": {
        "shift_reduction": {"tests": "necessary", "supported": "against", "refuted": "silent"},
    },
    "batchnorm_narrows_the_loss_range": {
        "smoothness": {"tests": "present", "supported": "for", "refuted": "against"},
    },
    "batchnorm_raises_test_accuracy": {
        "smoothness": {"tests": "sufficient", "supported": "for", "refuted": "silent"},
        "shift_reduction": {"tests": "necessary", "supported": "for", "refuted": "silent"},
    },
}


def _hypothesis(name: str) -> dict[str, Any]:
    claim, test, paper = CLAIMS[name]
    return {
        "claim": claim,
        "test": test,
        "why_this_margin": "Half of what a reader would notice on the test set.",
        "primary": name != "batchnorm_narrows_the_loss_range",
        "question": "elsewhere" if "small_net" in name or "ten_times" in name else "noise",
        "bears_on": BEARS_ON.get(name, {}),
        "paper": paper,
    }


EXPLANATIONS = {
    "shift_reduction": {"label": "Less internal covariate shift", "says": "Layers see steadier inputs."},
    "smoothness": {"label": "A smoother loss", "says": "Loss and gradient change less along a step."},
}
QUESTIONS = {
    "noise": {
        "ask": "Does BatchNorm still help when noise unsettles the inputs of layers?",
        "decided_by": ["noise_does_not_harm_accuracy", "batchnorm_raises_test_accuracy"],
    },
    "elsewhere": {"ask": "Does it help other networks?", "decided_by": "batchnorm_helps_the_small_net"},
}


def study(**changes: object) -> Study:
    """Two experiments, eight arms, six hypotheses."""
    arms = {
        "standard": {"norm": "none"},
        "batchnorm": {"norm": "batch"},
        "noisy_batchnorm": {"norm": {"noisy_batch": {}}},
        "noisy_standard": {"norm": {"noise": {}}},
    }
    fast = {"fast_" + name: {**arms[name], "set": {"optimizer.sgd.lr": 1.0}} for name in ("standard", "batchnorm")}
    data = {
        "study": "known_truth",
        "title": "Does BatchNorm reduce internal covariate shift, or smooth the loss?",
        "source": {
            "paper": "Santurkar et al. 2018, How does batch normalization help optimization?",
            "url": "https://arxiv.org/abs/1805.11604v3",
            "departures": ["Five seeds instead of one.", "A residual network of 8 layers instead of VGG."],
        },
        "experiments": {
            "vgg": {"recipe": _recipe(2000), "arms": arms, "probes": {"accuracy": {"every": 50}}},
            "resnet": {
                "recipe": _recipe(600),
                "arms": {name: arms[name] for name in ("standard", "batchnorm")} | fast,
                "probes": {"accuracy": {"every": 50}},
            },
        },
        "explanations": EXPLANATIONS,
        **(
            {}
            if "hypotheses" in changes
            else {"questions": QUESTIONS, "hypotheses": {name: _hypothesis(name) for name in CLAIMS}}
        ),
        "profiles": {"smoke": {"note": "Digits of 8 x 8 pixels stand in for CIFAR-10; the net is narrower."}},
    }
    return Study.model_validate({**data, **changes})


def run(arm: str, seed: int, steps: int = 2000, **changes: object) -> RunResult:
    """Make a run that rises to its arm's end; `noisy_standard` diverges on seed 3."""
    rng = np.random.default_rng([seed, *arm.encode()])
    name = arm.partition(".")[2].removeprefix("fast_")
    at = np.arange(0, steps + 1, steps // 40)
    rise = 1 - np.exp(-4 * at / steps)
    train = 0.1 + (ENDS[name] - 0.1) * rise + rng.normal(0, 0.004, len(at)) + 0.01 * rng.normal()
    test = train - 0.03 * rise + rng.normal(0, 0.004, len(at)) - (0.1 if arm.startswith("resnet.s") else 0) * rise
    if arm == "resnet.batchnorm":
        test = test - 0.23 * rise + 0.02 * rng.normal() * rise
    values = {
        "train_accuracy": train,
        "test_accuracy": test,
        "test_loss": 2.3 * (1 - test) + 0.1,
        "loss_range": np.exp(-3 * rise + 0.2 * rng.normal() + (0.7 if name == "standard" else 0.0)),
    }
    lost = name == "noisy_standard" and seed == 3
    if lost:
        at, values = at[:12], {key: np.append(value[:11], np.nan) for key, value in values.items()}
    fields: dict[str, Any] = {
        "key": sha256(f"{arm} {seed}".encode()).hexdigest(),
        "settings": {"seed": seed, "arm": arm},
        "outcome": "diverged" if lost else "finished",
        "stopped_at": int(at[-1]),
        "cause": f"loss is NaN at step {at[-1]}" if lost else "",
        "metrics": METRICS,
        "series": {key: Series(at, value) for key, value in values.items()},
        "probes": {"accuracy": {"every": steps // 40}},
        "environment": {"device": "cpu", "precision": "fp32", "torch": "2.15.0", "bnreport": "0.1.0", "threads": "1"},
        "seconds": 31.5 + seed,
        "finished_at": f"2026-11-20T10:{seed:02d}:00+00:00",
    }
    return RunResult(**{**fields, **changes})


def results(seeds: int = 5) -> Results:
    """Every arm but the fast ones, which were not run."""
    arms = [f"vgg.{name}" for name in ENDS] + ["resnet.standard", "resnet.batchnorm"]
    return Results({arm: {s: run(arm, s, 2000 if arm[0] == "v" else 600) for s in range(seeds)} for arm in arms})


@pytest.fixture(scope="session")
def make_study() -> Callable[..., Study]:
    """Return the study's maker."""
    return study


@pytest.fixture(scope="session")
def make_run() -> Callable[..., RunResult]:
    """Return the runs' maker."""
    return run


@pytest.fixture(scope="session")
def results_of() -> Callable[[int], Results]:
    """Return the maker of results with so many seeds."""
    return results


@pytest.fixture(scope="session")
def known(request: pytest.FixtureRequest) -> tuple[StudyFile, Results, tuple[Verdict, ...]]:
    """Return the study, its runs and its verdicts."""
    del request
    return example()


@pytest.fixture(scope="session")
def facts(known: tuple[StudyFile, Results, tuple[Verdict, ...]]) -> Facts:
    """Return what the sections of the known study share."""
    return Facts(*known)


def draw_page(facts: Facts) -> str:
    """Gather, draw and fill the templates."""
    sections = gather_sections(facts)
    return to_html(facts, sections, draw_figures(find_figures(sections)))


@pytest.fixture(scope="session")
def page_of() -> Callable[[Facts], str]:
    """Return the maker of pages."""
    return draw_page


@pytest.fixture(scope="session")
def page(facts: Facts) -> str:
    """Return the page about the known study."""
    return draw_page(facts)


@pytest.fixture(scope="session")
def folder(known: tuple[StudyFile, Results, tuple[Verdict, ...]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the known study once, HTML and PDF."""
    folder = tmp_path_factory.mktemp("report")
    rendered = render(Facts(*known), folder, pdfs=["paper", "summary"])
    assert rendered.notes == ()
    return folder


def example() -> tuple[StudyFile, Results, tuple[Verdict, ...]]:
    """Make all three."""
    made, runs = study(), results()
    file = StudyFile(Path("somewhere/known_truth.yaml"), TEXT, "smoke", "--profile names it", (), made)
    return file, runs, judge(made, runs, scale="paper")


class Small:
    """One claim on runs whose metrics are constant over training."""

    steps = np.arange(0, 101, 10)
    metrics: Mapping[str, Metric] = {
        "train_accuracy": Metric("train_accuracy", "fraction", "higher", 0.1),
        "test_loss": Metric("test_loss", "nat", "lower", 2.3),
        "drift": Metric("drift", "1", "lower", None),
    }

    def run(
        self,
        accuracy: Any = 0.5,  # noqa: ANN401  (a number, or one for each step)
        loss: Any = 1.0,  # noqa: ANN401
        drift: Any = 1.0,  # noqa: ANN401
        *,
        lost: bool = False,
        **more: Any,  # noqa: ANN401
    ) -> RunResult:
        """Make a run with these values, or those given by step; `drift` has three layers."""
        values = {"train_accuracy": accuracy, "test_loss": loss}
        series = {name: Series(self.steps, value * np.ones(len(self.steps))) for name, value in values.items()}
        series["drift"] = Series(self.steps, np.asarray(drift) * np.ones((len(self.steps), 3)), ("1", "2", "3"))
        outcome: Any = "diverged" if lost else "finished"
        made = RunResult("", {}, outcome, 100, "", self.metrics, series, {}, {}, 1.0, "2026-01-01T00:00:00+00:00")
        return replace(made, **more)

    def arm(self, base: float, *lost: int, n: int = 5, **more: Any) -> list[RunResult]:  # noqa: ANN401
        """Make runs whose numbers spread about the base, some of them diverged."""
        off = np.random.default_rng(round(100 * base)).normal(size=(n, 3))
        return [
            self.run(base + 0.02 * x, 1 / base + 0.1 * y, base * np.exp(0.3 * z), lost=seed in lost, **more)
            for seed, (x, y, z) in enumerate(off.tolist())
        ]

    def facts(self, runs: Mapping[str, Any], kind: str, options: Mapping[str, Any], **more: Any) -> Facts:  # noqa: ANN401
        """Judge one hypothesis; `scale` is the profile's, `paper` and `primary` are its own, the rest the study's."""
        scale = more.pop("scale", "paper")
        own = {name: more.pop(name) for name in ("paper", "primary") if name in more}
        claim = {"why_this_margin": "Ours.", "claim": "So.", "test": {kind: options}, **own}
        made = study(hypotheses={"it": claim}, profiles={"smoke": {"scale": scale}}, **more)
        held = Results({arm: dict(each if isinstance(each, dict) else enumerate(each)) for arm, each in runs.items()})
        file = StudyFile(Path("x.yaml"), "study: x\n", "smoke", "named", (), made)
        return Facts(file, held, judge(made, held, scale=scale))

    def claim(self, runs: Mapping[str, Any], kind: str, options: Mapping[str, Any], **more: Any) -> JudgedClaim:  # noqa: ANN401
        """Return the same as figures see it."""
        facts = self.facts(runs, kind, options, **more)
        return JudgedClaim(facts.study, facts.verdicts[0], facts.results)


@pytest.fixture(scope="session")
def small() -> Small:
    """Return the maker of small studies."""
    return Small()
