"""Mistakes of shape and meaning: each is one line with its place, the value and how to mend it."""

from collections.abc import Callable

import pytest

Say = Callable[..., list[str]]

SUPERIORITY = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"
ASSOCIATION = "association: {metric: test_accuracy, other: test_loss, arms: [net.a], over: seeds, margin: 0}"

LENGTH = (
    "10:7: experiments.net.recipe.steps: must be a length of training: whole steps (200), a share of the steps (10 %) "
    "or epochs (30 epochs). Got "
)

ONE_LINE = [
    # misspelt keys and names, at every level
    ("title:", "titel:", "2:1: titel: unknown key 'titel'. Did you mean 'title'?"),
    ("looks:", "look:", "3:9: seeds.look: unknown key 'look'. Did you mean 'looks'?"),
    ("recipe:", "recipy:", "6:5: experiments.net.recipy: unknown key 'recipy'. Did you mean 'recipe'?"),
    ("dataset:", "datset:", "7:7: experiments.net.recipe.datset: unknown key 'datset'. Did you mean 'dataset'?"),
    (
        "depth:",
        "dept:",
        "8:30: experiments.net.recipe.model.resnet_cifar.dept: unknown key 'dept'. Did you mean 'depth'?",
    ),
    ("lr:", "lrr:", "9:25: experiments.net.recipe.optimizer.sgd.lrr: unknown key 'lrr'. Did you mean 'lr'?"),
    ("norm: none", "nrom: none", "12:11: experiments.net.arms.a.nrom: unknown key 'nrom'. Did you mean 'norm'?"),
    ("group:", "grup:", "13:18: experiments.net.arms.b.norm.grup: unknown norm 'grup'. Did you mean 'group'?"),
    ("acy: {", "cy: {", "15:7: experiments.net.probes.accurcy: unknown probe 'accurcy'. Did you mean 'accuracy'?"),
    ("every:", "evry:", "15:18: experiments.net.probes.accuracy.evry: unknown key 'evry'. Did you mean 'every'?"),
    ("claim:", "clam:", "18:5: hypotheses.h1.clam: unknown key 'clam'. Did you mean 'claim'?"),
    (
        "superiority:",
        "superority:",
        "19:5: hypotheses.h1.superority: unknown hypothesis kind 'superority'. Did you mean",
    ),
    ("metric:", "metrics:", "19:19: hypotheses.h1.superiority.metrics: unknown key 'metrics'. Did you mean 'metric'?"),
    (
        "smoke: {}",
        "smoke: {requirs: cuda}",
        "22:11: profiles.smoke.requirs: unknown key 'requirs'. Did you mean 'requires'?",
    ),
    # wrong types, in words that a reader of YAML knows
    ("a: {norm: none}", "a: none", "12:7: experiments.net.arms.a: must be names with values. Got 'none'."),
    (
        "norm: none",
        "norm: ~",
        "12:11: experiments.net.arms.a.norm: must be one norm, by name or as {name: {option: value}}. Got nothing.",
    ),
    (
        "norm: none",
        "norm: 'a{b} {value}'",
        "12:11: experiments.net.arms.a.norm: unknown norm 'a{b} {value}'. Known: affine,",
    ),
    ("steps: 10", "steps: 1e3", f"{LENGTH}1000.0. Write 1000."),
    ("steps: 10", "steps: true", f"{LENGTH}true."),
    ("steps: 10", "steps: 0o17", f"{LENGTH}'0o17'."),
    ("steps: 10", "steps: 1_000", f"{LENGTH}'1_000'."),
    ("steps: 10", "steps: 0 epochs", "10:7: experiments.net.recipe.steps: must be whole steps (200, or 0 for"),
    ("steps: 10", "steps: 10 %", "10:7: experiments.net.recipe.steps: must be whole steps (200, or 0 for"),
    ("steps: 10", f"steps: {'9' * 30}", f"{LENGTH}999"),
    ("steps: 10", f"steps: {'9' * 5000}", f"{LENGTH}inf."),
    (
        "lr: 0.1",
        "lr: 1e31",
        "9:25: experiments.net.recipe.optimizer.sgd.lr: must be less than or equal to 1e+30. Got 1e+31.",
    ),
    ("lr: 0.1", "lr: yes", "9:25: experiments.net.recipe.optimizer.sgd.lr: must be a number. Got 'yes'."),
    ("lr: 0.1", "lr: true", "9:25: experiments.net.recipe.optimizer.sgd.lr: must be a number. Got true."),
    (
        "title: A toy",
        f"title: [{'x, ' * 90}]",
        "2:1: title: must be text. Got ['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',... (list).",
    ),
    # margins
    (
        SUPERIORITY,
        SUPERIORITY.replace("superi", "noninferi").replace("0.01", "-0.5"),
        "19:72: hypotheses.h1.noninferiority.margin: must be greater than 0. Got -0.5. A margin is",
    ),
    (
        "margin: 0.01",
        "margin: .nan",
        "19:69: hypotheses.h1.superiority.margin: must be a finite number. Got nan. A margin is",
    ),
    (
        "margin: 0.01",
        "margin: .inf",
        "19:69: hypotheses.h1.superiority.margin: must be a finite number. Got inf. A margin is",
    ),
    (
        "margin: 0.01",
        "margin: '0.01'",
        "19:69: hypotheses.h1.superiority.margin: must be a number. Got '0.01'. A margin is",
    ),
    (", margin: 0.01", "", "19:5: hypotheses.h1.superiority.margin: is missing. A margin is"),
    # the test of a hypothesis
    (SUPERIORITY, "", "17:3: hypotheses.h1: has no test; it needs exactly one of these keys: all_of,"),
    (
        SUPERIORITY,
        f"{SUPERIORITY}\n    noninferiority: {{}}",
        "17:3: hypotheses.h1: has 2 tests (superiority, noninferiority); it needs exactly one",
    ),
    (
        "arm: net.b",
        "arm: net.c",
        "19:42: hypotheses.h1.superiority.arm: unknown arm 'net.c'. Did you mean 'net.b'? Known: net.a, net.b.",
    ),
    ("arm: net.b", "arm: b", "19:42: hypotheses.h1.superiority.arm: must name an arm as experiment.arm. Got 'b'."),
    ("arm: net.b", "arm: net.a", "19:54: hypotheses.h1.superiority.versus: compares net.a with itself."),
    (
        "metric: test_accuracy",
        "metric: test_acc",
        "19:19: hypotheses.h1.superiority.metric: unknown metric 'test_acc'. Did you mean 'test_accuracy'?",
    ),
    (
        "metric: test_accuracy",
        "metric: test_acc.5",
        "19:19: hypotheses.h1.superiority.metric: unknown metric 'test_acc'. Did you mean 'test_accuracy'?",
    ),
    (
        SUPERIORITY,
        ASSOCIATION.replace("}", ", other_window: late}"),
        "19:99: hypotheses.h1.association.other_window: unknown window 'late'",
    ),
    (
        "0.01}",
        "0.01, window: [2, 8]}",
        "19:83: hypotheses.h1.superiority.window: must name one of the study's windows. Got [2, 8].",
    ),
    (
        SUPERIORITY,
        f"all_of: {{parts: [{{{SUPERIORITY.replace('net.b', 'net.c')}}}]}}",
        "19:60: hypotheses.h1.all_of.parts.0.superiority.arm: unknown arm 'net.c'.",
    ),
    # names become paths
    (
        "study: toy",
        "study: ../../x",
        "1:1: study: must be lower-case letters, digits and underscores, starting with a letter. Got '../../x'.",
    ),
    (
        "study: toy",
        'study: "toy\\n"',
        "1:1: study: must be lower-case letters, digits and underscores, starting with a letter. Got 'toy\\n'.",
    ),
    ("b: {norm", "b/c: {norm", "13:7: experiments.net.arms.b/c: must be lower-case letters"),
    ("b: {norm", '"b\\nc": {norm', "13:7: experiments.net.arms.b\\nc: must be lower-case letters"),
    # seeds
    ("looks: [2]", "looks: [0]", "3:17: seeds.looks.0: must be greater than or equal to 1. Got 0."),
    ("looks: [2]", "looks: [2, 5]", "3:1: seeds: 2 looks need as many alphas, not 1."),
    ("[2], alpha: [0.05]", "[5, 2], alpha: [0.01, 0.04]", "3:9: seeds.looks: looks must increase, e.g. [5, 10]."),
    ("    probes:", "    looks: [2, 1]\n    probes:", "14:5: experiments.net.looks: looks must not fall, e.g. [5, 5]."),
    ("[2], alpha: [0.05]", "[2, 5], alpha: [0.9, 0.9]", "3:1: seeds: alpha is an error rate, and adds up to 1.8."),
    ("alpha: [0.05]", "alpha: [true]", "3:29: seeds.alpha.0: must be a number. Got true."),
    ("looks: [2]", "looks: [99999999999]", "3:17: seeds.looks.0: must be less than or equal to 1000. Got 99999999999."),
    (
        "smoke: {}",
        "smoke: {experiments: [nett]}",
        "22:25: profiles.smoke.experiments.0: unknown experiment 'nett'. Did you mean 'net'?",
    ),
]


