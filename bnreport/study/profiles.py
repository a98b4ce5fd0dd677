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
            needs = f"needs {profile.requires}, which is here" if profile.requires else "needs nothing"
            return Chosen(name, "; ".join([*passed_over, f"{name} {needs}"]))
        passed_over.append(f"{name} needs {profile.requires}: {lack}")
    raise MachineError(f"no profile fits this machine: {'; '.join(passed_over)}. Name one with --profile.")


def _lack(requires: str | None, datasets: "Iterable[Choice]", data: "Path") -> str:
    if requires == "cuda" and not cuda_devices():
        return "no GPU found"
    if requires == "data":
        absent = sorted({choice.name for choice in datasets if not source(choice.name, choice.options, data).local})
        if absent:
            return f"no {' or '.join(absent)} under {data}"
    return ""


def cuda_devices() -> int:
    """Count the GPUs that CUDA programs see, by asking the driver: PyTorch need not be imported to know."""
    if os.environ.get("CUDA_VISIBLE_DEVICES") == "":
        return 0
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return 0
    count = ctypes.c_int(0)
    if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)):
        return 0
    return count.value


def demand(name: str, profile: "Profile") -> None:
    """Refuse to train a profile whose GPU is not here; judging and rendering need none.

    Raises:
        MachineError: the profile requires CUDA and there is no GPU.
    """
    if profile.requires == "cuda" and not cuda_devices():
        raise MachineError(
            f"profile {name} requires cuda and no GPU was found. Name another profile, or train elsewhere."
        )
