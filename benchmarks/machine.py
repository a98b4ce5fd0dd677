"""What a benchmark ran on: no number means anything without it."""

import json
import os
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from bnreport.training.environment import describe, device

RESULTS = Path(__file__).parent / "results"


def machine(name: str) -> dict[str, Any]:
    """Describe it: hardware, software, commit, and how busy it was before."""
    where = device(name)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607
    return {
        **{name: fact for name, fact in describe(where, "").items() if name not in {"precision", "threads"}},
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "commit": commit.stdout.strip(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "matmul_tflops": {kind: matmul(where, kind) for kind in ("float32", "bfloat16")},
    }


def matmul(where: torch.device, kind: str) -> float:
    """Return the rate of large products, the best of ten, in TFLOP/s: what the hardware can do."""
    n = 8192 if where.type == "cuda" else 1024
    a, b = (torch.randn(n, n, device=where, dtype=getattr(torch, kind)) for _ in range(2))
    best = 0.0
    for _ in range(10):
        wait(where)
        start = time.perf_counter()
        torch.matmul(a, b)
        wait(where)
        best = max(best, 2 * n**3 / (time.perf_counter() - start) / 1e12)
    return round(best, 3)


def wait(where: torch.device) -> None:
    """Wait until the device has done what it was sent."""
    if where.type == "cuda":
        torch.cuda.synchronize()


def keep(name: str, found: dict[str, Any], folder: Path = RESULTS) -> Path:
    """Write a result as JSON, and return where."""
    path = folder / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path
