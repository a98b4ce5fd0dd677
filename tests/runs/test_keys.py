"""Keys: what changes them and what does not."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnreport import norms, probes
from bnreport.files import PACKAGE
from bnreport.runs import keys, plan
from bnreport.runs.keys import code_digest, probe_digest, run_key
from bnreport.runs.plan import Run
from bnreport.study.arms import Condition
from bnreport.study.choice import Choice
from bnreport.study.fields import Init
from bnreport.study.recipe import ResolvedRecipe, resolved
from bnreport.study.schema import Arm, Recipe

BASE: dict[str, Any] = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 10}
SETTINGS: dict[str, tuple[dict[str, Any], Any, int]] = {
    "base": ({}, "none", 0),
    "seed": ({}, "none", 1),
    "norm": ({}, "batch", 0),
    "norm option": ({}, {"batch": {"momentum": 0.2}}, 0),
    "rate": ({"optimizer": {"sgd": {"lr": 0.2}}}, "none", 0),
    "optimizer": ({"optimizer": "adam"}, "none", 0),
    "depth": ({"model": {"vgg": {"depth": 11}}}, "none", 0),
    "schedule": ({"schedule": {"cosine": {"warmup": 3}}}, "none", 0),
    "augmentation": ({"augment": ["flip", {"crop": {"padding": 2}}]}, "none", 0),
    "precision": ({"precision": "bf16"}, "none", 0),
    "loss": ({"loss": "squared_error"}, "none", 0),
    "stacked": ({"dataset": "gaussian_linear", "model": "deep_linear", "loss": "squared_error"}, "batch", 0),
}
GOLDEN = {
    "base": "6570fd280a7cc1774bdd7e434bd53b4ff497f4956db0a136ebbaa3a237743964",
    "seed": "ecfa3f481ab49a663cad0a4d107713ebccec1e7f9aa2fc279734ecabcf9058a6",
    "norm": "701a0ba2d0cde259f51df45afcaef479170e01c607fc0882650cefc66eeb01b2",
    "norm option": "cb46de887572ddcf9debecf5a79d46509c48e612a4fbc9ea0411e0f7cbcd561e",
    "rate": "6247e0adb0b29917904f0fcdf9ab1d37a13636944d32e7d750f07e12c8e11743",
    "optimizer": "854b9018bc5bc7da6b88bf5fc46a14f5139c09c4d3038ecc6fd5f666b858bd70",
    "depth": "e0b844c6334cc506e134d6a368c6e8dfe444a75cb68944444b1ca37c8e30a95b",
    "schedule": "908d213e640101905bfc537138a14474b24b1c7227534abfb4d7ef73b72d9051",
    "augmentation": "687ca5625cca171616ca4fe16bcb1e78bc58d8a73f24769fe49fb36d38c59873",
    "precision": "34eee15eb58fda2bbb6142abfe9a6af089b3a0e2d7294c0b56b1cbab2960d26b",
    "loss": "7ec2d0ec04611f60cfa35e2d001a3ad6e23404768355eb1c57310fa4809decea",
    "stacked": "d6c292961d0636a43e49abe7ee94e615c818b42eb09612d358b2eddeba445af7",
}


def run(changes: dict[str, Any], norm: Any, seed: int) -> Run:  # noqa: ANN401
    """Return a run of these settings."""
    condition = Condition(resolved(Recipe.model_validate(BASE | changes)), Arm.model_validate({"norm": norm}).norm)
    return Run("", condition, seed, 0, seed, "", {}, (), ())


def key(changes: dict[str, Any], norm: Any, seed: int, *, data: str = "d" * 64) -> str:  # noqa: ANN401
    """Return the key of settings, for a fixed code digest."""
    return run_key(run(changes, norm, seed).settings, data=data, code="c" * 64)


def test_golden_keys() -> None:
    """Stored runs stay found: a change here retrains everything that anybody has stored."""
    assert {name: key(*settings) for name, settings in SETTINGS.items()} == GOLDEN
    assert len(set(GOLDEN.values())) == 12


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": 64},
        {"steps": 11},
        {"init": "he"},
        {"augment": ["flip"]},
        {"optimizer": {"sgd": {"lr": 0.1, "momentum": 0.9}}},
        {"optimizer": {"sgd": {"lr": 0.1, "decay": "weights"}}},
    ],
    ids=str,
)
def test_every_setting_counts(changes: dict[str, Any]) -> None:
    """A key changes with each setting."""
    assert key(changes, "none", 0) not in GOLDEN.values()


def test_data_and_code_count() -> None:
    """Other pixels or other code are another run."""
    assert key({}, "none", 0, data="e" * 64) != GOLDEN["base"]
    assert run_key({}, data="d", code="a") != run_key({}, data="d", code="b")


def test_defaults_are_filled_in() -> None:
    """Writing a default out changes nothing, and 1 is 1.0."""
    spelt = {"model": {"vgg": {"depth": 13, "width": 64}}, "batch_size": 128, "augment": [], "precision": "fp32"}
    assert key(spelt, {"none": {}}, 0) == GOLDEN["base"]
    assert key({"optimizer": {"sgd": {"lr": 1}}}, "none", 0) == key({"optimizer": {"sgd": {"lr": 1.0}}}, "none", 0)


class Longer(ResolvedRecipe):
    """A recipe with a field added later."""

    clip: Init | None = None
    """A plug-in, or none."""


def test_a_field_added_later_counts_where_it_is_used() -> None:
    """What is None does nothing, so the keys of all stored runs stay; what is chosen counts."""
    known = run({}, "none", 0)

    def settings(**more: Choice) -> dict[str, Any]:
        recipe = Longer.model_construct(**dict(known.condition.recipe), **more)
        return replace(known, condition=known.condition._replace(recipe=recipe)).settings

    assert settings() == known.settings
    assert settings(clip=Choice("he", {}))["recipe"]["clip"] == {"he": {}}


def test_whether_a_run_is_stacked_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Side by side, sums come in another order than alone, and so may results."""
    monkeypatch.setattr(plan, "_stacked", lambda _: False)
    assert key(*SETTINGS["stacked"]) != GOLDEN["stacked"]
    assert key(*SETTINGS["base"]) == GOLDEN["base"]


