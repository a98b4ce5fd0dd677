"""The arithmetic that measurements rely on, and the record of it."""

import pytest
import torch

from bnreport.errors import MachineError
from bnreport.training import environment


def test_cuda_computes_as_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """On CUDA fp32 is not TF32, kernels are chosen without trial, and cuDNN's are repeatable."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    cudnn, matmul = torch.backends.cudnn, torch.backends.cuda.matmul
    switches = [
        (cudnn, "benchmark"),
        (cudnn, "deterministic"),
        (cudnn.conv, "fp32_precision"),
        (matmul, "fp32_precision"),
    ]
    before = [getattr(*switch) for switch in switches]
    try:
        assert environment.device("cuda") == torch.device("cuda")
        assert [getattr(*switch) for switch in switches] == [False, True, "ieee", "ieee"]
    finally:
        for (module, name), value in zip(switches, before, strict=True):
            setattr(module, name, value)


def test_a_missing_gpu_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for and not there: what to do."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(MachineError, match="PyTorch sees no GPU here"):
        environment.device("cuda")


def test_the_record_of_a_cpu() -> None:
    """A CPU says nothing of CUDA, and that no kernels were enforced."""
    facts = environment.describe(torch.device("cpu"), "bf16")
    assert facts["precision"] == "bf16"
    assert facts["deterministic_kernels"] == "not enforced"
    assert "cuda" not in facts