@pytest.mark.parametrize(("old", "new", "line"), ONE_LINE)
def test_one_mistake_is_one_line(text: str, complaints: Say, old: str, new: str, line: str) -> None:
    """A single mistake gives a single line, that says where, what, the value and the remedy."""
    assert old in text
    [said] = complaints(text.replace(old, new, 1))
    assert said.startswith(f"x.yaml:{line}")


@pytest.mark.parametrize("number", ["1e-6", ".5", "1", "1.", "+0.5", "1E-3"])
def test_numbers_are_those_of_yaml_1_2(text: str, complaints: Say, number: str) -> None:
    """`1e-6` is a number, though YAML 1.1 says text."""
    assert complaints(text.replace("lr: 0.1", f"lr: {number}")) == []


def test_all_mistakes_come_at_once_in_the_order_of_the_file(text: str, complaints: Say) -> None:
    """Every wrong line is named in one go, top to bottom."""
    wrong = {
        "title:": "titel:",
        "steps: 10": "steps: x",
        "every: 5": "every: 0",
        "0.01}": "-1, mrgin: 3}",
        "{}": "{reqires: 3}",
    }
    for old, new in wrong.items():
        text = text.replace(old, new)
    said = complaints(text)
    assert [line.split(":")[1:3] for line in said] == [
        ["2", "1"],
        ["10", "7"],
        ["15", "18"],
        ["19", "69"],
        ["19", "81"],
        ["22", "11"],
    ]


