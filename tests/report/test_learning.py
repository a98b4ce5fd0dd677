"""Which curves are drawn."""

import numpy as np

from bnreport.report.learning import metrics
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.spec.models import Hypothesis, Study


def test_a_metric_of_which_a_column_is_read_is_drawn() -> None:
    """Under its own name, in a conjunction too; what no hypothesis reads is not drawn, but for accuracy."""
    names = ("ics", "drift", "loss", "train_accuracy", "x")
    series = {name: Series(np.array([1]), np.array([[1.0, 2.0]]), ("5", "10")) for name in names}
    known = {name: Metric(name, "1", None) for name in names}
    run = RunResult("", {}, "finished", 1, "", known, series, {}, {}, 1.0, "")
    pair = {"arm": "x.a", "versus": "x.b", "margin": 0.1}
    parts = [{"superiority": pair | {"metric": "ics.5"}}, {"equivalence": pair | {"metric": "drift.median"}}]
    claim = Hypothesis.model_validate({"claim": "c", "test": {"all_of": {"parts": parts}}, "why_this_margin": "w"})
    study = Study.model_construct(hypotheses={"h": claim})
    found = metrics(study, Results({"x.a": {0: run}}))
    assert found == {"x": {name: known[name] for name in ("drift", "ics", "train_accuracy")}}
