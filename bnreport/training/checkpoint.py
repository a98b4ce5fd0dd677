"""An unfinished run on disk: weights, buffers, optimiser, probes' tallies and what was measured; arrays, no pickle."""

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
import torch

from bnreport.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import nn

    from bnreport.probes._protocol import Probe


class Parts(NamedTuple):
    """The live objects of a run that a checkpoint saves and restores. Random draws need none: see seeding."""

    model: "nn.Module"
    optimizer: torch.optim.Optimizer
    probes: "Mapping[str, Probe]"


def save(path: Path, parts: Parts, notes: dict[str, Any]) -> None:
    """Write a checkpoint whole; `notes` is JSON: step, losses, readings."""
    arrays = {f"model/{name}": tensor.numpy(force=True) for name, tensor in parts.model.state_dict().items()}
    for index, state in parts.optimizer.state_dict()["state"].items():
        tensors = {name: value for name, value in state.items() if isinstance(value, torch.Tensor)}
        arrays |= {f"optimizer/{index}/{name}": tensor.numpy(force=True) for name, tensor in tensors.items()}
    for probe_name, probe in parts.probes.items():
        arrays |= {f"probe/{probe_name}/{name}": tensor.numpy(force=True) for name, tensor in probe.memory.items()}
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, notes=np.array(json.dumps(notes)), **arrays)
    write_whole(path, buffer.getvalue())


def load(path: Path, parts: Parts) -> dict[str, Any] | None:
    """Restore the parts in place and return the notes; None where there is no whole checkpoint."""
    try:
        with np.load(path, allow_pickle=False) as stored:  # each array carries a CRC that reading verifies
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, BadZipFile):
        return None
    model = {name.removeprefix("model/"): torch.from_numpy(a) for name, a in arrays.items() if name.startswith("model/")}
    parts.model.load_state_dict(model)
    state: dict[int, dict[str, Any]] = {}
    for name, array in arrays.items():
        if name.startswith("optimizer/"):
            _, index, field = name.split("/")
            state.setdefault(int(index), {})[field] = torch.from_numpy(array)
        elif name.startswith("probe/"):
            _, probe_name, field = name.split("/")
            parts.probes[probe_name].memory[field] = torch.from_numpy(array)
    parts.optimizer.load_state_dict({**parts.optimizer.state_dict(), "state": state})
    notes: dict[str, Any] = json.loads(str(arrays["notes"]))
    return notes
