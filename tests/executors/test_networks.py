"""Networks are tried by another process, faults placed in the file, answers remembered."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bnreport.errors import MachineError
from bnreport.executors import networks
from bnreport.executors.build import faults
from bnreport.executors.networks import Found, try_networks
from bnreport.executors.trial import Trial
from bnreport.runs.folders import Folders
from bnreport.study.load import inspect
from bnreport.study.yaml import parse
from tests.toy import BUILT

TEXT = BUILT + "profiles: {smoke: {}, wide: {set: {seeds.looks: [4]}}}\n"
Try = Callable[..., list[str]]


@pytest.fixture
def places(tmp_path: Path) -> Folders:
    """Folders that do not exist yet."""
    return Folders(tmp_path / "store", tmp_path / "data", tmp_path / "reports")


def attempt(text: str, places: Folders) -> Found:
    """Try the networks of a study in all profiles."""
    inspected = inspect(parse(Path("x.yaml"), text))
    assert inspected.found == []
    return try_networks(list(inspected.profiles.values()), places)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Trial]:
    """Build in this process, and tell what was built."""
    told: list[Trial] = []

    def build(asked: list[Trial]) -> list[list[list[str]]]:
        told.extend(asked)
        return [[list(fault) for fault in faults(each)] for each in asked]

    monkeypatch.setattr(networks, "_built", build)
    return told


def said(text: str, places: Folders) -> list[str]:
    """Return the lines, each once."""
    return list(dict.fromkeys(str(problem) for held in attempt(text, places).problems for problem in held))


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("groups: 2", "groups: 3", "x.yaml:12:11: experiments.net.arms.b.norm: groups must divide channels."),
        ("depth: 8", "depth: 7", "x.yaml:7:7: experiments.net.recipe.model: depth must be 6n + 2"),
        ("[1, 8]", "[1, 9]", "x.yaml:15:27: experiments.net.probes.moments.layers: the network has 8 layers"),
        ("lr: 0.1", "lr: 0.1, nesterov: true", "x.yaml:8:7: experiments.net.recipe.optimizer: sgd: nesterov"),
        (
            "{norm: none}",
            "{norm: none, set: {model.depth: 7}}",
            "x.yaml:11:29: experiments.net.arms.a.set.model.depth: depth must be 6n + 2",
        ),
        (
            "seeds.looks: [4]",
            "experiments.*.recipe.model.depth: 7",
            "x.yaml:7:7: experiments.net.recipe.model: depth must be 6n",
        ),
    ],
)
def test_a_fault_stands_where_it_was_set(places: Folders, old: str, new: str, says: str) -> None:
    """In the recipe or the arm; the same fault of several arms and profiles is said once."""
    [line] = said(TEXT.replace(old, new), places)
    assert line.startswith(says)


@pytest.mark.usefixtures("built")
def test_data_too_large_for_memory_are_refused(places: Folders) -> None:
    """Each option may be right, and all of them together too large."""
    text = TEXT.replace(
        "dataset: digits", "dataset: {gaussian_linear: {draws: 10000, features: 1000}}\n      loss: squared_error"
    )
    text = text.replace("resnet_cifar: {depth: 8, width: 8}", "deep_linear: {depth: 8}").replace(
        "groups: 2", "groups: 5"
    )
    text = text.replace("accuracy: {", "objective: {").replace("test_accuracy", "objective")
    [line] = said(text, places)
    assert line.startswith("x.yaml:6:7: experiments.net.recipe.dataset: gaussian_linear: draws x samples x features^2")


@pytest.mark.usefixtures("built")
def test_a_fault_of_the_grid_stands_there(places: Folders) -> None:
    """At the factor that sets what is wrong."""
    text = TEXT.replace("    probes:", "    grid: {model.depth: [8, 9]}\n    probes:")
    [line] = said(text.replace("net.b, versus: net.a", "net.b/depth=8, versus: net.a/depth=8"), places)
    assert line.startswith("x.yaml:13:12: experiments.net.grid.model.depth: depth must be 6n + 2")


@pytest.mark.usefixtures("built")
def test_a_fault_of_a_value_tried_stands_at_what_is_tuned(places: Folders) -> None:
    """And not at the recipe, whose own value is right."""
    rule = "{vary: model.depth, values: [8, 9], arms: [a], select: {metric: train_accuracy}}"
    [line] = said(TEXT.replace("    probes:", f"    tuning: {rule}\n    probes:"), places)
    assert line.startswith("x.yaml:13:14: experiments.net.tuning.vary: depth must be 6n + 2")


@pytest.mark.usefixtures("built")
def test_all_faults_come_at_once(places: Folders) -> None:
    """Of the norm and of a measurement."""
    lines = said(TEXT.replace("groups: 2", "groups: 3").replace("[1, 8]", "[1, 9]"), places)
    assert [line.split(": ")[1] for line in lines] == [
        "experiments.net.probes.moments.layers",
        "experiments.net.arms.b.norm",
    ]


def test_what_was_built_is_remembered(places: Folders, built: list[Trial], monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is built, whatever was found; other code is asked anew, and so is a damaged memory."""
    wrong = TEXT.replace("groups: 2", "groups: 3")
    first = attempt(wrong, places)
    assert len(built) == 2  # both profiles train the same two networks
    assert (attempt(wrong, places), len(built)) == (first, 2)
    (places.store / "checked.json").write_text("{")
    assert (attempt(wrong, places), len(built)) == (first, 4)
    monkeypatch.setattr(networks, "_code", lambda: "other")
    assert (attempt(wrong, places), len(built)) == (first, 6)


def test_the_code_is_that_of_plugins_and_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of PyTorch may answer otherwise."""
    before = networks._code()
    assert networks._code() == before
    monkeypatch.setattr(networks, "version", lambda _: "0")
    assert networks._code() != before


def test_without_pytorch_one_line_says_so(places: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is built, nothing fails."""
    monkeypatch.setitem(sys.modules, "torch", None)
    assert attempt(TEXT, places) == Found([[], []], "networks were not built: PyTorch is not installed here.")


@pytest.mark.usefixtures("built")
def test_data_whose_form_nobody_knows_is_passed_over(places: Folders) -> None:
    """Images of one's own are known once they are decoded."""
    found = attempt(TEXT.replace("dataset: digits", "dataset: {image_folder: {path: mine}}"), places)
    assert found.problems == [[], []]
    assert found.note.startswith("networks for image_folder were not built")


def test_a_process_that_fails_is_said_in_one_line(places: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed, or without memory."""
    failed = subprocess.CompletedProcess([], 1, "", "Traceback\nMemoryError: no room")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(MachineError, match=r"the process that builds them failed: MemoryError: no room$"):
        attempt(TEXT, places)
