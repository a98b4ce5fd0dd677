"""Checks of meaning, on a study whose shape is right: do the names it uses exist, can its tests be made?"""

from typing import TYPE_CHECKING, Any

from bnreport import hypotheses
from bnreport.errors import SpecError, unknown
from bnreport.registry import ArmName, WindowName
from bnreport.study.arms import Condition, condition, conditions
from bnreport.study.bind import Binding, bind, claims, experiments_of
from bnreport.study.checks.comparability import unlike_readings
from bnreport.study.checks.compatibility import misfits
from bnreport.study.checks.factors import arm_faults, crossing_faults, grid_faults
from bnreport.study.checks.measured import unmeasured, without
from bnreport.study.checks.questions import question_faults
from bnreport.study.checks.ranges import level_faults, range_faults
from bnreport.study.checks.readings import papers_steps_faults, reading_faults
from bnreport.study.checks.tuning import tuning_faults
from bnreport.study.choice import Choice
from bnreport.study.grid import grid_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.study.bind import WrittenClaim
    from bnreport.study.schema import Experiment, Hypothesis, Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]
    """Where, and what is wrong."""
    Arms = Mapping[str, Condition | None]


def semantic_errors(study: "Study", written: "Mapping[str, Any]", profile: str | None = None) -> "Iterator[Finding]":
    """Yield every mistake of meaning: where it is, and what is wrong.

    Args:
        study: as resolved.
        written: its hypotheses as they stand in the file, those whose shape is wrong too.
        profile: under which, and then nothing is said of experiments that it leaves out, nor of claims that read
            them; None for the file as it stands.
    """
    kept = (profile is not None and study.profiles[profile].experiments) or tuple(study.experiments)
    left_out = study.experiments.keys() - {*kept}
    yield from _profiles(study)
    yield from question_faults(study, written)
    yield from level_faults(study)
    arms: dict[str, Condition | None] = {}
    faulty: set[str] = set()
    for name, experiment in study.experiments.items():
        if name in left_out:
            continue
        wrong = _recipes(experiment) or tuning_faults(study, name)
        found = [(("experiments", name, *where), what) for where, what in wrong]
        yield from found
        if experiment.looks and len(experiment.looks) != len(study.seeds.looks):
            what = f"needs {len(study.seeds.looks)} looks, as many as the study has. Got {list(experiment.looks)}."
            yield ("experiments", name, "looks"), what
        faulty |= {name} if found else set()
        for arm_name, arm in experiment.arms.items():
            for label, point in grid_points(experiment.grid):
                # a name whose recipe is wrong is known all the same: one mistake, one line
                arms[f"{name}.{arm_name}{label}"] = None if found else condition(experiment, arm, point)
    sound = {name: held for name, held in study.experiments.items() if name not in faulty}
    bindable = study.model_copy(update={"experiments": sound})
    for name, hypothesis in study.hypotheses.items():
        if not left_out.isdisjoint(experiments_of(hypothesis.test)):
            continue
        where: Where = ("hypotheses", name, hypothesis.test.name)
        scale = "toy" if profile is None else study.scale_of(profile, experiments_of(hypothesis.test))
        said = list(_claim(hypothesis, bindable, few=scale == "toy"))
        said += _hypothesis(hypothesis, bindable, arms, said=bool(said))
        yield from (((*where, *inner), what) for inner, what in said)
        if scale == "paper" and not said:
            faults = papers_steps_faults(hypothesis, bindable)
            yield from ((("hypotheses", name, "paper", "window"), what) for what in faults)


