"""The JSON Schema of a bundle fits every bundle, and nothing that is damaged."""

import gzip
import json
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

from bnreport.cli.main import app
from bnreport.results import Metric, Results, Series
from bnreport.runs.bundle import packed, read_bundle
from bnreport.study.load import StudyFile

Published = tuple[StudyFile, Results]
REPORTS = sorted((Path(__file__).parents[2] / "reports").glob("*/*/results.json.gz"))


@pytest.fixture(scope="module")
def form() -> jsonschema.Draft202012Validator:
    """Return the validator of what `bnreport schema --results` prints."""
    printed = json.loads(CliRunner().invoke(app, ["schema", "--results"]).stdout)
    jsonschema.Draft202012Validator.check_schema(printed)
    return jsonschema.Draft202012Validator(printed)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_published_bundles_are_read_and_fit(form: jsonschema.Draft202012Validator, path: Path) -> None:
    """Every one in the repository; written again, it has the same bytes."""
    assert packed(*read_bundle(path)) == path.read_bytes()
    assert [error.message for error in form.iter_errors(json.loads(gzip.decompress(path.read_bytes())))] == []


def test_there_is_a_published_bundle() -> None:
    """The test above has something to look at."""
    assert REPORTS


@pytest.fixture
def bundle(published: Published) -> Any:  # noqa: ANN401
    """Return a bundle as it is written, with a run that has every awkward number."""
    file, results = published
    series = {"layers": Series(np.array([5, 9]), np.array([[0.1, np.inf], [np.nan, -np.inf]]), ("a", "b"))}
    odd = replace(results.runs["e.bn"][0], series=series, metrics={"layers": Metric("layers", "1", None)})
    runs = {**results.runs, "e.bn": {0: replace(odd, seconds=float("nan"))}}
    return json.loads(gzip.decompress(packed(file, Results(runs))))


def test_a_bundle_just_written_fits(form: jsonschema.Draft202012Validator, bundle: Any) -> None:  # noqa: ANN401
    """NaN, infinities and columns included, and the checksum is what the schema says of it."""
    assert [error.message for error in form.iter_errors(bundle)] == []
    entry = bundle["runs"][0]
    body = json.dumps({n: entry[n] for n in ("arm", "index", "run")}, separators=(",", ":"), ensure_ascii=False)
    assert sha256(body.removesuffix("}").encode()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("runs", 0, "run", "outcome"), "lost"),
        (("runs", 0, "run", "seconds"), "long"),
        (("runs", 0, "run", "settled"), True),
        (("runs", 0, "index"), "zero"),
        (("runs", 0, "sha256"), "none"),
        (("spec", "resolved", "title"), 7),
        (("spec", "resolved", "hypotheses", "h", "test"), {"superiority": {}}),
        (("spec", "registration"), "none"),
        (("bundle",), 2),
        (("sha256",), "none"),
    ],
)
def test_what_is_damaged_does_not_fit(
    form: jsonschema.Draft202012Validator,
    bundle: Any,  # noqa: ANN401
    place: tuple[str | int, ...],
    value: object,
) -> None:
    """One wrong value is found at its place."""
    damaged = deepcopy(bundle)
    held = damaged
    for name in place[:-1]:
        held = held[name]
    held[place[-1]] = value
    assert not form.is_valid(damaged)
