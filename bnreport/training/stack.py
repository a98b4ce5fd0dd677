"""Several small runs trained as one network: k times the channels, no connection between them.

A network of 25 maps of 10x10 costs little arithmetic and many calls; k of them side by side cost the same number of
calls. Maps become one batched product, and a norm that treats every channel by itself is the same norm with k times the
channels. Each run's own network looks at its part of the shared memory, so that probes see ordinary networks. Results
equal those of training one by one but for the order of sums.
"""

from itertools import compress
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from bnreport import norms, optimizers
from bnreport.training import checkpoint
from bnreport.training.drive import CHECK_EVERY, drive
from bnreport.training.loop import Trainer
from bnreport.training.seeding import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bnreport.results import RunResult
    from bnreport.runs.plan import Run
    from bnreport.training.data import Resident


Shared = tuple[Tensor, list[Tensor]]
"""A parameter of the whole, and those of the members that look into it."""


class SideBySide(nn.Module):
    """The networks of k runs as one; theirs become views into it."""

    def __init__(self, members: "Sequence[nn.Sequential]", norm: "Callable[[int], nn.Module]") -> None:
        """Take over the members' parameters and buffers.

        Args:
            members: k chains of bias-free linear maps and norms, alike but for their values.
            norm: makes a norm of so many channels.
        """
        super().__init__()
        self.k = len(members)
        self.maps = nn.ParameterList()
        self.norms = nn.ModuleList()
        self.shared: list[Shared] = []
        for parts in zip(*members, strict=True):
            weights = [part.weight for part in parts if isinstance(part, nn.Linear)]
            if weights:
                self.maps.append(nn.Parameter(torch.stack([weight.detach() for weight in weights])))  # (k, out, in)
                for index, weight in enumerate(weights):
                    weight.data = self.maps[-1].data[index]
                self.shared.append((self.maps[-1], weights))
            else:
                made = norm(self.k * self.maps[-1].shape[1]).to(self.maps[-1].device).train()
                self.shared += _share(made, parts)
                self.norms.append(made)

    def forward(self, inputs: Tensor) -> Tensor:
        """Map (k, d, n) to (k, out, n): positions last, so that each channel's values lie together."""
        x = inputs
        for weight, norm in zip(self.maps, self.norms, strict=True):
            x = torch.bmm(weight, x)  # (k, out, n)
            channels = x.view(1, x.shape[0] * x.shape[1], x.shape[2], 1)  # (1, k out, n, 1): n positions of one sample
            x = norm(channels).view(x.shape)
        return x


def _share(whole: nn.Module, parts: "Sequence[nn.Module]") -> "list[Shared]":
    """Lay the parts' parameters and buffers one after another into those of the whole, and let them look there.

    Returns the parameters.
    """
    theirs = [{**dict(part.named_parameters()), **dict(part.named_buffers())} for part in parts]
    for name, tensor in [*whole.named_parameters(), *whole.named_buffers()]:
        if tensor.ndim == 0:  # a count of steps, the same for all
            for held in theirs:
                held[name].data = tensor.data
            continue
        size = len(tensor) // len(parts)
        for index, held in enumerate(theirs):
            place = tensor.data[index * size : (index + 1) * size]
            place.copy_(held[name].data)
            held[name].data = place
    return [(tensor, [held[name] for held in theirs]) for name, tensor in whole.named_parameters()]


class Stack:
    """Runs of one condition in progress together."""

    def __init__(self, runs: "Sequence[Run]", data: "Resident") -> None:
        """Build each run, then join them."""
        self.members = [Trainer(run, data) for run in runs]
        self.logs = [member.log for member in self.members]
        condition = runs[0].condition
        optimizer = condition.recipe.optimizer

        def norm(channels: int) -> nn.Module:
            made: nn.Module = norms.registry.create(condition.norm.name, channels, **condition.norm.options)
            return made

        self.network = SideBySide([member.model for member in self.members], norm)  # type: ignore[misc]
        self.optimizer = optimizers.registry.create(optimizer.name, self.network.parameters(), **optimizer.options)

    @property
    def parts(self) -> list[checkpoint.Parts]:
        """What the checkpoint of each run holds: as much as if it trained alone, so that any may go on together."""
        for whole, theirs in self.network.shared:
            for member, own, index in zip(self.members, theirs, range(len(theirs)), strict=True):
                member.optimizer.state[own] = {
                    name: value.view(-1, *own.shape)[index] if value.ndim else value
                    for name, value in self.optimizer.state[whole].items()
                }
        return [part for member in self.members for part in member.parts]

    def restored(self) -> None:
        """Lay the members' optimiser states side by side; weights and buffers are shared as it is."""
        for whole, theirs in self.network.shared:
            held = [member.optimizer.state[own] for member, own in zip(self.members, theirs, strict=True)]
            self.optimizer.state[whole] = {
                name: torch.stack([state[name] for state in held]).view(whole.shape) if value.ndim else value
                for name, value in held[0].items()
            }

    def step(self, step: int) -> None:
        """Take one optimiser step of every run, the probes looking on."""
        # of one whose loss is no longer finite the numbers stay in its own channels; alone, it would have ended
        watched = [member.log.finite(CHECK_EVERY) for member in self.members]
        batches = [member.batches.at(step) for member in self.members]
        lr = self.members[0].set_rate(self.optimizer, step)
        self.optimizer.zero_grad(set_to_none=True)
        outputs = self.network(torch.stack([inputs.T for inputs, _ in batches]))  # (k, out, n)
        gave = [
            (output.T, member.criterion(output.T, targets))
            for member, output, (_, targets) in zip(self.members, outputs, batches, strict=True)
        ]
        torch.stack([loss for _, loss in gave]).sum().backward()  # type: ignore[no-untyped-call]
        moments = [
            member.moment(step, batch, given, lr=lr, noise=stream(member.run.seed, "noise", step))
            for member, batch, given in zip(self.members, batches, gave, strict=True)
        ]
        looks = list(compress(zip(self.members, moments, strict=True), watched))
        for member, moment in looks:
            member.before(moment)
        if self.members[0].recipe.steps:
            self.optimizer.step()
        for member, moment in looks:
            member.after(moment)


def train(
    runs: "Sequence[Run]",
    data: "Resident",
    *,
    progress: "Callable[[int], None]" = lambda _: None,
    saved: "Sequence[Path]" = (),
    save_every: float = 60.0,
) -> "tuple[RunResult, ...]":
    """Train runs of one condition together; see `bnreport.training.loop.train`. Each result has its share of the time.

    Args:
        runs: alike but for their seeds, see `bnreport.runs.plan.Run.stackable`, and as far as each other.
        data: their data set, on the device that trains.
        progress: told the number of steps taken, now and then.
        saved: where the checkpoint of each lies, and is written; nowhere if empty.
        save_every: seconds between checkpoints.
    """
    stack = Stack(runs, data)
    drive(stack, runs[0].condition.recipe.steps, progress=progress, saved=saved, save_every=save_every)
    return tuple(member.result() for member in stack.members)
