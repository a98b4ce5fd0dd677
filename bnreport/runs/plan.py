"""Study to runs: which trainings the study needs, what each is called, and why it is needed."""

from bisect import bisect_right
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bnreport import datasets, models, norms, probes
from bnreport.errors import SpecError
from bnreport.registry import ArmName, in_steps
from bnreport.runs.keys import code_digest, probe_digest, run_key
from bnreport.study.arms import Condition, conditions
from bnreport.study.bind import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bnreport.study import Choice, Study
    from bnreport.study.schema import Experiment

THREADS = 1
"""Of a worker on a CPU: the order of sums, and so results, must not depend on the number of cores."""


@dataclass(frozen=True)
class Run:
    """One training: a condition with a seed. Arms that resolve to the same condition share it."""

    key: str
    condition: Condition
    index: int
    """Which of the study's seeds, counted from 0."""
    look: int
    """The first declared look, counted from 0, that needs it."""
    seed: int
    """As drawn: what the random streams start from."""
    data: str
    """Digest of the data set."""
    probes: "Mapping[str, Mapping[str, Any]]"
    """Measurements, not keyed: of each its `options` and the digest of its `code`."""
    arms: tuple[ArmName, ...]
    """That it serves."""
    needed_by: tuple[str, ...]
    """Hypotheses that read it; empty where only the figures do."""
    code: str = ""
    """Digest of what trains it."""

    @property
    def settings(self) -> dict[str, Any]:
        """Return what the key is made from, data and code apart."""
        return {**_settings(self.condition), "seed": self.seed}

    @property
    def stackable(self) -> bool:
        """Tell whether it is trained as part of one network with others: small, each channel by itself, in fp32."""
        return _stacked(self.condition)

    @property
    def name(self) -> str:
        """Say which run it is, for people."""
        return f"{self.arms[0]} seed {self.index}"


def plan(study: "Study", digest: "Callable[[Choice], str]", salt: str = "") -> tuple[Run, ...]:
    """List every run of every declared look, once each, seed by seed so that all arms' first results come early.

    Args:
        study: as resolved for a profile.
        digest: the content digest of a data set.
        salt: of the study's lock; empty without one.
    """
    readers = _readers(study)
    arms = [
        (
            ArmName(f"{name}.{arm}"),
            study.looks_of(name),
            _probes(experiment, condition),
            condition,
            _settings(condition),
            digest(condition.recipe.dataset),
            _code(condition),
        )
        for name, experiment in study.experiments.items()
        for arm, condition in conditions(experiment).items()
    ]
    runs: dict[str, Run] = {}
    for index in range(max(looks[-1] for _, looks, *_ in arms)):
        seed = draw_seed(salt, index)
        for arm, looks, asked, condition, settings, data, code in arms:
            look = bisect_right(looks, index)
            if look == len(looks):
                continue
            key = run_key({**settings, "seed": seed}, data=data, code=code)
            known = runs.get(key)
            _agree(known, arm, asked)
            runs[key] = Run(
                key=key,
                condition=condition,
                index=index,
                look=min(known.look, look) if known else look,
                seed=seed,
                data=data,
                probes={**known.probes, **asked} if known else asked,
                arms=(*known.arms, arm) if known else (arm,),
                needed_by=tuple(dict.fromkeys([*(known.needed_by if known else ()), *readers.get(arm, ())])),
                code=code,
            )
    return tuple(runs.values())


def draw_seed(salt: str, index: int) -> int:
    """Return the seed of an index: the first 48 bits of sha256("salt/index"); without a salt the index itself.

    So nobody has seen a run of a locked study before it was locked, and studies with one salt share runs.
    """
    return int.from_bytes(sha256(f"{salt}/{index}".encode()).digest()[:6]) if salt else index


def _probes(experiment: "Experiment", condition: Condition) -> dict[str, dict[str, Any]]:
    """Return an experiment's probes with their options, lengths in the steps of this condition, and code."""
    recipe = condition.recipe
    return {
        name: {
            "options": in_steps(probes.registry[name].options, choice.options, recipe.steps, recipe.epoch),
            "code": probe_digest(probes.registry.path(name)),
        }
        for name, choice in experiment.probes.items()
    }


def _agree(known: Run | None, arm: str, asked: "Mapping[str, Mapping[str, Any]]") -> None:
    """Refuse two arms that share a run and want the same probe with different options: one series cannot be both."""
    for name in set(asked) & set(known.probes) if known else ():
        if known and asked[name] != known.probes[name]:
            first, here = known.probes[name]["options"], asked[name]["options"]
            what = f"{known.arms[0]} and {arm} are the same training, but probe {name} has options {first} in one"
            raise SpecError([f"{what} and {here} in the other. Give both the same."])


def _readers(study: "Study") -> "dict[str, list[str]]":
    """Return, by arm, the hypotheses that read it."""
    readers: dict[str, list[str]] = {}
    for name, hypothesis in study.hypotheses.items():
        test = bind(study, hypothesis.test)
        for need in test.needs():
            readers.setdefault(need.arm, []).append(name)
    return readers


def _code(condition: Condition) -> str:
    """Digest the code that it trains with; its data set is keyed by content."""
    keyed = [each for each in condition.plugins() if each[0] is not datasets.registry]
    return code_digest(registry.path(choice.name) for registry, choice in keyed)


def _settings(condition: Condition) -> dict[str, Any]:
    """Return what is keyed; a field that is None does nothing, so that one added later leaves every key as it was."""
    absent = {name for name, held in condition.recipe if held is None}
    return {
        "recipe": condition.recipe.model_dump(mode="json", exclude={"dataset", *absent}),
        "norm": condition.norm.plain(),
        "stacked": _stacked(condition),
        **({} if THREADS == 1 else {"threads": THREADS}),
    }


def _stacked(condition: Condition) -> bool:
    """Read off the files: the model's says `STACKS` and the norm's `PER_CHANNEL`."""
    small = models.registry[condition.recipe.model.name].constants.get("STACKS", False)
    apart = norms.registry[condition.norm.name].constants.get("PER_CHANNEL", False)
    return bool(small and apart and condition.recipe.precision == "fp32")
