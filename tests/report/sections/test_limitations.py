"""What was trained, at which scale, and what that leaves open."""

from dataclasses import replace

import pytest

from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.sections import checklist, limitations
from bnreport.results import Results
from bnreport.study.choice import Choice
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_limits_say_what_was_trained_and_what_that_leaves_open(facts: Facts) -> None:
    """One data set, networks by name, missing arms, standing, departures."""
    found = limitations.gather(facts)
    assert [(reach.experiment, reach.datasets, reach.steps, reach.seeds) for reach in found.reach] == [
        ("vgg", "digits", "2,000", "5"), ("resnet", "digits", "600", "5"),
    ]  # fmt: skip
    limits = " ".join(found.limits)
    for words in (
        "one data set, digits",
        "fast standard in resnet and fast batchnorm in resnet",
        "unregistered: no lock",
    ):
        assert words in limits
    assert found.departures is not None
    assert len(found.departures) == 2


def test_verdicts_are_conditional_on_data_that_no_seed_varies(known: Known, facts: Facts) -> None:
    """Of a data set that is drawn at random each seed has its own; the checklist says the same."""
    digits = "verdicts are conditional on these samples, since every seed trains on the same samples of digits and is"
    assert any(limit.startswith(f"V{digits[1:]}") for limit in limitations.gather(facts).limits)
    drawn = Choice("gaussian_linear", {"samples": 10, "features": 2, "draws": 5})
    held = known[0].study.experiments
    vgg = held["vgg"].model_copy(update={"recipe": held["vgg"].recipe.model_copy(update={"dataset": drawn})})
    study = known[0].study.model_copy(update={"experiments": {**held, "vgg": vgg}})
    mixed = Facts(replace(known[0], study=study), known[1], ())
    said = limitations.say_data(mixed)
    assert said.startswith(digits)
    assert said.endswith("; of gaussian linear each seed has a draw of its own")
    answers = {item.question: item.answer for item in checklist.gather(mixed)}
    assert answers["What do intervals vary over?"].endswith(said)


@pytest.mark.parametrize(("scale", "said"), [("paper", 0), ("toy", 1)])
def test_a_study_of_no_paper_is_not_compared_with_one(known: Known, scale: str, said: int) -> None:
    """Neither its scale nor departures are those of a paper; a toy is a toy all the same."""
    file, results, _ = known
    profile = file.study.profiles["smoke"].model_copy(update={"scale": scale})
    study = file.study.model_copy(update={"profiles": {"smoke": profile}, "source": None})
    found = limitations.gather(Facts(replace(file, study=study), results, ()))
    assert (len(found.scales), found.departures) == (said, None)
    assert "paper" not in " ".join(found.scales)


@pytest.mark.parametrize("scale", ["paper", "reduced", "toy"])
def test_limitations_name_the_scale(known: Known, scale: str) -> None:
    """Each says whether numbers, verdicts or nothing it is compared with ours."""
    file, results, _ = known
    profile = file.study.profiles["smoke"].model_copy(update={"scale": scale})
    study = file.study.model_copy(update={"profiles": {"smoke": profile}})
    [said] = limitations.gather(Facts(replace(file, study=study), results, ())).scales
    assert said.startswith("This profile is ")
    assert {"paper": "it is compared with ours", "reduced": "numbers are not", "toy": "none of its questions"}[
        scale
    ] in said


def test_experiments_of_unlike_scales_are_named(known: Known) -> None:
    """One sentence would be false of one of them; what a profile does not name is at the paper's scale."""
    file, results, _ = known
    profile = file.study.profiles["smoke"].model_copy(update={"scale": {"vgg": "reduced"}})
    study = file.study.model_copy(update={"profiles": {"smoke": profile}})
    said = limitations.gather(Facts(replace(file, study=study), results, ())).scales
    assert [sentence.partition(" the paper")[0] for sentence in said] == [
        "vgg: smaller than",
        "resnet: at the scale of",
    ]


def test_arms_that_are_partly_missing_are_named(known: Known) -> None:
    """A limit that a reader must know: how many of the planned seeds an arm has."""
    file, results, verdicts = known
    runs = {**results.runs, "vgg.standard": {0: results.runs["vgg.standard"][0]}}
    said = " ".join(limitations.gather(Facts(file, Results(runs), verdicts)).limits)
    assert "Runs of standard in vgg, " in said


def test_many_networks_of_a_kind_are_counted() -> None:
    """Three are named; of more, that they are so many says that not every combination was trained."""
    made = [
        Choice("mlp", {"depth": depth, "width": width, "bias": None}) for depth, width in ((128, 32), (8, 32), (32, 16))
    ]
    assert limitations._networks(made) == "mlp (depth 128, width 32), mlp (depth 8, width 32), mlp (depth 32, width 16)"
    more = [*made, Choice("mlp", {"depth": 8, "width": 16, "bias": "he"})]
    assert limitations._networks(more) == "4 of mlp: depth 8, 32 or 128; width 16 or 32; bias he or none"
