"""A figure's words and its table."""

import csv
from io import StringIO
from urllib.parse import unquote

from bnreport.judge.verdicts import Verdict
from bnreport.report.card import card
from bnreport.report.facts import Facts
from bnreport.results import Results
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def test_figure_words_hold_the_numbers(facts: Facts) -> None:
    """Alt text states the conclusion; the CSV holds every number drawn, unrounded."""
    made = card(facts, facts.primary[1])
    figure = made.figures[0]
    assert figure.table.alt.startswith(f"Supported: effect {dict(made.facts)['Estimate']}, 95 % interval")
    table = list(csv.reader(StringIO(unquote(figure.csv.partition(",")[2]))))
    assert table[0] == ["seed", "batchnorm (fraction)", "standard (fraction)", "effect (fraction)"]
    for _, arm, versus, effect in table[1:6]:
        assert float(effect) == float(arm) - float(versus)
    assert [row[0] for row in table[6:9]] == ["estimate", "95 % low", "95 % high"]
