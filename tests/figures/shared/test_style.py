"""No meaning rests on colour alone."""

from collections.abc import Sequence

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from bnreport.figures.shared.style import (
    ACCENT,
    BATCH,
    COLOURS,
    INK,
    NO_NORM,
    QUIET,
    VERDICTS,
    Place,
    arm_styles,
    places_of,
    share_out,
)
from bnreport.report.html import templates


def test_arms_differ_in_more_than_colour() -> None:
    """Of eight norms in four settings no two arms look the same, and of any few norms no two share a colour."""
    with places_of({f"{norm}/{setting}": Place(norm, setting) for norm in range(8) for setting in range(4)}):
        looks = arm_styles(f"{norm}/{setting}" for norm in range(8) for setting in range(4))
    assert len({(look.colour, str(look.dash)) for look in looks.values()}) == 32
    assert len({looks[f"{norm}/0"].colour for norm in range(8)}) == 8
    assert len({looks[f"0/{setting}"].marker for setting in range(4)}) == 4


def test_an_arm_looks_the_same_wherever_it_stands() -> None:
    """By its place in the report; one without a place takes none that is taken."""
    alone = arm_styles(["a", "b", "c"])
    with places_of({"a": Place(0), "b": Place(1)}):
        assert arm_styles(["b", "c", "a"]) == {"b": alone["b"], "c": alone["c"], "a": alone["a"]}
    assert arm_styles(["b"]) == {"b": alone["a"]}


def test_colour_is_the_norm_and_dash_and_marker_the_setting() -> None:
    """No norm is vermilion and BatchNorm blue whatever else they are trained with."""
    with places_of({"plain, He": Place(NO_NORM, 1), "plain": Place(NO_NORM), "norm, He": Place(BATCH, 1)}):
        looks = arm_styles(["plain, He", "plain", "norm, He"])
    assert [look.colour for look in looks.values()] == [COLOURS[0], COLOURS[0], COLOURS[1]]
    assert looks["plain"].marker != looks["plain, He"].marker


def test_arms_of_one_setting_share_a_panel() -> None:
    """Those that a claim compares; the first arm leads what is alone, and what has no arm of its norm."""
    places = {"none": (0, 0), "batch": (1, 0), "none, He": (0, 1), "batch, He": (1, 1), "l1": (2, 2), "l2": (3, 3),
              "l1, tanh": (2, 4), "l2, tanh": (3, 4)}  # fmt: skip
    with places_of({arm: Place(*place) for arm, place in places.items()}):
        assert share_out([*places]) == (
            ("none", "batch"), ("none, He", "batch, He"), ("none", "l1, tanh", "l2, tanh"), ("none", "l1", "l2"),
        )  # fmt: skip
        assert share_out(["none, He", "batch", "l1", "none"]) == (("none, He", "batch", "l1", "none"),)


@pytest.mark.parametrize(("count", "panels"), [(1, 1), (4, 1), (5, 2), (7, 2), (8, 3), (26, 9)])
def test_no_panel_holds_more_than_four_arms(count: int, panels: int) -> None:
    """The first is in each of them, every other in one, and panels are about as full."""
    arms = [f"a{number}" for number in range(count)]
    shared = share_out(arms)
    assert (len(shared), {panel[0] for panel in shared}) == (panels, {"a0"})
    assert [arm for panel in shared for arm in panel[1:]] == arms[1:]
    assert max(map(len, shared)) <= 4
    assert max(map(len, shared)) - min(map(len, shared)) <= 1


def _luminance(colour: Sequence[float]) -> float:
    """Return the relative luminance of WCAG 2.2."""
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return float(np.dot((0.2126, 0.7152, 0.0722), linear))


def _dark(colour: Sequence[float]) -> list[float]:
    """Return a colour as `figures.css` turns it: inverted by 93 %, its hue turned back."""
    turned = [[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]]
    return [min(1, max(0, part)) for part in np.array(turned) @ (0.93 - 0.86 * np.array(colour))]


@pytest.mark.parametrize("colour", sorted({*COLOURS, ACCENT, INK, QUIET, *(colour for colour, _ in VERDICTS.values())}))
def test_colours_can_be_read_in_light_and_dark(colour: str) -> None:
    """4.5:1 on white and on the dark page, since names of arms have the colours of their lines; white is its ground."""
    assert "invert(.93) hue-rotate(180deg)" in (templates() / "figures.css").read_text()
    assert 1.05 / (_luminance(to_rgb(colour)) + 0.05) >= 4.5
    assert (_luminance(_dark(to_rgb(colour))) + 0.05) / (_luminance(_dark((1, 1, 1))) + 0.05) >= 4.5
    assert to_hex(_dark((1, 1, 1))) == "#121212"


def test_verdicts_differ_in_shape() -> None:
    """A reader who sees no colours tells them apart."""
    assert len({shape for _, shape in VERDICTS.values()}) == len(VERDICTS)
