"""One Chromium, one rendered page: Debian's browser, driven over a file, with the network cut off."""

import os
import sys
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest

from bnreport.report.facts import Facts
from bnreport.report.index import write_index
from bnreport.report.render import render
from bnreport.report.synthesis.page import Synthesis
from bnreport.report.synthesis.write import write_synthesis
from tests.report.synthesis.known import three_studies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")
CHROMIUM = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _known_truth() -> Any:  # noqa: ANN401  (a module)
    path = Path(__file__).parents[1] / "report" / "conftest.py"
    spec = spec_from_file_location("known_truth", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def truth() -> Any:  # noqa: ANN401  (a module)
    """Return the study with known truth, which has a verdict of every kind."""
    return _known_truth()


@pytest.fixture(scope="session")
def report(truth: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ANN401
    """Render it once."""
    return render(Facts(*truth.example()), tmp_path_factory.mktemp("page")).html


@pytest.fixture(scope="session")
def synthesis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render a synthesis of two studies that disagree, and one that was not run."""
    folder = tmp_path_factory.mktemp("why")
    return write_synthesis(Synthesis(three_studies(), folder, folder / "why"), pdf=False).html


@pytest.fixture(scope="session")
def index(truth: Any, synthesis: Path) -> Path:  # noqa: ANN401
    """List the known study at two profiles, and that synthesis."""
    reports, facts = synthesis.parents[1], Facts(*truth.example())
    for profile in (facts.file.profile, "another"):
        render(facts, reports / facts.file.study.study / profile)
    return write_index(reports)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Any]":
    """Start Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium): the page was not tried in a browser")
    arguments = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []  # root has no sandbox
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@dataclass
class Tab:
    """An open page, and everything that it said or asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    """Console messages and errors."""
    asked: list[str] = field(default_factory=list)
    """Addresses, `data:` aside."""


@pytest.fixture
def visit(browser: Any, report: Path) -> "Iterator[Callable[..., Tab]]":  # noqa: ANN401
    """`visit(width=320, color_scheme="dark")` opens the page, or `path`; options are a browser context's."""
    contexts = []

    def visit(path: Path | None = None, width: int = 1280, **options: object) -> Tab:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
        contexts.append(context)
        context.set_default_timeout(120_000)
        tab = Tab(context.new_page())
        tab.page.on("console", lambda message: tab.said.append(message.text))
        tab.page.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.page.on("dialog", lambda dialog: (tab.said.append(dialog.message), dialog.dismiss()))
        tab.page.on("request", lambda asked: None if asked.url[:5] == "data:" else tab.asked.append(asked.url))
        tab.page.goto((path or report).as_uri())
        return tab

    yield visit
    for context in contexts:
        context.close()
