"""Study to runs."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bnreport
from bnreport.errors import SpecError
from bnreport.runs.plan import plan
from bnreport.runs.seeds import draw_seed
from bnreport.study import Choice
from bnreport.study.schema import Study

RECIPE = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 10}


ANY = {
    "h": {
        "claim": "c",
        "superiority": {"metric": "train_accuracy", "arm": "e.long", "versus": "e.short", "margin": 0.1},
        "why_this_margin": "w",
    }
}


def study(**changes: Any) -> Study:  # noqa: ANN401
    """Return a study of two arms and a hypothesis."""
    arms = {"standard": {"norm": "none"}, "bn": {"norm": "batch"}}
    test = {"metric": "train_accuracy", "arm": "e.bn", "versus": "e.standard", "margin": 0.1}
    fields: dict[str, Any] = {
        "study": "s",
        "title": "t",
        "seeds": {"looks": [2, 3], "alpha": [0.01, 0.04]},
        "experiments": {"e": {"recipe": RECIPE, "arms": arms, "probes": {"accuracy": {"every": 5}}}},
        "hypotheses": {"h": {"claim": "c", "superiority": test, "why_this_margin": "w"}},
        "profiles": {"p": {}},
    }
    return Study.model_validate(fields | changes)


def digest(_: object) -> str:
    """Stand in for the data's content."""
    return "d"


def tuned(**changes: Any) -> Study:  # noqa: ANN401
    """Return the same study with learning rates tried for its arms, and one more probe."""
    rates = {"vary": "optimizer.lr", "values": [0.1, 0.3], "select": {"metric": "train_accuracy"}} | changes
    held = study().experiments["e"].model_dump()
    probes = {"accuracy": {"every": 5}, "objective": {"every": 5}}
    return study(experiments={"e": held | {"probes": probes, "tuning": rates}})


def test_tuning_comes_first_on_seeds_of_its_own() -> None:
    """Each value as often as the study says, measured by what the rule reads alone; no claim reads it."""
    planned = plan(tuned(seeds=3, arms=["bn"]), digest)
    first, rest = planned[:6], planned[6:]
    assert [run.name for run in first] == [
        f"e.bn/lr={rate} tuning seed {seed}" for seed in range(3) for rate in (0.1, 0.3)
    ]
    assert {(run.tuning, run.look, run.needed_by, *run.probes) for run in first} == {(True, 0, (), "accuracy")}
    assert [run.condition.recipe.optimizer.options["lr"] for run in first] == [0.1, 0.3] * 3
    assert [run.seed for run in first] == [2**48 + seed for seed in (0, 0, 1, 1, 2, 2)]
    assert not any(run.tuning for run in rest)


def test_tuning_changes_no_run_of_a_claim() -> None:
    """Whoever tunes arms keeps the runs that are there."""
    assert [run.key for run in plan(tuned(), digest) if not run.tuning] == [run.key for run in plan(study(), digest)]


def test_a_lock_leaves_tuning_as_it_was() -> None:
    """What was selected before the lock is what the report shows after it; the runs of verdicts are new."""
    before, after = plan(tuned(), digest), plan(tuned(), digest, "5a" * 16)
    assert [run.key for run in before if run.tuning] == [run.key for run in after if run.tuning]
    assert {run.key for run in before if not run.tuning}.isdisjoint(run.key for run in after)


def experiment(norm: Any, every: int = 5) -> dict[str, Any]:  # noqa: ANN401
    """Return an experiment of one arm."""
    return {"recipe": RECIPE, "arms": {"only": {"norm": norm}}, "probes": {"accuracy": {"every": every}}}


def test_seed_by_seed() -> None:
    """All arms' first seeds come first, of every declared look; results go by index, keys by the seed as drawn."""
    planned = plan(study(), digest)
    assert [run.name for run in planned] == [f"e.{arm} seed {seed}" for seed in range(3) for arm in ("standard", "bn")]
    assert [(run.index, run.look) for run in planned] == [(0, 0)] * 2 + [(1, 0)] * 2 + [(2, 1)] * 2
    assert [run.settings["seed"] for run in planned] == [run.seed for run in planned] == [0, 0, 1, 1, 2, 2]
    assert {run.needed_by for run in planned} == {("h",)}