def _profiles(study: "Study") -> "Iterator[Finding]":
    for name, profile in study.profiles.items():
        named: list[Finding] = [
            (("experiments", index), chosen) for index, chosen in enumerate(profile.experiments or ())
        ]
        if isinstance(profile.scale, dict):
            named += [(("scale", chosen), chosen) for chosen in profile.scale]
            left = [each for each in profile.experiments or study.experiments if each not in profile.scale]
            if left and study.experiments.keys() >= profile.scale.keys():  # else a name was misspelt
                what = f"leaves out {', '.join(left)}. Give each experiment that the profile runs a scale."
                yield ("profiles", name, "scale"), what
        for where, chosen in named:
            if chosen not in study.experiments:
                yield ("profiles", name, *where), unknown("experiment", chosen, study.experiments)


def _recipes(experiment: "Experiment") -> "list[Finding]":
    """Try every arm alone and every value of the grid alone, and all of them together only if each is right."""
    found = [*arm_faults(experiment), *grid_faults(experiment)]
    return found or list(crossing_faults(experiment)) or list(misfits(experiment, conditions(experiment).values()))


def _claim(hypothesis: "Hypothesis", study: "Study", *, few: bool) -> "Iterator[Finding]":
    """Check each part of a claim by itself: what its metric can be, and what is measured where it reads."""
    binding = Binding(study, hypothesis.test)
    for claim in claims(hypothesis.test):
        yield from range_faults(claim)
        yield from reading_faults(claim, binding, few=few)
        yield from unlike_readings(claim, binding)
    read = [name for name in experiments_of(hypothesis.test) if name in study.experiments]
    if len({study.looks_of(name) for name in read}) > 1:
        yield (), "reads experiments with unequal looks. Give them the same."
    if len({study.experiments[name].family for name in read}) > 1:
        yield (), "reads experiments of several families. Give them the same `family`."


def _hypothesis(hypothesis: "Hypothesis", study: "Study", arms: "Arms", *, said: bool) -> "Iterator[Finding]":
    try:
        bind(study, hypothesis.test)
    except SpecError as error:
        # what cannot be bound was most likely said already, at its own place
        yield from (((), str(problem)) for problem in error.problems if not said)
        return
    for claim in claims(hypothesis.test):
        if "parts" not in claim.options:
            yield from (((*claim.where, *inner), what) for inner, what in _names(claim, study, arms))


def _names(claim: "WrittenClaim", study: "Study", arms: "Arms") -> "Iterator[Finding]":
    """Look up every arm, metric and column of a claim, or of a part."""
    options = claim.options
    pairs = [(f"{where}arm", f"{where}versus") for where in ("", "elsewhere_") if f"{where}arm" in options]
    held = [{options[arm], options.get(versus)} for arm, versus in pairs]
    for (arm, versus), pair in zip(pairs, held, strict=True):
        if len(pair) == 1:
            yield (versus,), f"compares {options[arm]} with itself. Name another arm."
    if len(held) > 1 and held[0] == held[1]:
        yield ("elsewhere_arm",), "compares a pair of arms with itself. Name another pair."
    counted = "columns" in hypotheses.registry[claim.kind].options.model_fields  # a share of the columns needs them all
    by = {getattr(study.windows[str(name)], "metric", "") for _, name in claim.named(WindowName)}
    for need in bind(study, Choice(claim.kind, options)).needs():
        if need.arm not in arms:
            yield _option(options, need.arm), unknown("arm", need.arm, arms)
        experiment = study.experiments.get(ArmName(need.arm).experiment)
        whole = counted and need.metric not in by  # a window goes by one number
        if experiment and (what := unmeasured(need.metric, experiment, counted=whole)):
            yield _option(options, need.metric), what
    experiment = study.experiments.get(ArmName(options.get("arm")).experiment)
    for index, column in enumerate(options.get("columns") or ()):
        if experiment and (what := without(options["metric"], column, experiment)):
            yield ("columns", index), what


def _option(options: "dict[str, Any]", value: str) -> "Where":
    """Return which option holds a value, so that the message points at its line."""
    for name, held in options.items():
        if held == value:
            return (name,)
        if isinstance(held, list) and value in held:
            return (name, held.index(value))
    return ()
