"""`bnreport doctor`."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from bnreport.cli import doctor
from bnreport.errors import MachineError

Call = Callable[..., Result]


@pytest.fixture
def asked(call: Call, tmp_path: Path) -> Callable[[], tuple[int, dict[str, Any]]]:
    """Exit code and findings by what they are of, in a folder that holds nothing."""

    def ask() -> tuple[int, dict[str, Any]]:
        done = call(
            "doctor", "--json", "--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r"
        )
        return done.exit_code, {each["what"]: each for each in json.loads(done.stdout)}

    return ask


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyTorch answers at once, and so does WeasyPrint."""

    def answer(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, "2.15.0\n13.2\nFalse\n", "")

    monkeypatch.setattr(doctor.subprocess, "run", answer)
    monkeypatch.setattr("bnreport.report.pdf.to_pdf", lambda *_: b"")


def test_this_machine_works(call: Call, tmp_path: Path) -> None:
    """Exit 0: it can run the tests. A line each, and nothing is written."""
    done = call("doctor", "--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")
    assert done.exit_code == 0, done.stdout
    assert "✓ PyTorch: " in done.stdout
    assert "it trains." in done.stdout
    assert "✓ PDF: WeasyPrint " in done.stdout
    assert "✓ data: digits, gaussian_linear." in done.stdout
    assert "· more data: cifar10, cifar10_jpeg: not in " in done.stdout
    assert [*tmp_path.iterdir()] == []


@pytest.mark.usefixtures("trained")
@pytest.mark.parametrize(
    ("name", "lacks", "said"),
    [
        ("torch", "PyTorch", "pip install 'bnreport[train]'"),
        ("torchvision", "PyTorch", "torchvision"),
        ("pango", "PDF", "Install libpango"),
        ("disk", "disk", "Free some"),
        ("store", "store", "--store DIR (or BNREPORT_STORE)"),
        ("git", "Git", "Install git"),
    ],
)
def test_what_does_not_work_says_what_to_do(
    asked: Callable[[], tuple[int, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, name: str, lacks: str, said: str
) -> None:
    """Exit 3, and all else is as it was."""

    def no_pango(*_: object) -> bytes:
        raise MachineError("No PDF was written: WeasyPrint needs Pango. Install libpango-1.0-0.")

    usage = shutil.disk_usage("/")
    access = os.access
    patches: dict[str, Callable[[], None]] = {
        "pango": lambda: monkeypatch.setattr("bnreport.report.pdf.to_pdf", no_pango),
        "disk": lambda: monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage._replace(free=1000)),
        "store": lambda: monkeypatch.setattr(
            doctor.os, "access", lambda path, mode: access(path, mode) and calls.pop()
        ),
        "git": lambda: monkeypatch.setattr("bnreport.runs.git.ask_git", lambda *_: None),
    }
    calls = [True, False]  # the store is asked for first
    found = doctor.find_spec
    if name in patches:
        patches[name]()
    else:
        monkeypatch.setattr(doctor, "find_spec", lambda module: None if module == name else found(module))
    code, findings = asked()
    assert (code, [each["what"] for each in findings.values() if each["state"] == "lacks"]) == (3, [lacks])
    assert said in findings[lacks]["said"]


def test_a_pytorch_that_fails_says_how(
    asked: Callable[[], tuple[int, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its own last words: it is installed, and cannot be imported."""
    monkeypatch.setattr(doctor, "_TORCH", "raise ImportError('libcudart.so.13: cannot open')")
    code, findings = asked()
    assert code == 3
    assert "does not work: ImportError: libcudart.so.13: cannot open" in findings["PyTorch"]["said"]


@pytest.mark.usefixtures("trained")
def test_a_gpu_is_counted(asked: Callable[[], tuple[int, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch) -> None:
    """None is no fault; which profiles cannot train is said."""
    assert asked()[1]["CUDA"]["state"] == "without" or sys.platform == "linux"
    monkeypatch.setattr("bnreport.study.profiles.cuda_devices", lambda: 2)
    code, findings = asked()
    assert (code, findings["CUDA"]["said"]) == (0, "2 GPUs.")
