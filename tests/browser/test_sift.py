"""Readers find, filter and sort claims and runs, by mouse and by keyboard, and follow a number to its run and back."""

from collections.abc import Callable
from typing import Any


def _claims(page: Any) -> list[str]:  # noqa: ANN401
    return [each.strip() for each in page.locator("table.verdicts tbody tr:visible .index").all_inner_texts()]


def _unfolded(page: Any) -> Any:  # noqa: ANN401
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return page


def _count(page: Any, section: str = "#findings") -> str:  # noqa: ANN401
    text: str = page.locator(f"{section} [role=status]").inner_text()
    return text


def test_claims_are_filtered_by_verdict_certainty_agreement_and_text(visit: Callable[..., Any]) -> None:
    """Each narrows what the others left and unfolds what fits; the count says so; one button shows all again."""
    page = visit().page
    assert _claims(page) == []  # folded below their questions
    page.locator("select[name=verdict]").select_option("Supported")
    assert (_claims(page), _count(page)) == (["1", "2"], "2 of 5 claims shown.")
    assert not page.locator("#question-elsewhere").is_visible()
    page.locator("select[name=certainty]").select_option("Low")
    assert _claims(page) == ["2"]
    bar = page.get_by_role("group", name="Filter claims")
    bar.get_by_role("button", name="Show all").click()
    assert (_count(page), bar.get_by_role("button").count()) == ("5 of 5 claims shown.", 0)
    page.locator("select[name=agreement]").select_option("replicates")
    assert _claims(page) == ["1", "3"]
    bar.get_by_label("Find").fill("HARM  noise")
    assert (_claims(page), _count(page)) == (["1"], "1 of 5 claims shown.")


def test_claims_are_sorted_up_down_and_as_they_were(visit: Callable[..., Any]) -> None:
    """By p as numbers, below their question; the heading says which way, and so does the status."""
    page = _unfolded(visit().page)
    heading = page.locator("#question-noise th", has_text="n, p")
    seen = []
    for _ in range(3):
        heading.get_by_role("button").click()
        seen.append((heading.get_attribute("aria-sort"), _claims(page)))
    assert seen == [
        ("ascending", ["2", "3", "1", "5", "6"]),
        ("descending", ["1", "3", "2", "5", "6"]),
        ("none", ["1", "2", "3", "5", "6"]),
    ]
    page.locator("#question-noise th", has_text="Claim").get_by_role("button").click()
    assert _claims(page) == ["2", "1", "3", "5", "6"]
    assert heading.get_attribute("aria-sort") == "none"
    assert _count(page) == "5 of 5 claims shown. Sorted by Claim, ascending."


def test_numbers_are_sorted_as_people_write_them(visit: Callable[..., Any]) -> None:
    """13,200 is more than 950, and 1.3·10⁻¹⁰ less than 0.5."""
    page = _unfolded(visit().page)
    cells = page.locator("#question-noise tbody td:nth-child(4)")
    for index, text in enumerate(["13,200", "1.3·10⁻¹⁰", "950"]):
        cells.nth(index).evaluate("(cell, text) => { cell.dataset.value = text; }", text)
    page.locator("#question-noise th", has_text="n, p").get_by_role("button").click()
    assert _claims(page)[:3] == ["2", "3", "1"]


def test_runs_are_filtered_by_experiment_arm_and_outcome(visit: Callable[..., Any]) -> None:
    """A table without a row left goes with its heading."""
    page = _unfolded(visit().page)
    runs = page.locator("#runs")
    runs.locator("select[name=experiment]").select_option("resnet")
    assert _count(page, "#runs") == "10 of 30 runs shown."
    assert not page.get_by_role("heading", name="Every run of vgg").is_visible()
    runs.locator("select[name=experiment]").select_option("")
    runs.locator("select[name=arm]").select_option("noisy standard")
    runs.locator("select[name=outcome]").select_option("diverged")
    assert _count(page, "#runs") == "1 of 30 runs shown."
    assert "loss is NaN at step 550" in runs.locator("tbody tr:visible").inner_text()


