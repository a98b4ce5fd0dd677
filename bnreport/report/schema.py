"""The form of the results bundle as JSON Schema: what `bnreport.codec` and `bnreport.runs.bundle` write, restated."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bnreport import hypotheses
from bnreport.runs.bundle import VERSION
from bnreport.study.schema import Study

Number = float | Literal["nan", "inf", "-inf"]
"""Strict JSON has no NaN and no infinity."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Metric(_Form):
    """A named scalar that a probe measures."""

    name: str
    unit: str
    """`fraction`, `nat`, `1` (a pure number), ...; fractions lie in [0, 1]."""
    better: Literal["higher", "lower"] | None
    """Which direction benefits training; null where neither does."""
    failure: float | None
    """The value a diverged run counts as; null where there is no natural one."""


class Series(_Form):
    """A metric over training steps."""

    steps: list[int]
    """Optimiser steps already taken when the value was measured."""
    values: list[Number] | list[list[Number]]
    """One number per step, or one per step and column."""
    columns: list[str]
    """Names of the columns, such as layers; empty for a plain series."""


class Run(_Form):
    """One training run: its outcome and everything that was measured."""

    key: Digest
    settings: dict[str, Any]
    """The resolved recipe, norm, seed and data digest that the key was made from."""
    outcome: Literal["finished", "diverged"]
    stopped_at: Annotated[int, Field(ge=0)]
    """Optimiser steps taken; fewer than planned when the loss was no longer finite."""
    cause: str
    """Why it counts as diverged, with the step; empty when finished."""
    metrics: dict[str, Metric]
    series: dict[str, Series]
    probes: dict[str, dict[str, Any]]
    """Which probes looked at it: of each its `options` and the digest of its `code`."""
    environment: dict[str, str]
    """Device, precision, versions."""
    seconds: Number
    """Wall time of training and probes."""
    finished_at: str
    """UTC, ISO 8601."""
    started_at: str
    """UTC, ISO 8601: when it was first begun; empty where nobody noted it."""


class Amendment(_Form):
    """One value that is not as it was locked."""

    where: str
    was: str
    now: str


class Registration(_Form):
    """The lock, and what was changed since."""

    locked_at: str
    """UTC, ISO 8601."""
    digest: str
    """SHA-256 of what was locked."""
    amendments: list[Amendment]


class Spec(_Form):
    """The study as it was asked for."""

    name: str
    """The file's name, without its folder."""
    text: str
    """The YAML."""
    profile: str
    because: str
    """Why this profile."""
    overrides: list[str]
    """`--set` options, as given."""
    resolved: Study
    """The study with profile, overrides and every default applied."""
    registration: Registration | None
    """Null without a lock."""


class Bundle(_Form):
    """Everything that `bnreport render` needs: the study, and its runs by arm and seed."""

    bundle: Literal[VERSION]  # type: ignore[valid-type]  # our own constant
    spec: Spec
    runs: dict[str, dict[Annotated[str, Field(pattern=r"^[0-9]+$")], Run]]
    """By `experiment.arm`, then by seed."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema of `results.json`."""
    made = Bundle.model_json_schema()
    claim = made["$defs"]["Hypothesis"]
    # a file's hypothesis has its kind for a key; a resolved one has it under `test`
    kinds = {name: claim["properties"].pop(name) for name in hypotheses.registry.names}
    del claim["oneOf"]
    claim["properties"]["test"] = {
        "type": "object",
        "properties": kinds,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    claim["required"].append("test")
    made["properties"]["runs"]["additionalProperties"]["additionalProperties"] = False  # no name but a seed's
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
