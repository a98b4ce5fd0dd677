"""An unfinished run on disk: weights, buffers, optimiser, probes' tallies and what was measured; arrays, no pickle."""

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch

from bnreport.files import sealed, unsealed, write_whole
from bnreport.training import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import nn

    from bnreport.probes.shared.moment import Probe


class Parts(NamedTuple):
    """The live objects of a run that a checkpoint saves and restores. Random draws need none: see seeding."""

    model: "nn.Module"
    optimizer: torch.optim.Optimizer
    probes: "Mapping[str, Probe]"


def save(path: Path, parts: Parts, notes: dict[str, Any]) -> None:
    """Write a checkpoint whole, with where it was made; `notes` is JSON: step, losses, readings."""
    arrays = {f"model/{name}": tensor.numpy(force=True) for name, tensor in parts.model.state_dict().items()}
    for index, state in parts.optimizer.state_dict()["state"].items():
        tensors = {name: value for name, value in state.items() if isinstance(value, torch.Tensor)}
        arrays |= {f"optimizer/{index}/{name}": tensor.numpy(force=True) for name, tensor in tensors.items()}
    for probe_name, probe in parts.probes.items():
        arrays |= {f"probe/{probe_name}/{name}": tensor.numpy(force=True) for name, tensor in probe.memory.items()}
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, notes=np.array(json.dumps(notes | _made(parts))), **arrays)
    write_whole(path, sealed(buffer.getvalue()))


def step(path: Path, where: torch.device) -> int:
    """Return how many steps a checkpoint's run has taken; 0 where there is no whole checkpoint.

    One that was made in another environment is removed: a run has one, and says which.
    """
    arrays = _read(path)
    notes = json.loads(str(arrays["notes"])) if arrays else {}
    if notes and notes["environment"] != environment.describe(where, ""):
        path.unlink()
        return 0
    return int(notes.get("step", 0))


def load(path: Path, parts: Parts) -> dict[str, Any] | None:
    """Restore the parts in place and return the notes; None where there is no whole checkpoint."""
    arrays = _read(path)
    if arrays is None:
        return None
    parameters = [parameter for group in parts.optimizer.param_groups for parameter in group["params"]]
    model: dict[str, torch.Tensor] = {}
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, array in arrays.items():
        kind, _, rest = name.partition("/")
        owner, _, field = rest.partition("/")
        if kind == "model":
            model[rest] = torch.from_numpy(array)
        elif kind == "optimizer":
            state.setdefault(int(owner), {})[field] = _laid_out(torch.from_numpy(array), parameters[int(owner)])
        elif kind == "probe":
            parts.probes[owner].memory[field] = torch.from_numpy(array)
    parts.model.load_state_dict(model)
    parts.optimizer.load_state_dict({**parts.optimizer.state_dict(), "state": state})
    notes: dict[str, Any] = json.loads(str(arrays["notes"]))
    return notes


def _made(parts: Parts) -> dict[str, Any]:
    return {"environment": environment.describe(next(parts.model.parameters()).device, "")}


def _read(path: Path) -> "dict[str, np.ndarray[Any, Any]] | None":
    try:
        content = unsealed(path.read_bytes())
    except OSError:
        return None
    if content is None:
        return None
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _laid_out(tensor: torch.Tensor, parameter: torch.Tensor) -> torch.Tensor:
    """Copy into the parameter's memory format, which an array file loses: other strides, other rounding."""
    return torch.empty_like(parameter).copy_(tensor) if tensor.shape == parameter.shape else tensor
