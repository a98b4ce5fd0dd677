"""The codec is exact, and damaged bundles are refused in one line."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bnreport.codec import from_json, to_json
from bnreport.errors import StoreError
from bnreport.report import read_bundle
from bnreport.results import RunResult, Series

AWKWARD = {
    "plain": Series(np.array([1, 2, 3]), np.array([0.1 + 0.2, np.nan, -np.inf])),
    "layers": Series(np.array([5, 9]), np.array([[1e-310, np.inf], [np.nan, -0.0]]), ("a", "b")),
    "empty": Series(np.array([], dtype=np.int64), np.zeros((0, 2)), ("a", "b")),
}


def test_every_number_survives(make_run: Callable[..., RunResult]) -> None:
    """NaN, infinities, denormals, negative zero, two dimensions and none: bit for bit through strict JSON."""
    before = replace(make_run("vgg.standard", 0), series=AWKWARD, seconds=float("inf"))
    after = from_json(json.loads(json.dumps(to_json(before), allow_nan=False)))
    assert replace(after, series={}) == replace(before, series={})
    for name, series in AWKWARD.items():
        assert after.series[name].values.tobytes() == series.values.tobytes()
        assert after.series[name].values.shape == series.values.shape
        assert after.series[name].steps.dtype == np.int64
        assert after.series[name].steps.tolist() == series.steps.tolist()
        assert after.series[name].columns == series.columns


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"bundle": 99}', '{"bundle": 1, "spec": {}, "runs": {"a": 3}}'])
def test_damaged_bundle_is_refused(tmp_path: Path, text: str) -> None:
    """One line that names the file."""
    (tmp_path / "results.json").write_text(text)
    with pytest.raises(StoreError, match=r"results\.json") as caught:
        read_bundle(tmp_path)
    assert "\n" not in str(caught.value)


def test_absent_bundle_is_refused(tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(StoreError, match="Run the study first"):
        read_bundle(tmp_path)
