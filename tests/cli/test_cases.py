"""Small studies that were once answered wrongly: by a traceback, after minutes, after training, or not at all."""

from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

TEXT = """\
study: small
title: T
seeds: {looks: [3], alpha: [0.05]}
experiments:
  e:
    recipe:
      dataset: digits
      model: {resnet_cifar: {depth: 8, width: 8}}
      optimizer: {sgd: {lr: 0.1}}
      batch_size: 128
      steps: 20
    arms:
      a: {norm: batch}
      b: {norm: none}
    probes: {accuracy: {every: 4}}
hypotheses:
  h:
    claim: A beats B.
    superiority: {metric: test_accuracy, arm: e.a, versus: e.b, margin: 0.01}
    why_this_margin: because
profiles:
  smoke: {scale: toy}
"""
CLAIM = "superiority: {metric: test_accuracy, arm: e.a, versus: e.b, margin: 0.01}"
RACE = "time_to_threshold: {{metric: test_accuracy, arm: e.a, versus: e.b, margin: 1.1, {}}}"
REFUSED = {
    "batch_larger_than_data": (
        "batch_size: 128",
        "batch_size: 100000",
        "10:7",
        "must be 1442 at most, the training samples of digits: the full batch. Got 100000.",
    ),
    "crop_huge": (
        "steps: 20\n",
        "augment: [{crop: {padding: 100000}}]\n      steps: 20\n",
        "11:25",
        "must be less than or equal to 256. Got 100000.",
    ),
    "deep_linear_digits": (
        "resnet_cifar: {depth: 8, width: 8}",
        "deep_linear: {depth: 5}",
        "8:7",
        (
            "deep_linear takes vectors, and digits has images. "
            "Choose image_mlp or preact_resnet or resnet or resnet_cifar or vgg."
        ),
    ),
    "depth7": (
        "depth: 8",
        "depth: 7",
        "8:7",
        "depth must be 6n + 2 (8, 14, 20, 32, 44, 56, 110 ...). Got 7. The nearest is 8.",
    ),
    "depth_huge": ("depth: 8", "depth: 600002", "8:30", "must be less than or equal to 10000. Got 600002."),
    "group_not_dividing": (
        "b: {norm: none}",
        "b: {norm: {group: {groups: 3}}}",
        "14:11",
        "groups must divide channels. Got 3 for 8 channels. Choose 2, or a model whose widths are multiples of 3.",
    ),
    "layers_out": (
        "{accuracy: {every: 4}}",
        "{accuracy: {every: 4}, moments: {every: 5, layers: [99]}}",
        "15:56",
        "the network has 8 layers, and none of number 99. Name lower ones.",
    ),
    "long_title": ("title: T", f"title: {'x' * 100_000}", "2:1", "must have 200 characters at most. Got 'xxxx"),
    "lr_1e300": ("lr: 0.1", "lr: 1e300", "9:25", "must be less than or equal to 1e+30. Got 1e+300."),
    "margin_huge": (
        "margin: 0.01",
        "margin: 5",
        "19:65",
        "must be below 1: test_accuracy is a fraction, and no two differ by more. Got 5.",
    ),
    "ttt_budget_gt": (
        CLAIM,
        RACE.format("threshold: 0.5, budget: 5000"),
        "19:100",
        "must end within the recipe's 20 steps. Got 5000.",
    ),
    "ttt_thr_2": (
        CLAIM,
        RACE.format("threshold: 2.0").replace("test_", "train_"),
        "19:85",
        "must lie between 0 and 1: train_accuracy is a fraction. Got 2.",
    ),
    "warmup_gt_steps": (
        "      steps: 20\n",
        "      schedule: {cosine: {warmup: 2000}}\n      steps: 20\n",
        "11:27",
        "must be 20 steps at most: the whole run. Got 2000.",
    ),
    "width_huge": ("width: 8", "width: 1000000", "8:40", "must be less than or equal to 65536. Got 1000000."),
}
"""What is replaced, by what, where that is wrong, and how the answer begins after its place's name."""


def test_each_is_refused_in_one_line_with_its_place(call: Callable[..., Result], tmp_path: Path) -> None:
    """One mistake, one line: file, line, column, what is wrong; those of all files in one go."""
    for name, (old, new, *_) in REFUSED.items():
        assert TEXT.count(old) == 1
        (tmp_path / f"{name}.yaml").write_text(TEXT.replace(old, new))
    paths = [tmp_path / f"{name}.yaml" for name in REFUSED]
    result = call("check", *paths)
    assert (result.exit_code, result.stdout) == (1, "")
    said = {line.removeprefix(f"{tmp_path}/").partition(".yaml")[0]: line for line in result.stderr.splitlines()}
    assert len(said) == len(result.stderr.splitlines())
    expected = {name: (f"{tmp_path}/{name}.yaml:{place}", what) for name, (*_, place, what) in REFUSED.items()}
    assert {
        name: (line.partition(": ")[0], line.split(": ", 2)[2][: len(expected[name][1])]) for name, line in said.items()
    } == expected


def test_designs_that_never_decide_are_warned_of(call: Callable[..., Result], tmp_path: Path) -> None:
    """With how many seeds it takes; of several claims, at the level where Holm starts."""
    trains = "trains: {metric: test_accuracy, arm: e.a, versus: e.b, margin: 0}"
    texts = {
        "seeds_1": TEXT.replace("looks: [3]", "looks: [1]"),
        "trains_2seeds": TEXT.replace("looks: [3]", "looks: [2]").replace(CLAIM, trains),
        "trains_3seeds": TEXT.replace(
            "hypotheses:\n",
            f"hypotheses:\n  t:\n    claim: A trains.\n    {trains}\n    why_this_margin: all or nothing\n",
        ),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    result = call("check", *(tmp_path / f"{name}.yaml" for name in texts), "--quiet")
    assert result.exit_code == 0
    no = "no outcome decides the claim at level"
    assert result.stderr.replace(f"{tmp_path}/", "").splitlines() == [
        f"seeds_1.yaml: warning: hypotheses.h: with 1 seed {no} 0.05; it takes 2.",
        f"trains_2seeds.yaml: warning: hypotheses.h: with 2 seeds {no} 0.05; it takes 3.",
        f"trains_3seeds.yaml: warning: hypotheses.t: with 3 seeds {no} 0.025; it takes 4.",
    ]


def test_many_arms_with_long_names_are_sound(call: Callable[..., Result], tmp_path: Path) -> None:
    """Eight arms whose names fill a line each."""
    arms = "".join(f"      resnet20_with_batchnorm_after_conv_and_lr_0{n}: {{norm: batch}}\n" for n in range(8))
    path = tmp_path / "long.yaml"
    path.write_text(TEXT.replace("      a: {norm: batch}\n", f"{arms}      a: {{norm: batch}}\n"))
    result = call("check", path)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, f"{path}: sound. 1 hypothesis, profiles smoke.")
