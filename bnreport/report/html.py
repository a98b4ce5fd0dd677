"""The page: Jinja templates, autoescaped, under a content security policy that allows this stylesheet and no script."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from bnreport.report.context import Context


@cache
def templates() -> Path:
    """Return the templates' folder: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def to_html(context: "Context", *, paper: bool = False) -> str:
    """Fill the templates.

    Args:
        context: everything the page says.
        paper: leave out what paper cannot use: tables behind figures, and downloads.
    """
    style = (templates() / "report.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html.j2")
    return page.render(report=context, paper=paper, style=Markup(style), policy=_policy(style))  # noqa: S704  (our own file)


def _policy(style: str) -> str:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
