"""What a study would build, tried before any of it is trained, by a process that alone imports PyTorch.

What was found is remembered beside the store, by what was asked and the code that answered: asked again, it takes no
PyTorch.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from bnreport import datasets, models, probes
from bnreport.datasets.shared.cache import form
from bnreport.errors import MachineError, Problem, SpecError, StoreError
from bnreport.executors.trial import Fault, Trial, trial
from bnreport.files import PACKAGE, checked_path, write_whole
from bnreport.study.arms import trained
from bnreport.study.overrides import UnknownPathError
from bnreport.study.problems import place
from bnreport.study.recipe import PLUGIN_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bnreport.runs.folders import Folders
    from bnreport.study.arms import Condition
    from bnreport.study.resolve import Resolved
    from bnreport.study.schema import Experiment
    from bnreport.study.yaml import Where


class Found(NamedTuple):
    """What trying the networks of studies came to."""

    problems: list[list[Problem]]
    """Of each study."""
    note: str
    """Why some were not tried; empty where all were."""


def try_networks(studies: "Sequence[Resolved]", folders: "Folders") -> Found:
    """Build every network of studies once, in whatever profile, and place what is wrong in their files.

    Args:
        studies: as resolved, each for one profile.
        folders: of data, and of the store, which remembers what was found.

    Raises:
        MachineError: the process that builds them fails.
    """
    if find_spec("torch") is None:
        return Found([[] for _ in studies], "networks were not built: PyTorch is not installed here.")
    unknown: dict[str, None] = {}
    asked = [list(_asked(study, folders, unknown)) for study in studies]
    trials = [each.trial for held in asked for each in held if isinstance(each.trial, Trial)]
    answers = _answers({_digest(each): each for each in trials}, folders)
    problems = [
        list(dict.fromkeys(each.problem(study, fault) for each in held for fault in each.faults(answers)))
        for study, held in zip(studies, asked, strict=True)
    ]
    note = f"networks for {', '.join(unknown)} were not built: its images are not decoded yet. `plan` decodes them."
    return Found(problems, note if unknown else "")


class _Asked(NamedTuple):
    """A trial, and the arm that it is of."""

    trial: "Trial | Fault"
    """Or why there can be none."""
    name: str
    """Of the experiment."""
    experiment: "Experiment"
    arm: str

    def faults(self, answers: "Mapping[str, list[Fault]]") -> list[Fault]:
        """Look up what is wrong with it."""
        return [self.trial] if isinstance(self.trial, Fault) else answers[_digest(self.trial)]

    def problem(self, study: "Resolved", fault: Fault) -> Problem:
        """Place a fault in the study's file."""
        where = ("experiments", self.name, *self._where(fault.part))
        return Problem(place(study.places, where), ".".join(map(str, where)), fault.what)

    def _where(self, part: str) -> "Where":
        """Return where in the experiment the part to blame stands: the recipe, unless grid, tuning or arm sets it."""
        if part.startswith("probes."):
            return tuple(part.split("."))
        condition, _, point = self.arm.partition("/")
        tuning = self.experiment.tuning if point else None
        if tuning and tuning.vary.partition(".")[0] == part:
            return ("tuning", "vary")
        if part == "norm":
            return ("arms", condition, "norm")
        paths = [
            *(("grid", path) for path in self.experiment.grid),
            *(("arms", condition, "set", path) for path in self.experiment.arms[condition].set),
        ]
        return next((where for where in paths if where[-1].partition(".")[0] == part), ("recipe", part))


def _asked(study: "Resolved", folders: "Folders", unknown: dict[str, None]) -> "Iterator[_Asked]":
    """Yield a trial of every arm whose recipe is sound; note the data sets whose form nobody knows yet."""
    for name, experiment in study.study.experiments.items() if study.study else ():
        options = {probe: choice.options for probe, choice in experiment.probes.items()}
        for arm, condition in _conditions(experiment):
            chosen = condition.recipe.dataset
            try:
                data = form(chosen.name, chosen.options, folders.data, folders.decoded)
            except SpecError as error:
                yield _Asked(Fault("dataset", str(error)), name, experiment, arm)
                continue
            if data is None:
                unknown[chosen.name] = None
            else:
                yield _Asked(trial(condition, options, data), name, experiment, arm)


def _conditions(experiment: "Experiment") -> "Iterator[tuple[str, Condition]]":
    """Yield the arms, but for those whose model does not take what their data set has: they have their own line."""
    with suppress(UnknownPathError, ValidationError):  # likewise
        for arm, condition in trained(experiment).items():
            takes = models.registry[condition.recipe.model.name].constants["INPUTS"]
            if takes == datasets.registry[condition.recipe.dataset.name].constants["INPUTS"]:
                yield arm, condition


def _digest(asked: Trial) -> str:
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _answers(asked: "Mapping[str, Trial]", folders: "Folders") -> dict[str, list[Fault]]:
    """Return the faults of each trial: as remembered, or else from a process that builds it."""
    memory, code = checked_path(folders.store), _code()
    known = _remembered(memory, code)
    new = {digest: each for digest, each in asked.items() if digest not in known}
    if new:
        known |= dict(zip(new, _built(list(new.values())), strict=True))
        with suppress(StoreError):  # nothing depends on it but time
            write_whole(memory, json.dumps({"code": code, "faults": known}).encode())
    return {digest: [Fault(*fault) for fault in known[digest]] for digest in asked}


def _code() -> str:
    """Digest PyTorch's version and all that builds and trains a network."""
    folders = [registry.folder for registry in (*PLUGIN_FIELDS.values(), probes.registry)]
    files = [
        path for folder in (*folders, PACKAGE / "training", PACKAGE / "executors") for path in folder.rglob("*.py")
    ]
    return sha256(b"\0".join([version("torch").encode(), *(path.read_bytes() for path in sorted(files))])).hexdigest()


def _remembered(memory: Path, code: str) -> dict[str, list[list[str]]]:
    try:
        held = json.loads(memory.read_bytes())
        return dict(held["faults"]) if held["code"] == code else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _built(asked: "list[Trial]") -> list[list[list[str]]]:
    """Ask the process that imports PyTorch."""
    path = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "bnreport.executors.build"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
        raise MachineError(f"the networks could not be built, because the process that builds them failed: {last}")
    answers: list[list[list[str]]] = json.loads(done.stdout)
    return answers
