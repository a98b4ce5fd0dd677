"""The types of options of networks and their training, within what float32 and a machine can hold."""

from typing import Annotated

from pydantic import Field

Depth = Annotated[int, Field(strict=True, ge=1, le=10_000)]
"""Weight layers."""
Width = Annotated[int, Field(strict=True, ge=1, le=65_536)]
"""Channels, groups of them, units, or the length of a vector."""
Padding = Annotated[int, Field(strict=True, ge=1, le=256)]
"""Pixels."""
Samples = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
Repeats = Annotated[int, Field(strict=True, ge=1, le=10_000)]
"""Draws, iterations."""
Rate = Annotated[float, Field(strict=True, gt=0, le=1e30)]
"""A learning rate, or another factor above 0; float32 holds it, and a network that it breaks is a result."""
DecayRate = Annotated[float, Field(strict=True, ge=0, lt=1)]
"""Of a running mean: the weight of what was."""
Penalty = Annotated[float, Field(strict=True, ge=0, le=1e6)]
"""Of weights."""
Epsilon = Annotated[float, Field(strict=True, gt=0, le=1)]
"""Keeps a quotient finite."""
Spread = Annotated[float, Field(strict=True, ge=0, le=1e6)]
"""Half the width of a distribution."""
Growth = Annotated[float, Field(strict=True, ge=1, le=1e6)]
"""The largest factor, where the smallest is 1."""
