"""Study to runs: which trainings the study needs, what each is called, and why it is needed."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport import datasets, models, norms, optimizers, probes
from bnreport.errors import SpecError
from bnreport.registry import ArmName, in_steps
from bnreport.runs.keys import code_digest, probe_digest, run_key
from bnreport.runs.seeds import draw_seed, tuning_seed
from bnreport.study.arms import Condition, conditions, tuning_conditions
from bnreport.study.bind import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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
    tuning: bool = False
    """Whether it tries a value for an arm, and no claim reads it."""

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
        return f"{self.arms[0]} {self.name_of_seed}"

    @property
    def name_of_seed(self) -> str:
        """Say which of an arm's seeds it has, for people."""
        return f"{'tuning ' if self.tuning else ''}seed {self.index}"


def plan(study: "Study", digest: "Callable[[Choice], str]", salt: str = "") -> tuple[Run, ...]:
    """List every run of every declared look, once each, seed by seed so that all arms' first results come early.

    Runs that tune arms come before all others.

    Args:
        study: as resolved for a profile.
        digest: the content digest of a data set.
        salt: of the study's lock; empty without one.
    """
    readers = _readers(study)
    runs: dict[str, Run] = {}
    for arms in ([*_arms(study, digest, tuning=tuning)] for tuning in (True, False)):
        for index, arm in product(range(max((each.looks[-1] for each in arms), default=0)), arms):
            look = bisect_right(arm.looks, index)
            if look == len(arm.looks):
                continue
            seed = tuning_seed(index) if arm.tuning else draw_seed(salt, index)
            key = run_key({**arm.settings, "seed": seed}, data=arm.data, code=arm.code)
            known = runs.get(key)
            _agree(known, arm.name, arm.probes)
            runs[key] = Run(
                key=key,
                condition=arm.condition,
                index=index,
                look=min(known.look, look) if known else look,
                seed=seed,
                data=arm.data,
                probes={**known.probes, **arm.probes} if known else arm.probes,
                arms=(*known.arms, arm.name) if known else (arm.name,),
                needed_by=tuple(dict.fromkeys([*(known.needed_by if known else ()), *readers.get(arm.name, ())])),
                code=arm.code,
                tuning=arm.tuning,
            )
    return tuple(runs.values())


class _Arm(NamedTuple):
    """What the runs of one condition have in common."""

    name: ArmName
    looks: tuple[int, ...]
    """Seeds at each look; tuning has one."""
    probes: dict[str, dict[str, Any]]
    condition: Condition
    settings: dict[str, Any]
    data: str
    code: str
    tuning: bool


def _arms(study: "Study", digest: "Callable[[Choice], str]", *, tuning: bool) -> "Iterator[_Arm]":
    """Yield the arms, or every value tried for one; to tune it takes no other probe than that of the rule's metric."""
    for name, experiment in study.experiments.items():
        tuned = experiment.tuning if tuning else None
        for arm, condition in (tuning_conditions if tuning else conditions)(experiment).items():
            yield _Arm(
                name=ArmName(f"{name}.{arm}"),
                looks=(tuned.seeds,) if tuned else study.looks_of(name),
                probes=_probes(experiment, condition, tuned.select.metric if tuned else None),
                condition=condition,
                settings=_settings(condition),
                data=digest(condition.recipe.dataset),
                code=_code(condition),
                tuning=tuning,
            )


def _probes(experiment: "Experiment", condition: Condition, metric: str | None) -> dict[str, dict[str, Any]]:
    """Return an experiment's probes with their options, lengths in the steps of this condition, and code.

    Only those that measure a metric, if one is named.
    """
    recipe, held = condition.recipe, experiment.probes
    return {
        name: {
            "options": in_steps(probes.registry[name].options, held[name].options, recipe.steps, recipe.epoch),
            "code": probe_digest(probes.registry.path(name)),
        }
        for name in (probes.measuring(metric, held) if metric else held)
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
    """Read off the files: the model's says `STACKS`, the norm's `PER_CHANNEL`, and the optimiser's not `COUPLED`."""
    small = models.registry[condition.recipe.model.name].constants.get("STACKS", False)
    apart = norms.registry[condition.norm.name].constants.get("PER_CHANNEL", False)
    coupled = optimizers.registry[condition.recipe.optimizer.name].constants.get("COUPLED", False)
    return bool(small and apart and not coupled and condition.recipe.precision == "fp32")
