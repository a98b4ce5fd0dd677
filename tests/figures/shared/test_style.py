"""No meaning rests on colour alone."""

from bnreport.figures.shared.style import VERDICTS, arm_style


def test_arms_differ_in_more_than_colour() -> None:
    """Of 24 arms no two have the same colour, dash and marker, and of the first six no two share a marker."""
    looks = [arm_style(place) for place in range(24)]
    assert len({(look.colour, str(look.dash), look.marker) for look in looks}) == 24
    assert len({look.marker for look in looks[:6]}) == len({look.colour for look in looks[:6]}) == 6
    assert len({(look.colour, str(look.dash)) for look in looks[:12]}) == 12


def test_verdicts_differ_in_shape() -> None:
    """A reader who sees no colours tells them apart."""
    assert len({shape for _, shape in VERDICTS.values()}) == len(VERDICTS)