def test_seeds_of_a_locked_study_are_drawn_with_its_salt() -> None:
    """People read the index; another salt makes other runs of every arm."""
    salted, other, plain = (plan(study(), digest, salt) for salt in ("5a" * 16, "a5" * 16, ""))
    assert [run.seed for run in salted[::2]] == [draw_seed("5a" * 16, index) for index in range(3)]
    assert [(run.name, run.index) for run in salted] == [(run.name, run.index) for run in plain]
    assert all(run.settings["seed"] == run.seed for run in salted)
    assert not {run.key for run in salted} & ({run.key for run in other} | {run.key for run in plain})
    assert [run.key for run in plan(study(study="other", title="o"), digest, "5a" * 16)] == [run.key for run in salted]


def test_probes_are_planned_in_steps_of_their_own_run() -> None:
    """A share is one of each arm's own steps, never less than it may come to; an epoch is one of its own data."""
    arms = {"short": {"norm": "batch"}, "long": {"norm": "batch", "set": {"steps": 1000}}}
    looks = {
        "accuracy": {
            "every": {"share": "10 %", "at_least": 20},
            "until": "50 %",
            "test": {"every": "20 %", "samples": 9},
        },
        "sharpness": {"every": "1 epoch"},
    }
    planned = plan(study(experiments={"e": {"recipe": RECIPE, "arms": arms, "probes": looks}}, hypotheses=ANY), digest)
    asked = [{name: look["options"] for name, look in run.probes.items()} for run in planned[:2]]
    assert [each["accuracy"] for each in asked] == [
        {"every": 20, "until": 5, "test": {"every": 2, "samples": 9}},
        {"every": 100, "until": 500, "test": {"every": 200, "samples": 9}},
    ]
    assert [each["sharpness"]["every"] for each in asked] == [12, 12]


def test_one_run_serves_every_arm_that_resolves_to_it() -> None:
    """Defaults written out and other experiments make no new run."""
    same = {"e": study().experiments["e"], "f": experiment({"batch": {"momentum": 0.1}})}
    planned = plan(study(experiments=same), digest)
    assert len(planned) == 6
    assert planned[1].arms == ("e.bn", "f.only")
    assert planned[1].needed_by == ("h",)


def test_a_shared_run_is_trained_at_the_first_look_that_needs_it() -> None:
    """Whichever arm's look that is, and whatever comes after."""
    early, late = experiment("batch") | {"looks": [2, 3]}, experiment("batch") | {"looks": [1, 3]}
    for order in ({"early": early, "late": late}, {"late": late, "early": early}):
        claims = {"h": ANY["h"] | {"superiority": ANY["h"]["superiority"] | {"arm": "early.only", "versus": "e.bn"}}}
        planned = plan(study(experiments=order, hypotheses=claims), digest)
        assert [(run.index, run.look) for run in planned] == [(0, 0), (1, 0), (2, 1)]


def test_a_shared_run_is_needed_by_the_claims_of_every_arm() -> None:
    """A look trains what an undecided claim reads, though another claim reads the first arm."""
    test = {"metric": "train_accuracy", "arm": "f.only", "versus": "e.standard", "margin": 0.1}
    claims = study().hypotheses | {"other": {"claim": "c", "superiority": test, "why_this_margin": "w"}}
    same = {"e": study().experiments["e"], "f": experiment("batch")}
    first, second, *_ = plan(study(experiments=same, hypotheses=claims), digest)
    assert (first.arms, first.needed_by) == (("e.standard",), ("h", "other"))
    assert (second.arms, second.needed_by) == (("e.bn", "f.only"), ("h", "other"))


def test_a_shared_run_has_the_probes_of_every_arm() -> None:
    """It is measured by all that any of its arms asks for, and a run of one arm by that arm's own."""
    other = experiment("batch") | {"probes": {"objective": {"every": 7}}}
    planned = plan(study(experiments={"e": study().experiments["e"], "f": other}), digest)
    every = {run.arms: {name: held["options"]["every"] for name, held in run.probes.items()} for run in planned}
    assert every == {("e.standard",): {"accuracy": 5}, ("e.bn", "f.only"): {"accuracy": 5, "objective": 7}}


