"""What holds for every study: it survives the way through plain data, and the order of keys means nothing."""

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bnreport.study import Choice, Study
from bnreport.study.arms import conditions
from bnreport.study.yaml import parse
from tests.study.conftest import load

SPEC = Path(__file__).parents[2] / "specs" / "santurkar_replication.yaml"
rates = st.floats(min_value=1e-9, max_value=10, allow_nan=False)
counts = st.integers(min_value=1, max_value=10**6)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """The shipped study as plain data."""
    return parse(SPEC, SPEC.read_text()).data


def _shuffled(data: Any, draw: random.Random) -> Any:  # noqa: ANN401  (plain YAML data)
    if isinstance(data, dict):
        items = list(data.items())
        draw.shuffle(items)
        return {key: _shuffled(value, draw) for key, value in items}
    return [_shuffled(value, draw) for value in data] if isinstance(data, list) else data


@given(lr=rates, steps=counts, margin=rates, norm=st.sampled_from(["none", "batch", {"group": {"groups": 4}}]))
def test_a_study_survives_the_round_trip(lr: float, steps: int, margin: float, norm: object) -> None:
    """Study to plain data and back is the same study, probes and hypotheses included."""
    recipe = {"dataset": "digits", "model": {"vgg": {"depth": 11}}, "optimizer": {"sgd": {"lr": lr}}, "steps": steps}
    test = {"metric": "objective", "arm": "e.a", "versus": "e.b", "margin": margin, "window": "start"}
    arms = {"a": {"norm": norm}, "b": {"norm": "none", "set": {"optimizer.lr": lr}}}
    study = Study.model_validate(
        {
            "study": "s",
            "title": "t",
            "windows": {"start": {"align": "fixed", "between": [0, 1]}},
            "experiments": {"e": {"recipe": recipe, "arms": arms, "probes": {"objective": {"every": steps}}}},
            "hypotheses": {"h": {"claim": "c", "superiority": test, "why_this_margin": "w"}},
            "profiles": {"p": {}},
        }
    )
    assert Study.model_validate(study.model_dump()) == study
    assert Study.model_validate_json(study.model_dump_json()) == study
    assert study.experiments["e"].probes["objective"] == Choice("objective", {"every": steps, "until": None})


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("profile", ["paper", "cpu", "smoke"])
def test_the_order_of_keys_means_nothing(shipped: dict[str, Any], tmp_path: Path, profile: str, seed: int) -> None:
    """However the keys of the file are ordered, every arm trains the same."""
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump(_shuffled(shipped, random.Random(seed)), sort_keys=False))  # noqa: S311  (no secret)
    ours, theirs = (load(file, profile).study for file in (path, SPEC))
    assert ours == theirs
    for name, experiment in ours.experiments.items():
        assert conditions(experiment) == conditions(theirs.experiments[name])
