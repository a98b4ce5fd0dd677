"""How a distribution changes over training: from its quantiles a density each time, arm beside arm, layer by layer."""

from dataclasses import dataclass

from bnreport.figures.ridgelines.density import Ridge, axis_ends, extremes
from bnreport.figures.shared.table import Cell, FigureTable, Shown, brief
from bnreport.formatting import headed, say_count, say_value


@dataclass(frozen=True)
class Table(FigureTable):
    """All seeds of each arm of one experiment, together."""

    experiment: str
    title: str
    metric: str
    unit: str
    seeds: int
    """Of an arm, at most."""
    probabilities: tuple[float, ...]
    ridges: tuple[Ridge, ...]
    lost: tuple[str, ...]
    """Arms that diverged."""
    source: str = ""
    """Who drew such a figure first, and where."""
    note: str = ""
    """What else its reader must know, in whole sentences."""

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, in order of appearance."""
        return tuple(dict.fromkeys(ridge.arm for ridge in self.ridges))

    @property
    def layers(self) -> dict[str, tuple[Ridge, ...]]:
        """Ridges by number of the layer."""
        names = dict.fromkeys(ridge.layer for ridge in self.ridges)
        return {name: tuple(ridge for ridge in self.ridges if ridge.layer == name) for name in names}

    @property
    def steps(self) -> tuple[int, ...]:
        """When any arm was measured."""
        return tuple(sorted({ridge.step for ridge in self.ridges}))

    @property
    def outer(self) -> str:
        """The outermost probabilities."""
        return f"{100 * self.probabilities[0]:.3g} to {100 * self.probabilities[-1]:.3g} %"

    @property
    def caption(self) -> str:
        """What is drawn."""
        ends = {layer: axis_ends(ridges, self.lost) for layer, ridges in self.layers.items()}
        said = " Hollow triangles: it goes on beyond the axis." * any(
            True in ridge.beyond(ends[ridge.layer]) for ridge in self.ridges
        )
        if crossed := dict.fromkeys((*self.lost, *(ridge.arm for ridge in self.ridges if not ridge.known))):
            said += f" A cross: the run diverged, or no quantile is a number ({', '.join(crossed)})."
        return (
            f"{headed(self.title, self.unit)}, {self.experiment}, "
            f"{say_count(self.seeds, 'seed')} of an arm pooled, training running down, a panel for each arm and layer; "
            "linear axes that all arms share. "
            f"Each ridge is a smoothed density between quantiles, from {self.outer}: what lies outside was not "
            "measured. Its height is scaled to its own peak: places and widths compare, heights do not. Dots: medians."
            f"{said}{f' {self.note}' if self.note else ''}{f' After {self.source}.' if self.source else ''}"
        )

    @property
    def alt(self) -> str:
        """Where each distribution ends up."""
        said = (
            f"{r.arm}, layer {r.layer}, step {r.step}: {say_value(r.quantiles[0], self.unit)} to "
            f"{say_value(r.quantiles[-1], self.unit)}"
            for r in {(r.layer, r.arm): r for r in self.ridges}.values()
        )
        return brief(f"{self.title} of {self.experiment}, {self.outer} of all seeds together, at the last step. ", said)

    @property
    def headers(self) -> tuple[str, ...]:
        """Column names."""
        return ("arm", "layer", "step", *(f"quantile {p:g} ({self.unit})" for p in self.probabilities))

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return one row per ridge, below their probabilities."""
        rows: list[tuple[Cell, ...]] = [(r.arm, r.layer, r.step, *r.quantiles) for r in self.ridges]
        return (("probability", "", "", *self.probabilities), *rows)

    def shown(self) -> Shown:
        """Return the outermost and the middle quantiles, first and last, of each arm and layer."""
        columns = sorted({0, len(self.probabilities) // 2, len(self.probabilities) - 1})
        rows: list[tuple[Cell, ...]] = [
            (r.arm, r.layer, r.step, *(r.quantiles[column] for column in columns)) for r in extremes(self.ridges)
        ]
        chosen = (0, 1, 2, *(3 + column for column in columns))
        return Shown(tuple(self.headers[index] for index in chosen), tuple(rows))


EXAMPLE = Table(
    "e", "Activations of a unit", "activation_quantiles", "nat", 0, (0.05, 0.5, 0.95),
    (
        Ridge("e.a", "5", 1, (-1.6, 0.1, 1.7)),
        Ridge("e.a", "5", 9, (-2.6, 0.2, 1.9)),
        Ridge("e.b", "5", 1, (-1.2, 0.3, 9.0)),
    ),
    lost=("e.b",),
)  # fmt: skip
