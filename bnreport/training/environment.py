"""Where a run ran: recorded with its result and compared, never keyed."""

import platform
from functools import cache
from pathlib import Path

import torch

import bnreport
from bnreport.errors import MachineError


def device(name: str) -> torch.device:
    """Return the device of this worker, with the arithmetic that measurements rely on.

    On a CPU a run repeated with the same PyTorch gives the same bits, and so does one that was interrupted. On CUDA
    cuDNN's repeatable kernels are asked for, without trials of speed: the same GPU model, driver and PyTorch repeat a
    run bit for bit as far as its other kernels do, which `tests/gpu` asks of every arm. Another GPU, another version
    and the CPU sum in other orders: they agree to rounding for some steps and then part, as other seeds would.

    Raises:
        MachineError: CUDA was asked for and PyTorch sees no GPU.
    """
    if name == "cuda":
        if not torch.cuda.is_available():
            raise MachineError("PyTorch sees no GPU here. Check the driver, or name a profile that needs none.")
        # fp32 means fp32: on NVIDIA GPUs convolutions are TF32 otherwise, too coarse to measure gradients with
        torch.backends.cuda.matmul.fp32_precision = "ieee"
        torch.backends.cudnn.conv.fp32_precision = "ieee"  # type: ignore[attr-defined]
        # the fastest kernel by trial is another one from run to run; cuDNN's own choice among repeatable ones is not
        torch.backends.cudnn.benchmark = False
        torch.backends.cudnn.deterministic = True
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
        facts["deterministic_kernels"] = "of cuDNN" if torch.backends.cudnn.deterministic else "not enforced"
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
    return f"{name} CPU with bf16 instructions" if "avx512_bf16" in facts.get("flags", "") else f"{name} CPU"
