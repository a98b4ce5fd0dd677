"""Profiles, `--set`, arms' own changes and grids: what they reach, and what is said where they reach nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from bnreport.registry import ArmName, Length
from bnreport.study.arms import conditions
from bnreport.study.grid import grid_points
from bnreport.study.overrides import ordered, override
from tests.study.conftest import load

Say = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "experiments.net.recipe.stepz: 2",
            "24:7: experiments.net.recipe.stepz: unknown key 'stepz'. Did you mean 'steps'?",
        ),
        ("experiments.nett.recipe.steps: 2", "24:7: profiles.smoke.set: unknown name under experiments 'nett'."),
        ("experiments.net.recipe.steps.x: 2", "24:7: profiles.smoke.set: experiments.net.recipe.steps holds a value"),
        ("experiments..x: 2", "24:7: profiles.smoke.set: a part of the path is empty."),
        (
            "experiments.net.recipe.optimizer.lr: -3",
            "24:7: experiments.net.recipe.optimizer.sgd.lr: must be greater than 0. Got -3.",
        ),
        (
            "experiments.net.arms.*.norm.epsilon: 2",
            "24:7: experiments.net.arms.a.norm.none.epsilon: unknown key 'epsilon'.",
        ),
        (
            "experiments.net.recipe.augment: [crop, flp]",
            "24:46: experiments.net.recipe.augment.1: unknown augmentation 'flp'.",
        ),
        ("experiments.net.grid.optimizer.lr: 0.1", "24:7: experiments.net.grid.optimizer.lr: must be a list. Got 0.1."),
        ("study: other", "24:7: profiles.smoke.set: 'study' cannot be changed here."),
        ("'*': 3", "24:7: profiles.smoke.set: '*' cannot be changed here."),
    ],
)
def test_a_profile_that_leads_nowhere_says_where_it_stands(text: str, complaints: Say, path: str, said: str) -> None:
    """The message points at the profile's line, not at what it would have changed."""
    first = complaints(text.replace("smoke: {}", f"smoke:\n    set:\n      {path}"))[0]
    assert first.startswith(f"x.yaml:{said}")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("experiments.net.recipe.steps", "must be path=value, e.g. experiments.*.recipe.steps=100."),
        ("experiments.net.recipe.steps=", "experiments.net.recipe.steps: must be a length of training"),
        ("experiments.net.recipe.steps=[1", "not YAML: the bracket opened in line 1 is never closed."),
        (
            "experiments.net.recipe.model={vgg: {dept: 1, depth: 11}}",
            "experiments.net.recipe.model.vgg.dept: unknown key 'dept'.",
        ),
        (
            "experiments.net.recipe.optimizer={sgd: {lr: -1}}",
            "experiments.net.recipe.optimizer.sgd.lr: must be greater than 0.",
        ),
        ("=5", "a part of the path is empty."),
        ("*.x=5", "'*' cannot be changed here."),
        ("study=../x", "'study' cannot be changed here."),
        (
            "experiments.net.recipe.augment.crop.padding=2",
            "unknown name under experiments.net.recipe.augment 'crop'. Known: none.",
        ),
        ("titel=5", "titel: unknown key 'titel'. Did you mean 'title'?"),
    ],
)
def test_a_wrong_set_option_is_quoted(text: str, complaints: Say, given: str, said: str) -> None:
    """The place of a mistake on the command line is the option itself."""
    [line] = complaints(text, given)
    assert line.startswith(f"--set {given}: {said}")


def test_all_set_options_are_judged_at_once(text: str, complaints: Say) -> None:
    """Three wrong options give three lines."""
    assert len(complaints(text, "x", "titel=3", "experiments.net.recipe.steps=-1")) == 3


def test_set_wins_over_the_profile(text: str, tmp_path: Path) -> None:
    """What was asked for once, on the command line, is applied last."""
    path = tmp_path / "x.yaml"
    path.write_text(text.replace("smoke: {}", "smoke: {set: {experiments.net.recipe.steps: 20}}"))
    assert load(path).study.experiments["net"].recipe.steps == Length(20)
    changed = load(path, "smoke", ["experiments.*.recipe.steps=30"])
    assert changed.study.experiments["net"].recipe.steps == Length(30)


def test_the_more_specific_change_wins_whatever_the_order() -> None:
    """A longer path comes after a shorter, a name after `*`."""
    changes = {"model.vgg.width": 3, "model": {"vgg": {}}, "model.vgg.depth": 11, "*.vgg.depth": 13}
    for given in (changes, dict(reversed(changes.items()))):
        data: dict[str, object] = {"model": "resnet"}
        for path, value in ordered(given):
            override(data, path, value)
        assert data == {"model": {"vgg": {"width": 3, "depth": 11}}}


