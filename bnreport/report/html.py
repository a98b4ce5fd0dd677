"""The page: Jinja templates, autoescaped, under a content security policy for one stylesheet and one script of ours."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bnreport.files import shipped
from bnreport.formatting import uncapitalize
from bnreport.report.explored import explored
from bnreport.report.figure import address, find_figures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bnreport.figures import Picture, Place
    from bnreport.report.facts import Facts
    from bnreport.report.sections import Form, Section


TABLES = ("make", "tables", "links")
"""Parts of the script, files of `templates/report/`, that a page of tables needs."""
ALL = ("make", "tables", "numbers", "readings", "plot", "explore", "links")
"""Those that a page with figures needs, in order."""


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
    places: "Mapping[str, Place] | None" = None,
) -> str:
    """Fill the template of a study's page.

    Args:
        facts: what the sections share.
        sections: what they say, in order.
        pictures: the drawings by the figures' names.
        form: what it is made for. Paper cannot use the script, tables behind figures, and downloads.
        places: of arms, as the pictures were drawn with them.
    """
    figures = find_figures(sections) if form == "screen" else ()
    return fill(
        "report.html.j2",
        form=form,
        parts=ALL,
        facts=facts,
        sections=sections,
        pictures=pictures,
        address=address,
        explored={each.name: said for each in figures if (said := explored(each, places))},
    )


def script_of(parts: "Sequence[str]") -> str:
    """Return the script of a page, as it is written."""
    return "".join((templates() / "report" / f"{part}.js").read_text("utf-8") for part in parts)


class _Unindented(FileSystemLoader):
    """Reads templates without the indentation of their lines, a twentieth of a page that no browser shows."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, "Callable[[], bool]"]:
        source, name, current = super().get_source(environment, template)
        return "\n".join(line.lstrip(" ") for line in source.split("\n")), name, current


def fill(template: str, *, form: "Form", parts: "Sequence[str]" = TABLES, **said: object) -> str:
    """Fill a template with what it says, style, script of so many parts, and policy besides."""
    names = ("report.css", "figures.css", "paper.css")
    style, figures, running = ((templates() / name).read_text("utf-8") for name in names)
    script = script_of(parts)
    paper = form != "screen"
    style += figures + (running if paper else "")
    environment = Environment(
        loader=_Unindented(templates()),
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
