"""Shares of runs that trained."""

from math import nan
from typing import Any

import numpy as np

from bnreport.report.claims import outcomes

Small = Any  # what conftest.py makes

A, B = "vgg.batchnorm", "vgg.standard"
RAISES = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}


TRAINS = {**RAISES, "margin": 0.1, "threshold": 0.2}


def test_no_difference_of_shares_while_a_run_is_unread(small: Small) -> None:
    """A run without a number may have trained or not: no difference, no interval of it, and the alt says why."""
    claim = small.claim({A: [small.run(nan), *small.arm(0.6)[1:]], B: small.arm(0.3)}, "trains", TRAINS)
    table = outcomes.table(claim)
    assert table is not None
    assert np.isnan([table.difference, *table.newcombe]).all()
    assert "and 1 without a number" in table.alt
    assert "not known, for want of these numbers" in table.alt