def test_set_and_grid_hold_paths(text: str, tmp_path: Path) -> None:
    """What follows them is one name, from the command line and from a profile, for a name and for `*`."""
    path = tmp_path / "x.yaml"
    path.write_text(text.replace("smoke: {}", "smoke: {set: {experiments.net.arms.a.set.optimizer.lr: 0.5}}"))
    grid = "experiments.net.grid.optimizer.sgd.momentum=[0.1, 0.2]"
    more = [
        "experiments.net.arms.*.set.model.width=8",
        grid,
        "experiments.net.arms.b.set.steps=7",
        "hypotheses.h1.superiority.arm=net.b/momentum=0.1",
        "hypotheses.h1.superiority.versus=net.a/momentum=0.1",
    ]
    experiment = load(path, "smoke", more).study.experiments["net"]
    assert experiment.arms["a"].set == {"optimizer.lr": 0.5, "model.width": 8}
    assert experiment.arms["b"].set == {"model.width": 8, "steps": 7}
    recipe = conditions(experiment)["a/momentum=0.2"].recipe
    assert recipe.optimizer.options["lr"] == 0.5
    assert recipe.optimizer.options["momentum"] == 0.2
    assert recipe.model.options["width"] == 8


def test_every_plugin_of_the_recipe_may_be_left_unnamed(text: str, tmp_path: Path) -> None:
    """`loss.factor` reaches the loss that the recipe chose, from an arm and from the command line."""
    path = tmp_path / "x.yaml"
    vectors = "dataset: gaussian_linear\n      model: deep_linear\n      loss: squared_error"
    linear = text.replace("dataset: digits\n      model: {resnet_cifar: {depth: 8, width: 4}}", vectors)
    linear = linear.replace("a: {norm: none}", "a: {norm: none, set: {loss.factor: 1.0}}")
    linear = linear.replace("b: {norm: {group: {groups: 2}}}", "b: {norm: batch}")
    linear = linear.replace("accuracy: {every: 5}", "objective: {every: 5}").replace("test_accuracy", "objective")
    path.write_text(linear)
    experiment = load(path, "smoke", ["experiments.net.recipe.loss.factor=0.25"]).study.experiments["net"]
    factors = {name: each.recipe.loss.options["factor"] for name, each in conditions(experiment).items()}
    assert factors == {"a": 1.0, "b": 0.25}


@pytest.mark.parametrize("arm", ["loss", "model", "norm", "recipe"])
def test_an_arm_may_be_called_like_a_field(text: str, tmp_path: Path, arm: str) -> None:
    """A path through it is not one through a plug-in."""
    path = tmp_path / "x.yaml"
    path.write_text(text.replace("a: {norm: none}", f"{arm}: {{norm: none}}").replace("net.a", f"net.{arm}"))
    experiment = load(path, "smoke", [f"experiments.net.arms.{arm}.set.steps=20"]).study.experiments["net"]
    assert experiment.arms[arm].set == {"steps": 20}


def test_set_wins_over_an_arm_that_names_the_plugin(text: str, tmp_path: Path) -> None:
    """Of two spellings of one path, the one asked for last is the one that holds."""
    path = tmp_path / "x.yaml"
    path.write_text(text.replace("a: {norm: none}", "a: {norm: none, set: {optimizer.sgd.lr: 0.3}}"))
    arms = load(path, "smoke", ["experiments.net.arms.a.set.optimizer.lr=0.9"]).study.experiments["net"].arms
    assert arms["a"].set == {"optimizer.sgd.lr": 0.9}


def test_experiments_and_arms_may_be_called_set_and_grid() -> None:
    """Only the fields of these names hold paths."""
    data = {"experiments": {"grid": {"arms": {"set": {"norm": {"group": {}}}}}, "set": {"recipe": {"steps": 1}}}}
    override(data, "experiments.grid.arms.set.norm.groups", 2)
    override(data, "experiments.set.recipe.steps", 3)
    assert data["experiments"]["grid"]["arms"] == {"set": {"norm": {"group": {"groups": 2}}}}
    assert data["experiments"]["set"] == {"recipe": {"steps": 3}}
    recipe = {"model": {"net": {"grid": {"rows": {"first": 1}}}}}
    override(recipe, "model.net.grid.rows.first", 2)
    assert recipe == {"model": {"net": {"grid": {"rows": {"first": 2}}}}}


@pytest.mark.parametrize("path", ["arms.a.set.optimizer.lrr=1", "grid.optimizer.lrr=[1]"])
def test_a_wrong_path_after_set_or_grid_is_quoted(text: str, complaints: Say, path: str) -> None:
    """The place is the option on the command line."""
    first = complaints(text, f"experiments.net.{path}")[0]
    assert first.startswith(f"--set experiments.net.{path}: experiments.net.")
    assert "optimizer.sgd.lrr: unknown key 'lrr'. Did you mean 'lr'?" in first