def test_shape_meaning_and_profile_come_together(text: str, complaints: Say) -> None:
    """A wrong margin here does not hide an unknown arm there, nor a profile's mistake."""
    other = text.partition("hypotheses:\n")[2].partition("profiles:")[0].replace("h1", "h2").replace("net.b", "net.zz")
    text = text.replace("0.01}", "-1}").replace("profiles:\n", f"{other}profiles:\n")
    text = text.replace("smoke: {}", "smoke: {set: {experiments.nett.recipe.steps: 3}}")
    said = complaints(text)
    assert [line.split(" ")[1] for line in said] == [
        "hypotheses.h1.superiority.margin:",
        "hypotheses.h2.superiority.arm:",
        "profiles.smoke.set:",
    ]


def test_several_unknown_names_of_one_hypothesis(text: str, complaints: Say) -> None:
    """The metric is checked although the arms are unknown too."""
    for old, new in (("test_acc", "test_ac"), ("net.b", "net.y"), ("net.a", "net.z")):
        text = text.replace(old, new)
    assert [line.split(":")[3].rpartition(".")[2] for line in complaints(text)] == ["metric", "arm", "versus"]


def test_a_misspelt_field_is_not_taken_for_a_kind(text: str, complaints: Say) -> None:
    """A hypothesis with two slips gets two lines: the field, and the kind."""
    said = complaints(text.replace("claim:", "clam:").replace("superiority:", "superority:"))
    assert [line.split(": ")[1] for line in said] == ["hypotheses.h1.clam", "hypotheses.h1.superority"]
