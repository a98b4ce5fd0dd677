"""A claim bound to its study: names of windows become windows, lengths of training steps of the claim's arms."""

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from pydantic import ValidationError

from bnreport import hypotheses
from bnreport.errors import SpecError, unknown
from bnreport.registry import ArmName, Length, WindowName, lengths_of
from bnreport.results import Window
from bnreport.study.choice import Choice
from bnreport.study.windows import FixedWindow, ProgressWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.study.schema import Study
    from bnreport.study.yaml import Where


class WrittenClaim(NamedTuple):
    """A claim, or a part of a conjunction, and where it stands in the options of the whole."""

    where: "Where"
    kind: str
    options: dict[str, Any]

    def named(self, *kinds: type) -> "Iterator[tuple[str, Any]]":
        """Yield its options of one of these types, or lists of them, as far as they are written."""
        types = _types(self.kind)
        for name, value in self.options.items():
            if value is not None and not types.get(name, frozenset()).isdisjoint(kinds):
                yield name, value

    @property
    def arms(self) -> tuple[ArmName, ...]:
        """Every arm that it names."""
        held = [value if isinstance(value, list) else [value] for _, value in self.named(ArmName)]
        return tuple(dict.fromkeys(ArmName(arm) for arms in held for arm in arms if isinstance(arm, str)))


@cache
def _types(kind: str) -> "dict[str, frozenset[Any]]":
    """Return, by option of a kind, its type and those that it is made of."""
    fields = hypotheses.registry[kind].options.model_fields
    return {name: frozenset({field.annotation, *get_args(field.annotation)}) for name, field in fields.items()}


def claims(test: Choice) -> "Iterator[WrittenClaim]":
    """Yield a claim and, of a conjunction, each part that is of a known kind."""
    yield WrittenClaim((), test.name, test.options)
    for index, part in enumerate(test.options.get("parts") or ()):
        for kind, options in part.items():
            if kind in hypotheses.registry.names:
                for inner in claims(Choice(kind, options)):
                    yield inner._replace(where=("parts", index, kind, *inner.where))


def arms_of(test: Choice) -> tuple[ArmName, ...]:
    """Return every arm that a claim names, its parts' too."""
    return tuple(dict.fromkeys(arm for claim in claims(test) for arm in claim.arms))


def experiments_of(test: Choice) -> tuple[str, ...]:
    """Return every experiment that a claim reads."""
    return tuple(dict.fromkeys(arm.experiment for arm in arms_of(test)))


def runs_in(study: "Study", test: Choice) -> bool:
    """Tell whether all experiments that a claim reads run under the profile that the study is resolved for."""
    return study.experiments.keys() >= {*experiments_of(test)}


def looks_of(study: "Study", test: Choice) -> tuple[int, ...]:
    """Return the seeds at each look of a claim: of its experiments that run, all alike; else the study's."""
    running = [name for name in experiments_of(test) if name in study.experiments]
    return max(map(study.looks_of, running), default=study.seeds.looks)


def family_of(study: "Study", test: Choice) -> str:
    """Return the family of a claim: of its experiments that run, all alike; empty for the one without a name."""
    running = [study.experiments[name].family for name in experiments_of(test) if name in study.experiments]
    return next(filter(None, running), "")


def over(test: Choice, window: str) -> Choice:
    """Return a claim read over another window of its study; one that reads no window stays as it is."""
    fields = [name for name, types in _types(test.name).items() if WindowName in types]
    return Choice(test.name, {**test.options, **dict.fromkeys(fields, window)})


def labels_of(study: "Study", test: Choice) -> dict[str, str]:
    """Return what people read of every arm that a claim names; no two read the same."""
    return study.labels(arms_of(test))


class Binding:
    """What a claim of a study is bound with: its arms and the steps that they train."""

    def __init__(self, study: "Study", test: Choice, fewest: int = 1) -> None:
        """Take a claim; arms whose experiments do not run under the profile have no steps.

        Args:
            study: as resolved.
            test: the claim.
            fewest: readings in a fixed window below which a run has no number; at initialisation one will do.
        """
        self.study = study
        self.fewest = fewest
        self.arms = arms_of(test)

    @cached_property
    def runs(self) -> set[tuple[int, int | None]]:
        """Steps of its arms' runs, with those of an epoch where they are known: as many as there are unlike ones."""
        held = self.study.experiments
        runs = [held[arm.experiment].lengths.get(arm.condition) for arm in self.arms if arm.experiment in held]
        return {run for run in runs if run}

    def steps(self, length: Length) -> int | None:
        """Return a length in steps of the claim's arms; None where none of them runs.

        Raises:
            SpecError: it is relative, and the arms train unequally long, or nobody knows how long an epoch is.
        """
        if length.unit == "steps":
            return length.steps(0)
        if len(self.runs) > 1:
            counts = " or ".join(map(str, sorted({run[0] for run in self.runs})))
            raise SpecError([f"reads {length}, and its arms train {counts} steps. Write steps, or train all alike."])
        for run in self.runs:
            try:
                return length.steps(*run)
            except ValueError as error:
                raise SpecError([f"{error}. Write steps."]) from None
        return None

    def window(self, written: object) -> Window | None:
        """Return a window by its name; None where none of the claim's arms runs.

        Raises:
            SpecError: the study has none of that name, or its length cannot be told.
        """
        if isinstance(written, Window):
            return written
        if written not in self.study.windows:
            raise SpecError([unknown("window", written, self.study.windows)])
        window = self.study.windows[str(written)]
        if isinstance(window, FixedWindow):
            first, last = map(self.steps, window.between)
            fewest = 1 if last == 0 or {steps for steps, _ in self.runs} == {0} else self.fewest
            return None if first is None or last is None else Window("fixed", first, last, fewest=fewest)
        if isinstance(window, ProgressWindow):
            low, high = window.between
            return Window("progress", metric=window.metric, low=low, high=high)
        length = self.steps(window.length)
        if length is None:
            return None
        return Window("step", metric=window.metric, level=window.level, length=length, arms=self.arms)

    def options(self, kind: str, written: dict[str, Any]) -> dict[str, Any]:
        """Return a claim's options, or a part's, bound; those that the kind refuses are left for it to say so."""
        try:
            hypotheses.validate(kind, written)
        except (SpecError, ValidationError):
            return written
        windows = {name: self.window(value) for name, value in WrittenClaim((), kind, written).named(WindowName)}
        held = lengths_of(hypotheses.registry[kind].options, written)
        steps = {name: self.steps(length) for name, length in held.items() if isinstance(length, Length)}
        return {**written, **windows, **steps, **self._parts(written)}

    def _parts(self, written: dict[str, Any]) -> dict[str, Any]:
        parts = written.get("parts")
        if parts is None:
            return {}
        return {"parts": [{kind: self.options(kind, held) for kind, held in part.items()} for part in parts]}


def bind(study: "Study", test: Choice, fewest: int = 1) -> "Test":
    """Make what judges a claim of a study: its kind, with the options bound.

    Args:
        study: as resolved.
        test: the claim.
        fewest: readings in a fixed window below which a run has no number.

    Raises:
        SpecError: the options contradict each other, or a window or length means nothing for the claim's arms.
    """
    options = Binding(study, test, fewest).options(test.name, test.options)
    bound: Test = hypotheses.registry.create(test.name, **options)
    return bound.under(study.analysis.equivalence)
