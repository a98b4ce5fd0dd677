"""A grid of factors: every point, and what it is called in the names of arms."""

import re
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def grid_points(grid: dict[str, tuple[Any, ...]]) -> "Iterator[tuple[str, dict[str, Any]]]":
    """Cross the factors: a label for the arm's name, and the values by path.

    A factor is called by the last part of its path, or by all of it where another factor ends alike.
    """
    last = [path.rpartition(".")[2] for path in grid]
    factors = [path if last.count(end) > 1 else end for path, end in zip(grid, last, strict=True)]
    every = [labels(values) for values in grid.values()]
    for chosen in product(*(range(len(values)) for values in grid.values())):
        point = {path: values[index] for (path, values), index in zip(grid.items(), chosen, strict=True)}
        parts = zip(factors, every, chosen, strict=True)
        yield "".join(f"/{factor}={names[index]}" for factor, names, index in parts), point


def labels(values: "Sequence[object]") -> list[str]:
    """Name each value of a factor: in short, or with its options where short names are alike."""
    brief = [_label(value, options=False) for value in values]
    return [
        _label(value, options=True) if brief.count(name) > 1 else name
        for value, name in zip(values, brief, strict=True)
    ]


def _label(value: object, *, options: bool) -> str:
    """Write a value without blanks and slashes, which separate the parts of an arm's name."""
    if isinstance(value, dict):
        inside = ",".join(
            name
            if held is None
            else f"{name}({_label(held, options=True)})"
            if isinstance(held, dict) and held
            else f"{name}={_label(held, options=True)}"
            if not isinstance(held, dict)
            else name
            for name, held in value.items()
        )
        return inside if options else next(iter(value), "none")
    if isinstance(value, list | tuple):
        return "+".join(_label(item, options=options) for item in value) or "none"
    if value is None or isinstance(value, bool):
        return str(value).lower()
    return re.sub(r"[/\s]+", "_", str(value)) or "none"
