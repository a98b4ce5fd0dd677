"""Where effects lie on a strip: linear within a margin, logarithmic beyond, clipped with a mark."""

from dataclasses import replace

import pytest

from bnreport.report.facts import Facts
from bnreport.report.strip import _MARGIN, _ZERO, WIDTH, strip
from bnreport.stats.region import Interval, Region


def test_no_difference_and_margin_have_their_places(facts: Facts) -> None:
    """Effects in lengths of the margin, whatever the unit."""
    verdict = replace(
        facts.verdicts[1],
        estimate=0.03,
        verdict_interval=Interval(0.015, 0.3),
        region=Region(low=0.03),
        verdict="supported",
    )
    made = strip(verdict, "It is so.")
    assert made is not None
    [row] = made.rows
    assert (made.kind, made.label, made.zero) == ("supported", "It is so.", _ZERO)
    assert row.ends == (_ZERO + _MARGIN,)
    assert row.region == (_ZERO + _MARGIN, WIDTH)
    assert row.at == _ZERO + _MARGIN
    assert row.low == _ZERO + _MARGIN / 2
    assert row.at < row.high < WIDTH
    assert row.goes_on == (False, False)


@pytest.mark.parametrize(
    ("interval", "goes_on"),
    [((-1e9, 0.05), (True, False)), ((0.01, 1e9), (False, True)), ((0.01, 0.02), (False, False))],
)
def test_what_leaves_the_strip_is_marked(
    facts: Facts, interval: tuple[float, float], goes_on: tuple[bool, bool]
) -> None:
    """At the end where it does."""
    verdict = replace(facts.verdicts[1], estimate=0.015, verdict_interval=Interval(*interval), region=Region(low=0.03))
    made = strip(verdict, "")
    assert made is not None
    assert made.rows[0].goes_on == goes_on
    assert 0 <= made.rows[0].low <= made.rows[0].high <= WIDTH


def test_ratios_are_as_far_either_way(facts: Facts) -> None:
    """Half and twice lie as far from no difference; a claim without an estimate has no strip."""
    ratio = next(each for each in facts.verdicts if each.evidence.unit == "ratio")
    made = [
        strip(replace(ratio, estimate=value, verdict_interval=Interval(value, value), region=Region(low=2.0)), "")
        for value in (0.5, 2.0)
    ]
    places = [each.rows[0].at for each in made if each]
    assert places == [_ZERO - _MARGIN, _ZERO + _MARGIN]
    assert strip(facts.verdicts[-1], "") is None