@pytest.mark.parametrize(
    ("norm", "optimizer", "stacked"),
    [
        ("batch", "sgd", True),
        ("batch", "sgd_clipped", False),
        ("batch", "sgd_agc", False),
        ("weight_norm", "sgd", False),
    ],
)
def test_what_would_mix_runs_is_trained_alone(norm: str, optimizer: str, *, stacked: bool) -> None:
    """Neither a norm that changes maps nor an optimiser that measures all gradients together is put side by side."""
    changes = SETTINGS["stacked"][0] | {"optimizer": {optimizer: {"lr": 0.1}}}
    assert run(changes, norm, 0).stackable is stacked


def test_threads_count_where_they_are_not_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """More threads are another order of sums; one is what is meant where none are named."""
    assert "threads" not in run({}, "none", 0).settings
    monkeypatch.setattr(plan, "THREADS", 2)
    assert key(*SETTINGS["base"]) != GOLDEN["base"]


@given(st.permutations(list((BASE | {"schedule": {"cosine": {"warmup": 3}}}).items())))
def test_order_of_the_yaml_does_not_count(items: list[tuple[str, Any]]) -> None:
    """A key ignores in which order settings stand."""
    condition = Condition(resolved(Recipe.model_validate(dict(items))), Arm.model_validate({"norm": "none"}).norm)
    settings = Run("", condition, 0, 0, 0, "", {}, (), ()).settings
    assert run_key(settings, data="d" * 64, code="c" * 64) == GOLDEN["schedule"]
    assert run_key(json.loads(json.dumps(settings)), data="d" * 64, code="c" * 64) == GOLDEN["schedule"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the package that may be edited."""
    copy = tmp_path / "bnreport"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(keys, "PACKAGE", copy)
    return copy


def afresh() -> None:
    """Forget what was read of files that were edited since."""
    keys._file_digest.cache_clear()
    keys._imports.cache_clear()


def digests(package: Path) -> dict[str, str]:
    """Return the code digest of a run of each norm, and of each probe, read afresh."""
    afresh()
    common = [package / "models" / "resnet.py", package / "inits" / "glorot.py"]
    return {name: code_digest([package / "norms" / f"{name}.py", *common]) for name in norms.registry.names} | {
        f"probe {name}": probe_digest(package / "probes" / f"{name}.py") for name in probes.registry.names
    }


def changed(package: Path, file: str, old: str, new: str) -> set[str]:
    """Return the norms whose runs an edit trains again, and the probes that measure again."""
    before = digests(package)
    path = package / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    after = digests(package)
    return {name for name in before if before[name] != after[name]}


def test_an_edit_retrains_only_what_uses_it(package: Path) -> None:
    """A norm's own file concerns its runs; shared code those that import it, directly or not; a docstring none."""
    everything = set(norms.registry.names)
    assert changed(package, "norms/group.py", "return", "pass;return") == {"group"}
    batch = changed(package, "norms/_batch.py", "x.shape[1]", "x.shape[0]")
    assert {"batch", "noisy_batch"} <= batch < everything
    assert "group" not in batch
    assert changed(package, "norms/group.py", '"""', '"""Changed. ') == set()
    assert changed(package, "training/loop.py", "import torch", "import torch  # a remark\n\n") == set()
    assert changed(package, "models/vgg.py", "return", "pass;return") == set()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("training/seeding.py", "module.bias.zero_()", "module.bias.fill_(1)"),
        ("models/_blocks.py", "kernel // 2, bias=False", "kernel // 2, bias=True"),
        ("inits/glorot.py", "xavier_uniform_", "xavier_normal_"),
    ],
)
def test_a_changed_initialisation_changes_every_key(package: Path, file: str, old: str, new: str) -> None:
    """A line that changes how networks start retrains them: the class of bug that open_lth's keys let through."""
    assert changed(package, file, old, new) == set(norms.registry.names)


