"""The page asks for nothing, runs one script, and shows hostile text as text."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bnreport.report.facts import Facts
from bnreport.report.html import ALL, templates
from bnreport.report.render import render

LONG = "x" * 10_000
HOSTILE = (
    f"<script>alert(1)</script><img src=x onerror=alert(2)> {{{{ 7 * 7 }}}} javascript:alert(3) \u202egnitset {LONG}"
)


def test_no_request_and_no_word_in_the_console(visit: Callable[..., Any], report: Path) -> None:
    """The file itself is all that is read, whatever a reader does with it."""
    tab = visit()
    tab.page.locator("select[name=verdict]").select_option("Supported")
    tab.page.locator("summary").first.click()
    tab.page.wait_for_load_state("networkidle")
    assert tab.asked == [report.as_uri()]
    assert tab.said == []


def test_a_script_that_is_not_ours_is_refused(visit: Callable[..., Any], report: Path, tmp_path: Path) -> None:
    """The policy allows one hash: one changed byte, and nothing runs; so the silence above means something."""
    changed = tmp_path / "changed.html"
    page = report.read_text()
    assert page.count('"use strict";') == 1
    changed.write_text(page.replace('"use strict";', '"use strict"; alert(1);'))
    tab = visit(changed)
    assert tab.page.locator("input, select, button").count() == 0
    assert any("Content Security Policy" in each for each in tab.said)
    assert "1" not in tab.said


def test_the_script_is_inlined_as_it_is_written(report: Path) -> None:
    """What a reviewer reads in the templates is what runs, part after part."""
    parts = "".join((templates() / "report" / f"{part}.js").read_text() for part in ALL)
    assert f"<script>{parts}</script>" in report.read_text()


def test_hostile_text_runs_nothing_and_breaks_no_layout(
    visit: Callable[..., Any], truth: Any, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    """Markup, template syntax, addresses, direction marks and 10,000 letters, wherever a study holds prose."""
    file, results, verdicts = truth.example()
    study = file.study
    study = study.model_copy(
        update={
            "title": HOSTILE,
            "source": study.source.model_copy(update={"paper": HOSTILE, "departures": (HOSTILE,)}),
            "hypotheses": {
                name: each.model_copy(update={"claim": f"{name} {HOSTILE}", "why_this_margin": HOSTILE})
                for name, each in study.hypotheses.items()
            },
            "profiles": {"smoke": study.profiles["smoke"].model_copy(update={"note": HOSTILE})},
        }
    )
    run = results.runs["vgg.noisy_standard"][3]
    results.runs["vgg.noisy_standard"][3] = replace(run, cause=HOSTILE, environment={"device": HOSTILE})
    file = replace(file, study=study, because=HOSTILE, overrides=(HOSTILE,))
    tab = visit(render(Facts(file, results, verdicts), tmp_path).html, width=320)
    assert tab.said == []
    assert len(tab.asked) == 1
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 320
    assert tab.page.locator("script").count() == 1
    assert tab.page.locator("a[href^=javascript]").count() == 0
    assert tab.page.locator("h1").inner_text().startswith("<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7")
    assert tab.page.evaluate("getComputedStyle(document.querySelector('h1 bdi')).unicodeBidi") == "isolate"
