"""Words that the page shares."""

from typing import get_args

from bnreport.report.synthesis.words import SCALE_WORDS, name_of
from bnreport.study.schema import Scale


def test_every_scale_and_study_has_its_words() -> None:
    """No identifier stands in prose."""
    assert {*SCALE_WORDS} == {*get_args(Scale)}
    assert name_of("santurkar_replication") == "Santurkar replication"
