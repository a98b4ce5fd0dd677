"""Holm's procedure and the level of each verdict interval."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtr
from statsmodels.stats.multitest import multipletests

from bnreport.stats.multiplicity import holm

ps = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def oracle() -> Any:  # noqa: ANN401  (a module)
    """Return the slow, obvious arithmetic."""
    path = Path(__file__).parents[1] / "oracles" / "stats_paired.py"
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules.setdefault(path.stem, module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


def test_worked_by_hand() -> None:
    """Five p values, with levels and adjusted values from Holm's definition."""
    steps = holm([0.01, 0.04, 0.03, 0.005, 0.6], alpha=0.05)
    assert [step.adjusted for step in steps] == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.6])
    assert [step.level for step in steps] == pytest.approx([0.05 / 4, 0.05 / 3, 0.05 / 3, 0.05 / 5, 0.05 / 3])
    assert [step.rejected for step in steps] == [True, False, False, True, False]


def test_nothing_to_correct() -> None:
    """No hypotheses, no steps; one hypothesis keeps the whole level."""
    assert holm([], 0.05) == ()
    assert holm([0.3], 0.05)[0].level == 0.05


@settings(deadline=None, max_examples=60)
@given(ps)
def test_agrees_with_statsmodels(p: list[float]) -> None:
    """Adjusted p values and decisions are those of multipletests."""
    steps = holm(p, 0.05)
    rejected, adjusted, *_ = multipletests(p, 0.05, method="holm")
    assert [step.adjusted for step in steps] == pytest.approx(adjusted)
    if min(abs(adjusted - 0.05)) > 1e-12:
        assert [step.rejected for step in steps] == list(rejected)


@settings(deadline=None, max_examples=60)
@given(ps)
def test_agrees_with_the_slow_version(oracle: Any, p: list[float]) -> None:  # noqa: ANN401
    """Striking out one p at a time gives the same decisions."""
    assert [step.rejected for step in holm(p, 0.05)] == oracle.holm_decisions(p, 0.05)


@settings(deadline=None, max_examples=60)
@given(ps)
def test_level_and_decision_never_disagree(p: list[float]) -> None:
    """A hypothesis is rejected exactly when its p lies below the level its interval is drawn at."""
    steps = holm(p, 0.05)
    assert [step.rejected for step in steps] == [value < step.level for value, step in zip(p, steps, strict=True)]


@settings(deadline=None, max_examples=60)
@given(ps, st.floats(0, 1))
def test_a_hypothesis_that_cannot_be_tested_takes_nothing_back(p: list[float], later: float) -> None:
    """Whatever p a missing hypothesis gets once its runs arrive, the others keep every rejection."""
    before = holm([*p, 1.0], 0.05)
    after = holm([*p, later], 0.05)
    assert all(new.rejected for old, new in zip(before[:-1], after[:-1], strict=True) if old.rejected)


def test_family_error_is_held() -> None:
    """Eight true nulls that share a baseline: any rejection in at most 5 %, within 4 standard errors."""
    rng = np.random.default_rng(0)
    studies, k, n = 4000, 8, 5
    differences = rng.normal(size=(studies, k, n)) - rng.normal(size=(studies, 1, n))
    t = differences.mean(2) / (differences.std(2, ddof=1) / n**0.5)
    p = 2 * stdtr(n - 1, -np.abs(t))
    rate = np.mean([any(step.rejected for step in holm(row, 0.05)) for row in p])
    assert 0.02 < rate < 0.05 + 4 * (0.05 * 0.95 / studies) ** 0.5
