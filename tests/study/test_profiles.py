"""The profile that runs when none is named: the first that this machine meets."""

from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import MachineError
from bnreport.study import profiles
from tests.study.conftest import load

WANTED = "smoke: {requires: data, set: {experiments.net.recipe.dataset: DATASET}}"
PRESENT, ABSENT = "digits", "cifar10"


def spec(folder: Path, text: str, profiles_: str) -> Path:
    """Return a study with these profiles."""
    path = folder / "x.yaml"
    path.write_text(text.replace("smoke: {}", profiles_))
    return path


@pytest.mark.parametrize(
    ("file", "profile", "chosen"), [(PRESENT, ABSENT, "other"), (ABSENT, PRESENT, "smoke"), (ABSENT, ABSENT, "other")]
)
def test_data_are_required_as_the_profile_sets_them(
    tmp_path: Path, text: str, file: str, profile: str, chosen: str
) -> None:
    """Not the data set of the file, which the profile may replace."""
    held = text.replace("dataset: digits", f"dataset: {file}")
    path = spec(tmp_path, held, f"{WANTED.replace('DATASET', profile)}\n  other: {{}}")
    found = load(path, None)
    assert found.profile == chosen
    said = {
        "smoke": "it needs data, which is here",
        "other": f"smoke needs data: no {ABSENT} under {tmp_path}; it runs on any machine",
    }
    assert found.because == said[chosen]


@pytest.mark.parametrize(("gpus", "chosen"), [(1, "smoke"), (0, "other")])
def test_a_gpu_is_required_where_it_is_said(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch, gpus: int, chosen: str
) -> None:
    """The first profile in the file's order that this machine meets."""
    monkeypatch.setattr(profiles, "cuda_devices", lambda: gpus)
    path = spec(tmp_path, text, "smoke: {requires: cuda}\n  other: {}\n  last: {}")
    assert load(path, None).profile == chosen


def test_a_machine_that_meets_no_profile_is_told_why(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every profile with what it lacks, and of a GPU why there is none."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    path = spec(
        tmp_path,
        text.replace("dataset: digits", f"dataset: {ABSENT}"),
        "smoke: {requires: cuda}\n  other: {requires: data}",
    )
    with pytest.raises(MachineError) as raised:
        load(path, None)
    assert str(raised.value) == (
        "no profile fits this machine: smoke needs cuda: no GPU found (CUDA_VISIBLE_DEVICES is empty); "
        f"other needs data: no cifar10 under {tmp_path}. Name one with --profile."
    )


class Driver:
    """Answers as libcuda does."""

    def __init__(self, error: int, count: int) -> None:
        """Take the error of its start and the number of GPUs."""
        self.error, self.count = error, count

    def cuInit(self, _flags: int) -> int:  # noqa: N802  (its name)
        """Start."""
        return self.error

    def cuDeviceGetCount(self, found: Any) -> int:  # noqa: ANN401, N802
        """Count."""
        found._obj.value = self.count
        return 0


@pytest.mark.parametrize(
    ("driver", "count", "said"),
    [
        (None, 0, "no GPU found (NVIDIA's driver, libcuda.so.1, is not on the loader's path: see LD_LIBRARY_PATH)"),
        (Driver(100, 0), 0, "no GPU found (NVIDIA's driver answers with error 100)"),
        (Driver(0, 0), 0, "no GPU found (NVIDIA's driver knows none)"),
        (Driver(0, 2), 2, None),
    ],
)
def test_says_why_there_is_no_gpu(
    monkeypatch: pytest.MonkeyPatch, driver: Driver | None, count: int, said: str | None
) -> None:
    """A driver that is not found is not the same as one that has no GPU."""

    def load(name: str) -> Driver:
        assert name == "libcuda.so.1"
        if driver is None:
            raise OSError
        return driver

    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setattr(profiles.ctypes, "CDLL", load)
    assert profiles.cuda_devices() == count
    if said:
        assert profiles.no_gpu() == said
