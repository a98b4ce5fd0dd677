"""A metric over arms in their order, seed by seed, and the slope, or smallest step, of each seed."""

from functools import partial
from math import isfinite
from textwrap import wrap
from typing import TYPE_CHECKING

from bnreport.figures.shared.axes import horizontal, say_tick
from bnreport.figures.shared.draw_effect import effect_panel, height_of, under
from bnreport.figures.shared.draw_profile import draw_frame, draw_profile
from bnreport.figures.shared.panel import WIDE, Margins, Panel, folded, framed, titled
from bnreport.figures.shared.style import INK, QUIET, ArmStyle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bnreport.figures.trend.table import Table

_STYLE = ArmStyle(INK, "-", "o")
_WIDE, _LINE = WIDE - Margins().beside, 0.125
"""Of the axes, and the height of a line below them, in inches."""
_LETTER = 4.7
"""Width of a letter, in points."""
_LINES = 3
"""Of a name on the axis."""
_ACROSS = 50
"""Letters of a line of the key."""


def panels(table: "Table") -> tuple[Panel, ...]:
    """Return the arms in their order, and the effect."""
    high = height_of(table.effect)
    room = under(table.title, table.effect)
    height = room.top + _below(table) + high
    return Panel(table.title, partial(_draw, table), height), effect_panel(table.effect, high=high, room=room)


def _below(table: "Table") -> float:
    """Return the room below the axes: labels, what the axis is, and the key."""
    lines = max(word.count("\n") for _, word in _ticks(table)) + 1 if table.arms else 1
    order = folded(table.order, WIDE).count("\n") + 1
    return 0.14 + _LINE * (lines + order) + (_LINE * len(_key(table)) + 0.06) * bool(_key(table))


def _draw(table: "Table", figure: "Figure") -> None:
    """Draw the arms, and below them which stands where."""
    axes = framed(figure, Margins(top=under(table.title, table.effect).top, bottom=_below(table)))
    height = figure.get_figheight()
    draw_frame(axes, table.profile, _across(table))
    horizontal(axes, _ticks(table))
    draw_profile(axes, table.profile, table.positions, _STYLE)
    titled(axes, table.title)
    key = "\n".join(_key(table))
    lines = len(_key(table))
    at, order = (0.04 + (_LINE * lines + 0.06) * bool(lines)) / height, folded(table.order, WIDE)
    figure.text(0.5, at, order, ha="center", va="bottom", fontsize=7, color=QUIET, linespacing=1.1)
    if key:
        figure.text(0.012, 0.04 / height, key, ha="left", va="bottom", fontsize=7, linespacing=1.15)


def _across(table: "Table") -> tuple[float, float]:
    """Return the ends of the horizontal axis."""
    low, high = min(table.positions, default=0.0), max(table.positions, default=1.0)
    room = 0.35 * (high - low) / max(len(table.arms) - 1, 1) or 0.5
    return low - room, high + room


def _ticks(table: "Table") -> list[tuple[float, str]]:
    """Return where each arm stands and what is written there: its level, its name, or its number in the key."""
    if not table.levels:
        return [*zip(table.positions, _names(table) or _levels(table), strict=True)]
    low, high = _across(table)
    points = 72 * _WIDE / (high - low)
    ticks, free = [], -1.0
    for position, label in zip(table.positions, _levels(table), strict=True):
        at, half = points * (position - low), _LETTER * len(label) / 2
        ticks.append((position, label if at - half > free else ""))
        free = at + half + _LETTER if ticks[-1][1] else free
    return ticks


def _levels(table: "Table") -> list[str]:
    """Return the level of each arm, or its number in the order."""
    labels = [say_tick(level) if isfinite(level) else f"{level:g}" for level in table.levels]
    return labels or [str(number) for number in range(1, len(table.arms) + 1)]


def _names(table: "Table") -> list[str]:
    """Return the arms' names in lines that fit side by side; nothing if they do not."""
    names = [arm.name for arm in table.arms]
    most = int(72 * _WIDE / (len(names) - 0.3) / _LETTER - 1)
    broken = [wrap(name, most, break_long_words=False, break_on_hyphens=False) for name in names]
    if any(len(lines) > _LINES or max(map(len, lines)) > most for lines in broken):
        return []
    return ["\n".join(lines) for lines in broken]


def _key(table: "Table") -> list[str]:
    """Return which arm is which, in lines; nothing where the names stand on the axis."""
    if not table.levels and _names(table):
        return []
    named = zip(_levels(table), table.arms, strict=True)
    entries = [f"{word}:\N{NO-BREAK SPACE}{arm.name}" for word, arm in named]
    return wrap("; ".join(entries), _ACROSS, break_long_words=False, break_on_hyphens=False)
