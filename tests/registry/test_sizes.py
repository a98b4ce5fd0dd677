"""What no float32 and no machine can hold is refused where the study is read."""

from importlib import import_module
from typing import Any

import pytest
from pydantic import ValidationError

from bnreport.cli.list import KINDS

EVERY = [(kind, name) for kind in KINDS for name in import_module(f"bnreport.{kind}").registry.names]
LENGTHS = {"warmup", "every", "until", "budget", "window", "other_window"}
"""Lengths of training, and windows, are bounded by the run's steps."""
ARMS = {"metric": "objective", "arm": "e.a", "versus": "e.b"}
SIGNED = {"threshold", "levels"}
"""Values of metrics, which may be negative."""


def numbers(schema: Any) -> list[dict[str, Any]]:  # noqa: ANN401  (JSON)
    """Return the schemas of numbers inside a schema."""
    if isinstance(schema, list):
        return [found for each in schema for found in numbers(each)]
    if not isinstance(schema, dict):
        return []
    here = [schema] if schema.get("type") in {"integer", "number"} and "enum" not in schema else []
    return [*here, *numbers([held for key, held in schema.items() if key not in LENGTHS])]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_every_number_has_two_bounds(kind: str, name: str) -> None:
    """Neither a lower nor an upper one is missing; counts stay within a machine, the rest within float32."""
    properties = import_module(f"bnreport.{kind}").registry[name].options.model_json_schema()["properties"]
    for option, schema in properties.items():
        for number in numbers(schema) if option not in LENGTHS else ():
            assert number.get("minimum", number.get("exclusiveMinimum")) >= (-1e30 if option in SIGNED else 0), option
            most = 10_000_000 if number["type"] == "integer" else 1e30
            assert number.get("maximum", number.get("exclusiveMaximum")) <= most, option


@pytest.mark.parametrize(
    ("kind", "name", "options"),
    [
        ("optimizers", "sgd", {"lr": 1e300}),
        ("optimizers", "sgd", {"lr": 0.1, "momentum": 2.0}),
        ("optimizers", "adam", {"beta1": 1.0}),
        ("optimizers", "adam", {"beta2": 1.0}),
        ("optimizers", "adam", {"eps": 1e300}),
        ("optimizers", "adam", {"weight_decay": 1e300}),
        ("models", "resnet_cifar", {"width": 1_000_000}),
        ("models", "resnet_cifar", {"depth": 600_002}),
        ("models", "vgg", {"hidden": 1_000_000}),
        ("augmentations", "crop", {"padding": 100_000}),
        ("losses", "squared_error", {"factor": 1e300}),
        ("norms", "noise", {"shift": 1e300}),
        ("norms", "group", {"groups": 1_000_000}),
        ("datasets", "gaussian_linear", {"samples": 100_000_000}),
        ("probes", "moments", {"units": 1_000_000}),
        ("probes", "moments", {"layers": [1_000_000]}),
        ("probes", "sharpness", {"iterations": 1_000_000}),
        ("probes", "sharpness", {"tolerance": 2.0}),
        ("probes", "landscape", {"cap": 1e300}),
        ("probes", "landscape", {"reach": [1e300]}),
        ("hypotheses", "superiority", ARMS | {"margin": 1e300}),
        ("hypotheses", "equivalence", ARMS | {"margin": 1e300}),
        ("hypotheses", "time_to_threshold", ARMS | {"margin": 1e300, "threshold": 0.5}),
        ("hypotheses", "time_to_threshold", ARMS | {"margin": 1.2, "threshold": 1e308}),
        ("hypotheses", "trains", ARMS | {"margin": 0.1, "threshold": -1e308}),
    ],
)
def test_absurd_values_are_refused(kind: str, name: str, options: dict[str, Any]) -> None:
    """Values that ran out of memory or float32 before."""
    with pytest.raises(ValidationError):
        import_module(f"bnreport.{kind}").registry[name].options.model_validate(options)
