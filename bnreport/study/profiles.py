"""Which profile of a study runs when none is named: the first whose `requires` this machine meets."""

import ctypes
import os
from typing import TYPE_CHECKING, NamedTuple

from bnreport.datasets.shared.cache import source
from bnreport.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bnreport.study.choice import Choice
    from bnreport.study.schema import Profile


class Chosen(NamedTuple):
    """A profile's name and why it was taken."""

    name: str
    because: str


def choose(profiles: "Mapping[str, Profile]", datasets: "Mapping[str, Iterable[Choice]]", data: "Path") -> Chosen:
    """Take the first profile that this machine meets.

    Args:
        profiles: by name, in the order of the file.
        datasets: per profile, the data sets it reads.
        data: folder that holds the data sets.

    Raises:
        MachineError: this machine meets none of them.
    """
    passed_over: list[str] = []
    for name, profile in profiles.items():
        lack = _lack(profile.requires, datasets[name], data)
        if not lack:
            met = f"it needs {profile.requires}, which is here" if profile.requires else "it runs on any machine"
            return Chosen(name, "; ".join([*passed_over, met]))
        passed_over.append(f"{name} needs {profile.requires}: {lack}")
    raise MachineError(f"no profile fits this machine: {'; '.join(passed_over)}. Name one with --profile.")


def _lack(requires: str | None, datasets: "Iterable[Choice]", data: "Path") -> str:
    if requires == "cuda" and not cuda_devices():
        return no_gpu()
    if requires == "data":
        absent = sorted({choice.name for choice in datasets if not source(choice.name, choice.options, data).local})
        if absent:
            return f"no {' or '.join(absent)} under {data}"
    return ""


def cuda_devices() -> int:
    """Count the GPUs that CUDA programs see, by asking the driver: PyTorch need not be imported to know."""
    return _ask_driver().number


def no_gpu() -> str:
    """Say that there is no GPU, and why."""
    return f"no GPU found ({_ask_driver().lack})"


class _Gpus(NamedTuple):
    number: int
    lack: str = ""
    """Why there are none."""


def _ask_driver() -> _Gpus:
    if os.environ.get("CUDA_VISIBLE_DEVICES") == "":
        return _Gpus(0, "CUDA_VISIBLE_DEVICES is empty")
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return _Gpus(0, "NVIDIA's driver, libcuda.so.1, is not on the loader's path: see LD_LIBRARY_PATH")
    count = ctypes.c_int(0)
    error = driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count))
    if error or not count.value:
        return _Gpus(0, f"NVIDIA's driver answers with error {error}" if error else "NVIDIA's driver knows none")
    return _Gpus(count.value)


def demand(name: str, profile: "Profile") -> None:
    """Refuse to train a profile whose GPU is not here; judging and rendering need none.

    Raises:
        MachineError: the profile requires CUDA and there is no GPU.
    """
    if profile.requires == "cuda" and not cuda_devices():
        raise MachineError(f"profile {name} requires cuda: {no_gpu()}. Name another profile, or train elsewhere.")
