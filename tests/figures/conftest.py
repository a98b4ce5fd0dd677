"""The report's study with known truth, and makers of claims about it."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bnreport.results import RunResult
from bnreport.study.schema import Study
from tests.figures.ordered_claims import Made, maker

REPORT: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[1] / "report" / "conftest.py"))


@pytest.fixture(scope="session")
def make_study() -> Callable[..., Study]:
    """Return the study's maker."""
    made: Callable[..., Study] = REPORT["study"]
    return made


@pytest.fixture(scope="session")
def make_run() -> Callable[..., RunResult]:
    """Return the runs' maker."""
    made: Callable[..., RunResult] = REPORT["run"]
    return made


@pytest.fixture(scope="session")
def made(make_study: Callable[..., Study]) -> Made:
    """Return the maker of a judged claim about arms in their order."""
    return maker(make_study)


@pytest.fixture(scope="session")
def small() -> Any:  # noqa: ANN401  (of the report's conftest)
    """Return the maker of small studies."""
    return REPORT["Small"]()


@pytest.fixture(scope="session")
def page_of() -> Any:  # noqa: ANN401
    """Return the maker of pages."""
    return REPORT["draw_page"]