def _grid(text: str, grid: str) -> str:
    return text.replace("    probes:", f"    grid: {grid}\n    probes:")


@pytest.mark.parametrize(
    ("grid", "labels"),
    [
        ("{optimizer.lr: [0.1, 1e-6]}", ["/lr=0.1", "/lr=1e-06"]),
        (
            "{model: [{resnet_cifar: {depth: 8}}, {resnet_cifar: {depth: 14}}]}",
            ["/model=resnet_cifar(depth=8)", "/model=resnet_cifar(depth=14)"],
        ),
        ("{optimizer: [{sgd: {lr: 0.1}}, {adam: {lr: 0.1}}]}", ["/optimizer=sgd", "/optimizer=adam"]),
        ("{dataset: [{image_folder: {path: a b/c}}, digits]}", ["/dataset=image_folder", "/dataset=digits"]),
        ("{augment: [[], [crop, flip]]}", ["/augment=none", "/augment=crop+flip"]),
        ("{model.width: [4], batch_size: [2, 4]}", ["/width=4/batch_size=2", "/width=4/batch_size=4"]),
    ],
)
def test_grid_points_have_distinct_names_that_hypotheses_can_use(
    text: str, tmp_path: Path, grid: str, labels: list[str]
) -> None:
    """Each crossing is an arm of its own, under a name that the arm pattern takes."""
    path = tmp_path / "x.yaml"
    path.write_text(_grid(text, grid).replace("net.b", f"net.b{labels[0]}").replace("net.a", f"net.a{labels[-1]}"))
    arms = conditions(load(path).study.experiments["net"])
    assert list(arms) == [arm + label for arm in "ab" for label in labels]
    for arm in arms:
        assert TypeAdapter(ArmName).validate_python(f"net.{arm}") == f"net.{arm}"


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        (
            "{optimizer.lr: [0.1, 1.0e-1]}",
            "14:32: experiments.net.grid.optimizer.lr.1: stands twice among the values. Got 0.1.",
        ),
        (
            "{dataset: [{image_folder: {path: a b}}, {image_folder: {path: a_b}}]}",
            "14:12: experiments.net.grid.dataset: has values that read alike in the names of arms: image_folder(path=",
        ),
        (
            "{optimizer.lr: [x]}",
            "14:27: experiments.net.grid.optimizer.lr.0: optimizer.sgd.lr: must be a number. Got 'x'.",
        ),
        (
            "{optimizer.lr: [0.1], optimizer.sgd.lr: [0.2]}",
            "14:33: experiments.net.grid.optimizer.sgd.lr: sets the same value as optimizer.lr.",
        ),
        ("{stepz: [1]}", "14:20: experiments.net.grid.stepz.0: stepz: unknown key 'stepz'. Did you mean 'steps'?"),
        ("{optimizer.lr: []}", "14:12: experiments.net.grid.optimizer.lr: must have 1 or more entries. Got []."),
        (
            f"{{steps: {list(range(1, 502))}}}",
            "5:3: experiments.net: the grid makes 1,002 arms; the limit is 1,000.",
        ),
    ],
)
def test_a_wrong_grid_is_named_at_its_value(text: str, complaints: Say, grid: str, said: str) -> None:
    """One line for the value, whatever the number of arms that it would have made."""
    assert complaints(_grid(text, grid))[0].startswith(f"x.yaml:{said}")


def test_factors_that_end_alike_keep_their_whole_path() -> None:
    """Two grid factors that are both called `width` do not collide."""
    labels = [label for label, _ in grid_points({"model.width": (4,), "other.width": (4, 8)})]
    assert labels == ["/model.width=4/other.width=4", "/model.width=4/other.width=8"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "optimizer.lrr: 1",
            "12:29: experiments.net.arms.a.set.optimizer.lrr: optimizer.sgd.lrr: unknown key 'lrr'. Did you mean 'lr'?",
        ),
        (
            "optimizer.lr: -1",
            "12:29: experiments.net.arms.a.set.optimizer.lr: optimizer.sgd.lr: must be greater than 0. Got -1.",
        ),
        ("norm: batch", "12:29: experiments.net.arms.a.set.norm: norm: unknown key 'norm'."),
        (
            "optimizer.adam.lr: 1",
            "12:29: experiments.net.arms.a.set.optimizer.adam.lr: unknown name under optimizer.sgd 'adam'.",
        ),
    ],
)
def test_a_wrong_change_of_an_arm_is_one_line(text: str, complaints: Say, change: str, said: str) -> None:
    """The hypotheses that name the arm are not blamed too."""
    [line] = complaints(text.replace("a: {norm: none}", f"a: {{norm: none, set: {{{change}}}}}"))
    assert line.startswith(f"x.yaml:{said}")
