"""Which seeds of which arms were planned."""

from collections.abc import Callable

from bnreport.judge.verdicts import Verdict
from bnreport.report.planned import planned_seeds, say_runs
from bnreport.results import Results
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_every_arm_of_the_profiles_experiments_is_planned(known: Known) -> None:
    """Also one that was not run; the seeds of the look that was reached."""
    file, results, verdicts = known
    planned = planned_seeds(file.study, file.profile, results, verdicts)
    assert {*planned} - {*results.runs} == {"resnet.fast_standard", "resnet.fast_batchnorm"}
    assert planned["vgg.standard"] == (0, 1, 2, 3, 4)
    assert {*planned_seeds(file.study, file.profile, Results(), ())} == {*planned}


def test_an_experiment_that_the_profile_leaves_out_is_not(make_study: Callable[..., Study]) -> None:
    """A profile may name those that it runs."""
    study = make_study(profiles={"smoke": {"experiments": ["vgg"]}})
    assert {arm.partition(".")[0] for arm in planned_seeds(study, "smoke", Results(), ())} == {"vgg"}


def test_a_profile_that_plans_nothing_says_so(known: Known) -> None:
    """`0 of the 0 runs` is no share of anything."""
    file, results, _ = known
    assert say_runs(file.study, "smoke", Results(), {}) == "profile smoke plans no runs"
    assert say_runs(file.study, "smoke", results, {}) == "profile smoke plans no runs; 30 are stored"
