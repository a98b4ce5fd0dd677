"""What a run is after its first steps, in one digest: equal where two codes train and measure alike, bit for bit."""

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import nn


def fingerprint(model: "nn.Module", readings: "Sequence[tuple[int, dict[str, Any]]]") -> str:
    """Return the SHA-256 of every weight and buffer by name, in logical order, and of all that was measured so far."""
    digest = sha256(json.dumps(readings, sort_keys=True).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy(force=True).tobytes())
    return digest.hexdigest()