def test_one_training_cannot_be_probed_in_two_ways() -> None:
    """The same run with two options of one probe is refused in one line that names both."""
    with pytest.raises(SpecError, match=r"e\.bn and f\.only are the same training.*'every': 5.*'every': 7"):
        plan(study(experiments={"e": study().experiments["e"], "f": experiment("batch", every=7)}), digest)


def test_data_decide_the_key() -> None:
    """The same study on other data is other runs."""
    assert {run.key for run in plan(study(), digest)}.isdisjoint(run.key for run in plan(study(), lambda _: "e"))


PLANNER = """
import sys
from bnreport.runs.plan import plan
from bnreport.study.schema import Study
print(*(run.key for run in plan(Study.model_validate_json(sys.argv[1]), lambda _: "d")))
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "counts"),
    [
        ("norms/batch.py", "return", "pass;return", True),
        ("models/vgg.py", "return", "pass;return", True),
        ("optimizers/sgd.py", "return", "pass;return", True),
        ("schedules/constant.py", "return 1.0", "return 0.5", True),
        ("inits/glorot.py", "xavier_uniform_", "xavier_normal_", True),
        ("losses/cross_entropy.py", "F.cross_entropy(outputs, targets)", "2 * F.cross_entropy(outputs, targets)", True),
        ("losses/squared_error.py", "factor *", "2 * factor *", False),
        ("augmentations/flip.py", "< 0.5", "< 0.4", True),
        ("datasets/digits.py", "return", "pass;return", False),
    ],
)
def test_the_code_of_every_choice_decides_the_key(tmp_path: Path, file: str, old: str, new: str, counts: bool) -> None:  # noqa: FBT001
    """An edit of any file that the recipe names is another run; of another file, or of a data set, none."""
    copy = tmp_path / "bnreport"
    shutil.copytree(Path(bnreport.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    arms = {"only": {"norm": "batch", "set": {"augment": ["flip"]}}}
    test = {"metric": "train_accuracy", "arm": "e.only", "versus": "e.only", "margin": 0.1}
    asked = study(
        experiments={"e": {"recipe": RECIPE, "arms": arms, "probes": {}}},
        hypotheses={"h": {"claim": "c", "superiority": test, "why_this_margin": "w"}},
    )
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    command = [sys.executable, "-c", PLANNER, asked.model_dump_json()]
    edited = subprocess.check_output(command, cwd=tmp_path, text=True).split()  # noqa: S603
    assert len(edited) == 3
    assert (edited != [run.key for run in plan(asked, digest)]) == counts


def grid(rates: int, seeds: int = 20) -> Study:
    """Return a study with two arms, and the same two at so many learning rates, each with so many seeds."""
    crossed = {"grid": {"optimizer.lr": tuple(0.001 * (1 + index) for index in range(rates))}}
    usual = study().experiments["e"]
    looks = {"looks": [seeds], "alpha": [0.05]}
    return study(experiments={"e": usual, "g": usual.model_dump() | crossed}, seeds=looks)


def test_twice_the_runs_are_twice_the_work(lines_run: Callable[[Callable[[], object]], int]) -> None:
    """Per run about 17 lines of code, per arm 400: at thousands of runs nobody waits."""
    planned = plan(grid(20, 40), digest)
    assert len({run.key for run in planned}) == len(planned) == 1680
    work = lines_run(lambda: plan(grid(10), digest))
    assert work < 2 * (17 * 440 + 400 * 22)
    assert lines_run(lambda: plan(grid(10, 40), digest)) < 2.02 * work
    assert lines_run(lambda: plan(grid(20), digest)) < 2.02 * work


def test_data_are_digested_once_an_arm() -> None:
    """However many seeds there are."""
    asked: list[Choice] = []

    def counted(choice: Choice) -> str:
        asked.append(choice)
        return "d"

    assert len(plan(grid(10), counted)) == 440
    assert len(asked) == 22
