"""Where a run ran: recorded with its result and compared, never keyed."""

import platform
from functools import cache
from pathlib import Path

import torch

import bnreport
from bnreport.errors import MachineError


def device(name: str) -> torch.device:
    """Return the device of this worker, with the arithmetic that measurements rely on.

    Raises:
        MachineError: CUDA was asked for and PyTorch sees no GPU.
    """
    if name == "cuda":
        if not torch.cuda.is_available():
            raise MachineError("PyTorch sees no GPU here. Check the driver, or name a profile that needs none.")
        # fp32 means fp32: on NVIDIA GPUs convolutions are TF32 otherwise, too coarse to measure gradients with
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
    return torch.device(name)


def describe(where: torch.device, precision: str) -> dict[str, str]:
    """Return the facts a reader needs to judge whether two runs are comparable."""
    facts = {
        "device": torch.cuda.get_device_name(where) if where.type == "cuda" else _cpu(),
        "precision": precision,
        "threads": str(torch.get_num_threads()),
        "torch": torch.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "bnreport": bnreport.__version__,
        "deterministic_kernels": "enforced" if torch.are_deterministic_algorithms_enabled() else "not enforced",
    }
    if where.type == "cuda":
        facts["cuda"] = str(torch.version.cuda)
    return facts


@cache
def _cpu() -> str:
    """Name the processor, and whether it computes bf16 natively."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    facts = dict(line.replace("\t", "").partition(":")[::2] for line in lines if ":" in line)
    name = facts.get("model name", platform.machine()).strip()
    return f"{name} CPU, bf16" if "avx512_bf16" in facts.get("flags", "") else f"{name} CPU"
