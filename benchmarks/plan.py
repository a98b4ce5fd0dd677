"""How long ten thousand runs take to plan, keys and all.

Run `python -m benchmarks.plan`.
"""

from benchmarks.timing import computing, measure
from bnreport.runs.plan import plan
from bnreport.study.schema import Study

RATES = 50
SEEDS = 100


def study() -> Study:
    """Return a study of two arms at each learning rate."""
    recipe = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 10}
    arms = {"standard": {"norm": "none"}, "bn": {"norm": "batch"}}
    grid = {"optimizer.lr": [0.001 * (1 + index) for index in range(RATES)]}
    experiment = {"recipe": recipe, "arms": arms, "grid": grid, "probes": {"accuracy": {"every": 5}}}
    test = {"metric": "train_accuracy", "arm": "e.bn", "versus": "e.standard", "margin": 0.1}
    return Study.model_validate(
        {
            "study": "s",
            "title": "t",
            "seeds": {"looks": [SEEDS], "alpha": [0.05]},
            "experiments": {"e": {**experiment, "grid": {}}, "grid": experiment},
            "hypotheses": {"h": {"claim": "c", "superiority": test, "why_this_margin": "w"}},
            "profiles": {"p": {}},
        }
    )


def main() -> None:
    """Print the median, and keep all of it."""
    made = study()
    count = len(plan(made, lambda _: "digest"))
    measure("plan", {f"plan {count:,} runs": lambda: computing(lambda: plan(made, lambda _: "digest"))})


if __name__ == "__main__":
    main()
