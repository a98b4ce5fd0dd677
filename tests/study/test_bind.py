"""A claim's windows and lengths in steps of its arms."""

from typing import Any

import pytest

from bnreport.errors import SpecError
from bnreport.results import Window
from bnreport.study.bind import Binding, arms_of, bind, claims, looks_of
from bnreport.study.choice import Choice
from bnreport.study.schema import Study

WINDOWS: dict[str, Any] = {
    "early": {"align": "step", "from": {"train_accuracy": 0.2}, "length": "10 %"},
    "first_fifth": {"align": "fixed", "between": [1, "20 %"]},
    "same_progress": {"align": "progress", "metric": "train_accuracy", "between": [0.2, 0.4]},
    "start": {"align": "fixed", "between": [0, 9]},
    "epoch": {"align": "fixed", "between": [0, "1 epoch"]},
}
SUPERIORITY = {"metric": "train_accuracy", "reduce": "mean", "arm": "e.a", "versus": "e.b", "margin": 0.1}
TIME = {"metric": "train_accuracy", "threshold": 0.5, "arm": "e.a", "versus": "e.b", "margin": 1.1}


def study(**arms: Any) -> Study:  # noqa: ANN401
    """Return a study of two arms that train 200 steps, unless said otherwise."""
    recipe = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 200}
    held = {"a": {"norm": "batch"}, "b": {"norm": "none"}} | arms
    return Study.model_validate(
        {
            "study": "s",
            "title": "t",
            "windows": WINDOWS,
            "experiments": {"e": {"recipe": recipe, "arms": held}},
            "hypotheses": {"h": {"claim": "c", "superiority": SUPERIORITY, "why_this_margin": "w"}},
            "profiles": {"p": {}},
        }
    )


def window(name: object, of: Study | None = None) -> Window | None:
    """Return what a claim with that window reads."""
    [measure] = bind(of or study(), Choice("superiority", SUPERIORITY | {"window": name})).measures
    return measure.window


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("first_fifth", Window("fixed", 1, 40)),
        ("start", Window("fixed", 0, 9)),
        ("epoch", Window("fixed", 0, 12)),
        ("early", Window("step", metric="train_accuracy", level=0.2, length=20, arms=("e.a", "e.b"))),
        ("same_progress", Window("progress", metric="train_accuracy", low=0.2, high=0.4)),
        (None, None),
    ],
)
def test_a_window_comes_by_its_name(name: object, bound: Window | None) -> None:
    """Shares are shares of the steps that the claim's arms train."""
    assert window(name) == bound


def test_every_part_of_a_conjunction_is_bound() -> None:
    """A window by steps starts where all arms of the claim are, those of other parts too."""
    early = {"window": "early", "reduce": "mean"}
    other = SUPERIORITY | {"arm": "e.c"}
    test = Choice("all_of", {"parts": [{"superiority": SUPERIORITY | early}, {"noninferiority": other | early}]})
    bound = bind(study(c={"norm": "group"}), test)
    windows = [measure.window for _, part in bound.parts for measure in part.measures]
    assert [held.arms for held in windows if held] == [("e.a", "e.b", "e.c")] * 2
    assert arms_of(test) == ("e.a", "e.b", "e.c")
    assert [claim.where for claim in claims(test)] == [
        (),
        ("parts", 0, "superiority"),
        ("parts", 1, "noninferiority"),
    ]


@pytest.mark.parametrize(("budget", "steps"), [(150, 150), ("50 %", 100), ("2 epochs", 24), (None, None)])
def test_a_budget_is_in_steps(budget: object, steps: int | None) -> None:
    """Without one the kind waits for as long as the runs train."""
    assert getattr(bind(study(), Choice("time_to_threshold", TIME | {"budget": budget})), "budget") == steps  # noqa: B009


def test_arms_that_train_unequally_have_no_shares_in_common() -> None:
    """Steps mean the same for both."""
    unequal = study(b={"norm": "none", "set": {"steps": 100}})
    with pytest.raises(SpecError, match="reads 20 %, and its arms train 100 or 200 steps"):
        window("first_fifth", unequal)
    assert window("start", unequal) == Window("fixed", 0, 9)


def test_an_epoch_that_nobody_knows_is_said() -> None:
    """A folder of images does not say how many there are."""
    folder = {"norm": "none", "set": {"dataset": {"image_folder": {"path": "x"}}}}
    both = study(a=folder, b=folder)
    with pytest.raises(SpecError, match="1 epochs cannot be told in steps"):
        window("epoch", both)
    assert window("first_fifth", both) == Window("fixed", 1, 40)


def test_an_unknown_window_is_named() -> None:
    """With the one that is spelt most like it."""
    with pytest.raises(SpecError, match="unknown window 'erly'"):
        window("erly")


def test_only_experiments_that_run_have_looks() -> None:
    """One that the profile leaves out asks for no seeds; where none runs, the claim has the study's."""
    whole = study()
    more = whole.experiments["e"].model_copy(update={"looks": (9,)})
    across = Choice("superiority", SUPERIORITY | {"versus": "f.b"})
    held = {name: whole.model_copy(update={"experiments": {name: each}}) for name, each in (("e", more), ("f", more))}
    assert looks_of(whole, across) == (5,)
    assert [looks_of(each, across) for each in held.values()] == [(9,), (9,)]
    assert looks_of(held["f"], Choice("superiority", SUPERIORITY)) == (5,)
    few = whole.experiments["e"].model_copy(update={"looks": (2,)})
    assert looks_of(whole.model_copy(update={"experiments": {"e": few}}), across) == (2,)


def test_a_claim_of_experiments_that_do_not_run_reads_nothing() -> None:
    """Its arms have no steps to take a share of; it has no runs either."""
    whole = study()
    away = whole.model_copy(update={"experiments": {"f": whole.experiments["e"]}})
    assert window("first_fifth", away) is None
    assert window("start", away) == Window("fixed", 0, 9)
    assert Binding(away, Choice("superiority", SUPERIORITY)).runs == set()
