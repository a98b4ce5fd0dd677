"""What was tried, in lines."""

from bnreport.cli._tuning import lines
from tests.judge.test_tuning import tuned


def test_a_table_says_what_to_write() -> None:
    """Value by value with the seeds behind each mean; the selected one is marked."""
    first, *rest = lines(tuned([0.5, 0.6], [0.6, None], [0.7, 0.8]))
    assert first.startswith("e.b: optimizer.lr 0.3, where the rule selects 1.0, ")
    assert rest == [
        "    0.1    55.0 %  (50.0 %, 60.0 %)",
        "    0.3    35.0 %  (60.0 %, 10.0 %; 1 diverged)",
        "  * 1.0    75.0 %  (70.0 %, 80.0 %)",
        "  write experiments.e.arms.b.set.optimizer.lr: 1.0",
    ]


def test_what_the_arm_has_need_not_be_written() -> None:
    """Nor what nobody knows yet; a value that is not there has no mean."""
    assert not any("write" in line for line in lines(tuned([0.5, 0.5], [0.6, 0.6], [0.4, 0.4])))
    *_, last = lines(tuned([0.5, 0.5], [0.6, 0.6], [0.4]))
    assert last == "    1.0         \N{EN DASH}  (40.0 %)"
    *_, last = lines(tuned([0.5, 0.5], [0.6, 0.6]))
    assert last == "    1.0         \N{EN DASH}  (not run)"
