"""What a study asks, in a reader's words, and the mechanisms that its answers speak for or against."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from bnreport.study.fields import Label, Model, Name, Prose

Aspect = Literal["present", "necessary", "sufficient"]
"""What a claim may test about an explanation."""
Side = Literal["for", "against", "silent"]


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Explanation(Model):
    """A mechanism by which BatchNorm may work, which claims bear on."""

    label: Label
    """Its name for people, in a few words."""
    says: Prose
    """What it claims, in one sentence."""


class Question(Model):
    """What a reader asks; it groups claims, and its answer is the verdict of one of them, or of several at once."""

    ask: Prose
    """The question, as a reader would put it, so that the claims which decide it say yes if they hold."""
    decided_by: Annotated[
        tuple[Name, ...],
        Field(min_length=1),
        BeforeValidator(_several),
        WithJsonSchema(
            {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
        ),
    ]
    """The primary hypothesis of this question whose verdict is the answer; a list where all of them must hold."""


class BearsOn(Model):
    """What a claim tests about an explanation, and what its verdict says."""

    tests: Aspect
    """`present`: does it happen; `necessary`: does the benefit go when it is taken away; `sufficient`: does the benefit
    come with it alone."""
    supported: Side
    """What it says about the explanation if the claim is supported."""
    refuted: Side
    """What it says if the claim is refuted; `silent` for claims of a size, since less than three times smoother may
    still be smoother."""