def test_runs_are_sorted_by_number(visit: Callable[..., Any]) -> None:
    """550 steps come before 2000, and a diverged run's missing accuracy last."""
    page = _unfolded(visit().page)
    table = page.get_by_role("region", name="Runs of vgg")
    steps = table.locator("tbody tr td:nth-child(4)")
    table.get_by_role("button", name="Steps").click()
    assert steps.all_inner_texts()[:2] == ["550", "2000"]
    for _ in range(2):
        table.get_by_role("button", name="train accuracy").click()
        assert steps.all_inner_texts()[-1] == "550"
    shown = [float(text.split()[0]) for text in table.locator("tbody tr td:nth-child(7)").all_inner_texts()[:-1]]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == 19


def test_paper_gets_every_row_and_no_control(visit: Callable[..., Any]) -> None:
    """What a reader filtered out on the screen is printed all the same."""
    page = _unfolded(visit().page)
    page.locator("select[name=verdict]").select_option("Refuted")
    page.locator("#runs").locator("select[name=outcome]").select_option("diverged")
    assert len(_claims(page)) == 1
    page.emulate_media(media="print")
    assert len(_claims(page)) == 5
    assert page.locator("#runs tbody tr:visible").count() == 30
    assert page.locator("input:visible, select:visible, [role=status]:visible").count() == 0


def test_from_verdict_to_card_to_figure_to_run_and_back(visit: Callable[..., Any]) -> None:
    """Also where a filter hides the run or the verdict: a link shows what it leads to."""
    page = _unfolded(visit(reduced_motion="reduce").page)
    page.locator("#runs").locator("select[name=arm]").select_option("noisy standard")
    page.locator("select[name=verdict]").select_option("Supported")
    page.locator("#question-noise").get_by_role("link", name="BatchNorm raises test accuracy.").click()
    card = page.locator("#claim-batchnorm_raises_test_accuracy")
    assert page.locator(":target").get_attribute("id") == "claim-batchnorm_raises_test_accuracy"
    card.get_by_role("link", name="figure 5").click()
    assert page.locator(":target img").first.get_attribute("alt").startswith("Supported: effect")
    card.locator(".seeds td a").first.click()
    row = page.locator("tr:target")
    assert row.is_visible()
    assert row.locator("th").inner_text() == "batchnorm"
    page.locator("select[name=verdict]").select_option("Refuted")
    row.get_by_role("link", name="Claim 2").click()
    card.get_by_role("link", name="Back to the verdict").click()
    assert page.locator("tr:target .index").inner_text() == "2"
    assert page.locator("tr:target").is_visible()


def test_keyboard_alone_reaches_everything(visit: Callable[..., Any]) -> None:
    """The skip link first; then find, a filter, a sort and a disclosure without a pointer."""
    page = visit().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = "document.activeElement.type === 'search'"  # past the links of the questions' answers
    assert any(page.keyboard.press("Tab") or page.evaluate(reached) for _ in range(60))
    page.keyboard.type("noise")
    assert _claims(page) == ["1", "3"]
    page.keyboard.press("Tab")
    page.keyboard.type("Ref")
    assert _claims(page) == ["3"]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert _claims(page)[:3] == ["1", "2", "3"]
    assert page.evaluate("document.activeElement.type") == "search"
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#question-noise th[aria-sort=ascending]").inner_text().startswith("Claim")
    summary = page.locator("summary").last
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").last.get_attribute("open") is not None


def test_a_link_opens_what_is_folded(visit: Callable[..., Any]) -> None:
    """From the contents to a section of the appendix, and from an answer to its finding."""
    page = visit(width=1280, reduced_motion="reduce").page
    assert not page.locator("#runs .flow").is_visible()
    page.locator("nav.contents").get_by_role("link", name="Runs", exact=True).click()
    assert page.locator("#runs .flow").is_visible()
    page.locator("#answer").get_by_role("link").first.click()
    assert page.locator(":target").get_attribute("id") == "question-noise"
