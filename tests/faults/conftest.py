"""The toy study, fresh and finished."""

from pathlib import Path

import pytest

from tests.faults.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return the study in a folder of its own."""
    return Place(tmp_path)


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a study that ran to its end, undisturbed; nobody may change it."""
    place = Place(tmp_path_factory.mktemp("done"))
    ended = place.call("run")
    assert ended.returncode == 0, ended.stderr
    assert "No PDF was written: WeasyPrint is not installed." in ended.stderr
    assert (place.report / "report.html").exists()
    return place
