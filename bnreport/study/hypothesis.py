"""A hypothesis: the claim, the test that decides it, and what the paper says."""

from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import PydanticCustomError, core_schema

from bnreport.hypotheses import registry
from bnreport.registry import Count, Flag, Positive, Real
from bnreport.study.fields import Model, Name, Prose, Test
from bnreport.study.questions import BearsOn

Says = Literal["supported", "refuted", "inconclusive", "silent"]


def _one_kind(value: object) -> object:
    """Say which kinds there are too many of."""
    if isinstance(value, dict) and len(value) > 1:
        known = ", ".join(registry.names)
        what = f"has {len(value)} tests ({', '.join(map(str, value))}); it needs exactly one of these keys: {known}."
        raise PydanticCustomError("choice", what)
    return value


class Paper(Model):
    """What the paper says about a hypothesis."""

    says: Says
    where: Prose
    """Figure, table, section or page."""
    value: Real | None = None
    """The paper's own number, on the scale of the estimate, where it prints one."""
    n: Count | None = None
    """Runs that its number is a mean over; one if absent."""
    sd: Positive | None = None
    """Standard deviation of the effect between those runs, in the effect's unit, or of the log-ratio on the ratio
    scale; ours if absent."""
    window: Name | None = None
    """Window that the paper's number is from, over which alone it is compared; absent for the claim's own."""

    @model_validator(mode="after")
    def _spread_is_of_a_number(self) -> "Paper":
        if self.value is None and (self.n or self.sd):
            raise PydanticCustomError("paper", "n and sd are those of the paper's number; write it as `value`")
        return self


class Hypothesis(Model):
    """A claim fixed before the runs, and the test that decides it."""

    question: Name | None = None
    """Which of the study's questions it helps to answer."""
    claim: Prose
    """One sentence that can be true or false."""
    test: Annotated[Test, BeforeValidator(_one_kind)]
    """Kind and options; in YAML the kind itself is the key."""
    why_this_margin: Prose
    """Why a smaller effect would not matter."""
    expected_sd: Positive | None = None
    """Standard deviation over seeds of the per-seed effect, in the effect's unit, or of the log-ratio on the ratio
    scale: from a pilot or a paper. `check` and `plan` then say which margin the seeds can resolve; no verdict reads
    it."""
    paper: Paper | None = None
    primary: Flag = True
    """False: exploratory; an estimate without a verdict, outside the multiplicity correction."""
    bears_on: dict[Name, BearsOn] = Field(default_factory=dict)
    """What it tests about each of the study's explanations."""
    estimand: Annotated[Name | None, Field(exclude_if=lambda held: held is None)] = None
    """Name of what it estimates, where claims of other experiments estimate the same: `synthesize` joins those whose
    metric, window, scale and arms agree; no verdict reads it."""

    @model_validator(mode="before")
    @classmethod
    def _kind_is_the_key(cls, data: Any) -> Any:  # noqa: ANN401  (whatever stands in the file)
        if not isinstance(data, dict) or "test" in data:
            return data
        kinds = [key for key in data if key in registry.names] or _misspelt([*data], [*cls.model_fields])
        rest = {key: value for key, value in data.items() if key not in kinds}
        return rest | {"test": {kind: data[kind] for kind in kinds}} if kinds else rest

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the file's form: the kind itself is the key."""
        described = handler.resolve_ref_schema(handler(schema))
        described["properties"].pop("test")
        described["required"].remove("test")
        entries = [registry[name] for name in registry.names]
        for entry in entries:
            described["properties"][entry.name] = {"description": entry.summary, **entry.options.model_json_schema()}
        described["oneOf"] = [{"required": [entry.name]} for entry in entries]
        return described


def _misspelt(keys: list[str], fields: list[str]) -> list[str]:
    """Return the key that means a kind, though it is spelt like none: near to one, or near to nothing."""
    words = [*registry.names, *fields]
    near = {key: (get_close_matches(key, words, n=1) or [""])[0] for key in keys if key not in fields}
    kinds = [key for key, word in near.items() if word in registry.names]
    return (kinds or [key for key, word in near.items() if not word])[:1]
