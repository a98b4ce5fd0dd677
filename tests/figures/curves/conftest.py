"""Three runs of an arm, drawn."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from bnreport.figures.curves.draw import panels
from bnreport.figures.curves.table import Table
from bnreport.figures.shared.curve import Curve
from tests.figures.conftest import axes_of

VALUES = ((0.1, 0.4, 0.9), (0.2, 0.3, 0.5), (0.3, 0.8, 0.6))
RUNS = tuple(Curve("e.a", seed, (0, 5, 10), held, diverged=False) for seed, held in enumerate(VALUES))
CURVES = Table("e", "loss", "nat", None, RUNS)


def drawn(*runs: Curve, unit: str = "fraction", axis: str = "auto") -> Axes:
    """Draw runs and return the axes."""
    [axes] = axes_of(panels, Table("e", "accuracy", unit, 0.1, runs, axis))
    return axes


def strands(axes: Axes) -> dict[str, list[list[list[float]]]]:
    """Return the points of each thin line, by colour."""
    [lines] = [each for each in axes.collections if isinstance(each, PathCollection) and each.get_alpha()]
    found = zip(np.asarray(lines.get_edgecolor()), lines.get_paths(), strict=True)
    return {to_hex(colour).upper(): [np.asarray(p).tolist() for p in path.to_polygons(closed_only=False)]
            for colour, path in found}  # fmt: skip
