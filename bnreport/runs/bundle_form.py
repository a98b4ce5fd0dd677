"""What a results bundle holds: the types of its fields, which read it and which its JSON Schema is made from."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from bnreport import hypotheses
from bnreport.registry import ArmName
from bnreport.results.form import StoredRun
from bnreport.results.numbers import STRICT
from bnreport.results.run import Digest
from bnreport.study.arms import trained
from bnreport.study.registration import Registration
from bnreport.study.schema import Study


class _Form(BaseModel):
    model_config = STRICT


class Spec(_Form):
    """The study as it was asked for."""

    name: str
    """The file's name, without its folder: bundles name no machine."""
    text: str
    """The YAML."""
    profile: str
    because: str
    """Why this profile."""
    overrides: tuple[str, ...]
    """`--set` options, as given."""
    resolved: Study
    """The study with profile, overrides and every default applied."""
    registration: Registration | None
    """The lock, and what was changed since; null without a lock."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.profile not in self.resolved.profiles:
            raise ValueError(f"its study has no profile {self.profile!r}")
        return self


class BundledRun(_Form):
    """A run, and whose it is."""

    arm: ArmName
    """`experiment.condition`."""
    index: Annotated[int, Field(ge=0)]
    """Which of the study's seeds, counted from 0; the seed as drawn stands in the run's settings."""
    run: StoredRun
    sha256: Digest
    """Of the line that the run stands on, up to this field."""


class Bundle(_Form):
    """Everything that `bnreport render` needs: the study, and its runs."""

    bundle: Literal[3]
    spec: Spec
    sha256: Digest
    """Of the line that the study stands on, up to this field, and then of every run's checksum."""
    runs: tuple[BundledRun, ...]
    """Each on a line of its own."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        experiments = self.spec.resolved.experiments.items()
        known = {f"{name}.{arm}" for name, experiment in experiments for arm in trained(experiment)}
        if strange := sorted({entry.arm for entry in self.runs} - known):
            raise ValueError(f"its study has no arm {strange[0]!r}")
        if len({(entry.arm, entry.index) for entry in self.runs}) < len(self.runs):
            raise ValueError("two of its runs are of one arm and seed")
        return self


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a bundle, unzipped."""
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
    return made
