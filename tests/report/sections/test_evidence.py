"""Evidence by question: the figures that its deciding claims read, and cards."""

from bnreport.report.facts import Facts
from bnreport.report.sections import curves, measurements
from bnreport.report.sections.evidence import gather


def test_each_question_has_its_cards_and_what_its_deciders_read(facts: Facts) -> None:
    """In the study's order, of the arms that these compare; all arms, and what no decider reads, in the appendix."""
    found = gather(facts)
    assert [chapter.name for chapter in found] == [*facts.study.questions]
    assert [[facts.numbers[card.name] for card in chapter.cards] for chapter in found] == [[1, 2, 3], [5, 6]]
    shown = [figure.name for chapter in found for figure in chapter.figures]
    assert {"vgg-train_accuracy-of-noise", "vgg-test_accuracy-of-noise"} <= {*shown}
    rest = [figure.name for chapter in curves.gather(facts) or () for figure in chapter.figures]
    rest += [
        figure.name
        for chapter in measurements.gather(facts) or ()
        for group in chapter.groups
        for figure in group.figures
    ]
    assert "vgg-loss_range" in rest
    assert len({*shown, *rest}) == len(shown + rest)
    curves_of = {figure.name: figure.table for figure in found[0].figures}
    assert {curve.arm for curve in curves_of["vgg-test_accuracy-of-noise"].curves} == {"batchnorm", "standard"}
