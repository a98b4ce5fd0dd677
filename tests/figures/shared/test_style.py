"""No meaning rests on colour alone."""

from bnreport.figures.shared.style import VERDICTS, arm_styles, places_of


def test_arms_differ_in_more_than_colour() -> None:
    """Of 24 arms no two have the same colour, dash and marker, and of the first six no two share a marker."""
    looks = [*arm_styles(map(str, range(24))).values()]
    assert len({(look.colour, str(look.dash), look.marker) for look in looks}) == 24
    assert len({look.marker for look in looks[:6]}) == len({look.colour for look in looks[:6]}) == 6
    assert len({(look.colour, str(look.dash)) for look in looks[:12]}) == 12


def test_an_arm_looks_the_same_wherever_it_stands() -> None:
    """By its place in the report; one without a place takes none that is taken."""
    alone = arm_styles(["a", "b", "c"])
    with places_of({"a": 0, "b": 1}):
        assert arm_styles(["b", "c", "a"]) == {"b": alone["b"], "c": alone["c"], "a": alone["a"]}
    assert arm_styles(["b"]) == {"b": alone["a"]}


def test_verdicts_differ_in_shape() -> None:
    """A reader who sees no colours tells them apart."""
    assert len({shape for _, shape in VERDICTS.values()}) == len(VERDICTS)
