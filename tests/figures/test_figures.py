"""Every figure draws one seed, NaN and infinite intervals, in its own words, and the same bytes twice."""

import re
from math import inf, nan
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bnreport import figures
from bnreport.figures import Table, curves, forest, paired, picture, specification_curve, with_type
from bnreport.stats.region import Interval, Region

KINDS = sorted(path.stem for path in Path(figures.__file__).parent.glob("[!_]*.py"))
NONE = Interval(nan, nan)


def _forest(estimate: float, interval: Interval) -> Table:
    region = Region(low=-0.02)
    row = forest.Row("a claim $x^2$", "refuted", "fraction", 0.02, estimate, interval, interval, region, nan, "words")
    return forest.Table((row,))


def _paired(estimate: float, interval: Interval) -> Table:
    lost = paired.Arm("e.b", (nan,), (True,))
    return paired.Table(
        metric="loss", metric_unit="nat", unit="nat", verdict="inconclusive", seeds=(0,),
        arms=(paired.Arm("e.a", (1.5,), (False,)), lost), effects=(estimate,), estimate=estimate,
        interval=interval, verdict_interval=interval, region=Region(-0.1, 0.1),
    )  # fmt: skip


def _curves(estimate: float, _interval: Interval) -> Table:
    lost = curves.Curve("e.b", 0, (0, 10), (2.0, nan), diverged=True)
    empty = curves.Curve("e.c", 0, (0, 10), (nan, nan), diverged=True)
    return curves.Table(
        "e", "loss", "nat", None, (curves.Curve("e.a", 0, (0, 10), (2.0, estimate), diverged=False), lost, empty)
    )


def _specification_curve(estimate: float, interval: Interval) -> Table:
    region = Region(low=0.02)
    row = specification_curve.Row("as judged", "supported", "fraction", 0.02, estimate, interval, region)
    none = row._replace(label="log scale", answer="no answer: invalid", unit="ratio", estimate=nan, interval=NONE)
    return specification_curve.Table((row, *[none] * 30))


MAKERS = {"specification_curve": _specification_curve, "forest": _forest, "paired": _paired, "curves": _curves}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("estimate", "interval"),
    [(0.01, Interval(-0.5, 90.0)), (0.01, NONE), (nan, NONE), (3.0, Interval(-inf, inf))],
)
def test_draws_what_there_is(kind: str, estimate: float, interval: Interval) -> None:
    """No seed, spread or number is needed; the result is one well-formed SVG, the same twice."""
    table = MAKERS[kind](estimate, interval)
    drawn = picture(kind, table)
    assert ET.fromstring(drawn.svg).tag.endswith("svg")  # noqa: S314  (our own drawing)
    assert drawn == picture(kind, table)
    assert min(drawn.width, drawn.height) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_speaks_for_itself(kind: str) -> None:
    """Caption and alt text hold numbers and units, and the table has a heading for each column."""
    table = MAKERS[kind](0.01, Interval(-0.5, 0.5))
    assert len(table.caption) > 80
    assert any(character.isdigit() for character in table.alt)
    assert {len(row) for row in table.rows()} == {len(table.headers)}
    shown = table.shown()
    assert {len(row) for row in shown.rows} == {len(shown.headers)}


def test_curves_say_what_diverged() -> None:
    """The last value of a diverged run is not reported as an end."""
    assert _curves(0.5, NONE).alt == (
        "loss of e at the last step. e.a: median 0.5 nat (seeds 0.5 nat to 0.5 nat, n = 1); e.b: 1 of 1 diverged; "
        "e.c: 1 of 1 diverged."
    )


def test_forest_places_effects_by_margin_and_ratios_by_logarithm() -> None:
    """One margin is one unit on the axis, whichever the scale."""
    row = forest.Row("r", "supported", "fraction", 0.02, 0.04, NONE, NONE, Region(low=0.02), nan, "")
    assert row.at(0.04) == pytest.approx(2)
    ratio = row._replace(unit="ratio", scale=0.6931471805599453)
    assert ratio.at(4.0) == pytest.approx(2)
    assert ratio.at(0.25) == pytest.approx(-2)
    assert ratio.at(0.0) == -inf


def test_a_drawing_in_the_page_brings_its_font() -> None:
    """An image cannot use the page's fonts: each weight used stands inside, and the drawing is unchanged."""
    bare = picture("paired", _paired(0.01, NONE)).svg
    assert b"style" not in bare
    dressed = with_type(bare)
    assert dressed.count(b"@font-face") == 2
    assert b"'Report Sans'" in dressed
    assert re.sub(b"<style>.*</style>", b"", dressed) == bare
    assert ET.fromstring(dressed).tag.endswith("svg")  # noqa: S314  (our own drawing)
    assert with_type(bare.replace(b'font-weight="700"', b"")).count(b"@font-face") == 1
