"""The table holds what the claim was judged by."""

import numpy as np
import pytest

from bnreport.figures.interaction.from_claim import table as interaction_of_claim
from tests.figures.conftest import ARMS, LABELS, TABLE, Made

CROSS = {
    "arm": ARMS[3], "versus": ARMS[1], "elsewhere_arm": ARMS[2], "elsewhere_versus": ARMS[0], "margin": 0.1,
}  # fmt: skip


def test_interaction_takes_its_arms_in_their_roles(made: Made) -> None:
    """Arm and versus here, then elsewhere, and per seed their difference of differences."""
    table = interaction_of_claim(made("interaction", better="higher", **CROSS))
    assert table is not None
    assert [arm.name for arm in table.arms] == [LABELS[ARMS[place]] for place in (3, 1, 2, 0)]
    assert [arm.values for arm in table.arms] == [TABLE[ARMS[place]] for place in (3, 1, 2, 0)]
    here, versus, there, compared = (np.array(arm.values) for arm in table.arms)
    assert table.effect.values == pytest.approx((here - versus) - (there - compared))
    assert (table.log, table.turned) == (False, False)


def test_interaction_knows_log_scale_and_direction(made: Made) -> None:
    """Of a loss it is turned round; on the ratio scale it is a ratio of ratios. An arm may stand on both sides."""
    table = interaction_of_claim(
        made("interaction", metric="loss", scale="ratio", **(CROSS | {"elsewhere_versus": ARMS[1], "margin": 1.1}))
    )
    assert table is not None
    assert (table.log, table.turned) == (True, True)
    assert [arm.name for arm in table.arms] == [LABELS[ARMS[place]] for place in (3, 1, 2, 1)]
    here, versus, there, compared = (np.array(arm.values) for arm in table.arms)
    assert table.effect.values == pytest.approx(1 / ((here / versus) / (there / compared)))
