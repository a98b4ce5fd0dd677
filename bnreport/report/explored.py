"""What the page's script must know of a figure, besides its table, to draw it again as its reader wants to see it."""

import json
from typing import TYPE_CHECKING

from markupsafe import Markup

from bnreport.figures.shared.style import arm_styles, places_of
from bnreport.formatting import times, unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.figures import Place
    from bnreport.figures.shared.step_axes import StepAxes
    from bnreport.report.figure import ReportFigure


def explored(figure: "ReportFigure", places: "Mapping[str, Place] | None" = None) -> Markup | None:
    """Return JSON that may stand in an attribute between single quotes; None of a figure that is a picture alone.

    Args:
        figure: as the page holds it.
        places: of arms among all of the report, as its pictures have them.
    """
    axes = figure.table.over_steps()
    if not axes:
        return None
    with places_of(places or {}):
        styles = arm_styles(dict.fromkeys(arm for each in axes for arm in each.arms))
    lost: dict[str, list[int]] = {}
    for arm, seed in dict.fromkeys(run for each in axes for run in each.lost):
        lost.setdefault(arm, []).append(seed)
    said = {
        "arms": [[arm, style.colour, [] if style.dash == "-" else style.dash[1]] for arm, style in styles.items()],
        "axes": [{name: value for name, value in _said(each).items() if value} for each in axes],
        "lost": lost,
        "others": axes[0].others,
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for sign in "&'<>":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  (no sign is left that ends the attribute, or means something in HTML)


def _said(axes: "StepAxes") -> dict[str, object]:
    """Return what differs between axes; values as the table has them, to the digits that a screen shows."""
    return {
        "title": axes.title,
        "unit": unit_of(axes.unit),
        "times": times(axes.unit) if times(axes.unit) != 1 else 0,
        "log": int(axes.log),
        "ends": [*map(_brief, axes.ends)],
        "rows": axes.rows,
        "counted": axes.counted,
        "levels": [*map(_brief, axes.levels)],
        "uprights": axes.uprights,
    }


def _brief(value: float) -> float:
    return float(f"{value:.6g}")
