"""What `check` says that measuring costs."""

from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from tests.cli.conftest import TOY


def test_the_share_of_time_spent_on_probes_is_said(call: Callable[..., Result], toy: Path) -> None:
    """One line a profile; above 30 % a warning that names the largest, but of a toy."""
    probes = "accuracy: {every: 5, test: {every: 5}}, moments: {every: 5, layers: [8]}"
    more = "toy: {scale: toy}\n  rare: {set: {experiments.net.probes: {accuracy: {every: 1000}}}}\n"
    scaled = TOY.replace("accuracy: {every: 5}", probes).replace("smoke: {scale: toy, set: {seeds.looks: [2]}}\n", more)
    toy.write_text(scaled.replace("steps: 10", "steps: 100"))
    result = call("check", toy, "--quiet")
    said = [line.partition("about: ")[::2] for line in result.stdout.splitlines()[1:]]
    assert [(start.split(": ")[1], share) for start, share in said] == [
        ("profile full", "net 85 %."),  # 20 tests of 28 steps, and 20 readings of 1
        ("profile toy", "net 85 %."),
        ("profile rare", "net 22 %."),  # 28 of 128
    ]
    assert [line.split(": ")[2:4] for line in result.stderr.splitlines() if "probes" in line] == [
        ["profiles.full", "probes take more than 30 % of the time in net (accuracy 82 %). Read less often"]
    ]
