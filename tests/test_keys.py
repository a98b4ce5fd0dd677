"""Keys: what changes them and what does not."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnreport import keys, norms
from bnreport.keys import PACKAGE, code_digest, probe_digest, run_key, significant
from bnreport.plan import Run
from bnreport.spec.arms import Condition
from bnreport.spec.models import Arm, Recipe

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
}
GOLDEN = {
    "base": "127d53da6450c81d77629d1ae6c477487281c1a757c98b139008e2d0b01bbee1",
    "seed": "52c79e5ec5cbbf0ee1d920a8dec7e6152f23ec135293b51ebd6da179c9444cd3",
    "norm": "7eb9e3d8dce4fa190681e788ff04c5f3f8d9e3c23b0458ebe6325ec88128a1cd",
    "norm option": "cd72296d2d95662c4e2044d03ddac678fa72a3a86b7d1ba333664d12263de6bc",
    "rate": "1cebcead2445e106ac7a429d7d2db110f07c185fc7495a752ad386540ba9b119",
    "optimizer": "baa3c8031f8d3dc4a52713a71cd154ce063c0be5c503b17082fdef31485d3498",
    "depth": "1e78dfeb89146cf7d858ba738dcb82e1bfa2a402f52a53920fec91028b12512a",
    "schedule": "70ec313b32ddda88e5501dbce3ae9158b0806a78fe3d42eb79491efc165de7cb",
    "augmentation": "bc21fa80a9785a4b2f1a2ff21fd5c5f732d815ccec42e21179e2fcaec534b975",
    "precision": "f57bd17a37865fed4e4b13c6ac4520a9c05968b8c9c8e39b67dcac3243edb519",
    "loss": "d5e1e1a1902eb68263a7540d373d5b76236ee6cd029730ea3e40950e18feac25",
}


def key(changes: dict[str, Any], norm: Any, seed: int, *, data: str = "d" * 64) -> str:  # noqa: ANN401
    """Return the key of settings, for a fixed code digest."""
    condition = Condition(Recipe.model_validate(BASE | changes), Arm.model_validate({"norm": norm}).norm)
    return run_key(Run("", condition, seed, "", {}, (), ()).settings, data=data, code="c" * 64)


def test_golden_keys() -> None:
    """Stored runs stay found: a change here retrains everything that anybody has stored."""
    assert {name: key(*settings) for name, settings in SETTINGS.items()} == GOLDEN
    assert len(set(GOLDEN.values())) == 11


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": 64},
        {"steps": 11},
        {"init": "he"},
        {"augment": ["flip"]},
        {"optimizer": {"sgd": {"lr": 0.1, "momentum": 0.9}}},
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


@given(st.permutations(list((BASE | {"schedule": {"cosine": {"warmup": 3}}}).items())))
def test_order_of_the_yaml_does_not_count(items: list[tuple[str, Any]]) -> None:
    """A key ignores in which order settings stand."""
    recipe = Recipe.model_validate(dict(items))
    run = Run("", Condition(recipe, Arm.model_validate({"norm": "none"}).norm), 0, "", {}, (), ())
    assert run_key(run.settings, data="d" * 64, code="c" * 64) == GOLDEN["schedule"]
    assert run_key(json.loads(json.dumps(run.settings)), data="d" * 64, code="c" * 64) == GOLDEN["schedule"]


BEFORE = '''"""Module."""

import os  # why

# a remark
@decorated
class A:
    """Class."""

    text = """one

    # no comment\x20
    """  # a comment

    def f(self, x="#"):
        """Function.

        More.
        """
        return f"{x}# stays"  # goes

    def g(self): "nothing else"; return "ä"  # goes

    def h(self, y=1): "only this"

    class B:
        """Only a docstring."""
'''
AFTER = '''import os
@decorated
class A:
    text = """one

    # no comment\x20
    """
    def f(self, x="#"):
        return f"{x}# stays"
    def g(self): ; return "ä"
    def h(self, y=1): pass
    class B:
        pass'''


def test_significant_strips_what_says_nothing() -> None:
    """Comments, docstrings and blank lines go; strings stay to the last space, wherever a docstring stands."""
    assert significant(BEFORE) == AFTER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('x = """a\n\nb"""\n', 'x = """a\nb"""\n'),
        ('x = """a \nb"""\n', 'x = """a\nb"""\n'),
        ('x = f"""a \n{1}\n\nb"""\n', 'x = f"""a\n{1}\nb"""\n'),
        ('x = "#1"\n', 'x = "#2"\n'),
        ('def f(x=1): "doc"\n', 'def f(x=2): "doc"\n'),
        ('def f(): "ü"; return 1\n', 'def f(): "ü"; return 2\n'),
        ("if x:\n    y()\n    z()\n", "if x:\n    y()\nz()\n"),
        ('x = "a\x0c"\n#\n', 'x = "b\x0c"\n#\n'),
    ],
)
def test_significant_keeps_what_counts(one: str, other: str) -> None:
    """Two programs that differ have different texts."""
    assert significant(one) != significant(other)


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14"])
def test_every_python_gives_the_same_text(version: str) -> None:
    """A run trained under one Python is found under another."""
    program = shutil.which(f"python{version}")
    path = str(PACKAGE / "keys.py")
    script = f"import runpy, sys; print(runpy.run_path({path!r})['significant'](sys.stdin.read()), end='')"
    environment = {**os.environ, "PYTHONPATH": "", "PYTHONIOENCODING": "utf-8"}
    source = BEFORE + 'y = f"""{1:\n>4}  \n\n# text {"in"}  \n"""  # out\n'
    if program is None:
        pytest.skip(f"no Python {version} here")
    done = subprocess.run(  # noqa: S603  (a Python of this machine)
        [program, "-c", script], input=source, capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode and "Traceback" not in done.stderr:
        pytest.skip(f"no Python {version} here")
    assert done.stdout == significant(source)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the keyed code that may be edited."""
    copy = tmp_path / "bnreport"
    for folder in keys.LOOKING:
        shutil.copytree(PACKAGE / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(keys, "PACKAGE", copy)
    return copy


def digests(package: Path) -> dict[str, str]:
    """Return the code digest of a run of each norm, read afresh."""
    keys._file_digest.cache_clear()
    keys._imports.cache_clear()
    common = [package / "models" / "resnet.py", package / "inits" / "glorot.py"]
    return {name: code_digest([package / "norms" / f"{name}.py", *common]) for name in norms.registry.names}


def changed(package: Path, file: str, old: str, new: str) -> set[str]:
    """Return the norms whose runs an edit trains again."""
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
    "statement", ["from ._batch import BatchNorm", "from . import _batch", "import bnreport.norms._batch"]
)
def test_every_form_of_import_is_followed(package: Path, statement: str) -> None:
    """Shared code counts however it is imported."""
    path = package / "norms" / "group.py"
    path.write_text(f"{statement}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert "group" in changed(package, "norms/_batch.py", "x.shape[1]", "x.shape[0]")


def test_a_probe_of_other_code_is_another_probe(package: Path) -> None:
    """Readings are kept apart from those of an edited probe; the run's own key does not change."""
    probe, plugins = package / "probes" / "accuracy.py", [package / "norms" / "batch.py"]
    before = keys.probe_digest(probe), code_digest(plugins)
    text = probe.read_text(encoding="utf-8")
    probe.write_text(text.replace("correct / seen", "1 - correct / seen", 1), encoding="utf-8")
    keys._file_digest.cache_clear()
    assert keys.probe_digest(probe) != before[0]
    assert code_digest(plugins) == before[1]


def test_how_a_probe_is_drawn_changes_no_reading(package: Path) -> None:
    """A new figure of a stored measurement needs no training; a new metric does."""
    probe = package / "probes" / "accuracy.py"

    def digest() -> str:
        keys._file_digest.cache_clear()
        keys._imports.cache_clear()
        return probe_digest(probe)

    before = digest()
    text = probe.read_text(encoding="utf-8")
    probe.write_text(text.replace("METRICS = {", 'FIGURES = [\n    {"kind": "x"},\n]\nMETRICS = {'), encoding="utf-8")
    assert digest() == before
    probe.write_text(text.replace("METRICS = {", "LIMIT = 3\nMETRICS = {"), encoding="utf-8")
    assert digest() != before
