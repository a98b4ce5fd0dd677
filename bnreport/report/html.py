"""The page: Jinja templates, autoescaped, under a content security policy for one stylesheet and one script of ours."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bnreport.files import shipped
from bnreport.formatting import uncapitalize
from bnreport.report.figure import address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bnreport.figures import Picture
    from bnreport.report.facts import Facts
    from bnreport.report.sections import Form, Section


@cache
def templates() -> "Path":
    """Return the templates' folder."""
    return shipped("templates")


def to_html(
    facts: "Facts",
    sections: "Sequence[Section]",
    pictures: "Mapping[str, tuple[Picture, ...]]",
    *,
    form: "Form" = "screen",
) -> str:
    """Fill the template of a study's page.

    Args:
        facts: what the sections share.
        sections: what they say, in order.
        pictures: the drawings by the figures' names.
        form: what it is made for. Paper cannot use the script, tables behind figures, and downloads.
    """
    return fill("report.html.j2", form=form, facts=facts, sections=sections, pictures=pictures, address=address)


def fill(template: str, *, form: "Form", **said: object) -> str:
    """Fill a template with what it says, style, script and policy besides."""
    names = ("report.css", "figures.css", "paper.css", "report.js")
    style, figures, running, script = ((templates() / name).read_text("utf-8") for name in names)
    paper = form != "screen"
    style += figures + (running if paper else "")
    environment = Environment(
        loader=FileSystemLoader(templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["uncapitalize"] = uncapitalize
    return environment.get_template(template).render(
        **said,
        form=form,
        paper=paper,
        style=Markup(style),  # noqa: S704  (our own file)
        script=Markup(script),  # noqa: S704  (our own file)
        policy=_policy(style, script),
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
