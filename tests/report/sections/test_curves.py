"""Learning curves, experiment by experiment."""

from bnreport.report.facts import Facts
from bnreport.report.sections.curves import gather
from bnreport.results import Results


def test_each_metric_that_a_claim_reads_has_its_figure(facts: Facts) -> None:
    """And accuracies; what no claim reads has none, and without runs there is no section."""
    found = gather(facts)
    assert found is not None
    assert [(chapter.experiment, [figure.name for figure in chapter.figures]) for chapter in found] == [
        (name, [f"{name}-{metric}" for metric in ("loss_range", "test_accuracy", "train_accuracy")])
        for name in ("vgg", "resnet")
    ]
    assert gather(Facts(facts.file, Results(), ())) is None
