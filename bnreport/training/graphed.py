"""The training step's forward and backward pass as a CUDA graph: sent to the GPU at once, not operator by operator.

Of small networks the host sends operators more slowly than a GPU computes them. A graph holds the kernels of one pass
with the addresses of their tensors; replayed, it computes the same bits, from what then lies at those addresses and
from the seed that PyTorch's default generator then has. Python code inside the network runs while recording, not after.
"""

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor, nn

    Gave = tuple[Tensor, Tensor]
    """Outputs and loss."""
    Pass = Callable[[Tensor, Tensor], Gave]
    """Forward and backward from inputs and targets; puts each parameter's gradient where there was none."""

WARM_UP = 3
"""Steps before recording: libraries set themselves up, which no graph may contain. They train as any others."""


class Graph(Protocol):
    """What `torch.cuda.CUDAGraph` does for us."""

    def replay(self) -> None:
        """Compute it all again, on the current stream."""


class Graphed:
    """A pass that is recorded once and then replayed. Its memory is free again when this object is."""

    def __init__(self, model: "nn.Module", size: int) -> None:
        """Record nothing yet.

        Args:
            model: on CUDA.
            size: of the batches to record; smaller ones, at the end of an epoch, are taken operator by operator.
        """
        self.tensors = [*chain(model.parameters(), model.buffers())]
        self.parameters = [*model.parameters()]
        self.size = size
        self.taken = 0
        self.recording: _Recording | None = None

    def __call__(self, take: "Pass", inputs: "Tensor", targets: "Tensor") -> "Gave":
        """Do what `take` does; parameters have no gradients before."""
        if len(targets) != self.size:
            return take(inputs, targets)
        if self.taken < WARM_UP:
            self.taken += 1
            return aside(take, inputs, targets)
        places = [tensor.data_ptr() for tensor in self.tensors]
        if self.recording is None or self.recording.places != places:
            self.recording = None  # its memory is for the next
            self.recording = self._record(take, inputs.clone(), targets.clone(), places)
        held = self.recording
        held.inputs.copy_(inputs)
        held.targets.copy_(targets)
        held.graph.replay()
        for parameter, gradient in zip(self.parameters, held.gradients, strict=True):
            parameter.grad = gradient
        outputs, loss = held.gave
        return outputs.clone(), loss.clone()  # the next replay overwrites them

    def _record(self, take: "Pass", inputs: "Tensor", targets: "Tensor", places: list[int]) -> "_Recording":
        graph, gave = record(take, inputs, targets)
        return _Recording(places, inputs, targets, graph, gave, [parameter.grad for parameter in self.parameters])


class _Recording(NamedTuple):
    places: list[int]
    """Addresses of the network's weights and buffers."""
    inputs: "Tensor"
    targets: "Tensor"
    graph: Graph
    gave: "Gave"
    gradients: "Sequence[Tensor | None]"


def aside(take: "Pass", inputs: "Tensor", targets: "Tensor") -> "Gave":
    """Take it operator by operator, on the stream that later records."""
    side, current = _side(), torch.cuda.current_stream()
    side.wait_stream(current)
    with torch.cuda.stream(side):
        gave = take(inputs, targets)
    current.wait_stream(side)
    return gave


def record(take: "Pass", inputs: "Tensor", targets: "Tensor") -> "tuple[Graph, Gave]":
    """Record it, computing nothing; what it gives, and the gradients, are filled by replays."""
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, stream=_side()):
        gave = take(inputs, targets)
    return graph, gave


@cache
def _side() -> torch.cuda.Stream:
    """Return one stream for all runs of this process: libraries keep work space for each that they have seen."""
    return torch.cuda.Stream()  # type: ignore[no-untyped-call]
