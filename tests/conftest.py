"""What holds for every test, and the measure of work that no loaded machine changes."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner

import bnreport
from bnreport.cli.main import app
from bnreport.files import bundle_path, write_whole
from bnreport.results import Results
from bnreport.runs.bundle import packed
from bnreport.study.load import StudyFile
from tests.toy import TINY

# a loaded machine is slow, not wrong
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

if "PYTEST_XDIST_WORKER" in os.environ:
    # a process of tests for every core: a second thread in each would only wait; PyTorch reads it on import
    os.environ.setdefault("OMP_NUM_THREADS", "1")

PACKAGE = str(Path(bnreport.__file__).parent)


@pytest.fixture(scope="session")
def write_bundle() -> Callable[[StudyFile, Results, Path], Path]:
    """Return what writes the bundle that belongs into a report's folder."""

    def write(file: StudyFile, results: Results, folder: Path) -> Path:
        path = bundle_path(folder)
        write_whole(path, packed(file, results))
        return path

    return write


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train TINY, and return the folder of `tiny.yaml`, `store` and `reports`; nobody may change it."""
    root = tmp_path_factory.mktemp("trained")
    (root / "tiny.yaml").write_text(TINY)
    where = ("--store", str(root / "store"), "--reports", str(root / "reports"))
    line = ["run", str(root / "tiny.yaml"), "--quiet", "--workers", "1", *where]
    assert CliRunner().invoke(app, line).exit_code == 0
    return root


@pytest.fixture
def lines_run() -> Callable[[Callable[[], object]], int]:
    """`lines_run(call)`: how many lines of the package the call runs; each turn of a loop counts."""

    def count(call: Callable[[], object]) -> int:
        lines = 0

        def line(_frame: FrameType, event: str, _given: object) -> Any:  # noqa: ANN401  (a tracer refers to itself)
            nonlocal lines
            lines += event == "line"
            return line

        before = sys.gettrace()
        sys.settrace(lambda frame, _event, _given: line if frame.f_code.co_filename.startswith(PACKAGE) else None)
        try:
            call()
        finally:
            sys.settrace(before)
        return lines

    return count
