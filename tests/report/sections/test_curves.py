"""Learning curves that no question's evidence shows, experiment by experiment."""

from dataclasses import replace

from bnreport.report.facts import Facts
from bnreport.report.sections.curves import gather
from bnreport.results import Results


def test_each_metric_that_a_claim_reads_has_its_figure(facts: Facts) -> None:
    """And accuracies, here or with a question; what no claim reads has none, and without runs there is no section."""
    found = gather(facts)
    assert found is not None
    here = {figure.name for chapter in found for figure in chapter.figures}
    there = {figure.name.partition("-of-")[0] for figures in facts.drawn.of_questions.values() for figure in figures}
    wanted = {
        f"{net}-{metric}" for net in ("vgg", "resnet") for metric in ("loss_range", "test_accuracy", "train_accuracy")
    }
    assert here | there == wanted
    assert "vgg-train_accuracy" in here & there  # of all arms, and of those that a question compares
    assert gather(Facts(facts.file, Results(), ())) is None
    unasked = replace(facts)
    unasked.__dict__["drawn"] = facts.drawn._replace(rest=())
    assert gather(unasked) is None
