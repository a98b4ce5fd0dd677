"""Windows as they are written."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from bnreport.study.windows import FixedWindow, ProgressWindow, StepWindow, Window

READ: TypeAdapter[Any] = TypeAdapter(Window)


def test_each_kind_is_told_by_its_alignment() -> None:
    """With what it starts by."""
    fixed = READ.validate_python({"align": "fixed", "between": [1, "20 %"]})
    step = READ.validate_python({"align": "step", "from": {"train_accuracy": 0.2}, "length": "10 %"})
    progress = READ.validate_python({"align": "progress", "metric": "train_loss", "between": [2.0, 1.0]})
    assert [type(each) for each in (fixed, step, progress)] == [FixedWindow, StepWindow, ProgressWindow]
    assert (step.metric, step.level) == ("train_accuracy", 0.2)
    assert [length.steps(200) for length in fixed.between] == [1, 40]
    assert progress.between == (2.0, 1.0)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"between": [1, 2]}, "needs `align`: fixed, step or progress"),
        ({"align": "sideways", "between": [1, 2]}, "needs `align`"),
        ("early", "needs `align`"),
        ({"align": "fixed", "between": [2, 1]}, r"must run from its first step to its last: \[1, 2\]"),
        ({"align": "fixed", "between": ["20 %", "10 %"]}, "must run from its first step to its last"),
        ({"align": "fixed", "between": [1]}, "between"),
        ({"align": "step", "from": {}, "length": 5}, "from"),
        ({"align": "step", "from": {"a": 0.2, "b": 0.2}, "length": 5}, "from"),
        ({"align": "step", "from": {"a": 0.2}}, "length"),
        ({"align": "progress", "between": [0.2, 0.4]}, "metric"),
    ],
)
def test_what_is_no_window_is_refused(written: object, said: str) -> None:
    """For what it lacks, has twice or has the wrong way round; steps and shares are compared by the study."""
    with pytest.raises(ValidationError, match=said):
        READ.validate_python(written)


def test_steps_and_shares_wait_for_the_run() -> None:
    """Whether 30 % comes after step 20 nobody knows yet."""
    assert READ.validate_python({"align": "fixed", "between": ["30 %", 20]})
