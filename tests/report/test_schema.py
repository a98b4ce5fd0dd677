"""The schema of results.json fits what is published, and nothing that is damaged."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

from bnreport.cli.main import app
from bnreport.codec import to_json
from bnreport.judge.verdicts import Verdict
from bnreport.report import schema
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.runs.bundle import write_bundle
from bnreport.study.load import StudyFile

PUBLISHED = sorted((Path(__file__).parents[2] / "reports").glob("*/*/results.json"))


@pytest.fixture(scope="module")
def form() -> jsonschema.Draft202012Validator:
    """Return the validator of what the command prints."""
    printed = json.loads(CliRunner().invoke(app, ["schema", "--results"]).stdout)
    jsonschema.Draft202012Validator.check_schema(printed)
    return jsonschema.Draft202012Validator(printed)


@pytest.fixture(scope="module")
def bundle(known: tuple[StudyFile, Results, tuple[Verdict, ...]], tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401
    """Return a bundle as it is written, with a run that has every awkward number."""
    file, results, _ = known
    series = {"layers": Series(np.array([5, 9]), np.array([[0.1, np.inf], [np.nan, -np.inf]]), ("a", "b"))}
    odd = replace(results.runs["vgg.standard"][0], key="0" * 64, series=series, seconds=float("nan"))
    runs = {**results.runs, "vgg.standard": {0: odd}}
    return json.loads(write_bundle(file, Results(runs), tmp_path_factory.mktemp("bundle")).read_text())


def test_published_bundles_fit(form: jsonschema.Draft202012Validator) -> None:
    """Every results.json in the repository."""
    assert PUBLISHED
    for path in PUBLISHED:
        assert [error.message for error in form.iter_errors(json.loads(path.read_text()))] == []


def test_a_bundle_just_written_fits(form: jsonschema.Draft202012Validator, bundle: Any) -> None:  # noqa: ANN401
    """NaN, infinities and columns included."""
    assert [error.message for error in form.iter_errors(bundle)] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("runs", "vgg.standard", "0", "outcome"), "lost"),
        (("runs", "vgg.standard", "0", "seconds"), "long"),
        (("runs", "vgg.standard", "0", "settled"), True),
        (("runs", "vgg.standard", "zero"), {}),
        (("spec", "resolved", "title"), 7),
        (("spec", "resolved", "hypotheses", "batchnorm_raises_test_accuracy", "test"), {"superiority": {}}),
        (("spec", "registration"), "none"),
        (("bundle",), 2),
    ],
)
def test_what_is_damaged_does_not_fit(
    form: jsonschema.Draft202012Validator,
    bundle: Any,  # noqa: ANN401
    place: tuple[str, ...],
    value: object,
) -> None:
    """One wrong value is found at its place."""
    damaged = deepcopy(bundle)
    held = damaged
    for name in place[:-1]:
        held = held[name]
    held[place[-1]] = value
    assert not form.is_valid(damaged)


def test_schema_and_codec_name_the_same_fields(make_run: Callable[..., RunResult]) -> None:
    """A field added to a run, a metric or a series is added to the schema too."""
    run = to_json(make_run("vgg.standard", 0))
    assert set(schema.Run.model_fields) == set(run) == {each.name for each in fields(RunResult)}
    for model, name, kind in ((schema.Metric, "metrics", Metric), (schema.Series, "series", Series)):
        assert set(model.model_fields) == set(run[name]["test_loss"]) == {each.name for each in fields(kind)}
