"""Everybody can read the page: WCAG rules, the W3C's checker, narrow screens, no JavaScript, no motion."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def _violations(page: Any, rules: dict[str, Any] = RULES) -> list[str]:  # noqa: ANN401
    """Run axe-core, and say of each rule broken where."""
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    page.evaluate(axe.AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules)", rules)["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"][:3]]


@pytest.mark.parametrize("look", ["light", "dark", "narrow", "print"])
def test_axe_finds_nothing(visit: Callable[..., Any], look: str) -> None:
    """WCAG 2.2 AA with details open, a filter set and figures explored: light, dark, at 320 px and in print."""
    page = visit(width=320 if look == "narrow" else 1280, color_scheme="dark" if look == "dark" else "light").page
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.locator("select[name=verdict]").select_option("Supported")
    page.evaluate(
        "for (const each of document.querySelectorAll('[data-explore] .tools button:first-child')) each.click()"
    )
    assert page.get_by_role("slider").count() == 8
    # darkness changes colours alone, narrowness everything but colours
    rules = RULES | {
        "dark": {"runOnly": ["cat.color"]},
        "narrow": {"rules": {"color-contrast": {"enabled": False}}},
    }.get(look, {})
    if look == "print":
        page.emulate_media(media="print")
        rules = RULES | {"rules": {"target-size": {"enabled": False}}}  # nobody taps on paper
    assert _violations(page, rules) == []


@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
@pytest.mark.parametrize("page", ["synthesis", "index"])
def test_axe_finds_nothing_in_pages_over_several_studies(
    visit: Callable[..., Any], request: pytest.FixtureRequest, page: str, look: str
) -> None:
    """They keep the same rules, and scroll sideways nowhere but in their tables."""
    path = request.getfixturevalue(page)
    tab = visit(path, width=320 if look == "narrow" else 1280, color_scheme="dark" if look == "dark" else "light")
    tab.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert _violations(tab.page) == []
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (tab.asked, tab.said) == ([path.as_uri()], [])


@pytest.mark.parametrize(("scheme", "ground"), [("light", (255, 255, 255)), ("dark", (18, 18, 18))])
def test_figures_stand_on_the_pages_own_ground(
    visit: Callable[..., Any], scheme: str, ground: tuple[int, int, int]
) -> None:
    """No light card on a dark page: the edge of a picture has the page's colour, and its words the page's contrast."""
    image = pytest.importorskip("PIL.Image")
    page = visit(width=1280, color_scheme=scheme).page
    shot = image.open(BytesIO(page.locator(".panels img").first.screenshot())).convert("RGB")
    pixels = {shot.getpixel((x, y)) for x in range(shot.width) for y in range(shot.height)}
    assert shot.getpixel((0, shot.height - 1)) == ground
    assert max(abs(sum(pixel) - sum(ground)) for pixel in pixels) > 500


def test_panels_stack_on_a_telephone(visit: Callable[..., Any]) -> None:
    """At 320 px each is as wide as the text at most, and none stands beside another; on a wide screen some do."""
    boxes = (
        "[...document.querySelectorAll('.panels')].map(e => [...e.children].map(i => [i.offsetLeft, i.offsetWidth]))"
    )
    narrow, wide = visit(width=320).page.evaluate(boxes), visit(width=1280).page.evaluate(boxes)
    assert all(width <= 288 for panels in narrow for _, width in panels)
    assert all(len({left for left, _ in panels}) == 1 for panels in narrow)
    assert any(len({left for left, _ in panels}) > 1 for panels in wide)


def test_axe_is_awake(visit: Callable[..., Any]) -> None:
    """The same call finds what is wrong with a page made worse."""
    page = visit().page
    page.evaluate("document.querySelector('img').removeAttribute('alt')")
    assert [each.partition(":")[0] for each in _violations(page, {"runOnly": ["image-alt"]})] == ["image-alt"]


def test_the_w3c_checker_finds_nothing(report: Path) -> None:
    """Valid HTML and CSS, warnings included; of a policy it knows neither hashes nor `data:`."""
    java, jar = shutil.which("java"), os.environ.get("VNU_JAR", "")
    if java is None or not Path(jar).is_file():
        pytest.skip("VNU_JAR does not name vnu.jar, or there is no java: the W3C's checker was not run")
    call = [java, "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", str(report)]
    said = subprocess.run(call, check=True, capture_output=True, text=True).stderr  # noqa: S603  (found on PATH)
    found = [f"{each['lastLine']}: {each['message']}" for each in json.loads(said)["messages"]]
    assert [each for each in found if "violates Content Security Policy" not in each] == []


@pytest.mark.parametrize("scripted", [True, False])
def test_nothing_is_cut_at_320_pixels(visit: Callable[..., Any], *, scripted: bool) -> None:
    """The page itself never scrolls sideways; wide tables and figures do, in their own frames."""
    page = visit(width=320, java_script_enabled=scripted).page
    if scripted:
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    widths = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
    assert widths == [320, 320]


def test_findings_are_lines_and_not_letters_on_a_telephone(visit: Callable[..., Any]) -> None:
    """At 320 px question and answer take the whole width, one below the other."""
    page = visit(width=320).page
    widths = page.locator(".finding :is(h3, .said)").evaluate_all("all => all.map(each => each.clientWidth)")
    assert len(widths) >= 4
    assert min(widths) > 250


def test_targets_can_be_hit(visit: Callable[..., Any]) -> None:
    """Controls, and links that stand by themselves, measure at least 24 by 24 pixels."""
    page = visit().page
    small = page.evaluate(
        """[...document.querySelectorAll(
            'button:not([hidden]), input, select, summary, nav a, td a, tbody th a, .back a')]
        .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )
    assert small == []


def test_without_javascript_everything_is_there(visit: Callable[..., Any], truth: Any) -> None:  # noqa: ANN401
    """No control that would do nothing; every claim, every run; details still open."""
    page = visit(java_script_enabled=False).page
    assert page.locator("button, input, select").count() == 0
    assert page.locator("#findings table.verdicts tbody tr").count() == 5
    page.locator("#runs summary").first.click()
    assert page.locator("#runs tbody tr:visible").count() == 30
    page.locator("#exploratory summary").first.click()
    for hypothesis in truth.study().hypotheses.values():
        assert page.get_by_role("heading", name=hypothesis.claim).is_visible()
    summary = page.locator("summary", has_text="Data of figure 1").first
    summary.click()
    assert page.get_by_role("region", name="Data of figure 1", exact=True).is_visible()


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_motion_is_for_those_who_like_it(visit: Callable[..., Any], motion: str, behaviour: str) -> None:
    """Jumps glide only where the reader has not asked for less."""
    page = visit(reduced_motion=motion).page
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