@pytest.mark.parametrize(
    "statement",
    [
        "from ._batch import BatchNorm",
        "from . import _batch",
        "import bnreport.norms._batch",
        "from bnreport.norms import (\n    _batch,\n)",
        "def later():\n    from bnreport.norms._batch import BatchNorm",
    ],
)
def test_every_form_of_import_is_followed(package: Path, statement: str) -> None:
    """Shared code counts however it is imported."""
    path = package / "norms" / "group.py"
    path.write_text(f"{statement}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert "group" in changed(package, "norms/_batch.py", "x.shape[1]", "x.shape[0]")


@pytest.mark.parametrize("test", ["TYPE_CHECKING", "typing.TYPE_CHECKING"])
def test_what_only_a_type_checker_imports_is_not_followed(package: Path, test: str) -> None:
    """Types of other modules decide nothing; what stands under `else` is imported."""
    path = package / "norms" / "group.py"
    block = f"if {test}:\n    from . import _batch\nelse:\n    from . import _noise\n"
    path.write_text(f"{block}{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert "group" not in changed(package, "norms/_batch.py", "x.shape[1]", "x.shape[0]")
    assert "group" in changed(package, "norms/_noise.py", "self", "this")


def write(package: Path, files: dict[str, str]) -> None:
    """Write files into the package."""
    for name, text in files.items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("file", ["strength.py", "stats/strength.py", "hypotheses/_strength.py", "new/strength.py"])
def test_a_constant_in_any_folder_retrains_what_uses_it(package: Path, file: str) -> None:
    """A helper counts wherever it lies, also through a package that hands it on; others keep their keys."""
    module = file.removesuffix(".py").replace("/", ".")
    write(
        package,
        {
            file: '"""Strength."""\n\nSTRENGTH = 0.5\n',
            "handed/__init__.py": f'"""Hands on."""\n\nfrom bnreport.{module} import STRENGTH\n\nTWICE = 2\n',
        },
    )
    for user, imported in {"norms/_noise.py": f"bnreport.{module}", "probes/objective.py": "bnreport.handed"}.items():
        write(package, {user: f"from {imported} import STRENGTH\n{(package / user).read_text(encoding='utf-8')}"})
    users = {"noise", "noisy_batch", "probe objective"}
    assert changed(package, file, "0.5", "0.6") == users
    assert changed(package, file, "Strength.", "How strong.") == set()
    assert changed(package, "handed/__init__.py", "TWICE = 2", "TWICE = 3") == {"probe objective"}


def test_moving_a_module_retrains_nothing(package: Path) -> None:
    """A helper under another name in another folder, its imports adjusted, is the same code."""
    before = digests(package)
    handed_on = "from bnreport.shared.affine import ScaleShift, Shift"
    write(package, {"shared/__init__.py": f'"""New."""\n\n{handed_on}\n\n__all__ = ["ScaleShift", "Shift"]\n'})
    imports = {
        "norms._affine": "shared.affine",
        "models._blocks": "shared.pieces",
        "probes.shared.moment": "shared.moment",
        "training.seeding": "shared.streams",
    }
    for old, new in imports.items():
        (package / f"{old.replace('.', '/')}.py").rename(package / f"{new.replace('.', '/')}.py")
        for path in package.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            path.write_text(
                text.replace(f"from bnreport.{old} import", f"from bnreport.{new} import"), encoding="utf-8"
            )
    none = package / "norms" / "none.py"
    none.write_text(none.read_text(encoding="utf-8").replace("shared.affine", "shared"), encoding="utf-8")
    assert digests(package) == before
    assert changed(package, "shared/pieces.py", "kernel // 2, bias=False", "kernel // 2, bias=True") == set(
        norms.registry.names
    )


def test_only_what_trains_is_in_a_key(package: Path) -> None:
    """No run depends on the code of specs, verdicts, figures, reports or commands."""
    afresh()
    files = {package / "models" / "resnet.py", *(package / "training").glob("*.py")}
    plugins = {"augmentations", "inits", "losses", "models", "norms", "optimizers", "probes", "schedules"}
    assert {path.relative_to(package).parts[0] for path in keys.closure(files)} == {"training", *plugins}


@pytest.mark.parametrize("name", sorted(keys.EXCEPTED))
def test_what_is_excepted_is_there(name: str) -> None:
    """A module that moves takes its exception along."""
    assert (PACKAGE / f"{name}.py").is_file() or (PACKAGE / name).is_dir()


def test_a_probe_of_other_code_is_another_probe(package: Path) -> None:
    """Readings are kept apart from those of an edited probe; the run's own key does not change."""
    probe, plugins = package / "probes" / "accuracy.py", [package / "norms" / "batch.py"]
    before = keys.probe_digest(probe), code_digest(plugins)
    text = probe.read_text(encoding="utf-8")
    probe.write_text(text.replace("correct / seen", "1 - correct / seen", 1), encoding="utf-8")
    afresh()
    assert keys.probe_digest(probe) != before[0]
    assert code_digest(plugins) == before[1]


def test_how_a_probe_is_drawn_what_it_costs_and_what_it_can_be_change_no_reading(package: Path) -> None:
    """A new figure of a stored measurement, or a better estimate of its cost, needs no training; a new metric does."""
    probe = package / "probes" / "accuracy.py"

    def digest() -> str:
        afresh()
        return probe_digest(probe)

    before = digest()
    text = probe.read_text(encoding="utf-8")
    probe.write_text(text.replace("METRICS = {", 'FIGURES = [\n    {"kind": "x"},\n]\nMETRICS = {'), encoding="utf-8")
    assert digest() == before
    probe.write_text(text.replace("COST = 24", "COST = {'all': 3}"), encoding="utf-8")
    assert digest() == before
    probe.write_text(text.replace("METRICS = {", "RANGES = {'x': (0, 1)}\nMETRICS = {"), encoding="utf-8")
    assert digest() == before
    probe.write_text(text.replace("METRICS = {", "LIMIT = 3\nMETRICS = {"), encoding="utf-8")
    assert digest() != before
