"""Power stands beside every margin."""

from dataclasses import replace

import pytest

from bnreport.judge.verdicts import Verdict
from bnreport.report.facts import Facts
from bnreport.report.sections.power import gather
from bnreport.results import Results
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_power_beside_the_margin(known: Known, facts: Facts) -> None:
    """Margin over MDE is below 1 exactly where more seeds are needed than there were; what never ran says so."""
    made = gather(facts)
    assert (made.primary, made.alpha) == (5, "0.01")
    assert [line.name for line in made.lines] == [v.hypothesis for v in known[2] if v.primary and v.n_analysed]
    for line in made.lines:
        assert (float(line.ratio) < 1) == (int(line.seeds) > int(line.n))
    assert [name for name, _ in made.without] == ["batchnorm_allows_ten_times_the_rate"]
    levels = {v.hypothesis: v.level for v in known[2]}
    assert [float(line.level) for line in made.lines] == pytest.approx(
        [levels[line.name] for line in made.lines], rel=0.01
    )


def test_each_family_has_its_first_step(known: Known, facts: Facts) -> None:
    """The level of one family is not that of another."""
    held = facts.study.experiments
    apart = held["resnet"].model_copy(update={"family": "small nets"})
    study = facts.study.model_copy(update={"experiments": {**held, "resnet": apart}})
    made = gather(replace(facts, file=replace(known[0], study=study)))
    assert made.alpha == "0.0167 and 0.025"
