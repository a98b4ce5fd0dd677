"""The table holds what the claim was judged by."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.stats

from bnreport.figures.forest.from_claim import table as forest_of_claim
from tests.figures.conftest import ARMS, TABLE, Made


def test_parts_stand_in_margins_with_the_verdict_on_the_whole(made: Made) -> None:
    """One row per part: its own estimate, 95 % interval and region; the whole's verdict; no thick bar."""
    parts = [
        {"superiority": {"metric": "drift", "better": "higher", "arm": ARMS[1], "versus": ARMS[0], "margin": 0.5}},
        {
            "superiority": {
                "metric": "drift",
                "better": "higher",
                "arm": ARMS[0],
                "versus": ARMS[3],
                "margin": 1.25,
                "scale": "ratio",
            }
        },
    ]
    claim = made("all_of", parts=parts)
    table = forest_of_claim(claim)
    assert table is not None
    assert claim.verdict.verdict == "refuted"
    assert [row.answer for row in table.parts] == ["refuted", "refuted"]
    change = np.array(TABLE[ARMS[1]]) - np.array(TABLE[ARMS[0]])
    assert table.parts[0].estimate == pytest.approx(change.mean())
    assert table.parts[0].interval == pytest.approx(scipy.stats.ttest_1samp(change, 0).confidence_interval(0.95))
    assert [row.region.low for row in table.parts] == [0.5, 1.25]
    assert [row.scale for row in table.parts] == pytest.approx([0.5, np.log(1.25)])
    assert table.seeds == (4, 4)
    assert table.parts[0].label == "drift (final): batchnorm \N{MINUS SIGN} standard"


def test_a_part_tells_the_n_of_its_estimate(made: Made) -> None:
    """Claims that pair no seeds, such as shares and correlations, have an n all the same."""
    one = {"superiority": {"metric": "drift", "better": "higher", "arm": ARMS[1], "versus": ARMS[0], "margin": 0.5}}
    claim = made("all_of", parts=[one])
    [part] = claim.evidence.parts
    unpaired = part._replace(evidence=replace(part.evidence, seeds=()))
    evidence = replace(claim.evidence, parts=(unpaired,))
    table = forest_of_claim(claim._replace(verdict=replace(claim.verdict, evidence=evidence)))
    assert table is not None
    assert table.seeds == (4,)


def test_a_part_without_an_estimate_keeps_its_row(made: Made) -> None:
    """Its region is drawn and its words say that there is none; without any estimate there is no figure."""
    short = {ARMS[0]: TABLE[ARMS[0]], ARMS[1]: TABLE[ARMS[1]], ARMS[2]: (4.0, 4.4, None, 4.2)}
    one, two = (
        {"superiority": {"metric": "drift", "better": "higher", "arm": arm, "versus": ARMS[0], "margin": 0.5}}
        for arm in ARMS[1:3]
    )
    table = forest_of_claim(made("all_of", short, parts=[one, two]))
    assert table is not None
    assert [np.isnan(row.estimate) for row in table.parts] == [False, True]
    assert table.parts[1].region.low == 0.5
    assert forest_of_claim(made("all_of", short, parts=[two])) is None
